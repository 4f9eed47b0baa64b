/*
 * The engine's process: everything that touches the library runs here, outside the window and outside main.
 * Started by Electron's utilityProcess (process.parentPort) or, without Electron, by child_process.fork (process.send).
 */
import { openLibrary } from '../core/library.ts'
import { LibraryWatcher } from '../core/watching/library-watcher.ts'
import { EngineHost } from './engine-host.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import { openLog } from './log-file.ts'

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

const [folder, runtime, logFile, hotCache = ''] = process.argv.slice(2)
if (folder === undefined || runtime === undefined || logFile === undefined) {
  throw new Error(
    `Expected the arguments FOLDER RUNTIME LOG-FILE [HOT-CACHE-BYTES], got ${JSON.stringify(process.argv.slice(2))}`,
  )
}

const port = parentPort()
const log = openLog(logFile)
const host = new EngineHost({
  openLibrary: (pace) =>
    openLibrary({ folder, access: 'write', log, pace, ...(hotCache !== '' && { hotCacheBytes: Number(hotCache) }) }),
  watch: (parts) => new LibraryWatcher(parts),
  send: (message) => port.send(message),
  runtime,
  log,
})

async function end(): Promise<void> {
  await host.close()
  process.exit(0)
}

port.onMessage((message) => {
  if (message.kind === 'close') void end()
  else host.receive(message)
})
// A parent that died cannot ask us to close; without this the library's writer lock would outlive the app.
process.on('disconnect', () => void end())
process.on('SIGTERM', () => void end())
// Ctrl-C in a terminal reaches the whole process group: the parent closes us in its own order.
process.on('SIGINT', () => {})
void host.start()
