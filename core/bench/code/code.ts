/* Are the functions and classes that a real parser finds those at which our patterns cut source code, and by which hits are named? */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { extractText } from '../../text/extract.ts'
import { AppError } from '../../errors.ts'
import { round, table, type Bench } from '../bench.ts'
import { Grammars, hasGrammars, type Declaration } from './declarations.ts'
import { grammars, type Grammar } from './grammars.ts'

const mostFiles = 300
const mostBytes = 200_000

interface Counts {
  files: number
  declarations: number
  /** Of those, with a boundary of ours at it: a heading between its first line and the line of its name. */
  bounded: number
  members: number
  boundedMembers: number
  /** Headings of ours. */
  headings: number
  /** Of those, at a declaration. */
  trueHeadings: number
}

export const codeBench: Bench = {
  summary: "functions and classes that tree-sitter finds, and our patterns' share of them (--path: sources)",
  async run({ path, peers, print }) {
    if (path === undefined) throw new AppError('bad-request', 'Expected --path, a folder of source code, got none.')
    if (!hasGrammars({ peers, print })) return {}
    await using parser = new Grammars()
    const rows: (readonly (string | number)[])[] = [
      ['language', 'files', 'declarations', 'found', 'members', 'found', 'headings', 'at one'],
    ]
    const figures: Record<string, Counts> = {}
    const files = [...filesBelow(path)]
    for (const grammar of grammars) {
      const chosen = spread(files.filter((file) => grammar.endings.includes(extname(file).slice(1).toLowerCase())))
      if (chosen.length === 0) continue
      const counts = await measure(parser, grammar, chosen)
      figures[grammar.language] = counts
      rows.push(rowOf(grammar.language, counts))
    }
    for (const line of table(rows)) print(line)
    return figures
  },
}

function rowOf(language: string, counts: Counts): (string | number)[] {
  const { files, declarations, bounded, members, boundedMembers, headings, trueHeadings } = counts
  return [
    language,
    files,
    declarations,
    share(bounded, declarations),
    members,
    share(boundedMembers, members),
    headings,
    share(trueHeadings, headings),
  ]
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${round((part / whole) * 100)} %`
}

async function measure(parser: Grammars, grammar: Grammar, files: readonly string[]): Promise<Counts> {
  const counts: Counts = {
    files: files.length,
    declarations: 0,
    bounded: 0,
    members: 0,
    boundedMembers: 0,
    headings: 0,
    trueHeadings: 0,
  }
  for (const file of files) {
    const extracted = await extractText(file, readFileSync(file)).catch(() => null)
    if (extracted === null) continue
    const declarations = await parser.declarationsOf(grammar, extracted.text)
    const rowOfIndex = rowsOf(extracted.text)
    const headings = extracted.headings.map(({ start }) => rowOfIndex(start))
    count(counts, declarations, headings)
  }
  return counts
}

function count(counts: Counts, declarations: readonly Declaration[], headings: readonly number[]): void {
  const isAt = (row: number, one: Declaration): boolean => row >= one.row && row <= one.nameRow
  for (const declaration of declarations) {
    const isBounded = headings.some((row) => isAt(row, declaration))
    counts[declaration.isMember ? 'members' : 'declarations']++
    if (isBounded) counts[declaration.isMember ? 'boundedMembers' : 'bounded']++
  }
  counts.headings += headings.length
  counts.trueHeadings += headings.filter((row) => declarations.some((one) => isAt(row, one))).length
}

/** The line of an index of a text, from 0. */
function rowsOf(text: string): (index: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)]
  return (index) => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (starts[middle] <= index) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** `mostFiles` of a list, from its beginning to its end. */
function spread(files: readonly string[]): string[] {
  const step = Math.max(1, files.length / mostFiles)
  return Array.from({ length: Math.min(mostFiles, files.length) }, (_, i) => files[Math.floor(i * step)])
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile() && statSync(path).size <= mostBytes) yield path
  }
}
