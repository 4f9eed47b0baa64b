/* Where words begin and end in UTF-8, of which nearly all is ASCII: a look at a byte costs a fifth of one at a string's unit. */
import { charKinds, kindOf, kindOfCodePoint } from './characters.ts'

/** By byte: one of `charKinds`. */
export const asciiKinds = Uint8Array.from({ length: 128 }, (_, unit) => kindOf(unit))

/** Bytes of the character that begins with `byte`. */
export function widthOf(byte: number): number {
  if (byte < 0x80) return 1
  if (byte < 0xe0) return 2
  return byte < 0xf0 ? 3 : 4
}

/** One of `charKinds`; past the end a separator. */
export function kindAt(utf8: Uint8Array, at: number): number {
  if (at >= utf8.length) return charKinds.separator
  const byte = utf8[at]
  if (byte < 0x80) return asciiKinds[byte]
  if (byte < 0xe0) return kindOf(((byte & 0x1f) << 6) | (utf8[at + 1] & 0x3f))
  const tail = ((utf8[at + 1] & 0x3f) << 6) | (utf8[at + 2] & 0x3f)
  if (byte < 0xf0) return kindOf(((byte & 0x0f) << 12) | tail)
  return kindOfCodePoint(((byte & 0x07) << 18) | (tail << 6) | (utf8[at + 3] & 0x3f))
}

const plus = 0x2b
const hash = 0x23

/** End of the word that starts at `start`, joiners inside it and the signs of 'C++' and 'C#' included. */
export function endOfWord(utf8: Uint8Array, start: number): number {
  // A look past the end would make every look slow.
  const length = utf8.length
  let end = start
  while (end < length) {
    const byte = utf8[end]
    const kind = byte < 128 ? asciiKinds[byte] : kindAt(utf8, end)
    if (kind === charKinds.word) end += byte < 128 ? 1 : widthOf(byte)
    else if (kind === charKinds.joiner && kindAt(utf8, end + widthOf(byte)) === charKinds.word) end += widthOf(byte)
    else break
  }
  const width = widthOf(utf8[start])
  if (end - start !== width || width === 4 || end === length) return end
  if (utf8[end] === plus && end + 1 < length && utf8[end + 1] === plus) return end + 2
  return utf8[end] === hash && kindAt(utf8, end + 1) !== charKinds.word ? end + 1 : end
}

/** End of the run of ideographs that starts at `start`. */
export function endOfIdeographs(utf8: Uint8Array, start: number): number {
  let end = start
  while (kindAt(utf8, end) === charKinds.ideograph) end += widthOf(utf8[end])
  return end
}

/** Overlapping pairs of a run's characters; a character alone stands for itself. */
export function eachPair(folded: string, visit: (term: string) => void): void {
  const chars = [...folded]
  if (chars.length === 1) visit(folded)
  for (let i = 0; i + 1 < chars.length; i++) visit(chars[i] + chars[i + 1])
}
