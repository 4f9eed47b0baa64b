/* Names for files that are written: what a message or an archive calls something is anybody's. */
import { parse } from 'node:path/posix'

/** What no name has on some system, what breaks a line, and what turns its letters round or is not seen ('annexe.exe' as 'annexexe.txt'). */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}<>:"/\\|?*]|(?![\u200c\u200d])\p{Cf}/gu

/** Devices of Windows, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\s*\.|$)/iu

/** Bytes: systems take 255. */
const mostBytes = 160
const mostEndingCharacters = 20

/**
 * `written` as the name of a file in any folder of any system: no separators, no control characters, no device, no blanks or dots at its
 * ends, 160 bytes at most with its ending as it was. `otherwise` where nothing is left.
 */
export function safeFileName(written: string, otherwise = 'document'): string {
  const plain = written
    .toWellFormed()
    .replaceAll(unsafe, '_')
    .replaceAll(/^[\s.]+|[\s.]+$/gu, '')
  if (plain === '') return otherwise
  const { name, ext } = parse(plain)
  const ending = ext.length <= mostEndingCharacters ? ext : ''
  const fitting = shortened(ending === '' ? plain : name, mostBytes - Buffer.byteLength(ending)) + ending
  return reserved.test(fitting) ? `_${fitting}` : fitting
}

/** The last name in a path, whichever system wrote it. */
export function lastName(path: string): string {
  return path.split(/[/\\]/u).findLast((name) => name !== '') ?? ''
}

function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let short = ''
  let size = 0
  for (const character of text) {
    size += Buffer.byteLength(character)
    if (size > bytes) break
    short += character
  }
  return short.trimEnd()
}
