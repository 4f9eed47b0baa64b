import { TopRows } from '../leann/top-rows.ts'

/** A heap keeps its scores in 32 bits. */
const heapRounding = 1e-6

/** Rows waiting to be looked at, before more than the best are dropped. */
const leastRoom = 1024

/** What is told of a row once: whether it may be among the best, and whether it is kept here. */
const states = { unknown: 0, refused: 1, accepted: 2, kept: 3 } as const

interface Parts {
  readonly count: number
  /** Scores of all rows; they only rise. */
  readonly scores: Float64Array
  /** [rows] one of `states` each, 0 at first. */
  readonly state: Uint8Array
  accepts(row: number): boolean
  /** As many rows of other segments have this score, or more. */
  readonly threshold: number
}

/**
 * The best rows while scores are still added up. Whoever adds tells of each row that reaches `least`; what `count` rows are known to
 * have is known without a look at the others.
 */
export class BestSoFar {
  /** As many rows as are asked for have this score, or a millionth more; 0 while there are fewer. */
  least: number
  readonly #parts: Parts
  #rows: Int32Array
  #size = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#rows = new Int32Array(Math.max(leastRoom, 4 * parts.count))
    this.least = Math.max(0, parts.threshold * (1 - heapRounding))
  }

  /** A row whose score is `least` or more; gives the new `least`. */
  add(row: number): number {
    const { state, accepts } = this.#parts
    if (state[row] === states.unknown) state[row] = accepts(row) ? states.accepted : states.refused
    if (state[row] !== states.accepted) return this.least
    state[row] = states.kept
    this.#rows[this.#size++] = row
    if (this.#size === this.#rows.length) {
      this.settle()
      // Rows of one score: all of them may be among the best.
      if (this.#size > this.#rows.length / 2) this.#grow()
    }
    return this.least
  }

  /** Raises `least` as far as the scores of now allow. */
  settle(): void {
    const { count, scores, state } = this.#parts
    const best = new TopRows(count)
    for (let i = 0; i < this.#size; i++) best.add(scores[this.#rows[i]], this.#rows[i])
    this.least = Math.max(this.least, best.threshold * (1 - heapRounding))
    let size = 0
    for (let i = 0; i < this.#size; i++) {
      const row = this.#rows[i]
      if (scores[row] >= this.least) this.#rows[size++] = row
      else state[row] = states.accepted
    }
    this.#size = size
  }

  /** All rows with a score of `least` or more, ascending. */
  rows(): Int32Array {
    this.settle()
    return this.#rows.subarray(0, this.#size).toSorted()
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#rows.length)
    grown.set(this.#rows)
    this.#rows = grown
  }
}
