import { describe, expect, test } from 'vitest'
import { dotRow } from '../dot-row.ts'
import { buildGraph, defaultBuild, scorerCapacity } from './build-graph.ts'
import { createRowScorer } from './row-scorer.ts'
import { buildOn, clustered, largestDegree, meanRecall, reachable, searchOf } from './testing/clustered.ts'
import { walkExact } from './walk-exact.ts'

const data = clustered({ count: 3000, dimensions: 32, seed: 1, queries: 30 })

describe('a built graph', () => {
  test('leads a search to what brute force finds', async () => {
    const graph = await buildOn(data)
    expect(await meanRecall(data, (query) => walkExact(searchOf(data, graph, query)))).toBeGreaterThan(0.97)
  })

  test('keeps to the largest degree, links no node to itself or twice, and reaches every node', async () => {
    for (const maxDegree of [4, 8, 32]) {
      const graph = await buildOn(data, { maxDegree })
      expect(largestDegree(graph)).toBeLessThanOrEqual(maxDegree)
      expect(reachable(graph)).toBe(3000)
      for (let node = 0; node < graph.nodeCount; node++) {
        const list = [...graph.edges.subarray(graph.offsets[node], graph.offsets[node + 1])]
        expect(list).toEqual([...new Set(list)].toSorted((a, b) => a - b))
        expect(list).not.toContain(node)
      }
    }
  })

  test('is the same for the same seed, and another for another', async () => {
    const [first, second, third] = [await buildOn(data), await buildOn(data), await buildOn(data, { seed: 2 })]
    expect(second).toEqual(first)
    expect(third.edges).not.toEqual(first.edges)
  })

  test.each([0, 1, 2, 17])('of %i nodes is whole', async (count) => {
    const few = clustered({ count, dimensions: 8, seed: 3, queries: 1 })
    const graph = await buildOn(few)
    expect([graph.nodeCount, graph.offsets.length, reachable(graph)]).toEqual([count, count + 1, count])
    const { ids } = await walkExact(searchOf(few, graph, few.queries[0]))
    expect(ids.length).toBe(Math.min(10, count))
  })

  test('reaches every node though hundreds of vectors are equal', async () => {
    const vectors = data.vectors.slice()
    for (let row = 500; row < 1000; row++) vectors.copyWithin(row * 32, 0, 32)
    const scorer = createRowScorer(vectors, 32, scorerCapacity(defaultBuild))
    const graph = await buildGraph(scorer, { ...defaultBuild, maxDegree: 16, efConstruction: 32 })
    expect(reachable(graph)).toBe(3000)
    const query = vectors.slice(0, 32)
    const recompute = async (ids: readonly number[]) => Float32Array.from(ids, (id) => dotRow(query, vectors, id))
    const { scores } = await walkExact({ graph, query, efSearch: 20, count: 10, recompute })
    expect(scores[9]).toBe(scores[0])
  })
})

describe('a build', () => {
  test('stops with the reason of its signal', async () => {
    const controller = new AbortController()
    const stopped = buildOn(data, {
      signal: controller.signal,
      onProgress: (done) => {
        if (done > 1000) controller.abort(new Error('enough'))
      },
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  test('says how far it is, up to the end', async () => {
    const seen: number[] = []
    await buildOn(data, { onProgress: (done, total) => seen.push(done / total) })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect([seen[0], seen.at(-1)]).toEqual([0, 1])
  })
})
