import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { writeDrawing } from './drawing.ts'
import { coreTitle, mainPart, parseXml, relationshipsOf } from './ooxml.ts'
import { dateText, isDateFormat, numberText } from './sheet-number.ts'
import { unzip } from './zip.ts'
import { say } from '../../sayings/say.ts'

const wanted =
  /^(?:_rels\/|docProps\/core|xl\/)(?!.*(?:media|theme|vmlDrawing|printerSettings|calcChain|pivotCache|externalLinks)).*(?:xml|rels)$/i

type Parts = Readonly<Record<string, Uint8Array>>

/** What a workbook's cells refer to. */
interface Shared {
  readonly strings: readonly string[]
  /** By the index of a cell's style: whether it shows a date, or a format's code. */
  readonly formats: readonly string[]
  readonly isFrom1904: boolean
}

/** Text of a workbook: each sheet's name as a heading, a line for each row, dates as dates, then comments and text boxes. */
export function extractXlsx(bytes: Uint8Array): ParsedText {
  const parts = unzip(bytes, (name) => wanted.test(name))
  const main = mainPart(parts, 'xl/workbook.xml')
  const related = relationshipsOf(parts, main)
  const partOf = (type: string): Uint8Array | undefined => parts[related.find((one) => one.type === type)?.target ?? '']
  const { sheets, isFrom1904 } = readWorkbook(parts[main])
  const shared = { strings: readStrings(partOf('sharedStrings')), formats: readFormats(partOf('styles')), isFrom1904 }
  const targets = new Map(related.map(({ id, target }) => [id, target]))
  const writer = new BlockWriter()
  let hasWords = false
  for (const { name, id } of sheets) {
    const part = targets.get(id) ?? ''
    if (parts[part] === undefined) continue
    writer.beginHeading()
    writer.write(name)
    writer.endHeading(1)
    hasWords = writeSheet(parts[part], shared, writer) || hasWords
    hasWords = writeRelated(parts, part, writer) || hasWords
  }
  if (!hasWords) throw new ExtractError('no-text', say('file.workbookNoText'))
  return { text: writer.toString(), headings: writer.headings, title: coreTitle(parts) }
}

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly id: string }[]
  readonly isFrom1904: boolean
}

function readWorkbook(bytes: Uint8Array): Workbook {
  const sheets: { readonly name: string; readonly id: string }[] = []
  let isFrom1904 = false
  parseXml(bytes, {
    open(element, { name = '', id = '', date1904 = '0' }) {
      if (element === 'sheet') sheets.push({ name, id })
      if (element === 'workbookPr') isFrom1904 = date1904 === '1' || date1904 === 'true'
    },
  })
  return { sheets, isFrom1904 }
}

function readStrings(bytes: Uint8Array | undefined): readonly string[] {
  const strings: string[] = []
  if (bytes === undefined) return strings
  let words = ''
  let textDepth = 0
  let phoneticDepth = 0
  parseXml(bytes, {
    open(name) {
      if (name === 'si') words = ''
      else if (name === 't') textDepth++
      // How an East Asian word is said; Excel shows it above the word.
      else if (name === 'rPh') phoneticDepth++
    },
    close(name) {
      if (name === 'si') strings.push(words)
      else if (name === 't') textDepth--
      else if (name === 'rPh') phoneticDepth--
    },
    text: (text) => (words += textDepth > 0 && phoneticDepth === 0 ? text : ''),
  })
  return strings
}

function readFormats(bytes: Uint8Array | undefined): readonly string[] {
  const codes = new Map<string, string>()
  const formats: string[] = []
  if (bytes === undefined) return formats
  let isInCells = false
  parseXml(bytes, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') codes.set(numFmtId, formatCode)
      else if (name === 'cellXfs') isInCells = true
      else if (name === 'xf' && isInCells) formats.push(codes.get(numFmtId) ?? numFmtId)
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return formats
}

/** Answers whether any cell has words. */
function writeSheet(bytes: Uint8Array, shared: Shared, writer: BlockWriter): boolean {
  let type = ''
  let style = 0
  let value: string | null = null
  let isOpen = false
  let hasWords = false
  parseXml(bytes, {
    open(name, { t = 'n', s = '0' }) {
      if (name === 'row') writer.beginRow()
      else if (name === 'c') {
        type = t
        style = Number(s)
        value = null
      } else if (name === 'v' || name === 't') isOpen = true
    },
    close(name) {
      if (name === 'row') writer.endRow()
      else if (name === 'v' || name === 't') isOpen = false
      else if (name === 'c' && value !== null) {
        const shown = cellText(value, type, shared.formats[style] ?? '0', shared)
        if (shown.trim() === '') return
        writer.beginCell()
        writer.write(shown)
        hasWords = true
      }
    },
    text: (text) => {
      if (isOpen) value = (value ?? '') + text
    },
  })
  writer.breakBlock()
  return hasWords
}

function cellText(value: string, type: string, format: string, { strings, isFrom1904 }: Shared): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type !== 'n') return value
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  return isDateFormat(format) ? dateText(number, isFrom1904) : numberText(number, format)
}

/** Comments, text boxes and charts of a sheet. */
function writeRelated(parts: Parts, sheet: string, writer: BlockWriter): boolean {
  const before = writer.length
  for (const { type, target } of relationshipsOf(parts, sheet)) {
    if (parts[target] === undefined) continue
    if (type === 'comments' || type === 'threadedComment' || type === 'drawing') writeDrawing(parts[target], writer)
    for (const drawn of type === 'drawing' ? relationshipsOf(parts, target) : []) {
      if (drawn.type === 'chart' && parts[drawn.target] !== undefined) writeDrawing(parts[drawn.target], writer)
    }
  }
  return writer.length > before
}
