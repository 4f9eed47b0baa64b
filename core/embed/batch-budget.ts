/**
 * Most cells of one run of the model. On the CPU 120 chunks take 4.3 ms in runs of 8,192 cells, 3.6 of 2,048 and 2.9 of 1,024 with
 * the embedded model, in turns in one process: the rows of a small run stay in the cache, and their memory with the process.
 */
export const mostCells = { cpu: 1024, accelerator: 8192 } as const

const fewestCells = 256
/** A run takes about this long: a query that comes meanwhile waits for it. */
const runMs = 100

/**
 * How much goes into one run: as much as the model does in a tenth of a second, found out while it works. The size of a batch
 * hardly matters for the speed of a transformer on a CPU, so a small one costs nothing and lets queries through.
 */
export class BatchBudget {
  /** Cells in a millisecond, a running mean; starts as that of a slow transformer. */
  #speed = fewestCells / runMs
  #isKnown = false
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** Cells that the next run may have. */
  get cells(): number {
    return Math.max(fewestCells, Math.min(this.#most, Math.floor(this.#speed * runMs)))
  }

  /** Tells of a run that is over. */
  note(cells: number, ms: number): void {
    const speed = cells / Math.max(ms, 0.01)
    // The first run also warms up; the second says more than it does.
    this.#speed = this.#isKnown ? 0.7 * this.#speed + 0.3 * speed : Math.max(this.#speed, speed)
    this.#isKnown = true
  }
}
