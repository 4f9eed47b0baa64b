import { type ChildProcess, spawn } from 'node:child_process'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openLibrary, type Library } from '../library.ts'
import { memoryFlags } from '../memory-flags.ts'
import { percentile, table, type Bench } from './bench.ts'
import { compiledScript } from './compiled-script.ts'
import { withTemporaryFolder } from './temporary.ts'
import type { WatchLine } from './watch-run.ts'

const defaultFiles = 100_000
const filesPerFolder = 100
/** Files that are changed one after the other, and written at once. */
const changes = 12
const burst = 10_000

/** How long until a library's folders are watched, what that takes, and how soon a change is found by a search in another process. */
export const watchBench: Bench = {
  summary: 'ready, memory, a change until it is found, a burst (--chunks: files, default 100,000)',
  run: ({ chunks: files = defaultFiles, print }) =>
    withTemporaryFolder(async (place) => {
      const root = join(place, 'docs')
      const folder = join(place, 'library')
      await writeFiles(root, files)
      const firstSeconds = await indexOnce(folder, root)
      const script = await compiledScript(join(import.meta.dirname, 'watch-run.ts'))
      try {
        const watching = new Watching(
          spawn(process.execPath, [...memoryFlags, '--expose-gc', script.path, folder], { stdio: 'pipe' }),
        )
        const figures = {
          files,
          firstSeconds,
          ...(await measure(watching, { root, folder, burst: Math.min(burst, files) })),
        }
        for (const line of linesFor(figures)) print(line)
        return figures
      } finally {
        await script.remove()
      }
    }),
}

async function writeFiles(root: string, files: number): Promise<void> {
  for (let first = 0; first < files; first += filesPerFolder) {
    const folder = join(root, `${Math.floor(first / 10_000)}`, `folder ${first / filesPerFolder}`)
    await mkdir(folder, { recursive: true })
    const names = Array.from({ length: Math.min(filesPerFolder, files - first) }, (_, i) => first + i)
    await Promise.all(
      names.map((i) => writeFile(join(folder, `note ${i}.md`), `# Note ${i}\n\nIt rained on day ${i}.\n`)),
    )
  }
}

async function indexOnce(folder: string, root: string): Promise<number> {
  const library = await openLibrary({ folder, access: 'write' })
  await library.addRoot(root)
  const { elapsedMs } = await library.index()
  await library.close()
  return elapsedMs / 1000
}

/** The process that watches, and what it says. */
class Watching {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>
  readonly exit: Promise<void>

  constructor(child: ChildProcess) {
    this.#child = child
    child.stderr?.pipe(process.stderr)
    // Both are there: `spawn` was told so.
    this.#lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
    this.exit = new Promise((resolve) => child.once('exit', () => resolve()))
  }

  async next(): Promise<WatchLine> {
    const { value, done } = await this.#lines.next()
    if (done === true) throw new Error('The process that watches has ended')
    // What watch-run.ts prints.
    return JSON.parse(value) as WatchLine
  }

  async end(): Promise<void> {
    this.#child.stdin?.end()
    await this.exit
  }
}

interface Places {
  readonly root: string
  readonly folder: string
  readonly burst: number
}

interface WatchFigures {
  readonly readyMs: number
  readonly folders: number
  /** What the watcher keeps, and what library and model keep without it. */
  readonly watcherMB: number
  readonly withoutMB: number
  readonly residentMB: number
  readonly foundMs: { readonly p50: number; readonly most: number }
  readonly burst: {
    readonly files: number
    readonly seconds: number
    readonly runs: number
    readonly residentMB: number
  }
}

async function measure(watching: Watching, { root, folder, burst: files }: Places): Promise<WatchFigures> {
  const ready = await watching.next()
  if (ready.kind !== 'ready') throw new Error('Expected the process that watches to be ready first')
  const reader = await openLibrary({ folder, access: 'read' })
  try {
    // The first search of a process makes the index of names: 2.5 s of processor time for 100,000 files, which are not the change's.
    await reader.search({ query: 'rained', limit: 1, strategy: 'codes' })
    const times: number[] = []
    for (let i = 0; i < changes; i++) {
      times.push(
        await timeOfChange(reader, join(root, '0', `folder ${i % 10}`, `note ${(i % 10) * filesPerFolder + i}.md`), i),
      )
      await watching.next()
    }
    const inBurst = await timeOfBurst(watching, join(root, 'burst'), files)
    const { readyMs, folders, withoutMB, withMB, residentMB } = ready
    const foundMs = { p50: Math.round(percentile(times, 0.5)), most: Math.round(Math.max(...times)) }
    return { readyMs, folders, watcherMB: withMB - withoutMB, withoutMB, residentMB, foundMs, burst: inBurst }
  } finally {
    await reader.close()
    await watching.end()
  }
}

/** From the change of a file until a search in this process finds it. */
async function timeOfChange(reader: Library, path: string, number: number): Promise<number> {
  const word = `changed${number}word`
  await appendFile(path, `\n${word}\n`)
  const started = performance.now()
  for (;;) {
    const { results } = await reader.search({ query: word, limit: 1, strategy: 'codes' })
    if (results[0]?.path === path) return performance.now() - started
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function timeOfBurst(watching: Watching, folder: string, files: number): Promise<WatchFigures['burst']> {
  const started = performance.now()
  await writeFiles(folder, files)
  let [added, runs, residentMB] = [0, 0, 0]
  while (added < files) {
    const line = await watching.next()
    if (line.kind !== 'run') continue
    added += line.added
    runs++
    residentMB = line.residentMB
  }
  return { files, seconds: (performance.now() - started) / 1000, runs, residentMB }
}

function linesFor({
  files,
  firstSeconds,
  readyMs,
  folders,
  watcherMB,
  withoutMB,
  residentMB,
  foundMs,
  burst: many,
}: WatchFigures & { files: number; firstSeconds: number }): string[] {
  return table([
    ['files, folders watched', `${files}, ${folders}`],
    ['first index', `${firstSeconds.toFixed(1)} s`],
    ['ready, the first index done', `${(readyMs / 1000).toFixed(1)} s`],
    ['memory that the watcher keeps', `${watcherMB} MB`],
    ['memory that library, model and Node keep without it', `${withoutMB} MB`],
    ['memory of the process as it is then', `${residentMB} MB`],
    ['a changed file is found, median and most', `${foundMs.p50} ms, ${foundMs.most} ms`],
    [`${many.files} files written at once, all in the library`, `${many.seconds.toFixed(1)} s, ${many.runs} runs`],
    ['memory of the process after that', `${many.residentMB} MB`],
  ])
}
