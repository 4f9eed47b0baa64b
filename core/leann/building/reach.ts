/*
 * A way to every node of a graph whose vectors are on disk. What a node links to is near it, so a node that nothing leads
 * to is best linked from the first node with room that its own links lead to; no vector is needed for that.
 */
import { createLevelRows } from './level-rows.ts'
import type { LinkLists } from './link-lists.ts'
import type { ScratchVectors } from './scratch-vectors.ts'

export interface Reach {
  readonly lists: LinkLists
  /** Most neighbours of a node. */
  readonly maxDegree: number
  readonly entryPoints: Uint32Array
  /** For a node whose own links lead nowhere else: the nearest of a sample then leads to it. */
  readonly scratch: ScratchVectors
}

/** Nodes looked at on the way from a node that nothing leads to. */
const mostSteps = 4096
const sampleRows = 4096

/** Links to add to the lists, by the node that gets them, so that every node can be reached from the entry points. */
export function linksToReachAll(reach: Reach): Map<number, number[]> {
  const pass = new ReachPass(reach)
  for (const node of reach.entryPoints) pass.mark(node)
  for (let node = 0; node < reach.lists.nodeCount; node++) {
    if (pass.reached[node] === 1) continue
    const from = pass.nearWithRoom(node) ?? pass.sampledWithRoom(node)
    // Only where all lists are full, which the rule for choosing neighbours makes impossible but for a few nodes.
    if (from === null) break
    pass.link(from, node)
    pass.mark(node)
  }
  return pass.extra
}

class ReachPass {
  readonly reached: Uint8Array
  readonly extra = new Map<number, number[]>()
  readonly #reach: Reach
  readonly #stack: Uint32Array

  constructor(reach: Reach) {
    this.#reach = reach
    this.reached = new Uint8Array(reach.lists.nodeCount)
    this.#stack = new Uint32Array(reach.lists.nodeCount)
  }

  /** Marks all that can be reached from `start`. */
  mark(start: number): void {
    const { reached } = this
    const { ids, starts, degrees } = this.#reach.lists
    if (reached[start] === 1) return
    const stack = this.#stack
    reached[start] = 1
    stack[0] = start
    for (let size = 1; size > 0;) {
      const node = stack[--size]
      const end = starts[node] + degrees[node]
      for (let i = starts[node]; i < end; i++) {
        if (reached[ids[i]] === 1) continue
        reached[ids[i]] = 1
        stack[size++] = ids[i]
      }
    }
  }

  link(from: number, to: number): void {
    const links = this.extra.get(from)
    if (links === undefined) this.extra.set(from, [to])
    else links.push(to)
  }

  #canLead(node: number): boolean {
    const degree = this.#reach.lists.degrees[node] + (this.extra.get(node)?.length ?? 0)
    return this.reached[node] === 1 && degree < this.#reach.maxDegree
  }

  /** The first node with room, breadth first along the links of `node`. */
  nearWithRoom(node: number): number | null {
    const { ids, starts, degrees } = this.#reach.lists
    const seen = new Set([node])
    for (const next of seen) {
      if (this.#canLead(next)) return next
      if (seen.size > mostSteps) return null
      for (let i = starts[next]; i < starts[next] + degrees[next]; i++) seen.add(ids[i])
    }
    return null
  }

  /** The nearest of nodes with room, spread over all there are. */
  sampledWithRoom(node: number): number | null {
    const { lists, scratch } = this.#reach
    const withRoom: number[] = []
    const stride = Math.max(1, Math.floor(lists.nodeCount / sampleRows))
    for (let row = 0; row < lists.nodeCount; row += stride) if (this.#canLead(row)) withRoom.push(row)
    if (withRoom.length === 0) return null
    const rows = Uint32Array.from([...withRoom, node]).toSorted()
    const level = createLevelRows({ rowCount: rows.length, dimensions: scratch.dimensions, capacity: rows.length })
    scratch.copyTo(level, rows)
    const own = rows.indexOf(node)
    for (let i = 0; i < rows.length; i++) level.scorer.ids[i] = i
    level.scorer.score(own, rows.length)
    const score = (i: number): number => level.scorer.scores[i]
    let best = own === 0 ? 1 : 0
    for (let i = 0; i < rows.length; i++) if (i !== own && score(i) > score(best)) best = i
    return rows[best]
  }
}
