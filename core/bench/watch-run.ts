/* Run by watch.ts in a process of its own: LIBRARY → lines of JSON, one when it watches, one for each run of the indexer; ends with its input. */
import { openLibrary } from '../library.ts'
import { LibraryWatcher } from '../watching/library-watcher.ts'

export type WatchLine =
  | {
      readonly kind: 'ready'
      readonly readyMs: number
      readonly folders: number
      /** Resident, before the watcher and with it. */
      readonly beforeMB: number
      readonly residentMB: number
    }
  | { readonly kind: 'run'; readonly added: number; readonly changed: number; readonly residentMB: number }

function say(line: WatchLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function residentMB(): number {
  return Math.round(process.memoryUsage.rss() / 1e6)
}

const [folder] = process.argv.slice(2)
const library = await openLibrary({ folder, access: 'write', mustExist: true })
const beforeMB = residentMB()
const started = performance.now()
let isReady = false
const watcher = new LibraryWatcher({
  library,
  async index(change) {
    // The first run reads nothing new: it is not what is measured.
    if (!isReady) return
    const { added, changed } = await library.index(change)
    say({ kind: 'run', added, changed, residentMB: residentMB() })
  },
  onTrouble() {},
  log() {},
})
await watcher.updateRoots()
isReady = true
say({
  kind: 'ready',
  readyMs: Math.round(performance.now() - started),
  folders: watcher.folders,
  beforeMB,
  residentMB: residentMB(),
})
process.stdin.on('end', () => void watcher.close().then(() => library.close())).resume()
