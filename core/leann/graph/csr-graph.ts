import type { NeighbourLists } from './neighbour-lists.ts'

/** A proximity graph in memory: compressed sparse rows. Node ids are 0 to `nodeCount` - 1, as the rows of the vectors. */
export interface CsrGraph {
  readonly nodeCount: number
  /** Where a search starts: all of them are scored first. Empty only without nodes. */
  readonly entryPoints: Uint32Array
  /** [nodeCount + 1]: the neighbours of n are edges[offsets[n] .. offsets[n + 1]). */
  readonly offsets: Uint32Array
  /** Node ids, ascending within a node. */
  readonly edges: Uint32Array
}

/** The lists packed one after the other, each sorted. */
export function packLists(lists: NeighbourLists, entryPoints: Uint32Array): CsrGraph {
  const { nodeCount, capacity, degrees, ids } = lists
  const offsets = new Uint32Array(nodeCount + 1)
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] = offsets[node] + degrees[node]
  const edges = new Uint32Array(offsets[nodeCount])
  for (let node = 0; node < nodeCount; node++) {
    const start = node * capacity
    edges.set(ids.subarray(start, start + degrees[node]), offsets[node])
    edges.subarray(offsets[node], offsets[node + 1]).sort()
  }
  return { nodeCount, entryPoints, offsets, edges }
}

/** Neighbours a node has on average; 0 without nodes. */
export function averageDegree({ nodeCount, edges }: CsrGraph): number {
  return nodeCount === 0 ? 0 : edges.length / nodeCount
}
