/*
 * Search over the segments. `codes`: candidates by their codes, recompute the best, order these exactly. `two-level` and
 * `exact`: walk the segments' graphs as the LEANN paper does. `flat`: recompute everything, the oracle of the others.
 */
import type { SearchStats, Strategy } from '../types.ts'
import { bestByCodes } from './candidates.ts'
import type { Codec } from './codes.ts'
import { CosineSample, sampleCodes, type Spread } from './cosine-sample.ts'
import { deadlineOf } from './graph/graph-search.ts'
import { Ranking, recomputeBest } from './ranking.ts'
import { isWalkable, rowsOf, searchedSegments, type SearchedSegment } from './searched-segments.ts'
import type { ChunkRef } from './segment-file.ts'
import type { LiveSegment } from './live-segments.ts'
import { walkSegment } from './walk-segment.ts'

/** A row by its place in the list of segments that is searched. */
export interface RowRef {
  readonly segment: number
  readonly row: number
}

/** A chunk with its exact score. */
export interface ScoredChunk {
  readonly chunk: ChunkRef
  readonly place: RowRef
  /** Cosine of the query and the chunk's recomputed embedding. */
  readonly score: number
}

/** One search by a vector: where, how, and how far. */
export interface ChunkSearch {
  readonly strategy: Strategy
  readonly segments: readonly LiveSegment[]
  readonly codec: Codec
  /** Unit vector, [dimensions]. */
  readonly query: Float32Array
  /** Most chunks to return. */
  readonly count: number
  /** Candidates whose embedding is recomputed where codes steer, unless the order is certain before. */
  readonly rerank: number
  /** It goes on to so many while the order is uncertain; default: no farther than `rerank`. */
  readonly rerankMost?: number
  /** Milliseconds of recomputing after which it does not go on beyond `rerank`. */
  readonly rerankMostMs?: number
  /** Milliseconds after which nothing further is begun: the best so far is the answer, and `isComplete` says so. */
  readonly budgetMs?: number | undefined
  /** Ids of the document versions that may be returned, ascending; default: all. */
  readonly documents?: Uint32Array | undefined
  /** Width of a walk. Where it is given, `codes` walks every graph there is; else only those of very large segments. */
  readonly efSearch?: number | undefined
  /** Chunks that a walk steered by recomputing collects before it recomputes them; 1 (the default): the paper's order. */
  readonly batch?: number | undefined
  /**
   * Embeds the chunks' present text: [chunks × dimensions], and whether each is still what was indexed. Rows of stale
   * chunks are ignored.
   */
  recompute(chunks: readonly ChunkRef[]): Promise<{ vectors: Float32Array; isStale: readonly boolean[] }>
  readonly signal?: AbortSignal | undefined
}

/** What a search found, and what it cost. */
export interface ChunkAnswer {
  /** Best first. */
  readonly chunks: readonly ScoredChunk[]
  readonly codesRead: number
  readonly recomputed: number
  readonly stale: number
  /** Nodes whose neighbours were looked at. */
  readonly hops: number
  /** False when the time was up before the search was over. */
  readonly isComplete: boolean
  /** Mean and standard deviation of the query's cosines with all chunks, from a sample. */
  readonly spread: Spread
  readonly ms: Pick<SearchStats['ms'], 'candidates' | 'recompute'>
}

/** What a part of a search cost. */
export interface PartCost {
  readonly codesRead: number
  readonly hops: number
  readonly isComplete: boolean
}

/** The best chunks for a query vector by one of the strategies, with what that cost. @throws the signal's reason once it is aborted */
export async function searchChunks(search: ChunkSearch): Promise<ChunkAnswer> {
  const started = performance.now()
  const segments = searchedSegments(search)
  const sample = new CosineSample()
  const ranking = new Ranking(search, segments)
  const isWalk = search.strategy === 'exact' || search.strategy === 'two-level'
  const walked = isWalk ? segments.filter(isWalkable) : []
  const { cost, candidatesMs } =
    search.strategy === 'flat'
      ? await recomputeAll(ranking, segments, sample)
      : await byCodes({
          search,
          ranking,
          sample,
          isTimeUp: deadlineOf(search),
          segments: isWalk ? segments.filter((part) => !isWalkable(part)) : segments,
        })
  let { codesRead, hops, isComplete } = cost
  for (const segment of walked) {
    const walk = await walkSegment(segment, { search, ranking, started })
    sampleCodes(segment, search, sample)
    codesRead += walk.codesRead
    hops += walk.hops
    isComplete &&= walk.isComplete
  }
  return {
    chunks: ranking.best(),
    codesRead,
    recomputed: ranking.recomputed,
    stale: ranking.stale,
    hops,
    isComplete,
    spread: sample.spread(),
    ms: { candidates: candidatesMs, recompute: performance.now() - started - candidatesMs },
  }
}

/** Chunks recomputed between two looks at the signal. */
const flatBlock = 512

interface Side {
  readonly cost: PartCost
  readonly candidatesMs: number
}

async function recomputeAll(
  ranking: Ranking,
  segments: readonly SearchedSegment[],
  sample: CosineSample,
): Promise<Side> {
  for (const block of rowsOf(segments, flatBlock)) {
    for (const score of await ranking.take(block)) if (!Number.isNaN(score)) sample.add(score, 0)
  }
  return { cost: { codesRead: 0, hops: 0, isComplete: true }, candidatesMs: 0 }
}

async function byCodes({
  search,
  ranking,
  sample,
  segments,
  isTimeUp,
}: {
  search: ChunkSearch
  ranking: Ranking
  sample: CosineSample
  segments: readonly SearchedSegment[]
  isTimeUp(): boolean
}): Promise<Side> {
  const started = performance.now()
  const { candidates, ...cost } = await bestByCodes(segments, search, sample)
  const candidatesMs = performance.now() - started
  const isComplete = await recomputeBest(ranking, candidates, { ...search, isTimeUp })
  return { cost: { ...cost, isComplete: cost.isComplete && isComplete }, candidatesMs }
}
