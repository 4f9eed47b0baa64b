import type { RowList } from './row-list.ts'

/** Of the number of a row whose count is none of the usual ones. */
const otherCount = 15
const mostCount = 255

/** How often a word counts in each row, in four bits a row. */
export class CountsByRow {
  /** Rows that hold it. */
  readonly size: number
  /** [rows / 2] two rows a byte, the even one in the lower bits; 0 where a row does not hold it, else the number of a count. */
  readonly #numbers: Uint8Array
  /** [15] the usual counts by their number. A file has eight counts; the forms of a word, added up, have more. */
  readonly #counts: Uint8Array
  /** The rows with another count, ascending, and these. */
  readonly #others: { readonly rows: Int32Array; readonly counts: Uint8Array }

  private constructor(size: number, byRow: Uint8Array) {
    const frequencies = new Int32Array(mostCount + 1)
    for (let row = 0; row < byRow.length; row++) frequencies[byRow[row]]++
    frequencies[0] = 0
    const usual = Uint8Array.from(frequencies.keys())
      .toSorted((a, b) => frequencies[b] - frequencies[a] || a - b)
      .subarray(0, otherCount - 1)
    const numberOf = new Uint8Array(mostCount + 1).fill(otherCount)
    for (const [i, count] of usual.entries()) numberOf[count] = i + 1
    numberOf[0] = 0
    this.size = size
    this.#counts = Uint8Array.of(0, ...usual)
    this.#numbers = new Uint8Array(Math.ceil(byRow.length / 2))
    const others: number[] = []
    for (let row = 0; row < byRow.length; row++) {
      const number = numberOf[byRow[row]]
      this.#numbers[row >> 1] |= number << ((row & 1) << 2)
      if (number === otherCount) others.push(row)
    }
    this.#others = { rows: Int32Array.from(others), counts: Uint8Array.from(others, (row) => byRow[row]) }
  }

  /** null where a count is beyond a byte, as those of several forms together may be. */
  static of(list: RowList, rowCount: number): CountsByRow | null {
    const byRow = new Uint8Array(rowCount)
    for (let block = 0; block < list.blocks; block++) {
      list.load(block)
      const { rows, counts } = list
      for (let i = 0; i < list.loaded; i++) {
        if (counts[i] > mostCount) return null
        byRow[rows[i]] = counts[i]
      }
    }
    return new CountsByRow(list.size, byRow)
  }

  /** 0: the row does not hold it. */
  countOf(row: number): number {
    const number = (this.#numbers[row >> 1] >> ((row & 1) << 2)) & 15
    return number === otherCount ? this.#otherOf(row) : this.#counts[number]
  }

  /** The count of a row whose number is `otherCount`. */
  #otherOf(row: number): number {
    const { rows, counts } = this.#others
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (rows[middle] < row) low = middle + 1
      else high = middle
    }
    return counts[low]
  }
}
