import type { CsrGraph } from './csr-graph.ts'

/** Neighbour lists of a graph that is being built: fixed room for each node, in one array. */
export class NeighbourLists {
  readonly nodeCount: number
  /** Most neighbours of one node. */
  readonly capacity: number
  /** [nodeCount × capacity]; the neighbours of n are the first degrees[n] from n × capacity on. */
  readonly ids: Uint32Array
  readonly degrees: Uint16Array

  constructor(nodeCount: number, capacity: number) {
    this.nodeCount = nodeCount
    this.capacity = capacity
    this.ids = new Uint32Array(nodeCount * capacity)
    this.degrees = new Uint16Array(nodeCount)
  }

  /** Lists with room for `capacity` neighbours, filled from `graph`; every degree must fit. */
  static from({ nodeCount, offsets, edges }: CsrGraph, capacity: number): NeighbourLists {
    const lists = new NeighbourLists(nodeCount, capacity)
    for (let node = 0; node < nodeCount; node++) {
      lists.ids.set(edges.subarray(offsets[node], offsets[node + 1]), node * capacity)
      lists.degrees[node] = offsets[node + 1] - offsets[node]
    }
    return lists
  }

  has(node: number, neighbour: number): boolean {
    const start = node * this.capacity
    const end = start + this.degrees[node]
    for (let i = start; i < end; i++) if (this.ids[i] === neighbour) return true
    return false
  }

  /** False when there is no room. */
  add(node: number, neighbour: number): boolean {
    const degree = this.degrees[node]
    if (degree === this.capacity) return false
    this.ids[node * this.capacity + degree] = neighbour
    this.degrees[node] = degree + 1
    return true
  }

  /** Replaces the neighbours of `node` by the first `count` of `neighbours`. */
  replace(node: number, neighbours: Uint32Array, count: number): void {
    const start = node * this.capacity
    for (let i = 0; i < count; i++) this.ids[start + i] = neighbours[i]
    this.degrees[node] = count
  }
}
