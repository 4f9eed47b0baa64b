import { TopRows } from '../leann/top-rows.ts'

/** A heap keeps its scores in 32 bits. */
const heapRounding = 1e-6

/** Rows waiting to be looked at, before more than the best are dropped. */
const leastRoom = 1024

interface Parts {
  readonly count: number
  accepts(row: number): boolean
  /** As many rows of other segments have this score, or more. */
  readonly threshold: number
}

/** The best rows of one segment, while others are still to come. */
export class BestSoFar {
  /** As many rows as are asked for have this score, or a millionth more; 0 while there are fewer. */
  least: number
  readonly #parts: Parts
  #rows: Int32Array
  #scores: Float64Array
  #size = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#rows = new Int32Array(Math.max(leastRoom, 4 * parts.count))
    this.#scores = new Float64Array(this.#rows.length)
    this.least = Math.max(0, parts.threshold * (1 - heapRounding))
  }

  /** A row with its score; rows come in any order, each once. */
  offer(row: number, score: number): void {
    if (score < this.least || !this.#parts.accepts(row)) return
    this.#rows[this.#size] = row
    this.#scores[this.#size++] = score
    if (this.#size < this.#rows.length) return
    this.settle()
    // Rows of one score: all of them may be among the best.
    if (this.#size > this.#rows.length / 2) this.#grow()
  }

  /** Raises `least` as far as what was offered allows. */
  settle(): void {
    const rows = this.#rows
    const scores = this.#scores
    const best = new TopRows(this.#parts.count)
    for (let i = 0; i < this.#size; i++) best.add(scores[i], rows[i])
    this.least = Math.max(this.least, best.threshold * (1 - heapRounding))
    let size = 0
    for (let i = 0; i < this.#size; i++) {
      if (scores[i] < this.least) continue
      rows[size] = rows[i]
      scores[size++] = scores[i]
    }
    this.#size = size
  }

  /** All rows with a score of `least` or more, ascending, with their scores. */
  rows(): { readonly row: number; readonly score: number }[] {
    this.settle()
    return Array.from(this.#rows.subarray(0, this.#size), (row, i) => ({ row, score: this.#scores[i] })).toSorted(
      (a, b) => a.row - b.row,
    )
  }

  #grow(): void {
    const rows = new Int32Array(2 * this.#rows.length)
    const scores = new Float64Array(rows.length)
    rows.set(this.#rows)
    scores.set(this.#scores)
    this.#rows = rows
    this.#scores = scores
  }
}
