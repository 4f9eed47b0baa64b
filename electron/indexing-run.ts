import { AppError, messageOf } from '../core/errors.ts'
import type { Library, Log } from '../core/library.ts'
import type { Indexing } from './contract.ts'

export interface IndexingParts {
  /** The state has changed; called as often as the indexer reports. */
  onChange(library: Library): void
  readonly log: Log
}

/** The indexer's runs, one at a time: folders added meanwhile are taken up by a run right after. */
export class IndexingRun {
  readonly #parts: IndexingParts
  #state: Indexing = { kind: 'idle', last: null }
  #running: { readonly stop: AbortController; readonly over: Promise<void> } | null = null
  #isDueAgain = false

  constructor(parts: IndexingParts) {
    this.#parts = parts
  }

  get state(): Indexing {
    return this.#state
  }

  start(library: Library): void {
    this.#isDueAgain = this.#running !== null
    if (this.#running !== null) return
    const stop = new AbortController()
    this.#running = { stop, over: this.#run(library, stop.signal) }
  }

  /** Ends the run and any that is due, and waits until the library is at rest. */
  async stop(): Promise<void> {
    this.#isDueAgain = false
    this.#running?.stop.abort()
    await this.#running?.over
  }

  async #run(library: Library, signal: AbortSignal): Promise<void> {
    const { log, onChange } = this.#parts
    try {
      const last = await library.index({
        signal,
        onProgress: (progress) => {
          this.#state = { kind: 'running', progress }
          onChange(library)
        },
      })
      this.#state = { kind: 'idle', last }
      log('index.finished', { added: last.added, changed: last.changed, removed: last.removed, failed: last.failed })
    } catch (error) {
      this.#state = { kind: 'failed', message: messageOf(error) }
      log('index.failed', { error: error instanceof AppError ? error.code : String(error) })
    }
    this.#running = null
    onChange(library)
    if (this.#isDueAgain) this.start(library)
  }
}
