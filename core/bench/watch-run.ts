/* Run by watch.ts in a process of its own: LIBRARY → lines of JSON, one when it watches, one for each run of the indexer; ends with its input. */
import { setTimeout } from 'node:timers/promises'
import { openLibrary } from '../library.ts'
import { LibraryWatcher } from '../watching/library-watcher.ts'

export type WatchLine =
  | {
      readonly kind: 'ready'
      readonly readyMs: number
      readonly folders: number
      /** Resident as it is. */
      readonly residentMB: number
      /** Resident once all garbage is gone: with the library and the model alone, and with the watcher. */
      readonly withoutMB: number
      readonly withMB: number
    }
  | { readonly kind: 'run'; readonly added: number; readonly changed: number; readonly residentMB: number }

function say(line: WatchLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function residentMB(): number {
  return Math.round(process.memoryUsage.rss() / 1e6)
}

/** Without the garbage of opening and walking, which tells nothing of who keeps memory; Node runs with --expose-gc. */
async function cleanedMB(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await setTimeout(100)
  }
  return residentMB()
}

const [folder] = process.argv.slice(2)
const library = await openLibrary({ folder, access: 'write', mustExist: true })
const withoutMB = await cleanedMB()
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
const readyMs = Math.round(performance.now() - started)
say({
  kind: 'ready',
  readyMs,
  folders: watcher.folders,
  residentMB: residentMB(),
  withoutMB,
  withMB: await cleanedMB(),
})
process.stdin.on('end', () => void watcher.close().then(() => library.close())).resume()
