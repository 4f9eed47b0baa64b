const SLOT_BITS = 19
const SLOTS = 1 << SLOT_BITS
/** Half full at most: a probe then ends after one or two slots. */
const MAX_WORDS = SLOTS / 2
const UNITS = MAX_WORDS * 16
const IDS = MAX_WORDS * 2

/** Of a word that is not in the table. */
export const MISSING = -0x80000000

/** Start value and step of the word hash (FNV-1a, 32 bits); the tokenizer computes it while it reads the letters. */
export const HASH_START = 0x811c9dc5 | 0
export const HASH_PRIME = 0x01000193

/**
 * Words and their token ids in an open-addressed table of typed arrays, so that no string is made for a word that is known.
 *
 *   slots  4 x i32 per slot: hash, where the word's units start, length << 16 | number of ids (0 = empty slot),
 *          the id itself when there is one, else where the ids start
 *   units  the words in UTF-16, one after the other
 *   ids    token ids of the words that have several
 */
export class WordTable {
  readonly #slots = new Int32Array(SLOTS * 4)
  readonly #units = new Uint16Array(UNITS)
  readonly #ids = new Int32Array(IDS)
  #words = 0
  #unitsUsed = 0
  #idsUsed = 0

  /**
   * The id of the word that is `text` from `start` to `end`, `MISSING` when it is not in the table, or, when it has several ids,
   * another negative number, for `copyIds`.
   */
  find(text: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const units = this.#units
    const length = end - start
    for (let slot = slotOf(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
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

  /** Adds a word that is not in the table. False when there is no room: the owner then clears it and starts again. */
  add(word: string, hash: number, ids: readonly number[]): boolean {
    const { length } = word
    const idsNeeded = ids.length === 1 ? 0 : ids.length
    if (this.#words === MAX_WORDS || this.#unitsUsed + length > UNITS || this.#idsUsed + idsNeeded > IDS) return false
    let slot = slotOf(hash)
    while (this.#slots[slot * 4 + 2] !== 0) slot = (slot + 1) & (SLOTS - 1)
    this.#slots[slot * 4] = hash
    this.#slots[slot * 4 + 1] = this.#unitsUsed
    this.#slots[slot * 4 + 2] = (length << 16) | ids.length
    this.#slots[slot * 4 + 3] = idsNeeded === 0 ? ids[0] : this.#idsUsed
    for (let i = 0; i < length; i++) this.#units[this.#unitsUsed++] = word.charCodeAt(i)
    for (let i = 0; i < idsNeeded; i++) this.#ids[this.#idsUsed++] = ids[i]
    this.#words++
    return true
  }

  clear(): void {
    this.#slots.fill(0)
    this.#words = 0
    this.#unitsUsed = 0
    this.#idsUsed = 0
  }
}

/** The top bits of a second multiplication: FNV's low bits alone cluster. */
function slotOf(hash: number): number {
  return Math.imul(hash, 0x9e3779b1 | 0) >>> (32 - SLOT_BITS)
}
