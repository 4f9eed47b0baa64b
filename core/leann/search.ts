/*
 * Search over the segments. `codes`: scan all codes, recompute the best, order these exactly. `flat`: recompute
 * everything, the oracle of every other strategy.
 */
import type { SearchStats, Strategy } from '../types.ts'
import { errorBound, errorDeviation, type Codec } from './codes.ts'
import { packedCodesOf, tablesFor, type QueryTables } from './packed-codes.ts'
import { chunkAt, type ChunkRef } from './segment-file.ts'
import type { LiveSegment } from './store.ts'
import { TopRows } from './top-rows.ts'

/** A row by its place in the list of segments that is searched. */
export interface RowRef {
  readonly segment: number
  readonly row: number
}

export interface ScoredChunk {
  readonly chunk: ChunkRef
  readonly place: RowRef
  /** Cosine of the query and the chunk's recomputed embedding. */
  readonly score: number
}

export interface ChunkSearch {
  readonly strategy: Strategy
  readonly segments: readonly LiveSegment[]
  readonly codec: Codec
  /** Unit vector, [dimensions]. */
  readonly query: Float32Array
  /** Most chunks to return. */
  readonly count: number
  /** Candidates whose embedding is recomputed (`codes`), unless the order is certain before. */
  readonly rerank: number
  /** With time left in `budgetMs` it goes on to so many while the order is uncertain; default: no farther than `rerank`. */
  readonly rerankMost?: number
  /** Milliseconds from the start of the search after which no further round begins. */
  readonly budgetMs?: number
  /**
   * Embeds the chunks' present text: [chunks × dimensions], and whether each is still what was indexed. Rows of stale
   * chunks are ignored.
   */
  recompute(chunks: readonly ChunkRef[]): Promise<{ vectors: Float32Array; isStale: readonly boolean[] }>
  readonly signal?: AbortSignal | undefined
}

export interface Spread {
  readonly mean: number
  readonly deviation: number
}

export interface ChunkAnswer {
  /** Best first. */
  readonly chunks: readonly ScoredChunk[]
  readonly codesRead: number
  readonly recomputed: number
  readonly stale: number
  /** Mean and standard deviation of the query's cosines with all chunks, from a sample. */
  readonly spread: Spread
  readonly ms: Pick<SearchStats['ms'], 'candidates' | 'recompute'>
}

/** Chunks recomputed between two looks at the signal. */
const flatBlock = 512

export async function searchChunks(search: ChunkSearch): Promise<ChunkAnswer> {
  const started = performance.now()
  const isFlat = search.strategy === 'flat'
  const sample = new Sample()
  const candidates = isFlat ? [] : bestByCodes(search, sample)
  const candidatesMs = performance.now() - started
  const ranking = new Ranking(search, isFlat ? sample : null)
  if (isFlat) for (const block of liveRows(search)) await ranking.take(block)
  else await takeBest(ranking, candidates, search)
  return {
    chunks: ranking.best(),
    codesRead: isFlat ? 0 : liveRowCount(search.segments),
    recomputed: ranking.recomputed,
    stale: ranking.stale,
    spread: sample.spread(),
    ms: { candidates: candidatesMs, recompute: performance.now() - started - candidatesMs },
  }
}

/** A chunk that may be among the best. */
interface Candidate {
  readonly place: RowRef
  /** Its cosine by its code. */
  readonly estimate: number
  /** How far off the estimate may be, nearly always. */
  readonly bound: number
}

/** Candidates recomputed before it is asked whether the order is certain. */
const firstRound = 20

/**
 * Recomputes candidates from the best on, in rounds, for each that turned out stale one more. It stops when no
 * candidate left can be among the best: the last hit's exact cosine is above all estimates plus their bounds.
 */
async function takeBest(ranking: Ranking, candidates: readonly Candidate[], search: ChunkSearch): Promise<void> {
  const { rerank, rerankMost = rerank, count, budgetMs = Infinity } = search
  const started = performance.now()
  const reach = reachFrom(candidates)
  let next = 0
  for (const wanted of [firstRound, rerank, rerankMost].map((round) => Math.max(round, count))) {
    if (wanted > Math.max(rerank, count) && performance.now() - started > budgetMs) return
    for (let missing = wanted - ranking.fresh; missing > 0; missing = wanted - ranking.fresh) {
      if (next >= candidates.length || ranking.threshold > reach[next]) return
      const group = candidates.slice(next, next + missing)
      next += group.length
      await ranking.take(group.map(({ place }) => place))
    }
  }
}

/** For each candidate the highest cosine that it or one after it may have. */
function reachFrom(candidates: readonly Candidate[]): Float32Array {
  const reach = new Float32Array(candidates.length)
  for (let i = candidates.length - 1; i >= 0; i--) {
    const { estimate, bound } = candidates[i]
    reach[i] = Math.max(estimate + bound, reach[i + 1] ?? -Infinity)
  }
  return reach
}

/** Recomputed chunks in exact order. */
class Ranking {
  recomputed = 0
  stale = 0
  readonly #search: ChunkSearch
  /** Takes the exact cosines where no codes are scanned. */
  readonly #sample: Sample | null
  readonly #top: TopRows
  readonly #kept: { chunk: ChunkRef; place: RowRef }[] = []

  constructor(search: ChunkSearch, sample: Sample | null) {
    this.#search = search
    this.#sample = sample
    this.#top = new TopRows(search.count)
  }

  async take(places: readonly RowRef[]): Promise<void> {
    const { query, signal, recompute, segments } = this.#search
    signal?.throwIfAborted()
    const chunks = places.map(({ segment, row }) => chunkAt(segments[segment].segment, row))
    const { vectors, isStale } = await recompute(chunks)
    this.recomputed += chunks.length
    for (const [i, chunk] of chunks.entries()) {
      const score = isStale[i] ? 0 : dotRow(query, vectors, i)
      if (isStale[i]) this.stale++
      // Exactly 0 is a chunk without a vector: no word of it is known to the model.
      if (score === 0) continue
      this.#sample?.add(score, 0)
      this.#top.add(score, this.#kept.length)
      this.#kept.push({ chunk, place: places[i] })
    }
  }

  /** Chunks recomputed that are still what was indexed. */
  get fresh(): number {
    return this.recomputed - this.stale
  }

  /** The exact cosine of the last hit; -Infinity while there are fewer than asked for. */
  get threshold(): number {
    return this.#top.threshold
  }

  best(): ScoredChunk[] {
    return this.#top.sorted().map(({ score, item }) => ({ ...this.#kept[item], score }))
  }
}

/** In large segments every so many rows one is looked at for the spread of cosines. */
const sampleStep = 8
const largeRows = 4096

/** Few chunks say little of how cosines are spread: no deviation is taken for less. Large libraries have about .08. */
const leastDeviation = 0.05

/** Mean and deviation of cosines that are each known up to an error. */
class Sample {
  #count = 0
  #sum = 0
  #squares = 0
  #errorSquares = 0

  /** `error`: standard deviation of the estimate, 0 for an exact cosine. */
  add(cosine: number, error: number): void {
    this.#count++
    this.#sum += cosine
    this.#squares += cosine * cosine
    this.#errorSquares += error * error
  }

  spread(): Spread {
    const mean = this.#sum / Math.max(1, this.#count)
    const variance = (this.#squares - this.#errorSquares) / Math.max(1, this.#count) - mean * mean
    return { mean, deviation: Math.max(leastDeviation, Math.sqrt(Math.max(0, variance))) }
  }
}

/** Candidates kept beyond those that are recomputed at first, in place of stale ones. */
const spareShare = 4

function bestByCodes(
  { segments, codec, query, count, rerank, rerankMost = rerank, signal }: ChunkSearch,
  sample: Sample,
): Candidate[] {
  const tables = tablesFor(codec, query)
  const top = new TopRows(Math.max(rerankMost, count) * spareShare)
  let base = 0
  for (const live of segments) {
    signal?.throwIfAborted()
    scanSegment(live, tables, { top, base, sample })
    base += live.segment.rowCount
  }
  return top.sorted().map(({ item, score }) => {
    const place = placeOfItem(segments, item)
    const scale = segments[place.segment].segment.codes.scales[place.row]
    return { place, estimate: score, bound: errorBound(scale) }
  })
}

interface Scan {
  readonly top: TopRows
  readonly sample: Sample
  /** What is added to a row to make it an item: the rows of the segments before. */
  readonly base: number
}

function scanSegment({ segment, deleted }: LiveSegment, tables: QueryTables, { top, base, sample }: Scan): void {
  const { scales } = segment.codes
  const step = segment.rowCount < largeRows ? 1 : sampleStep
  packedCodesOf(segment.codes).scan(tables, (scores, from, to) => {
    for (let row = from; row < to; row += step) {
      if (scales[row] !== 0) sample.add(scores[row - from], errorDeviation(scales[row]))
    }
    let threshold = top.threshold
    for (let row = from; row < to; row++) {
      const score = scores[row - from]
      if (score <= threshold || scales[row] === 0 || deleted?.has(row) === true) continue
      top.add(score, base + row)
      threshold = top.threshold
    }
  })
}

function placeOfItem(segments: readonly LiveSegment[], item: number): RowRef {
  let row = item
  for (const [index, { segment }] of segments.entries()) {
    if (row < segment.rowCount) return { segment: index, row }
    row -= segment.rowCount
  }
  throw new RangeError(`No row ${item}`)
}

/** All live rows, some hundred at a time. */
function* liveRows({ segments }: ChunkSearch): Generator<RowRef[]> {
  let block: RowRef[] = []
  for (const [index, { segment, deleted }] of segments.entries()) {
    for (let row = 0; row < segment.rowCount; row++) {
      if (deleted?.has(row) === true) continue
      block.push({ segment: index, row })
      if (block.length < flatBlock) continue
      yield block
      block = []
    }
  }
  if (block.length > 0) yield block
}

function liveRowCount(segments: readonly LiveSegment[]): number {
  return segments.reduce((sum, { segment, deleted }) => sum + segment.rowCount - (deleted?.count ?? 0), 0)
}

/** Dot product of `query` with row `row` of `vectors`. Four sums keep the multiplier busy; no allocation. */
export function dotRow(query: Float32Array, vectors: Float32Array, row: number): number {
  const length = query.length
  const start = row * length
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    s0 += query[i] * vectors[start + i]
    s1 += query[i + 1] * vectors[start + i + 1]
    s2 += query[i + 2] * vectors[start + i + 2]
    s3 += query[i + 3] * vectors[start + i + 3]
  }
  for (; i < length; i++) s0 += query[i] * vectors[start + i]
  return s0 + s1 + s2 + s3
}
