import { isUtf8 } from 'node:buffer'
import { detect } from 'chardet'
import { ExtractError } from '../extracted.ts'

/** What the bytes of a text file say. */
export interface DecodedText {
  readonly text: string
  /** The bytes are UTF-8: `text` is the file itself, byte order mark and line ends included. */
  readonly isOwnBytes: boolean
}

/** Bytes given to the detector: it is slow (2 MB/s), and more bytes do not make it surer. */
const SAMPLE_BYTES = 32_768

/**
 * Text of bytes in any charset: a byte order mark decides, then valid UTF-8, then `declaredCharset` (of a page or an
 * XML declaration), then a guess. Throws ExtractError 'unsupported' for bytes with NULs that are not UTF-16.
 */
export function decodeText(bytes: Uint8Array, declaredCharset = ''): DecodedText {
  const utf16 = utf16Label(bytes)
  if (utf16 !== null) return decoded(bytes, utf16)
  if (bytes.includes(0))
    throw new ExtractError('unsupported', 'This is a binary file (it contains NUL bytes), not text.')
  if (/^iso-2022-/i.test(declaredCharset) && bytes.includes(0x1b)) return decoded(bytes, declaredCharset)
  if (isUtf8(bytes)) return { text: utf8Text(bytes), isOwnBytes: true }
  if (isNearlyUtf8(bytes)) return decoded(bytes, 'utf-8')
  return decoded(bytes, isKnownCharset(declaredCharset) ? declaredCharset : guessCharset(bytes))
}

/** The string of valid UTF-8, a byte order mark kept: its UTF-8 bytes are `bytes` again. */
function utf8Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function decoded(bytes: Uint8Array, charset: string): DecodedText {
  return { text: tidyText(new TextDecoder(charset).decode(bytes)), isOwnBytes: false }
}

/** A byte order mark, or NULs at every other of the first bytes, as Western text in UTF-16 has them. */
function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be'
  const length = Math.min(bytes.length, 512) & ~1
  let evenNuls = 0
  let oddNuls = 0
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) evenNuls++
    if (bytes[i + 1] === 0) oddNuls++
  }
  const many = length * 0.4
  if (length < 8 || evenNuls + oddNuls < many) return null
  if (evenNuls === 0) return 'utf-16le'
  return oddNuls === 0 ? 'utf-16be' : null
}

/** UTF-8 with some damage, as opposed to another charset: few of what is not ASCII has to be replaced. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return true
  let odd = 0
  for (const byte of bytes) if (byte > 0x7f) odd++
  const replaced = new TextDecoder().decode(bytes).split('\ufffd').length - 1
  return replaced * 20 < odd
}

function guessCharset(bytes: Uint8Array): string {
  // A long file may be plain ASCII for megabytes; the sample has to hold what is not.
  const start = Math.max(0, bytes.findIndex((byte) => byte > 0x7f) - 64)
  const guess = detect(bytes.subarray(start, start + SAMPLE_BYTES)) ?? ''
  return isKnownCharset(guess) ? guess : 'windows-1252'
}

function isKnownCharset(label: string): boolean {
  // Labels that give no text, and those that the bytes have already said no to.
  const charset = charsetOf(label)
  return charset !== '' && !charset.startsWith('utf-')
}

/** The decoder's name of a charset that a file declares; '' for one that is unknown or gives no text. */
export function charsetOf(label: string): string {
  try {
    const { encoding } = new TextDecoder(label)
    return /user-defined|replacement/.test(encoding) ? '' : encoding
  } catch {
    return ''
  }
}

/** Whether `bytes` begin with `head`. */
export function startsWith(bytes: Uint8Array, ...head: readonly number[]): boolean {
  return head.every((byte, i) => bytes[i] === byte)
}

/** The rules of parsed text: `\n` line ends, no trailing spaces, at most one blank line in a row, no NUL, no lone surrogate. */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replace(/^\ufeff|\0+/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
}

/** White space folded to single spaces, cut to `most` UTF-16 units without splitting a character. */
export function foldedLine(text: string, most = 200): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= most
    ? line
    : line
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
}
