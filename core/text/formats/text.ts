import { isUtf8 } from 'node:buffer'
import { ExtractError } from '../extracted.ts'
import { guessCharset, hasByte, isJapaneseByEscapes, isKnownCharset, isNearlyUtf8, utf16Label } from './charset.ts'
import { say } from '../../sayings/say.ts'

/** What the bytes of a text file say. */
export interface DecodedText {
  readonly text: string
  /** The bytes are UTF-8: `text` is the file itself, byte order mark and line ends included. */
  readonly isOwnBytes: boolean
}

/**
 * Text of bytes in any charset: a byte order mark decides, then UTF-16 by its look, then valid UTF-8, then `declaredCharset`
 * (of a page or an XML declaration), then a guess. Throws ExtractError 'unsupported' for bytes with NULs that are not UTF-16.
 */
export function decodeText(bytes: Uint8Array, declaredCharset = ''): DecodedText {
  const utf16 = utf16Label(bytes)
  if (utf16 !== null) return decoded(bytes, utf16)
  if (hasByte(bytes, 0)) throw new ExtractError('unsupported', say('file.binary'))
  if (isJapaneseByEscapes(bytes)) return decoded(bytes, 'iso-2022-jp')
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
  if (text.length <= most && isFolded(text) && !text.startsWith(' ') && !text.endsWith(' ')) return text
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= most
    ? line
    : line
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
}

/** Whether a text is of signs of ASCII with one blank at most between two, as nearly all titles and pieces of pages are. */
export function isFolded(text: string): boolean {
  let before = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7e || unit < 0x20 || (unit === 0x20 && before === 0x20)) return false
    before = unit
  }
  return true
}
