/* Run by ingest.ts in a process of its own: LIBRARY FOLDER… → what indexing each of the folders took, as JSON. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openLibrary, type Library } from '../library.ts'
import type { LibraryStatus } from '../types.ts'

export interface IngestFigures extends Pick<LibraryStatus, 'bytes' | 'share'> {
  readonly sets: readonly SetFigures[]
  readonly secondRunMs: number
  readonly peakRssMB: number
}

export interface SetFigures {
  readonly name: string
  readonly documents: number
  readonly failed: number
  readonly chunks: number
  readonly textBytes: number
  readonly seconds: number
  /** Of all threads. */
  readonly cpuSeconds: number
}

async function ingest(library: Library, folder: string): Promise<SetFigures> {
  const roots: string[] = []
  for (const place of basename(folder) === 'browser' ? historiesIn(folder) : [folder])
    roots.push(await library.addRoot(place))
  const before = process.cpuUsage()
  const { added, failed, chunks, textBytes, elapsedMs } = await library.index({ roots })
  const { user, system } = process.cpuUsage(before)
  const name = basename(folder)
  const times = { seconds: elapsedMs / 1000, cpuSeconds: (user + system) / 1e6 }
  return { name, documents: added, failed, chunks, textBytes, ...times }
}

/** Histories are read only where somebody adds the file itself. */
function historiesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?:History|History\.db|places\.sqlite)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

const [folder, ...folders] = process.argv.slice(2)
const library = await openLibrary({ folder, access: 'write' })
const sets: SetFigures[] = []
for (const one of folders) sets.push(await ingest(library, one))
const again = await library.index()
const { bytes, share } = await library.status()
const figures: IngestFigures = {
  sets,
  secondRunMs: again.elapsedMs,
  peakRssMB: Math.round(process.resourceUsage().maxRSS / 1024),
  bytes,
  share,
}
await library.close()
process.stdout.write(JSON.stringify(figures))
