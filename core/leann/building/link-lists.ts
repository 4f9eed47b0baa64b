import type { CsrGraph } from '../graph/csr-graph.ts'

/** Neighbour lists with room of their own for each node: `limits[node]` of them, in one array. */
export class LinkLists {
  readonly nodeCount: number
  /** [nodes + 1]: the room of node n is ids[starts[n] .. starts[n + 1]). */
  readonly starts: Uint32Array
  readonly ids: Uint32Array
  /** [nodes]: how much of the room is used. */
  readonly degrees: Uint32Array

  constructor(limits: Uint16Array | Uint32Array) {
    this.nodeCount = limits.length
    this.starts = new Uint32Array(limits.length + 1)
    for (let node = 0; node < limits.length; node++) this.starts[node + 1] = this.starts[node] + limits[node]
    this.ids = new Uint32Array(this.starts[limits.length])
    this.degrees = new Uint32Array(limits.length)
  }

  /** The list must have room. */
  add(node: number, neighbour: number): void {
    this.ids[this.starts[node] + this.degrees[node]++] = neighbour
  }

  replace(node: number, neighbours: Uint32Array, count: number): void {
    this.degrees[node] = 0
    for (let i = 0; i < count; i++) this.add(node, neighbours[i])
  }

  /** Whether `neighbour` is among the first `limit` of the node's list. */
  has(node: number, neighbour: number, limit: number): boolean {
    const start = this.starts[node]
    const end = start + Math.min(limit, this.degrees[node])
    for (let i = start; i < end; i++) if (this.ids[i] === neighbour) return true
    return false
  }
}

/** The lists one after the other, each with its extra links and sorted. */
export function packLinks(
  lists: LinkLists,
  extra: ReadonlyMap<number, readonly number[]>,
): Omit<CsrGraph, 'entryPoints'> {
  const { nodeCount, starts, ids, degrees } = lists
  const offsets = new Uint32Array(nodeCount + 1)
  for (let node = 0; node < nodeCount; node++)
    offsets[node + 1] = offsets[node] + degrees[node] + (extra.get(node)?.length ?? 0)
  const edges = new Uint32Array(offsets[nodeCount])
  for (let node = 0; node < nodeCount; node++) {
    const own = edges.subarray(offsets[node], offsets[node + 1])
    own.set(ids.subarray(starts[node], starts[node] + degrees[node]))
    own.set(extra.get(node) ?? [], degrees[node])
    own.sort()
  }
  return { nodeCount, offsets, edges }
}
