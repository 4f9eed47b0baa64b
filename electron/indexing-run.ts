import { AppError, messageOf, saidOf } from '../core/errors.ts'
import type { IndexOptions, Library, Log } from '../core/library.ts'
import type { IndexSummary } from '../core/types.ts'
import type { Indexing } from './contract.ts'

export interface IndexingParts {
  /** The state has changed; called as often as the indexer reports. */
  onChange(library: Library): void
  readonly log: Log
}

/** What a run is about; nothing given: all roots. */
type Scope = Pick<IndexOptions, 'roots' | 'folders'>

/** A run after a change on disk is shown as running once it has taken this long: most are over before. */
const shownAfterMs = 1000

/** The indexer's runs, one at a time: folders added meanwhile are taken up by a run right after. */
export class IndexingRun {
  readonly #parts: IndexingParts
  #state: Indexing = { kind: 'idle', last: null }
  #running: { readonly stop: AbortController; readonly over: Promise<void> } | null = null
  #settling: { readonly stop: AbortController; readonly over: Promise<void> } | null = null
  #isDueAgain = false
  /** The person stopped the last run: what was left then waits until they ask for more. */
  #isStopped = false

  constructor(parts: IndexingParts) {
    this.#parts = parts
  }

  get state(): Indexing {
    return this.#state
  }

  /** Runs over all roots, at once or after the run under way. Resolves when no run is under way any more. */
  async start(library: Library): Promise<void> {
    this.#isStopped = false
    if (this.#running === null) void this.#begin(library, {})
    else this.#isDueAgain = true
    while (this.#running !== null) await this.#running.over
  }

  /** Takes up what changed on disk, once no other run is under way. Resolves when it is done. */
  async follow(library: Library, change: Scope): Promise<void> {
    while (this.#running !== null) await this.#running.over
    // Reading whole roots again would go on with what was stopped.
    if (this.#isStopped && change.folders === undefined) return
    await this.#begin(library, change)
  }

  /** Ends the run and any that is due, and waits until the library is at rest. */
  async stop(): Promise<void> {
    this.#isDueAgain = false
    this.#isStopped = true
    this.#running?.stop.abort()
    await this.#running?.over
    this.#settling?.stop.abort()
    await this.#settling?.over
  }

  #begin(library: Library, scope: Scope): Promise<void> {
    const stop = new AbortController()
    const over = this.#run(library, scope, stop.signal)
    this.#running = { stop, over }
    return over
  }

  async #run(library: Library, scope: Scope, signal: AbortSignal): Promise<void> {
    const { log, onChange } = this.#parts
    const isFollowing = scope.folders !== undefined || scope.roots !== undefined
    const before = this.#state
    try {
      const last = await library.index({
        ...scope,
        signal,
        onProgress: (progress) => {
          if (isFollowing && progress.elapsedMs < shownAfterMs) return
          this.#state = { kind: 'running', progress }
          onChange(library)
        },
      })
      const isNews = !isFollowing || didSomething(last) || before.kind !== 'idle'
      this.#state = isNews ? { kind: 'idle', last } : before
      log('index.finished', { added: last.added, changed: last.changed, removed: last.removed, failed: last.failed })
    } catch (error) {
      // A folder that went away is one of the library's problems, not the end of indexing.
      const isGone = isFollowing && error instanceof AppError && error.code === 'not-found'
      // A model that is gone is one of the library's troubles, in which it stays until it has one.
      const isTold = library.modelTrouble() !== null
      this.#state = isGone ? before : isTold ? { kind: 'idle', last: null } : failedBy(error)
      log('index.failed', { error: error instanceof AppError ? error.code : String(error) })
    }
    this.#running = null
    onChange(library)
    this.#settle(library)
    if (this.#isDueAgain) {
      this.#isDueAgain = false
      void this.#begin(library, {})
    }
  }

  /** What large libraries need after a run goes on in the background; a run does not wait for it. */
  #settle(library: Library): void {
    if (this.#settling !== null || this.#isStopped) return
    const stop = new AbortController()
    this.#settling = { stop, over: this.#makeGraphs(library, stop.signal) }
  }

  async #makeGraphs(library: Library, signal: AbortSignal): Promise<void> {
    const { log } = this.#parts
    try {
      const graphs = await library.settle({ signal })
      if (graphs > 0) log('graphs.made', { graphs })
    } catch (error) {
      if (!signal.aborted) log('graphs.failed', { error: messageOf(error) })
    }
    this.#settling = null
  }
}

function failedBy(error: unknown): Indexing {
  const code = error instanceof AppError ? { code: error.code } : {}
  return { kind: 'failed', message: messageOf(error), ...saidOf(error), ...code }
}

function didSomething({ added, changed, removed, failed }: IndexSummary): boolean {
  return added + changed + removed + failed > 0
}
