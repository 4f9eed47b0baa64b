import { beforeAll, describe, expect, test } from 'vitest'
import type { CsrGraph } from './csr-graph.ts'
import { mergeCapacity, mergeGraphs } from './merge-graphs.ts'
import { hubPruning, pruneGraph } from './prune-graph.ts'
import { createRowScorer } from './row-scorer.ts'
import {
  buildOn,
  clustered,
  largestDegree,
  meanRecall,
  reachable,
  searchOf,
  type Clustered,
} from './testing/clustered.ts'
import { walkExact } from './walk-exact.ts'

const dimensions = 32
const data = clustered({ count: 3000, dimensions, seed: 1, queries: 30 })
const options = { maxDegree: 32, minDegree: 10, efConstruction: 64, entryCount: 32, seed: 1 } as const

/** The rows [from, to) alone. */
function part(from: number, to: number): Clustered {
  const vectors = data.vectors.slice(from * dimensions, to * dimensions)
  return { ...data, count: to - from, vectors, scorer: createRowScorer(vectors, dimensions, 256) }
}

function rowsFrom(first: number, count: number, isGone: (row: number) => boolean = () => false): Int32Array {
  let next = first
  return Int32Array.from({ length: count }, (_, row) => (isGone(row) ? -1 : next++))
}

let base: CsrGraph
let whole: CsrGraph

beforeAll(async () => {
  const first = part(0, 2000)
  base = await pruneGraph(await buildOn(first), first.scorer, hubPruning)
  whole = await pruneGraph(await buildOn(data), data.scorer, hubPruning)
})

function recallOf(of: Clustered, graph: CsrGraph): Promise<number> {
  return meanRecall(of, (query) => walkExact({ ...searchOf(of, graph, query), efSearch: 40 }))
}

describe('graphs of merged segments', () => {
  test('find as much as one that is built anew', async () => {
    const scorer = createRowScorer(data.vectors, dimensions, mergeCapacity(options))
    const parts = [
      { graph: null, rows: rowsFrom(2000, 1000) },
      { graph: base, rows: rowsFrom(0, 2000) },
    ]
    const merged = await mergeGraphs(parts, scorer, options)
    expect([merged.nodeCount, reachable(merged)]).toEqual([3000, 3000])
    expect(largestDegree(merged)).toBeLessThanOrEqual(32)
    expect(await recallOf(data, merged)).toBeGreaterThan((await recallOf(data, whole)) - 0.02)
  })

  test('keep the lists of the largest', async () => {
    const merged = await mergeGraphs(
      [
        { graph: base, rows: rowsFrom(1000, 2000) },
        { graph: null, rows: rowsFrom(0, 1000) },
      ],
      createRowScorer(rotated(), dimensions, mergeCapacity(options)),
      options,
    )
    let kept = 0
    for (let node = 0; node < 2000; node++) {
      const list = new Set(merged.edges.subarray(merged.offsets[node + 1000], merged.offsets[node + 1001]))
      for (let e = base.offsets[node]; e < base.offsets[node + 1]; e++) if (list.has(base.edges[e] + 1000)) kept++
    }
    expect(kept / base.edges.length).toBeGreaterThan(0.99)
  })

  test('close the gaps that deleted rows leave', async () => {
    const isGone = (row: number): boolean => row % 10 < 3
    const left = part(0, 2000)
    const vectors = Float32Array.from(left.vectors.filter((_, i) => !isGone(Math.floor(i / dimensions))))
    const rest = { ...left, count: 1400, vectors, scorer: createRowScorer(vectors, dimensions, mergeCapacity(options)) }
    const merged = await mergeGraphs([{ graph: base, rows: rowsFrom(0, 2000, isGone) }], rest.scorer, options)
    expect([merged.nodeCount, reachable(merged)]).toEqual([1400, 1400])
    const fresh = await pruneGraph(await buildOn(rest), rest.scorer, hubPruning)
    expect(await recallOf(rest, merged)).toBeGreaterThan((await recallOf(rest, fresh)) - 0.02)
  })

  test('are the same again for the same seed, and stop when told', async () => {
    const parts = [
      { graph: base, rows: rowsFrom(0, 2000) },
      { graph: null, rows: rowsFrom(2000, 1000) },
    ]
    const scorer = createRowScorer(data.vectors, dimensions, mergeCapacity(options))
    expect(await mergeGraphs(parts, scorer, options)).toEqual(await mergeGraphs(parts, scorer, options))
    await expect(mergeGraphs(parts, scorer, { ...options, signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  })
})

/** The last thousand rows first. */
function rotated(): Float32Array {
  const vectors = new Float32Array(data.vectors.length)
  vectors.set(data.vectors.subarray(2000 * dimensions))
  vectors.set(data.vectors.subarray(0, 2000 * dimensions), 1000 * dimensions)
  return vectors
}
