/* Run by search.ts in a process of its own: LIBRARY QUERIES.json → one line of JSON. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { openLibrary, type Library } from '../library.ts'
import type { Ranking, SearchStats } from '../types.ts'
import { percentile, round } from './bench.ts'

interface Times {
  readonly p50: number
  readonly p95: number
}

/** Milliseconds, of which `cpu` is the processor's own time, a mean of all threads: what others do at the same time hardly counts. */
interface StageTimes extends Times {
  readonly cpu: number
}

export interface SearchFigures {
  readonly chunks: number
  readonly documents: number
  /** Names at every keystroke, words alone, words and meaning. */
  readonly stages: { readonly names: StageTimes; readonly words: StageTimes; readonly all: StageTimes }
  /** Of `all`. */
  readonly ms: Readonly<Record<keyof SearchStats['ms'], Times>>
  readonly recomputed: number
  readonly codesRead: number
  readonly parallel: { readonly queries: number; readonly perSecond: number; readonly p95: number }
  readonly memory: { readonly residentMb: number; readonly peakMb: number; readonly namesMb: number }
}

/** Queries before the measured ones: fewer, and V8 still compiles what it found to be hot. */
const warmUp = 200
const atOnce = 100
const hits = 10
/** Names that are typed letter by letter. */
const typedNames = 60

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function stageOf({ times, cpu }: { readonly times: readonly number[]; readonly cpu: number }): StageTimes {
  return { ...timesOf(times), cpu: round(cpu / times.length) }
}

function timesOf(values: readonly number[]): Times {
  return { p50: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)) }
}

async function search(library: Library, queries: readonly string[], ranking: Ranking) {
  const stats: SearchStats[] = []
  const times: number[] = []
  let cpu = 0
  for (const [i, query] of queries.entries()) {
    if (i === warmUp) cpu = -processorMs()
    times.push(
      await timed(async () => {
        stats.push((await library.search({ query, limit: hits, strategy: 'codes', ranking })).stats)
      }),
    )
  }
  return { stats: stats.slice(warmUp), times: times.slice(warmUp), cpu: cpu + processorMs() }
}

/** Names of documents, typed letter by letter. */
async function typeNames(library: Library): Promise<{ times: number[]; cpu: number }> {
  const chosen = await namesToType(library)
  const times: number[] = []
  const cpu = -processorMs()
  for (const name of chosen) {
    for (let length = 1; length <= Math.min(20, name.length); length++) {
      times.push(await timed(() => library.names(name.slice(0, length), hits)))
    }
  }
  return { times, cpu: cpu + processorMs() }
}

/** Of documents of the whole library; the list of all would be 18 MB of what is measured. */
async function namesToType(library: Library): Promise<string[]> {
  const { documents } = await library.status()
  const step = Math.max(1, Math.floor(documents / typedNames))
  const names: string[] = []
  let i = 0
  for (const { path, title } of library.documents()) {
    if (i % step === 0) names.push(names.length % 2 === 0 ? basename(path) : title)
    i++
  }
  return names
}

function residentMb(): number {
  return process.memoryUsage().rss / 1e6
}

async function run(folder: string, queries: readonly string[]): Promise<SearchFigures> {
  const library = await openLibrary({ folder, access: 'read' })
  try {
    const words = await search(library, queries, 'words')
    const all = await search(library, queries, 'fused')
    const started = performance.now()
    const waits = await Promise.all(
      queries.slice(0, atOnce).map((query) => timed(() => library.search({ query, limit: hits, strategy: 'codes' }))),
    )
    const parallelMs = performance.now() - started
    const before = residentMb()
    await library.names('a', 1)
    const namesMb = residentMb() - before
    const names = await typeNames(library)
    const { documents, chunks } = await library.status()
    const stage = (name: keyof SearchStats['ms']): Times => timesOf(all.stats.map(({ ms }) => ms[name]))
    const mean = (key: 'recomputed' | 'codesRead'): number =>
      round(all.stats.reduce((sum, stats) => sum + stats[key], 0) / all.stats.length)
    return {
      chunks,
      documents,
      stages: { names: stageOf(names), words: stageOf(words), all: stageOf(all) },
      ms: {
        encode: stage('encode'),
        candidates: stage('candidates'),
        recompute: stage('recompute'),
        total: stage('total'),
      },
      recomputed: mean('recomputed'),
      codesRead: mean('codesRead'),
      parallel: {
        queries: waits.length,
        perSecond: round((waits.length / parallelMs) * 1000),
        p95: round(percentile(waits, 0.95)),
      },
      memory: {
        residentMb: Math.round(residentMb()),
        // Kilobytes.
        peakMb: Math.round(process.resourceUsage().maxRSS / 1000),
        namesMb: round(Math.max(0, namesMb)),
      },
    }
  } finally {
    await library.close()
  }
}

const [, , folder, queriesFile] = process.argv
const queries = JSON.parse(await readFile(queriesFile, 'utf8')) as string[]
console.log(JSON.stringify(await run(folder, queries)))
