/*
 * The words of the embedded model's tokenizer.json: runs of letters with their marks, runs of digits, and each Chinese or
 * Japanese character for itself, since these scripts do not part words. The ranges are written out because \p{Script=Han} is
 * spelled differently by the engines that read tokenizer.json.
 */

/** Hiragana, Katakana, Han: those that stand for themselves. */
const SINGLE = 'ぁ-ゖゝ-ゟァ-ヺー-ヿ㐀-䶿一-鿿'

/** Letters or digits in one word: a longer run is cut, so that no word is unknown for its length (Thai parts none). */
export const LONGEST_RUN = 64

/** Any script. The text is NFKC and lower case before. */
export const UNICODE_WORDS = `[${SINGLE}]|(?:(?![${SINGLE}])[\\p{L}\\p{M}]){1,${LONGEST_RUN}}|\\p{N}{1,${LONGEST_RUN}}`

/** a-z and 0-9 only; all else parts words. */
export const ASCII_WORDS = '[a-z]+|[0-9]+'

/** What a character is to the tokenizer. */
export const SEPARATOR = 0
const LETTER = 1
const DIGIT = 2
export const ONE = 3
/** Half of a pair: what it is depends on both halves. */
export const SURROGATE = 4

/** The kind of a character by its code point. */
export function kindOfPoint(point: number): number {
  if (point >= 0xd800 && point <= 0xdfff) return SEPARATOR
  const character = String.fromCodePoint(point)
  if (singlePattern.test(character)) return ONE
  if (letterPattern.test(character)) return LETTER
  return digitPattern.test(character) ? DIGIT : SEPARATOR
}

const singlePattern = new RegExp(`[${SINGLE}]`, 'u')
const letterPattern = /[\p{L}\p{M}]/u
const digitPattern = /\p{N}/u

/** Kind by char code, [65536]. */
export function unicodeKinds(): Uint8Array {
  const kinds = asciiKinds()
  // The patterns over the whole plane at once: a test per character would take 30 ms at each start.
  const plane = String.fromCharCode(...range(0x80, 0x8000)) + String.fromCharCode(...range(0x8000, 0xd800))
  const rest = String.fromCharCode(...range(0xe000, 0x10000))
  for (const [text, base] of [
    [plane, 0x80],
    [rest, 0xe000],
  ] as const) {
    mark(text, base, kinds, [/[\p{L}\p{M}]+/gu, LETTER])
    mark(text, base, kinds, [/\p{N}+/gu, DIGIT])
    mark(text, base, kinds, [new RegExp(`[${SINGLE}]+`, 'gu'), ONE])
  }
  kinds.fill(SURROGATE, 0xd800, 0xe000)
  return kinds
}

function mark(
  text: string,
  base: number,
  kinds: Uint8Array,
  [pattern, kind]: readonly [pattern: RegExp, kind: number],
): void {
  for (const found of text.matchAll(pattern)) kinds.fill(kind, base + found.index, base + found.index + found[0].length)
}

/** Kind by char code, [65536]: letters and digits of ASCII, all else parts words. */
export function asciiKinds(): Uint8Array {
  const kinds = new Uint8Array(0x10000)
  kinds.fill(DIGIT, 0x30, 0x3a)
  kinds.fill(LETTER, 0x41, 0x5b)
  kinds.fill(LETTER, 0x61, 0x7b)
  return kinds
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i)
}
