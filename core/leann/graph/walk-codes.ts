import { deadlineOf, WalkResults, type GraphAnswer, type GraphSearch, type SearchCost } from './graph-search.ts'
import { NeighbourBatch } from './neighbour-batch.ts'
import { ScoreQueue } from './score-queue.ts'
import { VisitedSet } from './visited-set.ts'

export interface CodesSearch extends GraphSearch {
  estimate(ids: Uint32Array, count: number, scores: Float32Array): void
  /** Best candidates that are recomputed. */
  readonly rerank: number
}

/** Hops between two looks at the clock and the signal. */
const hopsPerLook = 64

/**
 * Walks on estimates alone, keeping the best `efSearch`, then recomputes the best `rerank` of them and orders these exactly.
 * `batch` is the size of a recompute (default: all at once). What the budget leaves unrecomputed is not returned; the
 * first batch always is recomputed.
 */
export async function walkCodes(search: CodesSearch): Promise<GraphAnswer> {
  const { count, rerank, batch = rerank, signal } = search
  const isTimeUp = deadlineOf(search)
  const walk = walkEstimates({ ...search, efSearch: Math.max(search.efSearch, rerank, count) })
  const { cost } = walk
  let { isComplete } = walk
  const candidates = walk.results.slice(0, rerank).map(({ item }) => item)
  const results = new WalkResults(count, undefined)
  for (let from = 0; from < candidates.length; from += batch) {
    if (from > 0 && isTimeUp()) {
      isComplete = false
      break
    }
    signal?.throwIfAborted()
    const ids = candidates.slice(from, from + batch)
    const scores = await search.recompute(ids)
    cost.recomputed += ids.length
    for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) results.offer(ids[i], scores[i])
  }
  return results.answer(count, { ...cost, isComplete })
}

export type EstimateSearch = Pick<CodesSearch, 'graph' | 'efSearch' | 'estimate' | 'accept' | 'budgetMs' | 'signal'>

/** What a walk on estimates found. */
export interface EstimateWalk {
  /** The best `efSearch` nodes that may be returned, best first: `item` is the node, `score` its estimate. */
  readonly results: readonly { readonly item: number; readonly score: number }[]
  readonly cost: SearchCost
  /** False when the time was up before the walk was over. */
  readonly isComplete: boolean
}

/** Best-first search that reads codes only. Not asynchronous: ten thousand codes take about a millisecond. */
export function walkEstimates(search: EstimateSearch): EstimateWalk {
  const { offsets, edges, entryPoints, nodeCount } = search.graph
  const isTimeUp = deadlineOf(search)
  const results = new WalkResults(search.efSearch, search.accept)
  const cost = { recomputed: 0, codesRead: 0, hops: 0 }
  const batch = new NeighbourBatch(new VisitedSet(nodeCount))
  const queue = new ScoreQueue()
  batch.fill(entryPoints, 0, entryPoints.length)
  for (;;) {
    const { ids, scores, count } = batch
    search.estimate(ids, count, scores)
    cost.codesRead += count
    for (let i = 0; i < count; i++) {
      if (scores[i] <= results.threshold) continue
      queue.push(scores[i], ids[i])
      results.offer(ids[i], scores[i])
    }
    if (queue.size === 0 || queue.bestScore <= results.threshold)
      return { results: results.sorted(), cost, isComplete: true }
    if (++cost.hops % hopsPerLook === 0) {
      search.signal?.throwIfAborted()
      if (isTimeUp()) return { results: results.sorted(), cost, isComplete: false }
    }
    const node = queue.pop()
    batch.fill(edges, offsets[node], offsets[node + 1])
  }
}
