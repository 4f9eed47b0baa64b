/*
 * Lists of few rows, which most terms have, as bits beside the term in the dictionary: no length, no place and no unused bits.
 *
 *   same     1 bit, only where the term before, in the same block, has a short list of as many rows: it is of the same rows, and those
 *            do not follow. Of words in one row only that is so for three in ten: a name and its parts are neighbours
 *   last row minimal: what is left of it where one row each is taken off for those before
 *   others   1 bit, 0: interpolative between 0 and the last row; 1: zeta(gap - 1) from each row to the one before, from the last on
 *   counts   where not all are 1: gamma(sum of levels - rows), and where that is not 0 their running sums, interpolative; the levels
 *            of count-levels.ts, counted from 1
 *
 * Version 2 has neither the bit for the same rows nor that for the others, which are all interpolative, and counts for levels.
 */
import { countOfLevel, writeLevelSums } from './count-levels.ts'
import { bitsOfAscending, bitsOfZeta, type BitReader, type BitWriter } from './interpolative.ts'
import type { RowList } from './row-list.ts'

/** Longer lists are in the postings: to find a term, those of the terms before it are read over. */
export const mostShort = 16

export interface ShortList {
  readonly rows: Int32Array
  readonly counts: Uint8Array
  /** Whether some count is not 1. */
  readonly isCounted: boolean
}

/** Writes the short lists of a dictionary, in the order of its terms. */
export class ShortListWriter {
  readonly #bits: BitWriter
  readonly #rowCount: number
  #before: Int32Array = noRows

  /** `rowCount`: of the segment. */
  constructor(bits: BitWriter, rowCount: number) {
    this.#bits = bits
    this.#rowCount = rowCount
  }

  /** The next list has no short one before it. */
  passLong(): void {
    this.#before = noRows
  }

  write({ rows, counts, isCounted }: ShortList): void {
    this.#writeRows(rows)
    this.#before = rows
    if (isCounted) writeLevelSums(this.#bits, counts)
  }

  #writeRows(rows: Int32Array): void {
    const bits = this.#bits
    if (rows.length === this.#before.length) {
      const isSame = isEqual(rows, this.#before)
      bits.bits(isSame ? 1 : 0, 1)
      if (isSame) return
    }
    const others = rows.length - 1
    const last = rows[others]
    bits.minimal(last - others, this.#rowCount - others)
    if (others === 0) return
    const isByGaps = bitsOfGaps(rows) <= bitsOfAscending(rows, others, [0, last - 1])
    bits.bits(isByGaps ? 1 : 0, 1)
    if (isByGaps) writeGaps(bits, rows)
    else bits.ascending(rows, 0, others, [0, last - 1])
  }
}

const noRows = new Int32Array()

function isEqual(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function writeGaps(bits: BitWriter, rows: Int32Array): void {
  for (let i = rows.length - 1; i > 0; i--) bits.zeta(rows[i] - rows[i - 1] - 1)
}

/** That `writeGaps` takes. */
function bitsOfGaps(rows: Int32Array): number {
  let bits = 0
  for (let i = rows.length - 1; i > 0; i--) bits += bitsOfZeta(rows[i] - rows[i - 1] - 1)
  return bits
}

interface ShortPart {
  /** Of the segment. */
  readonly rowCount: number
  /** Of the file. */
  readonly version: number
}

/** Reads what `ShortListWriter` wrote, one list after the other from the beginning of a block on. */
export class ShortListReader {
  readonly #bits: BitReader
  readonly #part: ShortPart
  readonly #rows = new Int32Array(mostShort)
  readonly #counts = new Int32Array(mostShort)
  /** Rows of the list that was read last; 0: it was a long one, or there is none before in the block. */
  #size = 0

  constructor(bits: BitReader, part: ShortPart) {
    this.#bits = bits
    this.#part = part
  }

  passLong(): void {
    this.#size = 0
  }

  read(size: number, isCounted: boolean): void {
    const { rowCount, version } = this.#part
    const bits = this.#bits
    const isSame = version > 2 && size === this.#size && bits.bits(1) === 1
    this.#size = size
    if (!isSame) this.#readRows(bits.minimal(rowCount - size + 1) + size - 1)
    const sum = size + (isCounted ? bits.gamma() : 0)
    const counts = this.#counts
    if (sum === size) return void counts.fill(1, 0, size)
    bits.ascending(counts, size - 1, [1, sum - 1])
    counts[size - 1] = sum
    for (let i = size - 1; i > 0; i--) counts[i] -= counts[i - 1]
    if (version > 2) for (let i = 0; i < size; i++) counts[i] = countOfLevel[counts[i]]
  }

  #readRows(last: number): void {
    const bits = this.#bits
    const rows = this.#rows
    const others = this.#size - 1
    rows[others] = last
    const isByGaps = this.#part.version > 2 && others > 0 && bits.bits(1) === 1
    if (isByGaps) for (let i = others; i > 0; i--) rows[i - 1] = rows[i] - 1 - bits.zeta()
    else bits.ascending(rows, others, [0, last - 1])
  }

  /** The list that was read last. */
  list(): ShortRows {
    return new ShortRows(this.#rows.slice(0, this.#size), this.#counts.slice(0, this.#size))
  }
}

/** A short list that was read: one block, which is there already. */
export class ShortRows implements RowList {
  readonly size: number
  readonly blocks = 1
  readonly lastRows: Int32Array
  readonly rows: Int32Array
  readonly counts: Int32Array
  readonly loaded: number

  constructor(rows: Int32Array, counts: Int32Array) {
    this.size = this.loaded = rows.length
    this.rows = rows
    this.counts = counts
    this.lastRows = rows.subarray(rows.length - 1)
  }

  load(): void {}
}
