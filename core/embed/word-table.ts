/** Words at most: a table with more begins again, see `add`. */
const mostWords = 1 << 18
const firstSlotBits = 13

/** Of a word that is not in the table. */
export const MISSING = -0x80000000

/** Start value and step of the word hash (FNV-1a, 32 bits); the tokenizer computes it while it reads the letters. */
export const HASH_START = 0x811c9dc5 | 0
export const HASH_PRIME = 0x01000193

/** A word: `text` from `start` to `end`, UTF-16. */
export interface WordUnits {
  readonly text: Uint16Array
  readonly start: number
  readonly end: number
}

/**
 * Words and their token ids in an open-addressed table of typed arrays, so that no string is made for a word that is known. It grows
 * with its words.
 *
 *   slots  4 x i32 per slot: hash, where the word's units start, length << 16 | number of ids (0 = empty slot),
 *          the id itself when there is one, else where the ids start
 *   units  the words in UTF-16, one after the other
 *   ids    token ids of the words that have several
 */
export class WordTable {
  #slotBits = firstSlotBits
  #slots = new Int32Array(4 << firstSlotBits)
  #units = new Uint16Array(1 << firstSlotBits)
  #ids = new Int32Array(1 << 10)
  #words = 0
  #unitsUsed = 0
  #idsUsed = 0

  /**
   * The id of the word that is `text` from `start` to `end`, `MISSING` when it is not in the table, or, when it has several ids,
   * another negative number, for `copyIds`. Words of one text are told apart by their hashes alone where those began differently.
   */
  find(text: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const units = this.#units
    const length = end - start
    const last = (1 << this.#slotBits) - 1
    for (let slot = slotOf(hash, this.#slotBits); ; slot = (slot + 1) & last) {
      const at = slot << 2
      const shape = slots[at + 2]
      if (shape === 0) return MISSING
      if (slots[at] !== hash || shape >>> 16 !== length) continue
      const from = slots[at + 1]
      let same = 0
      while (same < length && units[from + same] === text[start + same]) same++
      if (same === length) return (shape & 0xffff) === 1 ? slots[at + 3] : -1 - at
    }
  }

  /** Writes the ids of a word of several to `to`, from `length` on; returns the length then. */
  copyIds(found: number, to: Int32Array, length: number): number {
    const at = -1 - found
    const first = this.#slots[at + 3]
    const count = this.#slots[at + 2] & 0xffff
    for (let i = 0; i < count; i++) to[length + i] = this.#ids[first + i]
    return length + count
  }

  /** Adds a word that is not in the table; a table that is full is empty before. */
  add({ text, start, end }: WordUnits, hash: number, ids: readonly number[]): void {
    if (this.#words === mostWords) this.#clear()
    // Half full at most: a probe then ends after one or two slots.
    if (this.#words === 1 << (this.#slotBits - 1)) this.#growSlots()
    const length = end - start
    const idsNeeded = ids.length === 1 ? 0 : ids.length
    if (this.#unitsUsed + length > this.#units.length)
      this.#units = grown(this.#units, new Uint16Array(2 * this.#units.length + length))
    if (this.#idsUsed + idsNeeded > this.#ids.length)
      this.#ids = grown(this.#ids, new Int32Array(2 * this.#ids.length + idsNeeded))
    const at = emptySlot(this.#slots, this.#slotBits, hash)
    this.#slots[at] = hash
    this.#slots[at + 1] = this.#unitsUsed
    this.#slots[at + 2] = (length << 16) | ids.length
    this.#slots[at + 3] = idsNeeded === 0 ? ids[0] : this.#idsUsed
    for (let i = start; i < end; i++) this.#units[this.#unitsUsed++] = text[i]
    for (let i = 0; i < idsNeeded; i++) this.#ids[this.#idsUsed++] = ids[i]
    this.#words++
  }

  #growSlots(): void {
    const from = this.#slots
    const bits = ++this.#slotBits
    const to = (this.#slots = new Int32Array(4 << bits))
    for (let at = 0; at < from.length; at += 4) {
      if (from[at + 2] === 0) continue
      const place = emptySlot(to, bits, from[at])
      for (let i = 0; i < 4; i++) to[place + i] = from[at + i]
    }
  }

  #clear(): void {
    this.#slots.fill(0)
    this.#words = 0
    this.#unitsUsed = 0
    this.#idsUsed = 0
  }
}

/** Where the first free slot for a hash begins. */
function emptySlot(slots: Int32Array, bits: number, hash: number): number {
  let slot = slotOf(hash, bits)
  while (slots[slot * 4 + 2] !== 0) slot = (slot + 1) & ((1 << bits) - 1)
  return slot * 4
}

/** The top bits of a second multiplication: FNV's low bits alone cluster. */
function slotOf(hash: number, bits: number): number {
  return Math.imul(hash, 0x9e3779b1 | 0) >>> (32 - bits)
}

function grown<T extends Uint16Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
