import { AppError } from '../core/errors.ts'
import type { Library, Log } from '../core/library.ts'
import type { LibraryWatcher, WatchParts } from '../core/watching/library-watcher.ts'
import type { AddedFolder, AppStatus, Reply } from './contract.ts'
import type { EngineRequestName, EngineRequests, FromEngine, ToEngine } from './engine-messages.ts'
import { IndexingRun } from './indexing-run.ts'
import { replyOf } from './replies.ts'
import { throttle, type Throttled } from './throttle.ts'

/** What keeps the library up to date while the app runs. */
export type Watcher = Pick<LibraryWatcher, 'updateRoots' | 'close'>

/** What the engine needs from outside. engine.ts passes the real ones, tests pass plain objects. */
export interface EngineParts {
  openLibrary(): Promise<Library>
  watch(parts: WatchParts): Watcher
  send(message: FromEngine): void
  readonly runtime: string
  readonly log: Log
}

type EngineHandlers = {
  readonly [Name in EngineRequestName]: (
    ask: EngineRequests[Name]['ask'],
    client: string,
  ) => Promise<EngineRequests[Name]['answer']>
}

const statusEveryMs = 200

/** The one writer of a library: answers requests, runs the indexer, and tells how it goes at most five times a second. */
export class EngineHost {
  readonly #parts: EngineParts
  readonly #indexing: IndexingRun
  readonly #tell: Throttled<Library>
  /** The running search of each window. */
  readonly #searches = new Map<string, AbortController>()
  #opening: Promise<Library> | null = null
  #watcher: Watcher | null = null
  #troubles: readonly string[] = []
  #isClosed = false

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#tell = throttle((library) => void this.#sendStatus(library), statusEveryMs)
    this.#indexing = new IndexingRun({ onChange: this.#tell, log: parts.log })
  }

  /** Opens the library and takes up what changed on disk while the app was not running. */
  async start(): Promise<void> {
    try {
      const library = await this.#library()
      if (library.roots().length > 0) void this.#indexAndWatch(library)
    } catch (error) {
      this.#parts.log('library.unopened', { error: error instanceof AppError ? error.code : String(error) })
    }
  }

  receive(message: ToEngine): void {
    if (message.kind === 'cancel') this.#searches.get(message.client)?.abort()
    if (message.kind !== 'ask') return
    const { id, name, ask, client } = message
    void this.#answer(name, ask, client).then((reply) => this.#parts.send({ kind: 'reply', id, reply }))
  }

  /** Ends searches, watching and indexing and closes the library. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const search of this.#searches.values()) search.abort()
    // The watcher begins no more runs from here on, and waits for the one that `stop` ends.
    const unwatched = this.#watcher?.close()
    await this.#indexing.stop()
    await unwatched
    this.#tell.stop()
    const library = await this.#opening?.catch(() => null)
    await library?.close()
  }

  /** A library that could not be opened is tried again by the next request: the person may have mended the cause. */
  #library(): Promise<Library> {
    this.#opening ??= this.#parts.openLibrary().catch((error: unknown) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  /** Watching begins after the first run, so that it takes nothing from it, and then reads once more what changed meanwhile. */
  async #indexAndWatch(library: Library): Promise<void> {
    await this.#indexing.start(library)
    if (this.#isClosed) return
    this.#watcher ??= this.#parts.watch({
      library,
      index: (change) => this.#indexing.follow(library, change),
      onTrouble: (troubles) => {
        this.#troubles = troubles
        this.#tell(library)
      },
      log: this.#parts.log,
    })
    await this.#watcher.updateRoots()
  }

  async #status(library: Library): Promise<AppStatus> {
    const status = await library.status()
    return {
      library: status,
      folders: library.roots(),
      indexing: this.#indexing.state,
      troubles: this.#troubles,
      runtime: this.#parts.runtime,
    }
  }

  async #sendStatus(library: Library): Promise<void> {
    try {
      this.#parts.send({ kind: 'status', status: await this.#status(library) })
    } catch (error) {
      this.#parts.log('status.failed', { error: String(error) })
    }
  }

  #answer<Name extends EngineRequestName>(
    name: Name,
    ask: EngineRequests[Name]['ask'],
    client: string,
  ): Promise<Reply<unknown>> {
    return replyOf<unknown>(() => this.#handlers[name](ask, client))
  }

  readonly #handlers: EngineHandlers = {
    search: (ask, client) => this.#search(ask, client),
    status: async () => this.#status(await this.#library()),
    addFolders: async ({ paths }) => {
      const library = await this.#library()
      const added: AddedFolder[] = []
      for (const path of paths) added.push(await addFolder(library, path))
      if (added.some(({ refused }) => refused === null)) void this.#indexAndWatch(library)
      this.#tell(library)
      return added
    },
    stopIndexing: () => this.#indexing.stop(),
    holds: async ({ path }) => {
      for (const document of (await this.#library()).documents()) if (document.path === path) return true
      return false
    },
  }

  /** A newer search of the same window ends the older one. */
  async #search({ query, limit }: EngineRequests['search']['ask'], client: string) {
    this.#searches.get(client)?.abort()
    const mine = new AbortController()
    this.#searches.set(client, mine)
    try {
      const library = await this.#library()
      mine.signal.throwIfAborted()
      return await library.search({ query, limit, strategy: 'codes' }, mine.signal)
    } catch (error) {
      if (mine.signal.aborted) throw new AppError('cancelled', 'A newer search took its place.', { cause: error })
      throw error
    } finally {
      if (this.#searches.get(client) === mine) this.#searches.delete(client)
    }
  }
}

async function addFolder(library: Library, path: string): Promise<AddedFolder> {
  try {
    return { path: await library.addRoot(path), refused: null }
  } catch (error) {
    if (error instanceof AppError) return { path, refused: error.message }
    throw error
  }
}
