import { Beam } from './beam.ts'
import type { NeighbourLists } from './neighbour-lists.ts'
import type { RowScorer } from './row-scorer.ts'

/** Two vectors with a dot product of this or more are the same one. */
const sameScore = 1 - 1e-6

/**
 * Chooses the neighbours of a node by the rule of relative neighbourhood graphs: candidates come from near to far; one is
 * kept unless a kept one is nearer to it than the node is.
 */
export class NeighbourSelector {
  /** What `select` kept, nearest first. */
  readonly kept: Uint32Array
  readonly #scorer: RowScorer
  readonly #left: Uint32Array
  readonly #leftScores: Float32Array
  readonly #sorted: Beam

  /** At most `maxCandidates` come in, `maxKept` go out. */
  constructor(scorer: RowScorer, maxCandidates: number, maxKept: number) {
    this.#scorer = scorer
    this.kept = new Uint32Array(maxKept)
    this.#left = new Uint32Array(maxCandidates)
    this.#leftScores = new Float32Array(maxCandidates)
    this.#sorted = new Beam(maxCandidates)
  }

  /** From the candidates in the scorer's `ids`, in any order, for `node`. Returns how many were kept. */
  selectUnsorted(node: number, count: number, limit: number): number {
    const { ids, scores } = this.#scorer
    const sorted = this.#sorted
    this.#scorer.score(node, count)
    sorted.clear()
    for (let i = 0; i < count; i++) sorted.offer(ids[i], scores[i])
    return this.select(sorted, limit)
  }

  /** Adds `neighbour` to the list of `node`, where it is not; a list without room is chosen again with it. */
  link(lists: NeighbourLists, node: number, neighbour: number): void {
    if (lists.add(node, neighbour)) return
    const { ids } = this.#scorer
    const { capacity } = lists
    for (let i = 0; i < capacity; i++) ids[i] = lists.ids[node * capacity + i]
    ids[capacity] = neighbour
    lists.replace(node, this.kept, this.selectUnsorted(node, capacity + 1, capacity))
  }

  /**
   * From candidates that come best first. Each one kept is scored against all that are left in one call: the same pairs as
   * comparing each candidate with those kept before it. Of copies of the node itself a quarter of `limit` is kept: they
   * never rule each other out, and a crowd of equal vectors would else have no link to the rest.
   */
  select({ ids: from, scores: fromScores, count }: Pick<Beam, 'ids' | 'scores' | 'count'>, limit: number): number {
    const { ids, scores } = this.#scorer
    const left = this.#left
    const leftScores = this.#leftScores
    const maxCopies = Math.max(1, limit >> 2)
    let leftCount = 0
    for (let i = 0; i < count; i++) {
      if (fromScores[i] >= sameScore && i >= maxCopies) continue
      left[leftCount] = from[i]
      leftScores[leftCount++] = fromScores[i]
    }
    let keptCount = 0
    while (leftCount > 0 && keptCount < limit) {
      const nearest = left[0]
      this.kept[keptCount++] = nearest
      if (keptCount === limit) break
      for (let i = 1; i < leftCount; i++) ids[i - 1] = left[i]
      this.#scorer.score(nearest, leftCount - 1)
      let survivors = 0
      for (let i = 1; i < leftCount; i++) {
        if (scores[i - 1] > leftScores[i]) continue
        left[survivors] = left[i]
        leftScores[survivors++] = leftScores[i]
      }
      leftCount = survivors
    }
    return keptCount
  }
}
