import type { CsrGraph } from './csr-graph.ts'
import { deadlineOf, WalkResults, type GraphAnswer, type GraphSearch } from './graph-search.ts'
import { ScoreQueue } from './score-queue.ts'
import { VisitedSet } from './visited-set.ts'

/** A node without a text is taken to be this much worse than the node that led to it: gone regions are crossed, not searched. */
const goneStep = 0.02

/**
 * Algorithm 1 of the paper: best-first search, every neighbour of an expanded node is recomputed. With `batch` above 1 the
 * neighbours of several nodes go together; the order is then slightly stale, and somewhat more is recomputed.
 */
export async function walkExact(search: GraphSearch): Promise<GraphAnswer> {
  const { graph, efSearch, count, accept, batch = 1, signal } = search
  const isTimeUp = deadlineOf(search)
  const results = new WalkResults(Math.max(efSearch, count), accept)
  const queue = new ScoreQueue()
  const visited = new VisitedSet(graph.nodeCount)
  const cost = { recomputed: 0, codesRead: 0, hops: 0 }
  let pending = entries(graph, visited)
  while (pending.ids.length > 0) {
    signal?.throwIfAborted()
    const scores = await search.recompute(pending.ids)
    cost.recomputed += pending.ids.length
    for (let i = 0; i < scores.length; i++) {
      if (Number.isNaN(scores[i])) queue.push(pending.parentScores[i] - goneStep, pending.ids[i])
      else if (scores[i] > results.threshold) {
        queue.push(scores[i], pending.ids[i])
        results.offer(pending.ids[i], scores[i])
      }
    }
    if (isTimeUp()) return results.answer(count, { ...cost, isComplete: false })
    pending = { ids: [], parentScores: [] }
    while (pending.ids.length < batch && queue.size > 0 && queue.bestScore > results.threshold) {
      const parentScore = queue.bestScore
      addNeighbours(pending, { graph, node: queue.pop(), parentScore, visited })
      cost.hops++
    }
  }
  return results.answer(count, { ...cost, isComplete: true })
}

/** Nodes to be recomputed, and the score of the node that led to each. */
interface Pending {
  readonly ids: number[]
  readonly parentScores: number[]
}

function entries({ entryPoints }: CsrGraph, visited: VisitedSet): Pending {
  const ids = [...entryPoints].filter((node) => visited.add(node))
  return { ids, parentScores: ids.map(() => 0) }
}

interface Expansion {
  readonly graph: CsrGraph
  readonly node: number
  readonly parentScore: number
  readonly visited: VisitedSet
}

function addNeighbours(pending: Pending, { graph, node, parentScore, visited }: Expansion): void {
  const end = graph.offsets[node + 1]
  for (let e = graph.offsets[node]; e < end; e++) {
    if (!visited.add(graph.edges[e])) continue
    pending.ids.push(graph.edges[e])
    pending.parentScores.push(parentScore)
  }
}
