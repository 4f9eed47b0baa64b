/*
 * The terms of words met before, by their UTF-8 bytes: twice as fast as a Map, which needs each word as a string. One slot is
 * half a line of the processor's cache, and a word that is known costs a look at no other memory.
 *
 *   offset  bytes  field
 *   0       23     the word's bytes
 *   23      1      how many, 0: the slot is empty
 *   24      4      mark   who gave the id
 *   28      4      id     of the word's one term, for who counts terms: see `search/query-words.ts`
 */
const slotBytes = 32
const mostBytes = 23
const markAt = 6
const idAt = 7

/** Slots for words of more bytes than that, which are compared as strings. */
const longSlots = 1 << 10
/** UTF-16 units of one word that are looked at: a line of base64 is no word. */
export const longestWord = 512

const noTerms: readonly string[] = []

/** The terms of words met before, by their UTF-8 bytes, in slots that later words take over. */
export class TokenCache {
  readonly #make: (word: string) => readonly string[]
  readonly #slots: number
  readonly #bytes: Uint8Array
  readonly #numbers: Int32Array
  readonly #terms: (readonly string[])[]
  readonly #longWords: string[] = Array.from({ length: longSlots }, () => '')

  /** `slots`: a power of two. `make` gives the terms of a word. */
  constructor(slots: number, make: (word: string) => readonly string[]) {
    this.#make = make
    this.#slots = slots
    this.#bytes = new Uint8Array((slots + longSlots) * slotBytes)
    this.#numbers = new Int32Array(this.#bytes.buffer)
    this.#terms = Array.from({ length: slots + longSlots }, () => noTerms)
  }

  /** The slot of the word in `utf8` from `start` to `end`; it is that word's until the next call. */
  find(utf8: Buffer, start: number, end: number): number {
    const length = end - start
    if (length > mostBytes) return this.#findLong(utf8, start, end)
    let hash = 0
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ utf8[i], 0x5bd1e995)
    const slot = (hash ^ (hash >>> 15)) & (this.#slots - 1)
    const bytes = this.#bytes
    const place = slot * slotBytes
    if (bytes[place + mostBytes] === length) {
      let i = 0
      while (i < length && bytes[place + i] === utf8[start + i]) i++
      if (i === length) return slot
    }
    for (let i = 0; i < length; i++) bytes[place + i] = utf8[start + i]
    bytes[place + mostBytes] = length
    this.#fill(slot, utf8.toString('utf8', start, end))
    return slot
  }

  terms(slot: number): readonly string[] {
    return this.#terms[slot]
  }

  /** Of a word whose id says enough. */
  dropTerms(slot: number): void {
    this.#terms[slot] = noTerms
  }

  /** The id that was set under this mark; -1: none. */
  id(slot: number, mark: number): number {
    const place = slot * (slotBytes / 4)
    return this.#numbers[place + markAt] === mark ? this.#numbers[place + idAt] : -1
  }

  /** `mark` is not 0. */
  setId(slot: number, mark: number, id: number): void {
    const place = slot * (slotBytes / 4)
    this.#numbers[place + markAt] = mark
    this.#numbers[place + idAt] = id
  }

  #findLong(utf8: Buffer, start: number, end: number): number {
    // A unit has three bytes at most.
    const word = utf8.toString('utf8', start, Math.min(end, start + longestWord * 3)).slice(0, longestWord)
    let hash = 0
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x5bd1e995)
    const long = (hash ^ (hash >>> 15)) & (longSlots - 1)
    const slot = this.#slots + long
    if (this.#longWords[long] === word) return slot
    this.#longWords[long] = word
    this.#fill(slot, word)
    return slot
  }

  #fill(slot: number, word: string): void {
    this.#terms[slot] = this.#make(word)
    this.setId(slot, 0, 0)
  }
}
