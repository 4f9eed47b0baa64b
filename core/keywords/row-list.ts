import { twoByTwo } from './two-by-two.ts'

/** The rows of a word and how often it counts in each, block by block. Its arrays are overwritten by each `load`. */
export interface RowList {
  readonly size: number
  readonly blocks: number
  /** [blocks] last row of each. */
  readonly lastRows: Int32Array
  /** The rows and counts of the loaded block. */
  readonly rows: Int32Array
  readonly counts: Int32Array
  /** Rows in the loaded block. */
  readonly loaded: number
  load(block: number): void
}

/** Rows, ascending, with their counts. */
interface Rows {
  readonly rows: Int32Array
  readonly counts: Int32Array
}

/**
 * Several lists as one that holds a row where one of them does. The longest is read block by block as before, and the rows of the
 * others come into its blocks: the forms of a word beside its usual one are mostly rare.
 */
export class MergedRows implements RowList {
  readonly size: number
  readonly blocks: number
  readonly lastRows: Int32Array
  rows: Int32Array
  counts: Int32Array
  loaded = 0
  readonly #longest: RowList
  /** All of the other lists. */
  readonly #others: Rows
  /** Where blocks are merged: two arrays for each of thousands of blocks would keep the collector busy. */
  #into: Rows = { rows: new Int32Array(0), counts: new Int32Array(0) }
  #block = -1

  constructor(lists: readonly RowList[]) {
    const [longest, ...others] = lists.toSorted((a, b) => b.size - a.size)
    this.#longest = longest
    this.#others = twoByTwo(others.map(allRows), mergedPair) ?? { rows: new Int32Array(0), counts: new Int32Array(0) }
    const { rows } = this.#others
    this.blocks = longest.blocks
    this.lastRows = longest.lastRows.slice()
    if (rows.length > 0)
      this.lastRows[this.blocks - 1] = Math.max(longest.lastRows[this.blocks - 1], rows[rows.length - 1])
    this.rows = longest.rows
    this.counts = longest.counts
    this.size = longest.size + this.#countNew()
  }

  load(block: number): void {
    if (block === this.#block) return
    const { rows, counts } = this.#others
    const longest = this.#longest
    longest.load(block)
    this.#block = block
    const from = block === 0 ? 0 : firstAbove(rows, this.lastRows[block - 1])
    const to = firstAbove(rows, this.lastRows[block])
    const isAlone = from === to
    const most = longest.loaded + to - from
    if (!isAlone && this.#into.rows.length < most)
      this.#into = { rows: new Int32Array(2 * most), counts: new Int32Array(2 * most) }
    const both = isAlone ? longest : this.#into
    this.rows = both.rows
    this.counts = both.counts
    this.loaded = isAlone
      ? longest.loaded
      : mergeInto(
          this.#into,
          { rows: longest.rows, counts: longest.counts, from: 0, to: longest.loaded },
          { rows, counts, from, to },
        )
  }

  /** Rows of the others that the longest list does not have: of its blocks, those are read that could. */
  #countNew(): number {
    const longest = this.#longest
    let found = 0
    let block = 0
    let at = 0
    let loaded = -1
    for (const row of this.#others.rows) {
      while (block < longest.blocks && longest.lastRows[block] < row) block++
      if (block === longest.blocks) break
      if (loaded !== block) {
        longest.load(block)
        loaded = block
        at = 0
      }
      while (longest.rows[at] < row) at++
      if (longest.rows[at] === row) found++
    }
    return this.#others.rows.length - found
  }
}

function allRows(list: RowList): Rows {
  const rows = new Int32Array(list.size)
  const counts = new Int32Array(list.size)
  let at = 0
  for (let block = 0; block < list.blocks; block++) {
    list.load(block)
    for (let i = 0; i < list.loaded; i++, at++) {
      rows[at] = list.rows[i]
      counts[at] = list.counts[i]
    }
  }
  return { rows, counts }
}

function mergedPair(a: Rows, b: Rows): Rows {
  const size = a.rows.length + b.rows.length
  const into = { rows: new Int32Array(size), counts: new Int32Array(size) }
  const used = mergeInto(into, { ...a, from: 0, to: a.rows.length }, { ...b, from: 0, to: b.rows.length })
  return { rows: into.rows.subarray(0, used), counts: into.counts.subarray(0, used) }
}

/** Rows `from` to `to`. */
interface RowRange extends Rows {
  readonly from: number
  readonly to: number
}

/** Fills the beginning of `into` with the rows of both; returns how many there are. */
function mergeInto(into: Rows, a: RowRange, b: RowRange): number {
  let size = 0
  for (let i = a.from, j = b.from; i < a.to || j < b.to; size++) {
    const rowA = i < a.to ? a.rows[i] : Infinity
    const rowB = j < b.to ? b.rows[j] : Infinity
    into.rows[size] = Math.min(rowA, rowB)
    into.counts[size] = 0
    if (rowA <= rowB) into.counts[size] += a.counts[i++]
    if (rowB <= rowA) into.counts[size] += b.counts[j++]
  }
  return size
}

/** The first place whose value is above `row`. */
function firstAbove(rows: Int32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle] <= row) low = middle + 1
    else high = middle
  }
  return low
}

/** Calls `visit` for every row of the list. */
export function eachRow(list: RowList, visit: (row: number) => void): void {
  for (let block = 0; block < list.blocks; block++) {
    list.load(block)
    for (let i = 0; i < list.loaded; i++) visit(list.rows[i])
  }
}
