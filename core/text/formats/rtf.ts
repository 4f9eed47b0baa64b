import { ExtractError, type ParsedText } from '../extracted.ts'
import { firstTitle } from './titles.ts'
import { RtfWriter } from './rtf-writer.ts'
import { say } from '../../sayings/say.ts'

const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d
const QUOTE = 0x27
const LINE_FEED = 10
const RETURN = 13

/**
 * Text of a Rich Text document: paragraphs, tables by rows, headings by outline level or style, footnotes at the end. Bytes are
 * read in the code page of the font that they are set in. Pictures, headers, hidden and deleted text are left out.
 */
export function extractRtf(bytes: Uint8Array): ParsedText {
  const writer = new RtfWriter()
  scan(bytes, writer)
  const { text, headings, title } = writer.finish()
  if (text === '') throw new ExtractError('no-text', say('file.noText'))
  return { text, headings, title: title || firstTitle(headings) }
}

/** One pass over the file: groups, control words and symbols, bytes of text. Damage is skipped, as Word does. */
function scan(bytes: Uint8Array, writer: RtfWriter): void {
  const end = bytes.length
  for (let at = 0; at < end && !writer.isDone;) {
    const byte = bytes[at]
    if (byte === OPEN) {
      writer.openGroup()
      at++
    } else if (byte === CLOSE) {
      writer.closeGroup()
      at++
    } else if (byte === BACKSLASH) at = readControl(bytes, at + 1, writer)
    else {
      if (byte !== LINE_FEED && byte !== RETURN && byte !== 0) writer.byte(byte)
      at++
    }
  }
}

/** What follows a backslash; answers where the text goes on. */
function readControl(bytes: Uint8Array, start: number, writer: RtfWriter): number {
  const first = bytes[start]
  if (first === QUOTE) {
    const value = hexValue(bytes[start + 1]) * 16 + hexValue(bytes[start + 2])
    if (value >= 0) writer.byte(value)
    return start + 3
  }
  if (!isLetter(first)) {
    writer.symbol(String.fromCharCode(first ?? 0))
    return start + 1
  }
  let at = start
  while (isLetter(bytes[at]) && at - start < 40) at++
  const word = String.fromCharCode(...bytes.subarray(start, at))
  const isNegative = bytes[at] === 0x2d
  const digits = isNegative ? at + 1 : at
  let value = 0
  at = digits
  while (isDigit(bytes[at]) && at - digits < 10) value = value * 10 + bytes[at++] - 0x30
  const parameter = at === digits ? null : isNegative ? -value : value
  if (at === digits && isNegative) at--
  if (bytes[at] === 0x20) at++
  if (word === 'bin') return at + Math.max(0, parameter ?? 0)
  writer.control(word, parameter)
  return at
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a))
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** NaN for what is no hexadecimal digit. */
function hexValue(byte: number | undefined): number {
  return byte === undefined ? Number.NaN : Number.parseInt(String.fromCharCode(byte), 16)
}
