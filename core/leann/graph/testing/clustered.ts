import { rowOf, unitVectors } from '../../../test/vectors.ts'
import { dotRow } from '../../dot-row.ts'
import { TopRows } from '../../top-rows.ts'
import { buildGraph, defaultBuild, scorerCapacity, type BuildOptions } from '../build-graph.ts'
import type { CsrGraph } from '../csr-graph.ts'
import type { GraphSearch } from '../graph-search.ts'
import { createRowScorer, type RowScorer } from '../row-scorer.ts'

/** Clustered vectors, queries of the same kind, and what brute force finds for them. */
export interface Clustered {
  readonly dimensions: number
  readonly count: number
  readonly vectors: Float32Array
  readonly scorer: RowScorer
  readonly queries: readonly Float32Array[]
}

export function clustered(shape: { count: number; dimensions: number; seed: number; queries: number }): Clustered {
  const { count, dimensions, seed, queries } = shape
  const all = unitVectors({ count: count + queries, dimensions, seed, clusters: 40 })
  const vectors = all.slice(0, count * dimensions)
  return {
    dimensions,
    count,
    vectors,
    scorer: createRowScorer(vectors, dimensions, scorerCapacity(defaultBuild)),
    queries: Array.from({ length: queries }, (_, i) => rowOf(all, dimensions, count + i)),
  }
}

export function buildOn({ scorer }: Clustered, options: Partial<BuildOptions> = {}): Promise<CsrGraph> {
  return buildGraph(scorer, { ...defaultBuild, maxDegree: 32, efConstruction: 64, ...options })
}

/** The best rows of all that may be returned, by brute force. */
export function bruteForce(
  { vectors, count }: Clustered,
  query: Float32Array,
  accept?: (id: number) => boolean,
): number[] {
  const top = new TopRows(10)
  for (let row = 0; row < count; row++) if (accept?.(row) !== false) top.add(dotRow(query, vectors, row), row)
  return top.sorted().map(({ item }) => item)
}

/** A search whose recompute looks the vectors up. */
export function searchOf(data: Clustered, graph: CsrGraph, query: Float32Array): GraphSearch {
  return {
    graph,
    query,
    efSearch: 60,
    count: 10,
    recompute: async (ids) => Float32Array.from(ids, (id) => dotRow(query, data.vectors, id)),
  }
}

/** Estimates with a seeded error: the exact score, coarsened. */
export function coarseEstimate(data: Clustered, query: Float32Array) {
  return (ids: Uint32Array, count: number, scores: Float32Array): void => {
    for (let i = 0; i < count; i++) {
      const noise = ((Math.imul(ids[i] + 1, 2654435761) >>> 0) / 2 ** 32 - 0.5) * 0.1
      scores[i] = dotRow(query, data.vectors, ids[i]) + noise
    }
  }
}

/** Mean share of the ten best of brute force that a search finds. */
export async function meanRecall(
  data: Clustered,
  search: (query: Float32Array) => Promise<{ ids: Uint32Array }> | { ids: Uint32Array },
): Promise<number> {
  let found = 0
  for (const query of data.queries) {
    const { ids } = await search(query)
    const expected = new Set(bruteForce(data, query))
    found += ids.filter((id) => expected.has(id)).length / expected.size
  }
  return found / data.queries.length
}

/** How many nodes can be reached from the entry points. */
export function reachable({ nodeCount, entryPoints, offsets, edges }: CsrGraph): number {
  const seen = new Set<number>(entryPoints)
  for (const node of seen) for (const next of edges.subarray(offsets[node], offsets[node + 1])) seen.add(next)
  return nodeCount === 0 ? 0 : seen.size
}

export function largestDegree({ nodeCount, offsets }: CsrGraph): number {
  let largest = 0
  for (let node = 0; node < nodeCount; node++) largest = Math.max(largest, offsets[node + 1] - offsets[node])
  return largest
}
