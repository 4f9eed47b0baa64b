import type { IndexProgress, IndexSummary } from '../types.ts'

/** Reports are at least this far apart, in milliseconds. */
const reportEveryMs = 150

/** Nothing is said about the time to go before this much of the work is done. */
const leastDoneForEta = 0.02

/** Counts a run of the indexer and reports where it stands. */
export class ProgressMeter {
  readonly #report: (progress: IndexProgress) => void
  readonly #startedAt = performance.now()
  #reportedAt = -Infinity
  #indexingSince = 0
  phase: IndexProgress['phase'] = 'scanning'
  filesDone = 0
  filesTotal = 0
  bytesDone = 0
  bytesTotal = 0
  currentPath: string | null = null
  readonly counts = {
    added: 0,
    changed: 0,
    unchanged: 0,
    removed: 0,
    failed: 0,
    chunks: 0,
    embedded: 0,
    textBytes: 0,
    sourceBytes: 0,
  }

  constructor(report: (progress: IndexProgress) => void) {
    this.#report = report
  }

  /** The scan is over: this much is to be done. */
  startIndexing(files: number, bytes: number): void {
    this.phase = 'indexing'
    this.filesDone = 0
    this.filesTotal = files
    this.bytesTotal = bytes
    this.#indexingSince = performance.now()
    this.report()
  }

  /** Reports when the last report is old enough. */
  tick(): void {
    if (performance.now() - this.#reportedAt >= reportEveryMs) this.report()
  }

  report(): void {
    this.#reportedAt = performance.now()
    const { filesDone, filesTotal, bytesDone, bytesTotal, phase, currentPath, counts } = this
    this.#report({
      phase,
      filesDone,
      filesTotal,
      bytesDone,
      bytesTotal,
      textBytes: counts.textBytes,
      chunks: counts.chunks,
      problems: counts.failed,
      elapsedMs: performance.now() - this.#startedAt,
      etaMs: this.#etaMs(),
      currentPath,
    })
  }

  summary(cancelled: boolean): IndexSummary {
    return { ...this.counts, elapsedMs: performance.now() - this.#startedAt, cancelled }
  }

  #etaMs(): number | null {
    if (this.phase !== 'indexing' || this.bytesTotal === 0) return null
    const done = this.bytesDone / this.bytesTotal
    if (done < leastDoneForEta) return null
    return ((performance.now() - this.#indexingSince) * (1 - done)) / done
  }
}
