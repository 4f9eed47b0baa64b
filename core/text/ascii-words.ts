/*
 * The words of a text of ASCII characters without a string for each: a language is asked for of every document, and looks at four
 * thousand characters of it.
 */

/** Signs of addresses: what stands right behind one is no word. */
const addressSigns = './@'

const [beforeWord, letter, wordSign] = [1, 2, 4]
const letterShift = 1

/** By small letter or other character: whether no word begins behind it, whether words consist of it, and whether `\b` takes it for one of a word. */
function kindOf(character: string): number {
  const isLetter = /[a-z]/.test(character)
  return (
    (isLetter || addressSigns.includes(character) ? beforeWord : 0) |
    (isLetter ? letter : 0) |
    (/\w/.test(character) ? wordSign : 0)
  )
}

/** By byte. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 128 ? kindOf(String.fromCharCode(byte).toLowerCase()) : 0,
)
/** By byte: that of the small letter. */
const small = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte))

const hyphen = 0x2d
const [hashStart, hashPrime] = [0x811c9dc5, 0x01000193]

/** What a text of ASCII characters has. */
export interface WordsAndLetters {
  readonly words: number
  readonly letters: number
}

/** Words of small letters, each with its number in `words`. */
export class AsciiWords {
  /** [slots] number of a word + 1; 0: empty. A quarter full at most. */
  readonly #slots: Uint16Array
  readonly #words: readonly Uint8Array[]

  constructor(words: readonly string[]) {
    this.#words = words.map((word) => Buffer.from(word, 'latin1'))
    this.#slots = new Uint16Array(2 ** Math.ceil(Math.log2(words.length * 4 + 1)))
    for (const [i, word] of this.#words.entries()) {
      let hash = hashStart
      for (const byte of word) hash = Math.imul(hash ^ byte, hashPrime)
      let slot = this.#slotOf(hash)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = i + 1
    }
  }

  /**
   * What `text.toLowerCase().match(/(?<![./@a-z])[a-z]+(?:-[a-z]\b)?/g)` has, for a text of ASCII characters, one a byte: `take` is given
   * the number of each that is one of the words. Returns how many words and letters there are in all.
   */
  each(text: Uint8Array, take: (number: number) => void): WordsAndLetters {
    const { length } = text
    let words = 0
    let letters = 0
    let before = 0
    for (let at = 0; at < length;) {
      const kind = kinds[text[at]]
      if ((kind & letter) === 0 || (before & beforeWord) !== 0) {
        letters += (kind & letter) >> letterShift
        before = kind
        at++
        continue
      }
      const start = at
      let hash = hashStart
      for (; at < length && (kinds[text[at]] & letter) !== 0; at++) hash = Math.imul(hash ^ small[text[at]], hashPrime)
      letters += at - start
      if (at < length && text[at] === hyphen && isEnding(text, at)) {
        hash = Math.imul(Math.imul(hash ^ hyphen, hashPrime) ^ small[text[at + 1]], hashPrime)
        at += 2
        letters++
      }
      words++
      const number = this.#find(text, { start, end: at, hash })
      if (number >= 0) take(number)
      before = kinds[text[at - 1]]
    }
    return { words, letters }
  }

  /** -1: it is none of the words. */
  #find(text: Uint8Array, { start, end, hash }: { start: number; end: number; hash: number }): number {
    const slots = this.#slots
    for (let slot = this.#slotOf(hash); slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      const word = this.#words[slots[slot] - 1]
      if (word.length !== end - start) continue
      let i = 0
      while (i < word.length && small[text[start + i]] === word[i]) i++
      if (i === word.length) return slots[slot] - 1
    }
    return -1
  }

  #slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1)
  }
}

/** Whether behind the hyphen at `at` there is one letter, at which a word ends: Romanian has such. */
function isEnding(text: Uint8Array, at: number): boolean {
  return (
    at + 1 < text.length &&
    (kinds[text[at + 1]] & letter) !== 0 &&
    (at + 2 === text.length || (kinds[text[at + 2]] & wordSign) === 0)
  )
}
