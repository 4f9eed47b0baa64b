import { AppError, messageOf } from '../core/errors.ts'
import type { Library, Log } from '../core/library.ts'
import type { AddedFolder, AppStatus, Indexing, Reply } from './contract.ts'
import type { EngineRequestName, EngineRequests, FromEngine, ToEngine } from './engine-messages.ts'
import { replyOf } from './replies.ts'
import { throttle } from './throttle.ts'

/** What the engine needs from outside. engine.ts passes the real ones, tests pass plain objects. */
export interface EngineParts {
  openLibrary(): Promise<Library>
  send(message: FromEngine): void
  readonly runtime: string
  readonly log: Log
}

export interface EngineHost {
  receive(message: ToEngine): void
  /** Ends searches and indexing and closes the library. */
  close(): Promise<void>
}

type EngineHandlers = {
  readonly [Name in EngineRequestName]: (
    ask: EngineRequests[Name]['ask'],
    client: string,
  ) => Promise<EngineRequests[Name]['answer']>
}

const statusEveryMs = 200

/** The one writer of a library: answers requests, runs the indexer, and tells how it goes at most five times a second. */
export function createEngineHost({ openLibrary, send, runtime, log }: EngineParts): EngineHost {
  const searches = new Map<string, AbortController>()
  let opening: Promise<Library> | null = null
  let indexing: Indexing = { kind: 'idle', last: null }
  let stop: AbortController | null = null
  let run: Promise<void> | null = null
  let again = false

  /** A library that could not be opened is tried again by the next request: the person may have mended the cause. */
  function library(): Promise<Library> {
    opening ??= openLibrary().catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  async function statusOf(open: Library): Promise<AppStatus> {
    return { library: await open.status(), folders: open.roots(), indexing, runtime }
  }

  const tell = throttle((open: Library) => {
    void statusOf(open).then(
      (status) => send({ kind: 'status', status }),
      (error: unknown) => log('status.failed', { error: String(error) }),
    )
  }, statusEveryMs)

  /** One run at a time: folders added meanwhile are taken up by a run right after it. */
  function startIndexing(open: Library): void {
    if (run !== null) {
      again = true
      return
    }
    again = false
    stop = new AbortController()
    run = runOnce(open, stop.signal).finally(() => {
      run = null
      stop = null
      tell(open)
      if (again) startIndexing(open)
    })
  }

  async function runOnce(open: Library, signal: AbortSignal): Promise<void> {
    try {
      const last = await open.index({
        signal,
        onProgress(progress) {
          indexing = { kind: 'running', progress }
          tell(open)
        },
      })
      indexing = { kind: 'idle', last }
      log('index.finished', { added: last.added, changed: last.changed, removed: last.removed, failed: last.failed })
    } catch (error) {
      indexing = { kind: 'failed', message: messageOf(error) }
      log('index.failed', { error: error instanceof AppError ? error.code : String(error) })
    }
  }

  const handlers: EngineHandlers = {
    async search({ query, limit }, client) {
      searches.get(client)?.abort()
      const mine = new AbortController()
      searches.set(client, mine)
      try {
        const open = await library()
        mine.signal.throwIfAborted()
        return await open.search({ query, limit, strategy: 'codes' }, mine.signal)
      } catch (error) {
        if (mine.signal.aborted) throw new AppError('cancelled', 'A newer search took its place.', { cause: error })
        throw error
      } finally {
        if (searches.get(client) === mine) searches.delete(client)
      }
    },
    status: async () => statusOf(await library()),
    async addFolders({ paths }) {
      const open = await library()
      const added: AddedFolder[] = []
      for (const path of paths) added.push(await addFolder(open, path))
      if (added.some(({ refused }) => refused === null)) startIndexing(open)
      tell(open)
      return added
    },
    async stopIndexing() {
      again = false
      stop?.abort()
      await run
    },
    async holds({ path }) {
      for (const document of (await library()).documents()) if (document.path === path) return true
      return false
    },
  }

  function handle<Name extends EngineRequestName>(
    name: Name,
    ask: EngineRequests[Name]['ask'],
    client: string,
  ): Promise<Reply<unknown>> {
    return replyOf<unknown>(() => handlers[name](ask, client))
  }

  async function catchUp(): Promise<void> {
    try {
      const open = await library()
      if (open.roots().length > 0) startIndexing(open)
    } catch (error) {
      log('library.unopened', { error: error instanceof AppError ? error.code : String(error) })
    }
  }

  async function close(): Promise<void> {
    for (const search of searches.values()) search.abort()
    await handlers.stopIndexing(undefined, '')
    tell.stop()
    const open = await opening?.catch(() => null)
    await open?.close()
  }

  // What changed on disk while the app was not running is taken up at once.
  void catchUp()

  return {
    receive(message) {
      if (message.kind === 'cancel') searches.get(message.client)?.abort()
      if (message.kind !== 'ask') return
      const { id, name, ask, client } = message
      void handle(name, ask, client).then((reply) => send({ kind: 'reply', id, reply }))
    },
    close,
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
