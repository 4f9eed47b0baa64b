/*
 * Word 97 to 2003 ([MS-DOC]) and, text only, Word 6 and 95. The text lies in pieces in the stream `WordDocument`; where, says a
 * table in the stream `0Table` or `1Table`, found by the file information block (FIB) at the beginning.
 *
 *   FIB offset  field
 *   0x00        wIdent      0xA5EC
 *   0x02        nFib        from 193 on: Word 97
 *   0x0A        flags       0x0004 pieces (before Word 97), 0x0100 encrypted, 0x0200 the table stream is `1Table`
 *   0x18        fcMin, fcMac   begin and end of the text of Word 6 and 95
 *   0x4C        ccpText, ccpFtn, ccpHdd, ccpMcr, ccpAtn, ccpEdn, ccpTxbx   lengths of text, footnotes, headers, macros, comments,
 *                        endnotes and text boxes
 *   0x0102      fcPlcfBtePapx, lcb   pages of paragraph properties
 *   0x01A2      fcClx, lcbClx        the piece table
 */
import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { charsetOfCodePage } from './code-pages.ts'
import { type CompoundFile, openCompoundFile } from './compound-file.ts'
import { type DocParagraphs, readParagraphs } from './doc-paragraphs.ts'
import { firstTitle } from './titles.ts'
import { readSummary } from './summary-information.ts'
import { say } from '../../sayings/say.ts'

const WORD_97 = 193

/** Text of an old Word document: paragraphs, tables by rows, headings by their built-in styles, notes and text boxes at the end. */
export function extractDoc(bytes: Uint8Array): ParsedText {
  const file = openCompoundFile(bytes)
  const stream = file.read('WordDocument')
  if (stream === null || stream.length < 0x60) throw damaged('it has no text stream')
  const fib = new DataView(stream.buffer, stream.byteOffset, stream.length)
  if ((fib.getUint16(0x0a, true) & 0x0100) !== 0) throw new ExtractError('encrypted', say('file.password'))
  const summary = readSummary(file)
  const writer = new BlockWriter()
  if (fib.getUint16(2, true) < WORD_97) writeOldText(stream, fib, summary.codePage, writer)
  else writeText(file, stream, fib, writer)
  const text = writer.toString()
  if (text === '') throw new ExtractError('no-text', say('file.noText'))
  return { text, headings: writer.headings, title: summary.title || firstTitle(writer.headings) }
}

/** A run of text: `length` characters from byte `start` of the stream on. */
interface Piece {
  readonly start: number
  readonly length: number
  /** One byte a character instead of two. */
  readonly isCompressed: boolean
}

function writeText(file: CompoundFile, stream: Uint8Array, fib: DataView, writer: BlockWriter): void {
  if (stream.length < 0x01aa) throw damaged('its header is cut off')
  const table = file.read((fib.getUint16(0x0a, true) & 0x0200) === 0 ? '0Table' : '1Table')
  if (table === null) throw damaged('it has no table stream')
  const clx = sliceOf(table, fib.getUint32(0x01a2, true), fib.getUint32(0x01a6, true))
  const paragraphs = readParagraphs(stream, sliceOf(table, fib.getUint32(0x0102, true), fib.getUint32(0x0106, true)))
  const lengths = [0, 1, 2, 3, 4, 5, 6].map((i) => fib.getInt32(0x4c + i * 4, true))
  const [text, footnotes, headers, macros, comments, endnotes, boxes] = lengths.map((length) => Math.max(0, length))
  const pieces = readPieces(clx)
  const afterNotes = text + footnotes
  const beforeEndnotes = afterNotes + headers + macros + comments
  const stories = [
    [0, text],
    [text, afterNotes],
    [beforeEndnotes, beforeEndnotes + endnotes + boxes],
  ] as const
  for (const [begin, end] of stories) writeStory(stream, within(pieces, begin, end), paragraphs, writer)
}

function sliceOf(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return bytes.subarray(Math.min(start, bytes.length), Math.min(start + length, bytes.length))
}

/** The piece table: changes of format to skip (1), then (2) character positions and for each piece where it lies. */
function readPieces(clx: Uint8Array): Piece[] {
  const view = new DataView(clx.buffer, clx.byteOffset, clx.length)
  let at = 0
  while (at + 3 <= clx.length && clx[at] === 1) at += 3 + view.getUint16(at + 1, true)
  if (at + 5 > clx.length || clx[at] !== 2) throw damaged('it has no piece table')
  const start = at + 5
  const bytes = Math.min(view.getUint32(at + 1, true), clx.length - start)
  const count = Math.floor((bytes - 4) / 12)
  const pieces: Piece[] = []
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(start + i * 4 + 4, true) - view.getUint32(start + i * 4, true)
    const position = view.getUint32(start + (count + 1) * 4 + i * 8 + 2, true)
    const isCompressed = (position & 0x40000000) !== 0
    const offset = position & 0x3fffffff
    pieces.push({ start: isCompressed ? offset >>> 1 : offset, length: Math.max(0, length), isCompressed })
  }
  return pieces
}

/** The parts of the pieces between two character positions. */
function within(pieces: readonly Piece[], begin: number, end: number): Piece[] {
  const found: Piece[] = []
  let position = 0
  for (const { start, length, isCompressed } of pieces) {
    const from = Math.max(begin, position)
    const to = Math.min(end, position + length)
    if (to > from)
      found.push({ start: start + (from - position) * (isCompressed ? 1 : 2), length: to - from, isCompressed })
    position += length
  }
  return found
}

/** Word's own marks among the characters. */
const marks = { cell: 7, line: 11, page: 12, paragraph: 13, fieldBegin: 19, fieldSeparator: 20, fieldEnd: 21 } as const

function writeStory(
  stream: Uint8Array,
  pieces: readonly Piece[],
  paragraphs: DocParagraphs,
  writer: BlockWriter,
): void {
  const story = new StoryWriter(paragraphs, writer)
  const windows1252 = new TextDecoder('windows-1252')
  const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })
  for (const { start, length, isCompressed } of pieces) {
    const size = isCompressed ? 1 : 2
    const bytes = sliceOf(stream, start, length * size)
    // One unit each in both: windows-1252 has no character outside the basic plane.
    const text = isCompressed ? windows1252.decode(bytes) : utf16.decode(bytes)
    story.write(text, (unit) => start + unit * size)
  }
  story.end()
}

/** Writes the characters of a story, which carry their structure in themselves: `\r` ends a paragraph, 7 a cell or a row. */
class StoryWriter {
  readonly #paragraphs: DocParagraphs
  readonly #writer: BlockWriter
  #fields: ('code' | 'result')[] = []
  #paragraph: { readonly level: number | null } | null = null
  #row: 'none' | 'cell' | 'between' = 'none'

  constructor(paragraphs: DocParagraphs, writer: BlockWriter) {
    this.#paragraphs = paragraphs
    this.#writer = writer
  }

  /** `offsetOf` answers the byte in the stream of a unit of `text`. */
  write(text: string, offsetOf: (unit: number) => number): void {
    let start = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 32) continue
      this.#words(text.slice(start, i), offsetOf(start))
      start = i + 1
      this.#mark(code, offsetOf(i))
    }
    this.#words(text.slice(start), offsetOf(start))
  }

  end(): void {
    this.#endParagraph()
    this.#endRow()
    this.#writer.breakBlock()
  }

  #words(text: string, offset: number): void {
    if (this.#fields.includes('code') || text === '') return
    if (this.#paragraph === null && text.trim() !== '') this.#beginParagraph(offset)
    this.#writer.write(text)
  }

  #mark(code: number, offset: number): void {
    if (code === marks.fieldBegin) this.#fields.push('code')
    else if (code === marks.fieldSeparator && this.#fields.length > 0) this.#fields[this.#fields.length - 1] = 'result'
    else if (code === marks.fieldEnd) this.#fields.pop()
    else if (code === marks.paragraph || code === marks.page) this.#endParagraph()
    else if (code === marks.cell) this.#endCell(offset)
    else if (code === marks.line) this.#writer.breakLine(true)
    else if (code === 30) this.#writer.write('-')
    else if (code === 9) this.#writer.write(' ')
  }

  #beginParagraph(offset: number): void {
    const { level, isInTable } = this.#paragraphs.at(offset)
    this.#paragraph = { level: isInTable ? null : level }
    if (isInTable) {
      if (this.#row === 'none') this.#writer.beginRow()
      if (this.#row === 'cell') this.#writer.breakLine()
      else this.#writer.beginCell()
      this.#row = 'cell'
      return
    }
    this.#endRow()
    if (level === null) this.#writer.breakBlock()
    else this.#writer.beginHeading()
  }

  #endParagraph(): void {
    if (this.#paragraph === null) return
    if (this.#paragraph.level !== null) this.#writer.endHeading(this.#paragraph.level)
    else if (this.#row === 'cell') this.#writer.breakLine()
    else this.#writer.breakBlock()
    this.#paragraph = null
  }

  #endCell(offset: number): void {
    const isRowEnd = this.#paragraphs.at(offset).isRowEnd
    this.#paragraph = null
    if (isRowEnd) this.#endRow()
    else if (this.#row === 'cell') this.#row = 'between'
  }

  #endRow(): void {
    if (this.#row !== 'none') this.#writer.endRow()
    this.#row = 'none'
  }
}

/** Word 6 and 95: one run of bytes in the code page that its writer worked in. */
function writeOldText(stream: Uint8Array, fib: DataView, codePage: number, writer: BlockWriter): void {
  const start = fib.getUint32(0x18, true)
  const end = fib.getUint32(0x1c, true)
  if (start >= end || start >= stream.length) throw damaged('it says that its text is nowhere')
  const text = new TextDecoder(charsetOfCodePage(codePage)).decode(sliceOf(stream, start, end - start))
  const story = new StoryWriter({ at: () => ({ level: null, isInTable: false, isRowEnd: false }) }, writer)
  // Without their properties, rows and cells look alike: a cell's end is a line's.
  story.write(text.replaceAll('\u0007', '\r'), (unit) => start + unit)
  story.end()
}

function damaged(what: string): ExtractError {
  return new ExtractError('damaged', say('file.wordDamaged', { reason: what }))
}
