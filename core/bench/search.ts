import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { table, type Bench } from './bench.ts'
import { libraryOfChunks, queriesFor } from './library-of-chunks.ts'
import type { SearchFigures } from './search-run.ts'
import { withTemporaryFolder } from './temporary.ts'

const defaultChunks = 200_000
const queries = 320

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

/** In a process of its own: what built the library would count as memory. */
async function measure(library: string, queriesFile: string): Promise<SearchFigures> {
  const script = join(import.meta.dirname, 'search-run.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, library, queriesFile])
  // What it printed is what it measured.
  return JSON.parse(stdout) as SearchFigures
}

function linesFor({ chunks, documents, stages, ms, parallel, memory, recomputed, codesRead }: SearchFigures): string[] {
  const rows = [...Object.entries(stages), ...Object.entries(ms).map(([name, value]) => [`  ${name}`, value] as const)]
  return [
    `${chunks} chunks of ${documents} documents; ${recomputed} recomputed and ${codesRead} codes read a query`,
    ...table([['ms', 'p50', 'p95'], ...rows.map(([name, { p50, p95 }]): (string | number)[] => [name, p50, p95])]),
    `100 queries at once: ${parallel.perSecond} a second, p95 ${parallel.p95} ms`,
    `memory: ${memory.residentMb} MB resident, ${memory.peakMb} MB at most; names take ${memory.namesMb} MB of it`,
  ]
}
