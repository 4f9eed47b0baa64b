import { expect, test } from 'vitest'
import { buildInvertedFile, searchInvertedFile } from './ivf.ts'
import { buildProductCodes, searchProductCodes } from './pq.ts'
import { clustered, meanRecall, searchOf } from '../../leann/graph/testing/clustered.ts'

const data = clustered({ count: 3000, dimensions: 32, seed: 1, queries: 30 })

test('an inverted file has each row in one list and finds everything when it probes all lists', async () => {
  const index = buildInvertedFile(data.vectors, { dimensions: 32, lists: 50, seed: 1 })
  expect([...index.rows].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, row) => row))
  const search = (probes: number) => (query: Float32Array) => {
    const { recompute, count } = searchOf(data, emptyGraph, query)
    return searchInvertedFile({ index, query, count, recompute, probes })
  }
  expect(await meanRecall(data, search(50))).toBe(1)
  const some = await meanRecall(data, search(5))
  expect(some).toBeGreaterThan(0.7)
  expect(await meanRecall(data, search(1))).toBeLessThan(some)
})

test('product codes find most of the best, and more with more bytes', async () => {
  const recallOf = (parts: number): Promise<number> => {
    const index = buildProductCodes(data.vectors, { dimensions: 32, parts, seed: 1 })
    return meanRecall(data, (query) => searchProductCodes({ index, query, count: 10 }))
  }
  const [few, many] = [await recallOf(4), await recallOf(16)]
  expect(many).toBeGreaterThan(0.7)
  expect(few).toBeLessThan(many)
})

const emptyGraph = {
  nodeCount: 0,
  entryPoints: new Uint32Array(0),
  offsets: new Uint32Array(1),
  edges: new Uint32Array(0),
}
