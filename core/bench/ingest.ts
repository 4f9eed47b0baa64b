import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { indexingFlags } from '../memory-flags.ts'
import type { LibraryStatus } from '../types.ts'
import { round, table, type Bench } from './bench.ts'
import { compiledScript } from './compiled-script.ts'
import type { IngestFigures, SetFigures } from './ingest-run.ts'
import { hasRecoll, runRecoll } from './ingest-recoll.ts'
import { corpusFolder, withTemporaryFolder } from './temporary.ts'

/** How fast folders become searchable, what that takes and what the library weighs; the same folders with recollindex. */
export const ingestBench: Bench = {
  summary: 'files/s, MB of text/s, CPU seconds, peak memory, bytes by part; beside recollindex',
  run: ({ path, peers, print }) =>
    withTemporaryFolder(async (place) => {
      const folders = foldersIn(await corpusFolder(path, place))
      const { sets, secondRunMs, peakRssMB, bytes, share } = await runApart(join(place, 'library'), folders)
      const all = totalOf(sets)
      for (const line of setTable(sets.length === 1 ? sets : [...sets, all])) print(line)
      print(`again, nothing changed: ${round(secondRunMs / 1000)} s; peak memory ${peakRssMB} MB`)
      for (const line of byteTable({ bytes, share }, all)) print(line)
      const recoll = await recollOrNull(folders, { place, peers, print })
      if (recoll !== null) for (const line of comparison({ all, bytes, recoll })) print(line)
      return { sets, all, secondRunMs, peakRssMB, bytes, share, recoll }
    }),
}

/** As the command line does it: in a process of its own, as JavaScript, with the flags of indexing. */
async function runApart(library: string, folders: readonly string[]): Promise<IngestFigures> {
  const script = await compiledScript(join(import.meta.dirname, 'ingest-run.ts'))
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...indexingFlags, script.path, library, ...folders])
    // What it printed is what it measured.
    return JSON.parse(stdout) as IngestFigures
  } finally {
    await script.remove()
  }
}

/** What of the shared data people have; a folder with any of these is measured one by one. */
const knownSets = ['prose', 'docs', 'mail', 'browser']

function foldersIn(root: string): string[] {
  const sets = knownSets.map((name) => join(root, name)).filter((folder) => existsSync(folder))
  return sets.length === 0 ? [root] : sets
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

function byteTable(
  { bytes, share }: Pick<LibraryStatus, 'bytes' | 'share'>,
  { textBytes, chunks }: SetFigures,
): string[] {
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
  bytes,
  recoll,
}: {
  all: SetFigures
  bytes: LibraryStatus['bytes']
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
