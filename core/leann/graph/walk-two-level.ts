import { deadlineOf, WalkResults, type GraphAnswer, type GraphSearch } from './graph-search.ts'
import { NeighbourBatch } from './neighbour-batch.ts'
import { RankedShare } from './ranked-share.ts'
import { ScoreQueue } from './score-queue.ts'
import { VisitedSet } from './visited-set.ts'

export interface TwoLevelSearch extends GraphSearch {
  estimate(ids: Uint32Array, count: number, scores: Float32Array): void
  /** The paper's α: percent of the approximate queue that is recomputed, above 0 and at most 100. */
  readonly rerankPercent: number
}

/**
 * Algorithm 2 of the paper: neighbours go by estimate into a queue that is global to the search; only its best α percent
 * are recomputed and steer. With 100 percent it is `walkExact`. Where the queue runs dry before `efSearch` results are there, the
 * next best go in: the paper stops there, and with a small α returns little. Nodes that must not be returned, and nodes without a text,
 * steer by their estimate: they are not recomputed for nothing.
 */
export async function walkTwoLevel(search: TwoLevelSearch): Promise<GraphAnswer> {
  const { efSearch, count, accept, batch = 1, signal } = search
  const isTimeUp = deadlineOf(search)
  const results = new WalkResults(Math.max(efSearch, count), accept)
  const exactQueue = new ScoreQueue()
  const walk = new ApproximateWalk(search)
  const cost = { recomputed: 0, codesRead: 0, hops: 0 }
  let pending: number[] = []
  walk.enter(pending)
  for (;;) {
    signal?.throwIfAborted()
    const wanted = accept === undefined ? pending : pending.filter((id) => accept(id))
    const scores = wanted.length === 0 ? new Float32Array(0) : await search.recompute(wanted)
    cost.recomputed += wanted.length
    for (let i = 0; i < scores.length; i++) {
      if (Number.isNaN(scores[i])) exactQueue.push(walk.estimateOf(wanted[i]), wanted[i])
      else if (scores[i] > results.threshold) {
        exactQueue.push(scores[i], wanted[i])
        results.offer(wanted[i], scores[i])
      }
    }
    if (accept !== undefined) {
      for (const id of pending) if (!accept(id)) exactQueue.push(walk.estimateOf(id), id)
    }
    if (isTimeUp()) return results.answer(count, { ...cost, codesRead: walk.codesRead, isComplete: false })
    pending = []
    while (pending.length < batch && exactQueue.size > 0 && exactQueue.bestScore > results.threshold) {
      walk.expand(exactQueue.pop(), pending)
      cost.hops++
    }
    if (pending.length === 0 && results.threshold === -Infinity) walk.promote(batch, pending)
    if (pending.length === 0) return results.answer(count, { ...cost, codesRead: walk.codesRead, isComplete: true })
  }
}

/** Estimates of the nodes seen, and which of them are worth recomputing. */
class ApproximateWalk {
  codesRead = 0
  readonly #search: TwoLevelSearch
  readonly #queue: RankedShare
  readonly #batch: NeighbourBatch

  constructor(search: TwoLevelSearch) {
    const { graph, rerankPercent } = search
    this.#search = search
    this.#queue = new RankedShare(rerankPercent / 100, graph.nodeCount)
    this.#batch = new NeighbourBatch(new VisitedSet(graph.nodeCount))
  }

  /** Looks at the entry points; appends what is to be recomputed now. */
  enter(pending: number[]): void {
    const { entryPoints } = this.#search.graph
    this.#batch.fill(entryPoints, 0, entryPoints.length)
    this.#rank(pending)
  }

  /** Looks at the neighbours of `node`. */
  expand(node: number, pending: number[]): void {
    const { offsets, edges } = this.#search.graph
    this.#batch.fill(edges, offsets[node], offsets[node + 1])
    this.#rank(pending)
  }

  /** Appends the next best although they are beyond the share. */
  promote(count: number, pending: number[]): void {
    this.#queue.takeBest(pending, count)
  }

  #rank(pending: number[]): void {
    const { ids, scores, count } = this.#batch
    this.#search.estimate(ids, count, scores)
    this.codesRead += count
    for (let i = 0; i < count; i++) this.#queue.add(ids[i], scores[i])
    this.#queue.take(pending)
  }

  estimateOf(id: number): number {
    const { ids, scores } = this.#batch
    ids[0] = id
    this.#search.estimate(ids, 1, scores)
    return scores[0]
  }
}
