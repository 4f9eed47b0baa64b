import type { Beam } from './beam.ts'
import type { NeighbourLists } from './neighbour-lists.ts'
import type { RowScorer } from './row-scorer.ts'
import type { VisitedSet } from './visited-set.ts'

/** What a search for a row needs; beam and visited set are scratch memory. */
export interface RowSearch {
  readonly lists: NeighbourLists
  readonly entryPoints: Uint32Array
  readonly scorer: RowScorer
  readonly beam: Beam
  readonly visited: VisitedSet
}

/** Leaves the nodes found nearest to `row`, itself not among them, in the beam. */
export function searchGraph(row: number, { lists, entryPoints, scorer, beam, visited }: RowSearch): void {
  const { ids, scores } = scorer
  const { capacity, degrees, ids: neighbours } = lists
  beam.clear()
  visited.clear()
  visited.add(row)
  let count = 0
  for (let i = 0; i < entryPoints.length; i++) if (visited.add(entryPoints[i])) ids[count++] = entryPoints[i]
  for (;;) {
    scorer.score(row, count)
    for (let i = 0; i < count; i++) beam.offer(ids[i], scores[i])
    const node = beam.take()
    if (node < 0) return
    const start = node * capacity
    const end = start + degrees[node]
    count = 0
    for (let i = start; i < end; i++) if (visited.add(neighbours[i])) ids[count++] = neighbours[i]
  }
}
