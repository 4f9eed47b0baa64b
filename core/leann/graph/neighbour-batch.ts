import type { VisitedSet } from './visited-set.ts'

/** The nodes of one step of a walk that were not seen before, and room for their scores. Grows to the longest list. */
export class NeighbourBatch {
  ids = new Uint32Array(128)
  scores = new Float32Array(128)
  count = 0

  readonly #visited: VisitedSet

  constructor(visited: VisitedSet) {
    this.#visited = visited
  }

  /** Takes those of nodes[from .. to) that were never taken before. */
  fill(nodes: Uint32Array, from: number, to: number): void {
    if (to - from > this.ids.length) {
      this.ids = new Uint32Array(to - from)
      this.scores = new Float32Array(to - from)
    }
    const { ids } = this
    let count = 0
    for (let i = from; i < to; i++) if (this.#visited.add(nodes[i])) ids[count++] = nodes[i]
    this.count = count
  }
}
