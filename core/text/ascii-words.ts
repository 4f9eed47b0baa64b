/*
 * The words of a text of ASCII characters without a string for each: a language is asked for of every document, and looks at four
 * thousand characters of it.
 */

/** Signs of addresses: what stands right behind one is no word. */
const addressSigns = './@'

const [beforeWord, letter, wordSign] = [1, 2, 4]

/** By character: whether no word begins behind it, whether words consist of it, and whether `\b` takes it for one of a word. */
const kinds = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  const isLetter = /[a-z]/.test(character)
  return (
    (isLetter || addressSigns.includes(character) ? beforeWord : 0) |
    (isLetter ? letter : 0) |
    (/\w/.test(character) ? wordSign : 0)
  )
})

const hyphen = 0x2d
const [hashStart, hashPrime] = [0x811c9dc5, 0x01000193]

/** Words, each with its number in `words`. */
export class AsciiWords {
  /** [slots] number of a word + 1; 0: empty. Half full at most. */
  readonly #slots: Uint16Array
  readonly #words: readonly string[]

  constructor(words: readonly string[]) {
    this.#words = words
    this.#slots = new Uint16Array(2 ** Math.ceil(Math.log2(words.length * 2 + 1)))
    for (const [i, word] of words.entries()) {
      let hash = hashStart
      for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), hashPrime)
      let slot = this.#slotOf(hash)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = i + 1
    }
  }

  /**
   * What `text.match(/(?<![./@a-z])[a-z]+(?:-[a-z]\b)?/g)` has, for a text of ASCII characters without capitals: `take` is given the
   * number of each that is one of the words. Returns how many there are in all.
   */
  each(text: string, take: (number: number) => void): number {
    let count = 0
    let before = 0
    for (let at = 0; at < text.length; at++) {
      const kind = kinds[text.charCodeAt(at)]
      const isWord = (kind & letter) !== 0 && (before & beforeWord) === 0
      before = kind
      if (!isWord) continue
      const start = at
      let hash = hashStart
      for (; at < text.length && (kinds[text.charCodeAt(at)] & letter) !== 0; at++)
        hash = Math.imul(hash ^ text.charCodeAt(at), hashPrime)
      if (isEnding(text, at)) {
        hash = Math.imul(Math.imul(hash ^ hyphen, hashPrime) ^ text.charCodeAt(at + 1), hashPrime)
        at += 2
      }
      count++
      const number = this.#find(text, { start, end: at, hash })
      if (number >= 0) take(number)
      before = kinds[text.charCodeAt(--at)]
    }
    return count
  }

  /** -1: it is none of the words. */
  #find(text: string, { start, end, hash }: { start: number; end: number; hash: number }): number {
    const slots = this.#slots
    for (let slot = this.#slotOf(hash); slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      const word = this.#words[slots[slot] - 1]
      if (word.length === end - start && text.startsWith(word, start)) return slots[slot] - 1
    }
    return -1
  }

  #slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1)
  }
}

/** Whether a hyphen and one letter, at which a word ends, are at `at`: Romanian has such. */
function isEnding(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === hyphen &&
    at + 1 < text.length &&
    (kinds[text.charCodeAt(at + 1)] & letter) !== 0 &&
    (at + 2 === text.length || (kinds[text.charCodeAt(at + 2)] & wordSign) === 0)
  )
}
