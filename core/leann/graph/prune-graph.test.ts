import { beforeAll, describe, expect, test } from 'vitest'
import { averageDegree, type CsrGraph } from './csr-graph.ts'
import { pruneGraph, hubPruning, plainPruning } from './prune-graph.ts'
import { buildOn, clustered, largestDegree, meanRecall, reachable, searchOf } from './testing/clustered.ts'
import { walkExact } from './walk-exact.ts'

const data = clustered({ count: 3000, dimensions: 32, seed: 1, queries: 30 })
let full: CsrGraph

beforeAll(async () => {
  full = await buildOn(data)
})

describe('a pruned graph', () => {
  test.each([
    ['with hubs', hubPruning],
    ['without hubs', plainPruning],
  ])('%s has few links, keeps its bounds, reaches every node and still leads to the best', async (_, options) => {
    const pruned = await pruneGraph(full, data.scorer, options)
    expect(averageDegree(pruned)).toBeLessThanOrEqual(13)
    expect(averageDegree(pruned)).toBeLessThan(averageDegree(full))
    expect(largestDegree(pruned)).toBeLessThanOrEqual(options.maxDegree)
    expect(reachable(pruned)).toBe(3000)
    const recall = await meanRecall(data, (query) => walkExact({ ...searchOf(data, pruned, query), efSearch: 100 }))
    expect(recall).toBeGreaterThan(0.93)
  })

  test('has more links at its hubs than the same without hubs', async () => {
    const shape = { maxDegree: 24, minDegree: 3, maxAverageDegree: 13 }
    const hubs = await pruneGraph(full, data.scorer, { ...shape, hubShare: 0.02 })
    const plain = await pruneGraph(full, data.scorer, { ...shape, hubShare: 0 })
    const degree = (graph: CsrGraph, node: number): number => graph.offsets[node + 1] - graph.offsets[node]
    const nodes = Array.from({ length: 3000 }, (_, node) => node)
    const top = nodes.toSorted((a, b) => degree(full, b) - degree(full, a)).slice(0, 50)
    const sum = (graph: CsrGraph): number => top.reduce((total, node) => total + degree(graph, node), 0)
    expect(sum(hubs)).toBeGreaterThan(sum(plain) * 1.2)
  })

  test('has no more links than it may have on average, whatever each node would choose', async () => {
    for (const maxAverageDegree of [12, 8, 5]) {
      const pruned = await pruneGraph(full, data.scorer, { ...hubPruning, minDegree: 30, maxAverageDegree })
      expect(averageDegree(pruned)).toBeLessThanOrEqual(maxAverageDegree)
      expect(averageDegree(pruned)).toBeGreaterThan(maxAverageDegree - 3)
      expect(reachable(pruned)).toBe(3000)
    }
  })

  test('comes out the same each time', async () => {
    expect(await pruneGraph(full, data.scorer, hubPruning)).toEqual(await pruneGraph(full, data.scorer, hubPruning))
  })

  test('of no nodes has none', async () => {
    const none = clustered({ count: 0, dimensions: 8, seed: 3, queries: 1 })
    expect(await pruneGraph(await buildOn(none), none.scorer, hubPruning)).toMatchObject({ nodeCount: 0 })
  })

  test('is given up when the signal says so', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(pruneGraph(full, data.scorer, { ...hubPruning, signal })).rejects.toThrow('enough')
  })
})
