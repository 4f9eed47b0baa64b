import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openLibrary, type Library } from '../library.ts'
import type { LibraryStatus } from '../types.ts'
import { round, table, type Bench } from './bench.ts'
import { hasRecoll, runRecoll } from './ingest-recoll.ts'
import { corpusFolder, withTemporaryFolder } from './temporary.ts'

/** How fast folders become searchable, what that takes and what the library weighs; the same folders with recollindex. */
export const ingestBench: Bench = {
  summary: 'files/s, MB of text/s, CPU seconds, peak memory, bytes by part; beside recollindex',
  run: ({ path, peers, print }) =>
    withTemporaryFolder(async (place) => {
      const folders = foldersIn(await corpusFolder(path, place))
      const library = await openLibrary({ folder: join(place, 'library'), access: 'write' })
      try {
        const sets: SetFigures[] = []
        for (const folder of folders) sets.push(await ingest(library, folder))
        const again = await library.index()
        const status = await library.status()
        const peakRssMB = round(process.resourceUsage().maxRSS / 1024)
        const all = totalOf(sets)
        for (const line of setTable(sets.length === 1 ? sets : [...sets, all])) print(line)
        const { bytes, share } = status
        print(`again, nothing changed: ${round(again.elapsedMs / 1000)} s; peak memory ${peakRssMB} MB`)
        for (const line of byteTable(status, all)) print(line)
        const recoll = await recollOrNull(folders, { place, peers, print })
        if (recoll !== null) for (const line of comparison({ all, status, recoll })) print(line)
        return { sets, all, secondRunMs: again.elapsedMs, peakRssMB, bytes, share, recoll }
      } finally {
        await library.close()
      }
    }),
}

/** What of the shared data people have; a folder with any of these is measured one by one. */
const knownSets = ['prose', 'docs', 'mail', 'browser']

function foldersIn(root: string): string[] {
  const sets = knownSets.map((name) => join(root, name)).filter((folder) => existsSync(folder))
  return sets.length === 0 ? [root] : sets
}

interface SetFigures {
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

function totalOf(sets: readonly SetFigures[]): SetFigures {
  const sum = (key: Exclude<keyof SetFigures, 'name'>): number => sets.reduce((total, set) => total + set[key], 0)
  return {
    name: 'all',
    documents: sum('documents'),
    failed: sum('failed'),
    chunks: sum('chunks'),
    textBytes: sum('textBytes'),
    seconds: sum('seconds'),
    cpuSeconds: sum('cpuSeconds'),
  }
}

function setTable(sets: readonly SetFigures[]): string[] {
  const head = ['', 'documents', 'failed', 'chunks', 'text MB', 'seconds', 'CPU s', 'MB/s', 'MB/CPU s', 'documents/s']
  const rows = sets.map(({ name, documents, failed, chunks, textBytes, seconds, cpuSeconds }) => {
    const megabytes = textBytes / 1e6
    const rates = [megabytes / seconds, megabytes / cpuSeconds, documents / seconds]
    return [name, documents, failed, chunks, ...[megabytes, seconds, cpuSeconds, ...rates].map(round)]
  })
  return table([head, ...rows])
}

function byteTable({ bytes, share }: LibraryStatus, { textBytes, chunks }: SetFigures): string[] {
  const rows = Object.entries(bytes).map(([part, size]) => [
    part,
    size,
    `${round((size / textBytes) * 100)} % of the text`,
  ])
  return [
    ...table([['bytes', '', ''], ...rows]),
    `semantic ${round(share.semantic * 100)} % of the text, ${round(bytes.semantic / chunks)} bytes a chunk; all ${round(share.total * 100)} %`,
  ]
}

interface RecollWords {
  readonly place: string
  readonly peers: readonly string[] | undefined
  readonly print: (line: string) => void
}

type RecollFigures = Awaited<ReturnType<typeof runRecoll>>

async function recollOrNull(
  folders: readonly string[],
  { place, peers, print }: RecollWords,
): Promise<RecollFigures | null> {
  if (peers?.includes('none') === true) return null
  if (hasRecoll()) return runRecoll(folders, join(place, 'recoll'))
  print('recollindex: left out, it is not installed (Debian: recollcmd)')
  return null
}

function comparison({
  all,
  status: { bytes },
  recoll,
}: {
  all: SetFigures
  status: LibraryStatus
  recoll: RecollFigures
}): string[] {
  const megabytes = all.textBytes / 1e6
  const row = (name: string, { documents, seconds, cpuSeconds }: Omit<RecollFigures, 'indexBytes'>, size: number) => [
    name,
    documents,
    ...[seconds, cpuSeconds, megabytes / seconds, megabytes / cpuSeconds].map(round),
    size,
    `${round(size / all.textBytes)} of the text`,
  ]
  return table([
    ['', 'documents', 'seconds', 'CPU s', 'MB/s', 'MB/CPU s', 'index bytes', ''],
    row('Leantern', all, bytes.total),
    row('recollindex', recoll, recoll.indexBytes),
  ])
}
