/*
 * `latency` with an encoder that takes its time: how much faster than the paper's way the others are. The embedded model's vectors
 * decide, so that recall is that of real embeddings; the transformer embeds every text that is recomputed, for its time.
 */
import { calibrateBatchSize } from '../../embed/batch-size.ts'
import { openEncoder, type Encoder } from '../../embed/encoder.ts'
import { embeddedModelFolder } from '../../embed/model-folder.ts'
import { buildInvertedFile } from '../rivals/ivf.ts'
import { HotCache } from '../../leann/hot-cache.ts'
import { hubChunks } from '../../leann/hub-chunks.ts'
import { openStore, type Store } from '../../leann/store.ts'
import { percentile, round, table, type BenchContext } from '../bench.ts'
import { exactThreshold, recallOf } from '../exact-neighbours.ts'
import type { LatencyRow } from '../latency.ts'
import { libraryOfChunks, queriesFor } from '../library-of-chunks.ts'
import { openLibraryRows, type LibraryRows } from '../library-rows.ts'
import { openSlowEncoder, slowEncoderName, slowTokens } from './slow-encoder.ts'
import { waysOf, type Searched, type Way } from './ways.ts'

const hits = 10
const mostChunks = 10_000
const timedQueries = 20
/** Queries that choose how wide each way has to search. */
const tuningQueries = 100
/** All ways search as wide as they need for this. */
const wantedRecall = 0.95
/** All ways together. A way begins no query that would probably take it beyond its share. */
const budgetMs = 8 * 60_000
/** Where the encoder gains nothing from batches (on a CPU): the batched walk collects so many nevertheless, to show what that costs. */
const leastBatch = 8
/** Of the chunks, in the hot cache where there is one: as in the paper. */
const cachedShare = 0.1
/** A text's first characters, which are most of `slowTokens` tokens: one window a chunk. */
const charactersEmbedded = 480

export async function slowRows(context: BenchContext): Promise<LatencyRow[]> {
  const place = await libraryOfChunks({ ...context, chunks: Math.min(context.chunks ?? mostChunks, mostChunks) })
  const [embedded, slow] = [await openEncoder(embeddedModelFolder()), await openSlowEncoder()]
  const rows = await openLibraryRows(place, embedded)
  try {
    const searched = await searchedOf(place.library, rows)
    const calibrated = await calibrateBatchSize(slow)
    const texts = await queriesFor(place, tuningQueries)
    const queries = await queriesOf(texts, embedded)
    const chosen: Chosen[] = []
    for (const way of waysOf(searched, Math.max(leastBatch, calibrated)))
      chosen.push(await chooseWidth(way, queries, searched))
    context.print(
      `${rows.count} chunks, ${slowEncoderName}: texts of up to ${slowTokens} tokens, ` +
        `fast enough in batches of ${calibrated}; each way as wide as recall@10 of ${wantedRecall} needs`,
    )
    const timed = await timeAll({ chosen, queries, rows, slow, texts })
    return report(timed, rows.count, context)
  } finally {
    rows.close()
    await slow.close()
    await embedded.close()
  }
}

async function searchedOf(library: string, rows: LibraryRows): Promise<Searched> {
  const { vectors, dimensions, count } = rows
  const lists = Math.round(Math.sqrt(count))
  const store = await openStore(library)
  return {
    store,
    hotCache: await hubsOf(store, rows),
    dimensions,
    vectors,
    index: buildInvertedFile(vectors, { dimensions, lists, seed: 1 }),
    rowOfChunk: rows.rowOfChunk,
  }
}

/** A cache that has a tenth of all chunks, those that most lists of the graph name. */
async function hubsOf(store: Store, { vectors, dimensions, count, rowOfChunk }: LibraryRows): Promise<HotCache> {
  const hubs = Math.ceil(count * cachedShare)
  const budgetBytes = 2 * (hubs + 1) * (dimensions + 100)
  const cache = new HotCache({ budgetBytes, dimensions, model: store.model.fingerprint })
  const chunks = await hubChunks(store.segments, hubs)
  const vectorOf = (row: number): Float32Array => vectors.subarray(row * dimensions, (row + 1) * dimensions)
  cache.setHubs(chunks.map((chunk) => ({ chunk, vector: vectorOf(rowOfChunk(chunk)) })))
  return cache
}

async function queriesOf(texts: readonly string[], encoder: Encoder): Promise<Float32Array[]> {
  const { dimensions } = encoder
  const vectors = await encoder.embed(texts.map((text) => ({ header: '', text, use: 'query' })))
  return texts.map((_, i) => vectors.subarray(i * dimensions, (i + 1) * dimensions))
}

interface Chosen {
  readonly way: Way
  readonly width: number
  readonly recall10: number
  /** Mean over the queries. */
  readonly recomputed: number
}

/** The least width with the recall that is wanted, found without the slow encoder; the largest where none has it. */
async function chooseWidth(way: Way, queries: readonly Float32Array[], searched: Searched): Promise<Chosen> {
  const thresholds = queries.map((query) => exactThreshold(query, searched, hits))
  let chosen: Chosen | undefined
  for (const width of way.widths) {
    let recomputed = 0
    let recall = 0
    const embed = async (rows: readonly number[]): Promise<void> => {
      recomputed += rows.length
    }
    for (const [i, query] of queries.entries()) {
      const found = await way.search({ query, count: hits, width, embed })
      recall += recallOf(found, query, { rows: searched, threshold: thresholds[i], count: hits })
    }
    chosen = { way, width, recall10: recall / queries.length, recomputed: recomputed / queries.length }
    if (chosen.recall10 >= wantedRecall) break
  }
  if (chosen === undefined) throw new Error(`${way.strategy} has no widths`)
  return chosen
}

interface Timing {
  readonly chosen: readonly Chosen[]
  readonly texts: readonly string[]
  readonly queries: readonly Float32Array[]
  readonly rows: LibraryRows
  readonly slow: Encoder
}

interface Timed extends Chosen {
  /** Milliseconds, by query. */
  readonly times: number[]
}

/** The ways take turns, so that all see the same noise; the slow ones drop out when their time is up. */
async function timeAll({ chosen, texts, queries, rows, slow }: Timing): Promise<Timed[]> {
  const timed = chosen.map((one): Timed => ({ ...one, times: [] }))
  const embed = async (asked: readonly number[]): Promise<void> => {
    const inputs = await Promise.all(asked.map((row) => rows.text(row)))
    if (inputs.length > 0)
      await slow.embed(inputs.map((text) => ({ header: '', text: text.slice(0, charactersEmbedded) })))
  }
  for (let i = 0; i < Math.min(timedQueries, texts.length); i++) {
    for (const { way, width, times } of timed) {
      const spent = sumOf(times)
      if (times.length < i || (i > 0 && spent + spent / i > budgetMs / timed.length)) continue
      const from = performance.now()
      await slow.embed([{ header: '', text: texts[i], use: 'query' }])
      const found = await way.search({ query: queries[i], count: hits, width, embed })
      for (const row of found) await rows.text(row)
      times.push(performance.now() - from)
    }
  }
  return timed
}

/** By the queries that both answered. */
function timesAsFast(times: readonly number[], exact: readonly number[]): number {
  const both = Math.min(times.length, exact.length)
  return sumOf(exact.slice(0, both)) / sumOf(times.slice(0, both))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function report(timed: readonly Timed[], chunks: number, { print }: BenchContext): LatencyRow[] {
  const [exact] = timed
  const cells = timed.map(({ way, width, recall10, recomputed, times }) => [
    way.strategy,
    width,
    round(recall10),
    round(recomputed),
    round(percentile(times, 0.5) / 1000),
    round(percentile(times, 0.95) / 1000),
    times.length,
    round(timesAsFast(times, exact.times)),
  ])
  const head = [
    'slow encoder',
    'width',
    'recall@10',
    'recomputed',
    'p50 s',
    'p95 s',
    'queries',
    'times as fast as exact',
  ]
  for (const line of table([head, ...cells])) print(line)
  return timed.map(({ way, recall10, times }) => ({
    chunks,
    engine: 'leantern',
    strategy: way.strategy,
    encoder: slowEncoderName,
    p50: round(percentile(times, 0.5)),
    p95: round(percentile(times, 0.95)),
    recall10: round(recall10),
  }))
}
