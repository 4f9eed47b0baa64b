/* How long a query takes from its words to the texts of its ten best chunks, beside other vector stores. */
import { openEncoder, type Encoder } from '../embed/encoder.ts'
import { embeddedModelFolder } from '../embed/model-folder.ts'
import { openStore } from '../leann/store.ts'
import { openLibrary, type Library } from '../library.ts'
import type { Ranking, SearchStats } from '../types.ts'
import { percentile, round, table, type Bench, type BenchContext } from './bench.ts'
import { exactThreshold, recallOf, type Rows } from './exact-neighbours.ts'
import { libraryOfChunks, queriesFor } from './library-of-chunks.ts'
import { openLibraryRows, type LibraryRows } from './library-rows.ts'
import { readOwnVectors, rowOfChunk, searchVectors, storeOfVectors } from './own-vectors.ts'
import { slowEncoderName } from './slow-encoder/slow-encoder.ts'
import { slowRows } from './slow-encoder/slow-latency.ts'
import { inLibrary, type Searched } from './slow-encoder/ways.ts'
import { installedPeers, type RunnablePeer } from './peers/installed-peers.ts'
import { peerIndex } from './peers/peer-index.ts'
import { withTemporaryFolder } from './temporary.ts'

const hits = 10
const queryCount = 200
const warmUpQueries = 60
/** Queries that an engine answers before it is the next one's turn: all see the same noise of the machine. */
const turn = 20

/** One way to answer queries. */
interface Engine {
  /** `leantern` or a peer's npm name. */
  readonly name: string
  readonly strategy: string
  /** Rows of the best chunks for query number `i`; their texts have been read. */
  ask(i: number): Promise<readonly number[]>
  /** The best rows for recall, where the answer shows them otherwise than by cosine alone; not timed, after `ask`. */
  nearest?(i: number): Promise<readonly number[]>
  close(): Promise<void> | void
}

export interface LatencyRow {
  readonly chunks: number
  readonly engine: string
  readonly strategy: string
  readonly encoder: string
  readonly p50: number
  readonly p95: number
  readonly recall10: number
}

/** End to end: encode, find candidates, read and recompute them, order, and show the texts of the best ten. */
export const latencyBench: Bench = {
  summary: 'p50 and p95 of a query, words to texts, at 10k, 100k (and 1M) chunks, against peers',
  run: async (context) => {
    const peers = installedPeers(context).filter(({ variant }) => variant.isTimed)
    const rows: LatencyRow[] = []
    if (context.own !== undefined) rows.push(...(await onOwnVectors(context, peers)))
    else {
      for (const chunks of chunkCounts(context)) rows.push(...(await onLibrary(context, chunks, peers)))
      rows.push(...(await slowRows(context)))
    }
    const cells = rows.map((row) => Object.values(row) as (string | number)[])
    for (const line of table([Object.keys(rows[0]), ...cells])) context.print(line)
    printGrowth(rows, context)
    return { rows }
  },
}

function chunkCounts({ chunks, isLarge }: BenchContext): number[] {
  if (chunks !== undefined) return [chunks]
  return isLarge ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]
}

async function onLibrary(context: BenchContext, chunks: number, peers: readonly RunnablePeer[]): Promise<LatencyRow[]> {
  const place = await libraryOfChunks({ ...context, chunks })
  const queries = await queriesFor(place, queryCount)
  const encoder = await openEncoder(embeddedModelFolder())
  const rows = await openLibraryRows(place, encoder)
  const engines: Engine[] = []
  const stats: SearchStats[] = []
  try {
    const library = await openLibrary({ folder: place.library, access: 'read' })
    const { vectors, dimensions } = rows
    const embedded = await encoder.embed(queries.map((text) => ({ header: '', text, use: 'query' })))
    const asked = queries.map((_, i) => embedded.subarray(i * dimensions, (i + 1) * dimensions))
    const searched = { store: await openStore(place.library), dimensions, vectors, rowOfChunk: rows.rowOfChunk }
    engines.push({
      ...leantern({ library, rows, queries, ranking: 'meaning', stats }),
      // The answer collapses copies and spreads documents out: recall is that of what was recomputed for it.
      nearest: (i) => bestRecomputed(searched, { query: asked[i], recomputed: stats.at(-1)?.recomputed ?? 0 }),
    })
    const again = await openLibrary({ folder: place.library, access: 'read' })
    engines.push(leantern({ library: again, rows, queries, ranking: 'fused', stats: [] }))
    for (const peer of peers) engines.push(await peerWithTexts({ peer, rows, queries, encoder }))
    const measured = await measure({ engines, queries: asked, rows: { vectors, dimensions }, encoder: 'embedded' })
    printStages(stats.slice(warmUpQueries), context)
    return measured
  } finally {
    for (const engine of engines) await engine.close()
    rows.close()
    await encoder.close()
  }
}

/** The ten best of the `recomputed` first candidates by codes, as a search that recomputed so many has them. */
function bestRecomputed(
  searched: Omit<Searched, 'index' | 'hotCache'>,
  { query, recomputed }: { query: Float32Array; recomputed: number },
): Promise<number[]> {
  const asked = { query, count: hits, width: recomputed, embed: async () => {} }
  return inLibrary(searched, asked, { strategy: 'codes', rerank: recomputed })
}

interface Asked {
  readonly rows: LibraryRows
  readonly queries: readonly string[]
}

interface OwnEngine extends Asked {
  readonly library: Library
  readonly ranking: Ranking
  /** Gets those of each answer. */
  readonly stats: SearchStats[]
}

/** By meaning alone, as the peers answer, or as the app does, by words as well: that one's recall says how often they agree. */
function leantern({ library, rows, queries, ranking, stats }: OwnEngine): Engine {
  return {
    name: 'leantern',
    strategy: ranking === 'meaning' ? 'codes' : `codes, ${ranking}`,
    ask: async (i) => {
      const answer = await library.search({ query: queries[i], limit: hits, strategy: 'codes', ranking })
      stats.push(answer.stats)
      return answer.results.map((hit) => rows.rowOf(hit))
    },
    close: () => library.close(),
  }
}

/** A peer keeps vectors and row numbers; texts are read from the same files. */
async function peerWithTexts({
  peer: { name, variant },
  rows,
  queries,
  encoder,
}: Asked & { peer: RunnablePeer; encoder: Encoder }): Promise<Engine> {
  const opened = await variant.open(await peerIndex({ name, variant }, rows))
  return {
    name,
    strategy: variant.label,
    ask: async (i) => {
      const query = await encoder.embed([{ header: '', text: queries[i] }])
      const found = await opened.search(query, hits)
      for (const row of found) await rows.text(row)
      return found
    },
    close: () => opened.close(),
  }
}

async function onOwnVectors(context: BenchContext, peers: readonly RunnablePeer[]): Promise<LatencyRow[]> {
  const { own } = context
  if (own === undefined) return []
  const set = await readOwnVectors(own)
  const queries = set.queries.slice(0, queryCount)
  return withTemporaryFolder(async (folder) => {
    const store = await storeOfVectors(folder, set)
    const engines: Engine[] = [
      {
        name: 'leantern',
        strategy: 'codes',
        ask: (i) => searchVectors(store, { ...set, rowOf: rowOfChunk }, { query: queries[i], count: hits }),
        close: () => {},
      },
    ]
    for (const { name, variant } of peers) {
      const opened = await variant.open(await peerIndex({ name, variant }, set))
      const ask = async (i: number): Promise<readonly number[]> => opened.search(queries[i], hits)
      engines.push({ name, strategy: variant.label, ask, close: () => opened.close() })
    }
    try {
      return await measure({ engines, queries, rows: set, encoder: 'none' })
    } finally {
      for (const engine of engines) await engine.close()
    }
  })
}

interface Measurement {
  readonly engines: readonly Engine[]
  readonly queries: readonly Float32Array[]
  readonly rows: Rows
  readonly encoder: string
}

async function measure({ engines, queries, rows, encoder }: Measurement): Promise<LatencyRow[]> {
  const thresholds = queries.map((query) => exactThreshold(query, rows, hits))
  const times = engines.map((): number[] => [])
  const recalls = engines.map((): number[] => [])
  for (const engine of engines) for (let i = 0; i < warmUpQueries; i++) await engine.ask(i % queries.length)
  for (let from = 0; from < queries.length; from += turn) {
    for (const [e, engine] of engines.entries()) {
      for (let i = from; i < Math.min(from + turn, queries.length); i++) {
        const started = performance.now()
        const found = await engine.ask(i)
        times[e].push(performance.now() - started)
        const judged = (await engine.nearest?.(i)) ?? found
        recalls[e].push(recallOf(judged, queries[i], { rows, threshold: thresholds[i], count: hits }))
      }
    }
  }
  return engines.map(({ name, strategy }, e) => ({
    chunks: rows.vectors.length / rows.dimensions,
    engine: name,
    strategy,
    encoder,
    p50: round(percentile(times[e], 0.5)),
    p95: round(percentile(times[e], 0.95)),
    recall10: round(recalls[e].reduce((sum, recall) => sum + recall, 0) / queries.length),
  }))
}

/** Where the time of `codes` goes, in medians. */
function printStages(stats: readonly SearchStats[], { print }: BenchContext): void {
  const median = (value: (stats: SearchStats) => number): number => round(percentile(stats.map(value), 0.5))
  const rest = median(({ ms }) => ms.total - ms.encode - ms.candidates - ms.recompute)
  print(
    `${stats[0].chunks} chunks, codes, medians: encode ${median(({ ms }) => ms.encode)} ms, candidates ${median(({ ms }) => ms.candidates)}, ` +
      `read and recompute ${median(({ ms }) => ms.recompute)} (${median(({ recomputed }) => recomputed)} chunks), snippets ${rest}`,
  )
}

/** How p95 grows with the chunks, and the ratio to the nearest stored-vector search. */
function printGrowth(rows: readonly LatencyRow[], { print }: BenchContext): void {
  const own = rows.filter(
    ({ engine, strategy, encoder }) => engine === 'leantern' && strategy === 'codes' && encoder !== slowEncoderName,
  )
  for (const [i, { chunks, p95 }] of own.entries()) {
    if (i > 0) print(`from ${own[i - 1].chunks} to ${chunks} chunks: p95 × ${round(p95 / own[i - 1].p95)}`)
    const stored = rows.find((row) => row.chunks === chunks && row.strategy === 'HNSW f32')
    if (stored === undefined) continue
    print(`${chunks} chunks: p95 is ${round(p95 / stored.p95)} × that of ${stored.engine} ${stored.strategy}`)
  }
}
