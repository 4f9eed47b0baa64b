import { Beam } from './beam.ts'
import type { NeighbourLists } from './neighbour-lists.ts'
import type { RowScorer } from './row-scorer.ts'
import { searchGraph } from './row-search.ts'
import { VisitedSet } from './visited-set.ts'

export interface Connect {
  /** Gets links to what cannot be reached. */
  readonly lists: NeighbourLists
  readonly entryPoints: Uint32Array
  readonly scorer: RowScorer
}

/** Width of the search for a node that can link to one that nothing leads to. */
const searchWidth = 64

/**
 * Makes every node reachable from the entry points: lists that were chosen again drop links, and some nodes lose their
 * last one. Each gets a link from the nearest node with room that a search finds, else from any that can be reached and
 * has room. Returns how many links were made.
 */
export function connectGraph({ lists, entryPoints, scorer }: Connect): number {
  const { nodeCount } = lists
  const reached = new Uint8Array(nodeCount)
  const stack = new Uint32Array(nodeCount)
  const beam = new Beam(searchWidth)
  const visited = new VisitedSet(nodeCount)
  for (const node of entryPoints) reach(node, { lists, reached, stack })
  let made = 0
  for (let node = 0; node < nodeCount; node++) {
    if (reached[node] === 1) continue
    searchGraph(node, { lists, entryPoints, scorer, beam, visited })
    const from = nearestWithRoom(beam, lists, reached)
    // Only where all lists are full, which the rule for choosing neighbours makes impossible but for a few nodes.
    if (from < 0) return made
    lists.add(from, node)
    reach(node, { lists, reached, stack })
    made++
  }
  return made
}

function nearestWithRoom({ ids, count }: Beam, { degrees, capacity }: NeighbourLists, reached: Uint8Array): number {
  for (let i = 0; i < count; i++) if (degrees[ids[i]] < capacity) return ids[i]
  return degrees.findIndex((degree, node) => degree < capacity && reached[node] === 1)
}

interface Reach {
  readonly lists: NeighbourLists
  readonly reached: Uint8Array
  /** Scratch memory, [nodeCount]. */
  readonly stack: Uint32Array
}

/** Marks all that can be reached from `start`. */
function reach(start: number, { lists, reached, stack }: Reach): void {
  if (reached[start] === 1) return
  reached[start] = 1
  stack[0] = start
  for (let size = 1; size > 0;) {
    const node = stack[--size]
    const from = node * lists.capacity
    const to = from + lists.degrees[node]
    for (let i = from; i < to; i++) {
      const neighbour = lists.ids[i]
      if (reached[neighbour] === 1) continue
      reached[neighbour] = 1
      stack[size++] = neighbour
    }
  }
}
