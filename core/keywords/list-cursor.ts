import type { RowList } from './row-list.ts'

/** A list that is read from its beginning to its end, by rows that ascend; what is between is not loaded. */
export class ListCursor {
  /** Rows and counts of the block at hand, how many, and the place of the row at hand in it. */
  rows: Int32Array
  counts: Int32Array
  loaded = 0
  at = 0
  readonly #list: RowList
  #block = 0

  constructor(list: RowList) {
    this.#list = list
    this.rows = list.rows
    this.counts = list.counts
    if (list.blocks > 0) this.#load()
  }

  get size(): number {
    return this.#list.size
  }

  /** Goes to the first row that is not below `row`, nor before the one at hand; false: there is none. */
  seek(row: number): boolean {
    const { blocks, lastRows } = this.#list
    if (this.#block === blocks) return false
    if (lastRows[this.#block] < row) {
      this.#block = firstNotBelow(lastRows, row, this.#block + 1)
      if (this.#block === blocks) return false
      this.#load()
    }
    while (this.rows[this.at] < row) this.at++
    return true
  }

  /** Goes to the beginning of the next block; false: there is none. */
  nextBlock(): boolean {
    if (++this.#block === this.#list.blocks) return false
    this.#load()
    return true
  }

  /** The first place from the row at hand on, in this block, whose row is not below `row`. */
  endBelow(row: number): number {
    if (this.#list.lastRows[this.#block] < row) return this.loaded
    let end = this.at
    while (this.rows[end] < row) end++
    return end
  }

  /** The count of a row, not before the one at hand; 0: it is not in the list. */
  countOf(row: number): number {
    return this.seek(row) && this.rows[this.at] === row ? this.counts[this.at] : 0
  }

  #load(): void {
    const list = this.#list
    list.load(this.#block)
    this.rows = list.rows
    this.counts = list.counts
    this.loaded = list.loaded
    this.at = 0
  }
}

/** The first place from `from` on whose value is not below `least`; the length where there is none. */
function firstNotBelow(values: Int32Array, least: number, from: number): number {
  let low = from
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] < least) low = middle + 1
    else high = middle
  }
  return low
}
