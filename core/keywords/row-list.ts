import { blockRows } from './postings.ts'

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

/** Largest count that is told apart. */
const mostCount = 255

/** Several lists as one that holds a row where one of them does. */
export class MergedRows implements RowList {
  readonly size: number
  readonly blocks: number
  readonly lastRows: Int32Array
  rows: Int32Array = new Int32Array(0)
  counts: Int32Array = new Int32Array(0)
  loaded = 0
  /** All rows, ascending, with their counts. */
  readonly #rows: Int32Array
  readonly #counts: Int32Array

  constructor(lists: readonly RowList[]) {
    const pairs = pairsOf(lists).toSorted()
    this.#rows = new Int32Array(pairs.length)
    this.#counts = new Int32Array(pairs.length)
    let size = 0
    for (let i = 0; i < pairs.length; i++) {
      const row = Math.floor(pairs[i] / (mostCount + 1))
      const count = pairs[i] % (mostCount + 1)
      if (size > 0 && this.#rows[size - 1] === row) this.#counts[size - 1] += count
      else {
        this.#rows[size] = row
        this.#counts[size++] = count
      }
    }
    this.size = size
    this.blocks = Math.ceil(size / blockRows)
    this.lastRows = Int32Array.from(
      { length: this.blocks },
      (_, block) => this.#rows[Math.min(size, (block + 1) * blockRows) - 1],
    )
  }

  load(block: number): void {
    const from = block * blockRows
    this.loaded = Math.min(blockRows, this.size - from)
    this.rows = this.#rows.subarray(from, from + this.loaded)
    this.counts = this.#counts.subarray(from, from + this.loaded)
  }
}

/** Row and count in one number each, so that they can be sorted together. */
function pairsOf(lists: readonly RowList[]): Float64Array {
  const pairs = new Float64Array(lists.reduce((sum, { size }) => sum + size, 0))
  let at = 0
  for (const list of lists) {
    for (let block = 0; block < list.blocks; block++) {
      list.load(block)
      for (let i = 0; i < list.loaded; i++) {
        pairs[at++] = list.rows[i] * (mostCount + 1) + Math.min(mostCount, list.counts[i])
      }
    }
  }
  return pairs
}

/** Calls `visit` for every row of the list. */
export function eachRow(list: RowList, visit: (row: number) => void): void {
  for (let block = 0; block < list.blocks; block++) {
    list.load(block)
    for (let i = 0; i < list.loaded; i++) visit(list.rows[i])
  }
}
