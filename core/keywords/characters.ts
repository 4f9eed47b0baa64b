/* What each UTF-16 unit is to a search for words. */

export const charKinds = { unknown: 0, separator: 1, word: 2, joiner: 3, ideograph: 4, surrogate: 5 } as const

/** Scripts that put no blank between words (and Hangul, which glues particles to them): indexed by pairs of letters. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]/u
const wordLike = /[\p{L}\p{M}\p{N}_\u00ad\u200b-\u200d\u2060]/u
/** Between two letters these hold a word together. */
const joiners = ".'’ʼ＇"

/** Kinds by UTF-16 unit; asked for as they turn up, since to ask for all takes 20 ms. */
const kinds = new Uint8Array(65_536)

/** One of `charKinds` for a UTF-16 unit. A surrogate says nothing alone: see `kindOfCodePoint`. */
export function kindOf(unit: number): number {
  const known = kinds[unit]
  if (known !== charKinds.unknown) return known
  return (kinds[unit] = unit >= 0xd800 && unit <= 0xdfff ? charKinds.surrogate : kindOfCodePoint(unit))
}

/** One of `charKinds` for a whole character. */
export function kindOfCodePoint(code: number): number {
  const char = String.fromCodePoint(code)
  if (joiners.includes(char)) return charKinds.joiner
  if (!wordLike.test(char)) return charKinds.separator
  return unspaced.test(char) && !/\p{Nd}/u.test(char) ? charKinds.ideograph : charKinds.word
}
