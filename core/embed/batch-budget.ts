/**
 * Most cells of one run of the model. On the CPU 120 chunks take 4.3 ms in runs of 8,192 cells, 3.6 of 2,048 and 2.9 of 1,024 with
 * the embedded model, in turns in one process: the rows of a small run stay in the cache, and their memory with the process.
 */
export const mostCells = { cpu: 1024, accelerator: 8192 } as const

/**
 * The ceiling of what an encoder takes beside its weights and what it answers, in bytes: texts and tokens that wait, or one text
 * where that is larger, and one run of the model, or one window where that is larger.
 */
export const waitingBytes = 32 * 1024 * 1024
export const runBytes = { cpu: 224 * 1024 * 1024, accelerator: 1024 * 1024 * 1024 } as const

const fewestCells = 256
/** A run takes about this long: a query that comes meanwhile waits for it. */
const runMs = 100

/** Copies of a cell's states that are alive at once: the states, queries, keys, values and the layer between, four times as wide. */
const stateCopies = 12
/** Attention has a number for each cell, each other one of its row and each head, twice; models of this kind have 12 or 16. */
const heads = 16

/** What a cell of a row of so many takes in a run of a transformer, about. */
export function cellBytes(length: number, dimensions: number): number {
  return 4 * (stateCopies * dimensions + 2 * heads * length)
}

/**
 * How much goes into one run: as much as the model does in a tenth of a second, found out while it works, and no more than there
 * is memory for. The size of a batch hardly matters for the speed of a transformer on a CPU, so a small one costs nothing and
 * lets queries through.
 */
export class BatchBudget {
  /** Cells in a millisecond, a running mean; starts as that of a slow transformer. */
  #speed = fewestCells / runMs
  #isKnown = false
  readonly #most: number
  readonly #bytes: number
  readonly #dimensions: number

  constructor(kind: keyof typeof mostCells, dimensions: number) {
    this.#most = mostCells[kind]
    this.#bytes = runBytes[kind]
    this.#dimensions = dimensions
  }

  /** Cells that the next run may have, when its longest row has `length`. */
  cellsFor(length: number): number {
    const room = Math.floor(this.#bytes / cellBytes(length, this.#dimensions))
    return Math.min(room, Math.max(fewestCells, Math.min(this.#most, Math.floor(this.#speed * runMs))))
  }

  /** Tells of a run that is over. */
  note(cells: number, ms: number): void {
    const speed = cells / Math.max(ms, 0.01)
    // The first run also warms up; the second says more than it does.
    this.#speed = this.#isKnown ? 0.7 * this.#speed + 0.3 * speed : Math.max(this.#speed, speed)
    this.#isKnown = true
  }
}
