import { beforeAll, describe, expect, test } from 'vitest'
import type { CsrGraph } from './csr-graph.ts'
import type { GraphAnswer, GraphSearch } from './graph-search.ts'
import { hubPruning, pruneGraph } from './prune-graph.ts'
import { bruteForce, buildOn, clustered, coarseEstimate, meanRecall, searchOf } from './testing/clustered.ts'
import { walkCodes } from './walk-codes.ts'
import { walkExact } from './walk-exact.ts'
import { walkTwoLevel } from './walk-two-level.ts'

const data = clustered({ count: 3000, dimensions: 32, seed: 1, queries: 30 })
let graph: CsrGraph

beforeAll(async () => {
  graph = await pruneGraph(await buildOn(data), data.scorer, hubPruning)
})

type Walk = (search: GraphSearch) => Promise<GraphAnswer>

const walks: readonly (readonly [string, Walk])[] = [
  ['exact', walkExact],
  ['exact in batches', (search) => walkExact({ ...search, batch: 64 })],
  ['two-level', (search) => walkTwoLevel({ ...search, estimate: estimateOf(search), rerankPercent: 30 })],
  [
    'two-level in batches',
    (search) => walkTwoLevel({ ...search, estimate: estimateOf(search), rerankPercent: 30, batch: 64 }),
  ],
  ['codes', (search) => walkCodes({ ...search, estimate: estimateOf(search), rerank: 50 })],
  ['codes in batches', (search) => walkCodes({ ...search, estimate: estimateOf(search), rerank: 50, batch: 16 })],
]

function estimateOf({ query }: GraphSearch) {
  return coarseEstimate(data, query)
}

describe.each(walks)('the walk %s', (_, walk) => {
  test('finds what brute force finds, best first, with exact scores', async () => {
    const recall = await meanRecall(data, (query) => walk({ ...searchOf(data, graph, query), efSearch: 100 }))
    expect(recall).toBeGreaterThan(0.93)
    const search = searchOf(data, graph, data.queries[0])
    const { ids, scores, isComplete } = await walk(search)
    expect([...scores]).toEqual([...(await search.recompute([...ids]))])
    expect([...scores]).toEqual([...scores].toSorted((a, b) => b - a))
    expect([ids.length, new Set(ids).size, isComplete]).toEqual([10, 10, true])
  })

  test('never returns what is not accepted, and still finds the best of the rest', async () => {
    let found = 0
    const accept = (id: number): boolean => id % 5 === 2
    for (const query of data.queries) {
      const { ids } = await walk({ ...searchOf(data, graph, query), accept })
      expect(ids.every(accept)).toBe(true)
      const expected = new Set(bruteForce(data, query, accept))
      found += ids.filter((id) => expected.has(id)).length / 10
    }
    expect(found / data.queries.length).toBeGreaterThan(0.9)
  })

  test('walks through nodes whose text is gone and does not return them', async () => {
    let found = 0
    const isThere = (id: number): boolean => id % 4 !== 0
    for (const query of data.queries) {
      const search = searchOf(data, graph, query)
      const recompute = async (ids: readonly number[]): Promise<Float32Array> =>
        (await search.recompute(ids)).map((score, i) => (isThere(ids[i]) ? score : Number.NaN))
      const { ids } = await walk({ ...search, recompute })
      expect(ids.every(isThere)).toBe(true)
      const expected = new Set(bruteForce(data, query, isThere))
      found += ids.filter((id) => expected.has(id)).length / 10
    }
    expect(found / data.queries.length).toBeGreaterThan(0.7)
  })

  test('returns nothing where nothing is accepted, and ends', async () => {
    const answer = await walk({ ...searchOf(data, graph, data.queries[0]), accept: () => false })
    expect([answer.ids.length, answer.isComplete]).toEqual([0, true])
  })

  test('recomputes no node twice and counts what it recomputed', async () => {
    const asked: number[] = []
    const search = searchOf(data, graph, data.queries[1])
    const recompute = (ids: readonly number[]): Promise<Float32Array> => {
      asked.push(...ids)
      return search.recompute(ids)
    }
    const { recomputed } = await walk({ ...search, recompute })
    expect(new Set(asked).size).toBe(asked.length)
    expect(recomputed).toBe(asked.length)
  })

  test('stops with the reason of its signal', async () => {
    const search = { ...searchOf(data, graph, data.queries[0]), signal: AbortSignal.abort(new Error('enough')) }
    await expect(walk(search)).rejects.toThrow('enough')
  })

  test('of a graph without nodes finds nothing', async () => {
    const empty = {
      nodeCount: 0,
      entryPoints: new Uint32Array(0),
      offsets: new Uint32Array(1),
      edges: new Uint32Array(0),
    }
    expect(await walk(searchOf(data, empty, data.queries[0]))).toMatchObject({ recomputed: 0, isComplete: true })
  })
})

describe.each(walks.filter(([name]) => name !== 'codes'))('the walk %s, out of time', (_, walk) => {
  test('returns the best so far and says so', async () => {
    const search = { ...searchOf(data, graph, data.queries[0]), budgetMs: 0 }
    const answer = await walk(search)
    expect(answer.isComplete).toBe(false)
    expect(answer.recomputed).toBeLessThan((await walk({ ...search, budgetMs: 1e6 })).recomputed)
    expect(answer.ids.length).toBeGreaterThan(0)
    expect([...answer.scores]).toEqual([...(await search.recompute([...answer.ids]))])
  })
})

describe('two-level search', () => {
  test('that recomputes all of its queue answers as exact search does, for the same cost', async () => {
    for (const query of data.queries) {
      const search = searchOf(data, graph, query)
      const estimate = coarseEstimate(data, query)
      const { codesRead, ...answer } = await walkTwoLevel({ ...search, estimate, rerankPercent: 100 })
      expect({ ...answer, codesRead: 0 }).toEqual(await walkExact(search))
      expect(codesRead).toBe(answer.recomputed)
    }
  })

  test('recomputes less the smaller its share', async () => {
    const costs: number[] = []
    for (const rerankPercent of [100, 50, 20]) {
      let cost = 0
      for (const query of data.queries) {
        const estimate = coarseEstimate(data, query)
        cost += (await walkTwoLevel({ ...searchOf(data, graph, query), estimate, rerankPercent })).recomputed
      }
      costs.push(cost)
    }
    expect(costs[1]).toBeLessThan(costs[0] * 0.8)
    expect(costs[2]).toBeLessThan(costs[1] * 0.8)
  })

  test('does not recompute what it may not return', async () => {
    const accept = (id: number): boolean => id % 2 === 0
    const search = { ...searchOf(data, graph, data.queries[0]), accept, rerankPercent: 50 }
    const recompute = (ids: readonly number[]): Promise<Float32Array> => {
      expect(ids.every(accept)).toBe(true)
      return search.recompute(ids)
    }
    await walkTwoLevel({ ...search, recompute, estimate: coarseEstimate(data, search.query) })
  })
})

test('batches make fewer calls of more nodes', async () => {
  const sizes: number[] = []
  const search = searchOf(data, graph, data.queries[0])
  const recompute = (ids: readonly number[]): Promise<Float32Array> => {
    sizes.push(ids.length)
    return search.recompute(ids)
  }
  await walkExact({ ...search, recompute })
  const calls = sizes.splice(0).length
  await walkExact({ ...search, recompute, batch: 64 })
  expect(sizes.length * 4).toBeLessThan(calls)
  expect(sizes.slice(1, 3).every((size) => size >= 64)).toBe(true)
})

test('the walk on codes recomputes as many as it is asked to', async () => {
  const query = data.queries[0]
  const search = { ...searchOf(data, graph, query), estimate: coarseEstimate(data, query), efSearch: 80 }
  for (const rerank of [10, 30, 80]) expect((await walkCodes({ ...search, rerank })).recomputed).toBe(rerank)
})
