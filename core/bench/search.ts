import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLibrary, type DocumentEntry, type Library } from '../library.ts'
import { randomNumbers } from '../random.ts'
import type { SearchStats } from '../types.ts'
import { percentile, round, table, type Bench } from './bench.ts'
import { corpusFolder, withTemporaryFolder } from './temporary.ts'

const warmUpQueries = 20
const measuredQueries = 300
const hits = 10

/** Time per query by stage, warm, in one process; the queries are sentences cut from the documents, words left out. */
export const searchBench: Bench = {
  summary: 'p50 and p95 of a query by stage, recomputed, codes read',
  run: ({ path, print }) =>
    withTemporaryFolder(async (folder) => {
      const library = await openLibrary({ folder: join(folder, 'library'), access: 'write' })
      try {
        const root = await library.addRoot(await corpusFolder(path, folder))
        await library.index({ roots: [root] })
        const queries = await queriesFrom(library, warmUpQueries + measuredQueries)
        const all: SearchStats[] = []
        for (const query of queries) all.push((await library.search({ query, limit: hits, strategy: 'codes' })).stats)
        const agreement = await agreementWithFlat(library, queries.slice(0, 10))
        const stats = all.slice(warmUpQueries)
        const stage = (name: keyof SearchStats['ms']): { p50: number; p95: number } => {
          const values = stats.map(({ ms }) => ms[name])
          return { p50: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)) }
        }
        const ms = {
          encode: stage('encode'),
          candidates: stage('candidates'),
          recompute: stage('recompute'),
          total: stage('total'),
        }
        const mean = (values: readonly number[]): number =>
          round(values.reduce((sum, value) => sum + value, 0) / values.length)
        const figures = {
          chunks: stats[0].chunks,
          queries: stats.length,
          ms,
          recomputed: mean(stats.map(({ recomputed }) => recomputed)),
          codesRead: mean(stats.map(({ codesRead }) => codesRead)),
          recall10: round(agreement),
        }
        print(
          `${figures.chunks} chunks, ${figures.queries} queries, ${figures.recomputed} recomputed and ${figures.codesRead} codes read a query`,
        )
        const rows = Object.entries(ms).map(([name, { p50, p95 }]): (string | number)[] => [name, p50, p95])
        for (const line of table([['stage, ms', 'p50', 'p95'], ...rows])) print(line)
        print(`recall@10 against flat (every chunk recomputed), 10 queries: ${figures.recall10}`)
        return figures
      } finally {
        await library.close()
      }
    }),
}

/** Sentences from random documents with every third word left out. */
async function queriesFrom(library: Library, count: number): Promise<string[]> {
  const random = randomNumbers(2)
  const documents: DocumentEntry[] = [...library.documents()].filter(({ textBytes }) => textBytes > 500)
  const queries: string[] = []
  while (queries.length < count) {
    const { path } = documents[Math.floor(random() * documents.length)]
    const sentences = (await readFile(path, 'utf8')).match(/[A-Z][a-z]+(?: [a-zA-Z,]+){6,25}\./gu) ?? []
    if (sentences.length === 0) continue
    const words = sentences[Math.floor(random() * sentences.length)].slice(0, -1).split(' ')
    queries.push(words.filter((_, i) => i % 3 !== 2).join(' '))
  }
  return queries
}

async function agreementWithFlat(library: Library, queries: readonly string[]): Promise<number> {
  let found = 0
  let wanted = 0
  for (const query of queries) {
    const [exact, fast] = await Promise.all([
      library.search({ query, limit: hits, strategy: 'flat' }),
      library.search({ query, limit: hits, strategy: 'codes' }),
    ])
    const places = new Set(fast.results.map(({ path, start }) => `${path}:${start}`))
    wanted += exact.results.length
    found += exact.results.filter(({ path, start }) => places.has(`${path}:${start}`)).length
  }
  return found / wanted
}
