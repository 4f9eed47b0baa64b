/*
 * The engine's process: everything that touches the library runs here, outside the window and outside main.
 * Started by Electron's utilityProcess (process.parentPort) or, without Electron, by child_process.fork (process.send).
 */
import { AppError } from '../core/errors.ts'
import { openLibrary, type Library } from '../core/library.ts'
import type { Pace } from '../core/pace.ts'
import { isTaken } from '../core/resident/connection.ts'
import { openShared } from '../core/resident/open-shared.ts'
import { shareLibrary, type SharedDoor } from '../core/resident/share-library.ts'
import { LibraryWatcher } from '../core/watching/library-watcher.ts'
import { collectGarbage } from './collect-garbage.ts'
import { freeBytes } from './disk-space.ts'
import { EngineHost } from './engine-host.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import { HeapRoom } from './heap-room.ts'
import type { OpenOptions } from './held-library.ts'
import { openLog } from './log-file.ts'
import { OpenedCopies, removeLeftCopies } from './opened-copies.ts'
import { watchRequests } from './sent-requests.ts'

interface Port {
  send(message: FromEngine): void
  onMessage(listen: (message: ToEngine) => void): void
}

function parentPort(): Port {
  const { parentPort } = process
  if (parentPort !== undefined) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      send: (message) => parentPort.postMessage(message),
      onMessage: (listen) => parentPort.on('message', ({ data }) => listen(data)),
    }
  }
  return {
    send: (message) => process.send?.(message),
    onMessage: (listen) => process.on('message', (message) => listen(message as ToEngine)), // our own parent sends nothing else
  }
}

const [folder, runtime, logFile, owner = String(process.ppid), hotCache = ''] = process.argv.slice(2)
if (folder === undefined || runtime === undefined || logFile === undefined) {
  throw new Error(
    `Expected the arguments FOLDER RUNTIME LOG-FILE [OWNER-PID [HOT-CACHE-BYTES]], got ${JSON.stringify(process.argv.slice(2))}`,
  )
}

/** The model and what only makes searches faster are not kept in the memory of a machine on which nobody searches. */
const restAfterMs = 120_000

const place = folder
const port = parentPort()
const log = openLog(logFile)
const heap = new HeapRoom()
watchRequests((host) => port.send({ kind: 'sent', host }))
/** The watcher is the holder's. */
const atRest = { updateRoots: async () => {}, close: async () => {} }
let door: SharedDoor | null = null
let holderWatch: NodeJS.Timeout | null = null
const host: EngineHost = new EngineHost({
  openLibrary: open,
  async release() {
    if (holderWatch !== null) clearInterval(holderWatch)
    holderWatch = null
    await door?.close()
    door = null
  },
  // Loaded where it is wanted: hardly ever.
  checkLibrary: async (options) => (await import('../core/checking/repair.ts')).check(place, options),
  repairLibrary: async (options) => (await (await import('../core/checking/repair.ts')).repair(place, options)).repair,
  watch: (parts) => (holderWatch === null ? new LibraryWatcher(parts) : atRest),
  freeBytes: () => freeBytes(place),
  copies: new OpenedCopies(Number(owner)),
  send(message) {
    if (message.kind === 'status') heap.indexing(message.status.indexing.kind === 'running')
    port.send(message)
  },
  runtime,
  log,
})

/**
 * As its one writer, or beside the program that is it. `leantern watch` is asked and makes the changes; beside `leantern index` the
 * library is searched, and changes wait until that is done.
 */
async function open(pace: Pace, options: OpenOptions): Promise<Library> {
  const budget = hotCache === '' ? {} : { hotCacheBytes: Number(hotCache) }
  try {
    const library = await openLibrary({
      folder: place,
      access: 'write',
      log,
      pace,
      isInBackground: true,
      modelRestMs: restAfterMs,
      onModelRest: () => void rest(),
      mayLackModel: true,
      ...budget,
      ...options,
    })
    door = await shareLibrary({ library, onContents: takeUp, log })
    return library
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'library-busy') throw error
    const library = await openShared({ folder: place, log }).catch((reason: unknown) => {
      // It is being made just now.
      throw reason instanceof AppError && reason.code === 'no-library' ? error : reason
    })
    log('library.shared')
    // Once that program has ended, an engine that starts anew is the writer.
    holderWatch ??= setInterval(() => void (isTaken(place) ? undefined : end()), 2000)
    return library
  }
}

/** What is not needed for now leaves the memory; what could not, stays there until the next time. */
async function rest(): Promise<void> {
  await host.rest().catch((error: unknown) => log('engine.unrested', { error: String(error) }))
  heap.rested()
  collectGarbage()
}

/** Somebody else had something read or removed: the watcher and the window hear of it. */
function takeUp(): void {
  host.receive({ kind: 'ask', id: 0, client: 'door', name: 'updateNow', ask: undefined })
}

async function end(): Promise<void> {
  await host.close()
  process.exit(0)
}

port.onMessage((message) => {
  if (message.kind === 'close') return void end()
  if (message.kind === 'ask' && message.name === 'search') heap.searched()
  host.receive(message)
})
// A parent that died cannot ask us to close; without this the library's writer lock would outlive the app.
process.on('disconnect', () => void end())
process.on('SIGTERM', () => void end())
// Ctrl-C in a terminal reaches the whole process group: the parent closes us in its own order.
process.on('SIGINT', () => {})
void host.start()
void removeLeftCopies()
