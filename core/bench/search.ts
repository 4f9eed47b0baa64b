import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { memoryEnvironment, memoryFlags } from '../memory-flags.ts'
import { table, type Bench } from './bench.ts'
import { compiledScript } from './compiled-script.ts'
import { libraryOfChunks, queriesFor } from './library-of-chunks.ts'
import type { SearchFigures } from './search-run.ts'
import { withTemporaryFolder } from './temporary.ts'

const defaultChunks = 200_000
/** With those that warm up, see search-run.ts. */
const queries = 500

/**
 * Time per query warm, in one process of its own: documents by name on every keystroke, passages by words, by words and meaning;
 * 100 queries at once; memory. The queries are sentences cut from documents that are not in the library, every third word left out.
 */
export const searchBench: Bench = {
  summary: 'p50 and p95 of a query: names, words, all; 100 at once; memory (--chunks, default 200,000)',
  run: async ({ path, chunks = defaultChunks, print }) => {
    const made = await libraryOfChunks({ path, chunks, print })
    const figures = await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'queries.json')
      await writeFile(file, JSON.stringify(await queriesFor(made, queries)))
      return measure(made.library, file)
    })
    for (const line of linesFor(figures)) print(line)
    return figures
  },
}

/**
 * In a process of its own, since what built the library would count as memory; as JavaScript, since to strip types takes 35 MB, with
 * the flags and the environment of the app's engine.
 */
async function measure(library: string, queriesFile: string): Promise<SearchFigures> {
  const script = await compiledScript(join(import.meta.dirname, 'search-run.ts'))
  try {
    const args = [...memoryFlags, script.path, library, queriesFile]
    const env = { ...process.env, ...memoryEnvironment }
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    // What it printed is what it measured.
    return JSON.parse(stdout) as SearchFigures
  } finally {
    await script.remove()
  }
}

function linesFor(figures: SearchFigures): string[] {
  const { chunks, documents, stages, ms, parallel, memory, recomputed, codesRead } = figures
  const rows = Object.entries(stages).map(([name, { p50, p95, cpu }]) => [name, p50, p95, cpu])
  const parts = Object.entries(ms).map(([name, { p50, p95 }]) => [`  ${name}`, p50, p95, ''])
  return [
    `${chunks} chunks of ${documents} documents; ${recomputed} recomputed and ${codesRead} codes read a query`,
    ...table([['ms', 'p50', 'p95', 'processor'], ...rows, ...parts]),
    `100 queries at once: ${parallel.perSecond} a second, p95 ${parallel.p95} ms`,
    `memory: ${memory.residentMb} MB resident, ${memory.peakMb} MB at most; names take ${memory.namesMb} MB of it`,
    `flags: ${memoryFlags.join(' ')}; ${Object.entries(memoryEnvironment)
      .map((one) => one.join('='))
      .join(' ')}`,
  ]
}
