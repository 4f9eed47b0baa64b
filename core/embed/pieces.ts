/*
 * The pieces of a vocabulary by their letters: in a table of numbers, since 90,000 strings in a Map take 8 MB, and keep the text of
 * tokenizer.json with them.
 */
import { HASH_PRIME, HASH_START, MISSING, WordTable } from './word-table.ts'

/** A piece inside a word is called '##ing'. */
const continuing = '##'
const continuingStart = hashOf(continuing)

/** Splits words into the longest pieces from the left. */
export class Pieces {
  readonly #table = new WordTable()
  readonly #filter = new HashFilter()
  readonly #longest: number
  /** Of the beginnings of what is left of a word. */
  readonly #hashes: Int32Array

  constructor(vocabulary: ReadonlyMap<string, number>) {
    let longest = 0
    let units = new Uint16Array(64)
    for (const [piece, id] of vocabulary) {
      const isContinuing = piece.startsWith(continuing)
      const skipped = isContinuing ? continuing.length : 0
      const length = piece.length - skipped
      if (length > units.length) units = new Uint16Array(2 * length)
      for (let i = 0; i < length; i++) units[i] = piece.charCodeAt(skipped + i)
      const hash = hashOf(piece)
      this.#filter.add(hash)
      this.#table.add({ text: units, start: 0, end: length }, hash, [id])
      longest = Math.max(longest, length)
    }
    this.#longest = longest
    this.#hashes = new Int32Array(longest)
  }

  /** The ids of the word that is `text` from `start` to `end`; null where some rest of it has no piece. */
  split(text: Uint16Array, start: number, end: number): number[] | null {
    const ids: number[] = []
    const hashes = this.#hashes
    for (let at = start; at < end;) {
      const most = Math.min(end - at, this.#longest)
      let hash = at === start ? HASH_START : continuingStart
      for (let i = 0; i < most; i++) hashes[i] = hash = Math.imul(hash ^ text[at + i], HASH_PRIME)
      let length = most
      let id = MISSING
      for (; length > 0; length--) {
        // Of twenty lengths hardly one is a piece.
        if (!this.#filter.mayHave(hashes[length - 1])) continue
        id = this.#table.find(text, at, at + length, hashes[length - 1])
        if (id !== MISSING) break
      }
      if (id === MISSING) return null
      ids.push(id)
      at += length
    }
    return ids
  }
}

/** A set of hashes that may say yes to one that it does not have, to one in twenty at most where there are 50,000. */
class HashFilter {
  readonly #bits = new Uint32Array(1 << 15)

  add(hash: number): void {
    const bit = Math.imul(hash, 0x9e3779b1) >>> 12
    this.#bits[bit >>> 5] |= 1 << (bit & 31)
  }

  mayHave(hash: number): boolean {
    const bit = Math.imul(hash, 0x9e3779b1) >>> 12
    return (this.#bits[bit >>> 5] & (1 << (bit & 31))) !== 0
  }
}

function hashOf(piece: string): number {
  let hash = HASH_START
  for (let i = 0; i < piece.length; i++) hash = Math.imul(hash ^ piece.charCodeAt(i), HASH_PRIME)
  return hash
}
