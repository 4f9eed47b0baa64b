import type { Library, Log } from '../core/library.ts'
import type { Saying } from '../core/types.ts'
import type { LibraryWatcher, WatchParts } from '../core/watching/library-watcher.ts'
import type { IndexingRun } from './indexing-run.ts'

/** What keeps the library up to date while the app runs. */
export type Watcher = Pick<LibraryWatcher, 'updateRoots' | 'close'>

export interface FollowingParts {
  /** Open until `close` was called here. */
  readonly library: Library
  readonly indexing: IndexingRun
  watch(parts: WatchParts): Watcher
  onTrouble(troubles: readonly Saying[]): void
  readonly log: Log
}

/** One open library kept up to date: by runs of the indexer, and by watching its folders. Once closed it begins nothing more. */
export class Following {
  readonly #parts: FollowingParts
  #watcher: Watcher | null = null
  #isOver = false

  constructor(parts: FollowingParts) {
    this.#parts = parts
  }

  get library(): Library {
    return this.#parts.library
  }

  /** What changed on disk since the library was open the last time. */
  async takeUp(): Promise<void> {
    const { library } = this.#parts
    if (library.roots().length === 0) return
    const { documents } = await library.status()
    void (documents > 0 ? this.#watchAndIndex() : this.indexAndWatch())
  }

  /** Watching begins after the first run, so that it takes nothing from it, and then reads once more what changed meanwhile. */
  async indexAndWatch(): Promise<void> {
    if (this.#isOver) return
    await this.#parts.indexing.start(this.#parts.library)
    await this.#watched()?.updateRoots()
  }

  /** A root was added or has left. */
  async updateRoots(): Promise<void> {
    await this.#watcher?.updateRoots()
  }

  /** The watcher begins no more runs from here on, and waits for the one that is ended. */
  async close(): Promise<void> {
    this.#isOver = true
    const unwatched = this.#watcher?.close()
    await this.#parts.indexing.stop()
    await unwatched
  }

  /** Where most is known already, watching begins first: what it reads once it watches is all that there is to read. */
  async #watchAndIndex(): Promise<void> {
    const { indexing, library } = this.#parts
    let isFirst = true
    const watcher = this.#watched((change) => {
      const run = isFirst ? indexing.start(library) : indexing.follow(library, change)
      isFirst = false
      return run
    })
    await watcher?.updateRoots()
  }

  /** null: it is over. */
  #watched(index?: WatchParts['index']): Watcher | null {
    const { library, indexing, watch, onTrouble, log } = this.#parts
    if (this.#isOver) return null
    const follow: WatchParts['index'] = index ?? ((change) => indexing.follow(library, change))
    this.#watcher ??= watch({ library, index: follow, onTrouble, log })
    return this.#watcher
  }
}
