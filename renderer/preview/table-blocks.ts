/* Rows of tables in a text: those of spreadsheets and documents, whose cells the engine writes with ' | ' between them, and of CSV files. */
import type { Range } from './best-sentence.ts'

/** A stretch of text, or rows of cells that belong together. Ranges are of the whole text; line ends between blocks are in none. */
export type Block =
  | { readonly kind: 'text'; readonly range: Range }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Range[])[] }

/** What stands between two cells; null where the text has no tables. */
export type Delimiter = ' | ' | ',' | ';' | '\t' | null

/** A table of more columns has no room beside the list: its lines are shown as they are. */
const mostColumns = 8
/** One line with a bar in it is a sentence. */
const leastRows = 2

const withBars = new Set('xlsx xls ods docx doc odt rtf pptx ppt odp html eml mail msg epub'.split(' '))

/** What separates cells in a document. `sample`: the beginning of its text. */
export function delimiterOf(
  { kind, name }: { readonly kind: string; readonly name: string },
  sample: string,
): Delimiter {
  if (/\.tsv$/iu.test(name)) return '\t'
  if (!/\.csv$/iu.test(name)) return withBars.has(kind) ? ' | ' : null
  const [line] = sample.trimStart().split('\n', 1)
  const counts = ([',', ';', '\t'] as const).map((sign) => ({ sign, count: line.split(sign).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0].sign
}

/** The text in blocks, in order. */
export function blocksOf(text: string, delimiter: Delimiter): Block[] {
  const whole: Block = { kind: 'text', range: { start: 0, end: text.length } }
  if (delimiter === null) return [whole]
  const blocks: Block[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const range = { start, end: start + line.length }
    start = range.end + 1
    add(blocks, { range, cells: cellsOf(line, range.start, delimiter) })
  }
  return joined(blocks, text)
}

function add(blocks: Block[], { range, cells }: { readonly range: Range; readonly cells: readonly Range[] }): void {
  const last = blocks.at(-1)
  if (cells.length < 2) {
    if (last?.kind === 'text') blocks[blocks.length - 1] = { kind: 'text', range: { ...last.range, end: range.end } }
    else blocks.push({ kind: 'text', range })
  } else if (last?.kind === 'rows') blocks[blocks.length - 1] = { kind: 'rows', rows: [...last.rows, cells] }
  else blocks.push({ kind: 'rows', rows: [cells] })
}

/** Rows that are no table are text again. */
function joined(blocks: readonly Block[], text: string): Block[] {
  const result: Block[] = []
  for (const block of blocks) {
    const isTable =
      block.kind === 'rows' && block.rows.length >= leastRows && block.rows.every(({ length }) => length <= mostColumns)
    if (isTable) {
      result.push(block)
      continue
    }
    const range = block.kind === 'text' ? block.range : linesAround(block.rows, text)
    const last = result.at(-1)
    if (last?.kind === 'text') result[result.length - 1] = { kind: 'text', range: { ...last.range, end: range.end } }
    else result.push({ kind: 'text', range })
  }
  return result
}

function linesAround(rows: readonly (readonly Range[])[], text: string): Range {
  const [first, last] = [rows[0][0].start, rows.at(-1)!.at(-1)!.end]
  const end = text.indexOf('\n', last)
  return { start: text.lastIndexOf('\n', first - 1) + 1, end: end < 0 ? text.length : end }
}

/** The cells of a line, quotation marks around them left out; none where a quotation goes on in the next line. */
function cellsOf(line: string, at: number, delimiter: Exclude<Delimiter, null>): Range[] {
  const cells: Range[] = []
  let from = 0
  while (from <= line.length) {
    const isQuoted = delimiter !== ' | ' && line[from] === '"'
    const close = isQuoted ? closingQuote(line, from + 1) : 0
    if (close < 0) return []
    const next = line.indexOf(delimiter, isQuoted ? close + 1 : from)
    const end = next < 0 ? line.length : next
    cells.push(isQuoted ? { start: at + from + 1, end: at + close } : { start: at + from, end: at + end })
    from = end + delimiter.length
    if (next < 0) break
  }
  return cells
}

/** Two in a row are one that is meant. */
function closingQuote(line: string, from: number): number {
  for (let i = line.indexOf('"', from); i >= 0; i = line.indexOf('"', i + 1)) {
    if (line[i + 1] !== '"') return i
    i++
  }
  return -1
}
