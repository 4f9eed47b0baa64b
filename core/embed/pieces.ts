/*
 * The pieces of a vocabulary by their letters: in a table of numbers, since 90,000 strings in a Map take 8 MB, and keep the text of
 * tokenizer.json with them.
 */
import { HASH_PRIME, HASH_START, MISSING, WordTable } from './word-table.ts'

/** A piece inside a word is called '##ing'. */
const continuing = '##'
const continuingUnit = continuing.charCodeAt(0)
const continuingStart = hashOf(unitsOf(continuing), 0, continuing.length)

/** Splits words into the longest pieces from the left. */
export class Pieces {
  readonly #table = new WordTable()
  readonly #filter = new HashFilter()
  #size = 0
  #highestId = -1
  #longest = 0
  /** Of the beginnings of what is left of a word. */
  #hashes = new Int32Array(64)

  /** How many there are. */
  get size(): number {
    return this.#size
  }

  /** -1 where there is no piece. */
  get highestId(): number {
    return this.#highestId
  }

  /** Adds the piece that is `text` (UTF-16) from `start` to `end`; returns whether it is new, otherwise its id stays. */
  add(text: Uint16Array, start: number, end: number, id: number): boolean {
    const hash = hashOf(text, start, end)
    const from = isContinuing(text, start, end) ? start + continuing.length : start
    if (this.#table.find(text, from, end, hash) !== MISSING) return false
    this.#filter.add(hash)
    this.#table.add({ text, start: from, end }, hash, [id])
    this.#size++
    this.#highestId = Math.max(this.#highestId, id)
    this.#longest = Math.max(this.#longest, end - from)
    if (this.#hashes.length < this.#longest) this.#hashes = new Int32Array(2 * this.#longest)
    return true
  }

  /** The same of a string. */
  addPiece(piece: string, id: number): boolean {
    return this.add(unitsOf(piece), 0, piece.length, id)
  }

  /** The id of a piece by its name in the vocabulary. */
  idOf(piece: string): number | undefined {
    const units = unitsOf(piece)
    const from = isContinuing(units, 0, units.length) ? continuing.length : 0
    const id = this.#table.find(units, from, units.length, hashOf(units, 0, units.length))
    return id === MISSING ? undefined : id
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

function hashOf(text: Uint16Array, start: number, end: number): number {
  let hash = HASH_START
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text[i], HASH_PRIME)
  return hash
}

function isContinuing(text: Uint16Array, start: number, end: number): boolean {
  return end - start >= continuing.length && text[start] === continuingUnit && text[start + 1] === continuingUnit
}

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
}
