/*
 * Excel 5 to 2003 ([MS-XLS]): the stream `Workbook` (5 and 95: `Book`) is a list of records, a number (u16), a length (u16) and
 * so many bytes. First the workbook's own, with the strings, formats and names of its sheets; then each sheet's.
 */
import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { charsetOfCodePage } from './code-pages.ts'
import { openCompoundFile } from './compound-file.ts'
import { dateText, isDateFormat, numberText } from './sheet-number.ts'
import { readSummary } from './summary-information.ts'
import { type XlsRecord, readRecords, StringReader } from './xls-records.ts'
import { say } from '../../sayings/say.ts'

const record = {
  eof: 0x0a,
  note: 0x1c,
  dateMode: 0x22,
  filePass: 0x2f,
  codePage: 0x42,
  boundSheet: 0x85,
  mulRk: 0xbd,
  xf: 0xe0,
  rString: 0xd6,
  sharedStrings: 0xfc,
  labelShared: 0xfd,
  textObject: 0x1b6,
  number: 0x203,
  label: 0x204,
  boolean: 0x205,
  string: 0x207,
  rk: 0x27e,
  format: 0x41e,
  formula: 0x06,
  beginning: 0x809,
} as const

/** Excel 97; before it strings are bytes in a code page. */
const BIFF8 = 0x0600

/** Text of an old workbook: each sheet's name as a heading, a line for each row, dates as dates, then comments and text boxes. */
export function extractXls(bytes: Uint8Array): ParsedText {
  const file = openCompoundFile(bytes)
  const name = file.paths.find((path) => /^(?:workbook|book)$/i.test(path)) ?? ''
  const stream = file.read(name)
  if (stream === null) throw new ExtractError('damaged', say('file.noWorkbookStream'))
  const workbook = new Workbook()
  for (const entry of readRecords(stream)) workbook.read(entry)
  const { text, headings } = workbook.finish()
  if (text === '') throw new ExtractError('no-text', say('file.workbookNoText'))
  return { text, headings, title: readSummary(file).title }
}

/** Reads the records in their order and writes the cells' text. */
class Workbook {
  readonly #writer = new BlockWriter()
  readonly #sheets = new Map<number, string>()
  readonly #formatCodes = new Map<number, string>()
  /** Format number by the number of a cell's style. */
  readonly #formats: number[] = []
  #strings: readonly string[] = []
  #isFrom1904 = false
  #isBiff8 = true
  #charset = 'windows-1252'
  /** Substreams open: charts stand inside sheets. */
  #depth = 0
  #row = -1
  #hasWords = false
  #boxes: string[] = []

  read(entry: XlsRecord): void {
    if (entry.id === record.beginning) this.#begin(entry)
    else if (entry.id === record.eof) this.#end()
    else if (this.#depth !== 1) return
    else if (!this.#readGlobal(entry)) this.#readCell(entry)
  }

  finish(): Pick<ParsedText, 'text' | 'headings'> {
    this.#end()
    return this.#hasWords
      ? { text: this.#writer.toString(), headings: this.#writer.headings }
      : { text: '', headings: [] }
  }

  #begin({ view, offset }: XlsRecord): void {
    this.#depth++
    if (this.#depth > 1) return
    if (view.byteLength >= 2) this.#isBiff8 = view.getUint16(0, true) >= BIFF8
    this.#row = -1
    const name = this.#sheets.get(offset)
    if (name === undefined) return
    this.#writer.beginHeading()
    this.#writer.write(name)
    this.#writer.endHeading(1)
  }

  #end(): void {
    this.#depth = Math.max(0, this.#depth - 1)
    if (this.#depth > 0) return
    if (this.#row >= 0) this.#writer.endRow()
    this.#row = -1
    for (const box of this.#boxes) {
      this.#writer.breakBlock()
      this.#writer.write(box)
    }
    this.#boxes = []
    this.#writer.breakBlock()
  }

  /** Answers whether the record was one of the workbook's own. */
  #readGlobal(entry: XlsRecord): boolean {
    const { id, view } = entry
    if (id === record.filePass) throw new ExtractError('encrypted', say('file.workbookPassword'))
    if (id === record.dateMode && view.byteLength >= 2) this.#isFrom1904 = view.getUint16(0, true) === 1
    else if (id === record.codePage && view.byteLength >= 2) this.#charset = charsetOfCodePage(view.getUint16(0, true))
    else if (id === record.xf && view.byteLength >= 4) this.#formats.push(view.getUint16(2, true))
    else if (id === record.format && view.byteLength >= 3) {
      const strings = this.#reader(entry, 2)
      this.#formatCodes.set(
        view.getUint16(0, true),
        this.#isBiff8 ? strings.wide(strings.uint16()) : strings.bytes(strings.uint8()),
      )
    } else if (id === record.boundSheet && view.byteLength >= 7) {
      const strings = this.#reader(entry, 6)
      const length = strings.uint8()
      this.#sheets.set(view.getUint32(0, true), this.#isBiff8 ? strings.wide(length) : strings.bytes(length))
    } else if (id === record.sharedStrings) this.#strings = readSharedStrings(this.#reader(entry, 4))
    else return false
    return true
  }

  #reader(entry: XlsRecord, offset: number): StringReader {
    return new StringReader(entry.segments, offset, this.#charset)
  }

  #readCell(entry: XlsRecord): void {
    const { id, view } = entry
    if (id === record.textObject) return this.#readBox(entry)
    // A formula's text follows it in a record of its own.
    if (id === record.string && this.#row >= 0) return this.#words(this.#longString(entry, 0))
    if (view.byteLength < 8) return
    const row = view.getUint16(0, true)
    const format = this.#formats[view.getUint16(4, true)] ?? 0
    if (id === record.labelShared && view.byteLength >= 10)
      this.#cell(row, this.#strings[view.getUint32(6, true)] ?? '')
    else if (id === record.label || id === record.rString) this.#cell(row, this.#longString(entry, 6))
    else if (id === record.number && view.byteLength >= 14) this.#number(row, view.getFloat64(6, true), format)
    else if (id === record.rk && view.byteLength >= 10) this.#number(row, rkValue(view.getUint32(6, true)), format)
    else if (id === record.mulRk) this.#manyNumbers(row, view)
    else if (id === record.boolean) this.#boolean(row, view.getUint8(6), view.getUint8(7))
    else if (id === record.formula && view.byteLength >= 14) this.#formula(row, view, format)
  }

  #longString(entry: XlsRecord, offset: number): string {
    const strings = this.#reader(entry, offset)
    const length = strings.uint16()
    return this.#isBiff8 ? strings.wide(length) : strings.bytes(length)
  }

  #cell(row: number, text: string): void {
    if (row !== this.#row) {
      if (this.#row >= 0) this.#writer.endRow()
      this.#writer.beginRow()
      this.#row = row
    }
    this.#words(text)
  }

  #words(text: string): void {
    if (text.trim() === '') return
    this.#hasWords = true
    this.#writer.beginCell()
    this.#writer.write(text)
  }

  #number(row: number, value: number, format: number): void {
    if (!Number.isFinite(value)) return
    const code = this.#formatCodes.get(format) ?? String(format)
    this.#cell(row, isDateFormat(code) ? dateText(value, this.#isFrom1904) : numberText(value, code))
  }

  /** Style and value of several cells side by side; the last two bytes are the last column. */
  #manyNumbers(row: number, view: DataView): void {
    for (let at = 4; at + 8 <= view.byteLength; at += 6)
      this.#number(row, rkValue(view.getUint32(at + 2, true)), this.#formats[view.getUint16(at, true)] ?? 0)
  }

  #boolean(row: number, value: number, isError: number): void {
    if (isError === 0) this.#cell(row, value === 0 ? 'FALSE' : 'TRUE')
  }

  /** A result that is no number has its last two bytes set; a text follows, errors and empty ones are left out. */
  #formula(row: number, view: DataView, format: number): void {
    if (view.getUint16(12, true) !== 0xffff) return this.#number(row, view.getFloat64(6, true), format)
    if (view.getUint8(6) === 1) this.#boolean(row, view.getUint8(8), 0)
    else this.#cell(row, '')
  }

  /** The words of a comment or a text box are the first bytes of what continues the record. */
  #readBox(entry: XlsRecord): void {
    if (entry.view.byteLength < 12 || entry.segments.length < 2) return
    const strings = new StringReader(entry.segments.slice(1), 0, this.#charset)
    const length = entry.view.getUint16(10, true)
    const text = this.#isBiff8 ? strings.wide(length) : strings.bytes(length)
    if (text.trim() === '') return
    this.#boxes.push(text)
    this.#hasWords = true
  }
}

function readSharedStrings(strings: StringReader): string[] {
  const count = strings.uint32()
  const found: string[] = []
  while (found.length < count && !strings.isAtEnd) found.push(strings.wide(strings.uint16()))
  return found
}

/** A number in 30 bits: an integer, or the upper bits of a double; the lowest bit divides by 100. */
function rkValue(rk: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setUint32(4, rk & 0xfffffffc, true)
  const value = (rk & 2) === 0 ? view.getFloat64(0, true) : rk >> 2
  return (rk & 1) === 0 ? value : value / 100
}
