/*
 * Lists of few rows, which most terms have, as bits beside the term in the dictionary: no length, no place and no unused bits.
 *
 *   last row   minimal: what is left of it where one row each is taken off for those before
 *   others     interpolative between 0 and the last row
 *   counts     where not all are 1: gamma(sum of counts - rows), and where that is not 0 their running sums, interpolative
 */
import { BitWriter, type BitReader } from './interpolative.ts'
import type { RowList } from './row-list.ts'

/** Longer lists are in the postings: to find a term, those of the terms before it are read over. */
export const mostShort = 16

export interface ShortList {
  readonly rows: Int32Array
  readonly counts: Uint8Array
  /** Whether some count is not 1. */
  readonly isCounted: boolean
}

const sums = new Int32Array(mostShort)

/** `rowCount`: of the segment. */
export function writeShortList(bits: BitWriter, { rows, counts, isCounted }: ShortList, rowCount: number): void {
  const others = rows.length - 1
  const last = rows[others]
  bits.minimal(last - others, rowCount - others)
  bits.ascending(rows, 0, others, [0, last - 1])
  if (!isCounted) return
  let sum = 0
  for (let i = 0; i < counts.length; i++) sums[i] = sum += counts[i]
  bits.gamma(sum - rows.length)
  bits.ascending(sums, 0, others, [1, sum - 1])
}

export interface ShortPlace {
  /** How many. */
  readonly rows: number
  readonly isCounted: boolean
  /** Of the segment. */
  readonly rowCount: number
}

/** Fills the beginnings of `rows` and `counts`; `bits` stands at the list, and then behind it. */
export function readShortList(
  bits: BitReader,
  { rows: size, isCounted, rowCount }: ShortPlace,
  { rows, counts }: { readonly rows: Int32Array; readonly counts: Int32Array },
): void {
  const others = size - 1
  const last = bits.minimal(rowCount - others) + others
  bits.ascending(rows, others, [0, last - 1])
  rows[others] = last
  const extra = isCounted ? bits.gamma() : 0
  if (extra === 0) return void counts.fill(1, 0, size)
  bits.ascending(counts, others, [1, size + extra - 1])
  counts[others] = size + extra
  for (let i = others; i > 0; i--) counts[i] -= counts[i - 1]
}

/** A short list that was read: one block, which is there already. */
export class ShortRows implements RowList {
  readonly size: number
  readonly blocks = 1
  readonly lastRows: Int32Array
  readonly rows: Int32Array
  readonly counts: Int32Array
  readonly loaded: number

  /** `bits` stands at the list. */
  constructor(bits: BitReader, place: ShortPlace) {
    this.size = this.loaded = place.rows
    this.rows = new Int32Array(place.rows)
    this.counts = new Int32Array(place.rows)
    readShortList(bits, place, this)
    this.lastRows = this.rows.subarray(place.rows - 1)
  }

  load(): void {}
}
