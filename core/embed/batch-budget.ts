/**
 * Cells of one run of the model. Measured from 200 to 100,000 with the embedded model: flat from 800 to 32,000, half the
 * speed at 100,000 (the rows leave the cache).
 */
const mostCells = 8192
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

  /** Cells that the next run may have. */
  get cells(): number {
    return Math.max(fewestCells, Math.min(mostCells, Math.floor(this.#speed * runMs)))
  }

  /** Tells of a run that is over. */
  note(cells: number, ms: number): void {
    const speed = cells / Math.max(ms, 0.01)
    // The first run also warms up; the second says more than it does.
    this.#speed = this.#isKnown ? 0.7 * this.#speed + 0.3 * speed : Math.max(this.#speed, speed)
    this.#isKnown = true
  }
}
