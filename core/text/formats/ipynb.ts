import { ExtractError, type Heading, type ParsedText } from '../extracted.ts'
import { joinTexts } from './joined-text.ts'
import { firstTitle } from './titles.ts'
import { markdownStructure } from './markdown.ts'
import { decodeText, foldedLine, tidyText } from './text.ts'
import { say } from '../../sayings/say.ts'

/** UTF-16 units kept of one output: enough to recognise it, not a table of a million rows. */
const MOST_OUTPUT = 1_000

interface Part {
  readonly text: string
  readonly headings: readonly Heading[]
}

/** Text of a Jupyter notebook: Markdown cells with their headings, code cells, and the beginnings of outputs that are text. */
export function extractIpynb(bytes: Uint8Array): ParsedText {
  const notebook = asRecord(parseJson(decodeText(bytes).text))
  const parts = cellsOf(notebook)
    .flatMap(readCell)
    .filter(({ text }) => text !== '')
  if (parts.length === 0) throw new ExtractError('no-text', say('file.notebookNoText'))
  const { text, headings } = joinTexts(parts, '\n\n')
  const title = asRecord(notebook.metadata).title
  return {
    text,
    headings,
    title: foldedLine(typeof title === 'string' ? title.toWellFormed() : '') || firstTitle(headings),
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new ExtractError('damaged', say('file.notebookJson'), { cause: error })
  }
}

type JsonRecord = Readonly<Record<string, unknown>>

function asRecord(value: unknown): JsonRecord {
  // What is no object has none of the keys that are looked for.
  return typeof value === 'object' && value !== null ? (value as JsonRecord) : {}
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Version 4 has cells; version 3 had them in worksheets. */
function cellsOf(notebook: JsonRecord): readonly JsonRecord[] {
  const worksheets = asArray(notebook.worksheets).flatMap((sheet) => asArray(asRecord(sheet).cells))
  return [...asArray(notebook.cells), ...worksheets].map(asRecord)
}

/** The format writes long strings as lists of lines. */
function multiline(value: unknown): string {
  const text = Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : value
  return typeof text === 'string' ? tidyText(text).replace(/^\n+|\s+$/g, '') : ''
}

function readCell(cell: JsonRecord): readonly Part[] {
  const source = multiline(cell.source ?? cell.input)
  if (cell.cell_type === 'markdown') return [{ text: source, headings: markdownStructure(source).headings }]
  if (cell.cell_type === 'heading') return [headingCell(source, cell.level)]
  return [{ text: source, headings: [] }, ...asArray(cell.outputs).map((output) => readOutput(asRecord(output)))]
}

function headingCell(source: string, level: unknown): Part {
  const text = foldedLine(source)
  if (text === '') return { text, headings: [] }
  return {
    text,
    headings: [{ level: typeof level === 'number' ? Math.min(Math.max(level, 1), 6) : 1, text, start: 0 }],
  }
}

/** 'ValueError: no such column', without where it was raised. */
function errorOf({ output_type: type, ename, evalue }: JsonRecord): string {
  return type === 'error' ? [ename, evalue].filter((part) => typeof part === 'string' && part !== '').join(': ') : ''
}

/** What was printed, the plain form of a result, or which error it was; pictures and pages have none worth reading. */
function readOutput(output: JsonRecord): Part {
  const data = asRecord(output.data)
  const text = multiline(output.text ?? data['text/plain'] ?? data['text/markdown'] ?? errorOf(output))
  // Colours of terminals.
  const plain = text.slice(0, MOST_OUTPUT).replace(/\p{Cc}\[[\d;]*m/gu, '')
  return { text: tidyText(plain).trimEnd(), headings: [] }
}
