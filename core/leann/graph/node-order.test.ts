import { expect, test } from 'vitest'
import { unitVectors } from '../../test/vectors.ts'
import { renumberGraph } from './csr-graph.ts'
import { localityOrder } from './node-order.ts'
import { buildOn, clustered, meanRecall, searchOf } from './testing/clustered.ts'
import { walkExact } from './walk-exact.ts'

test.each([0, 1, 16, 17, 1000])('the order of %i rows has each row once', (count) => {
  const order = localityOrder(unitVectors({ count, dimensions: 16, seed: 1, clusters: 10 }), 16, 1)
  expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, row) => row))
})

test('equal rows are split all the same', () => {
  expect(localityOrder(new Float32Array(16 * 200).fill(0.25), 16, 1).length).toBe(200)
})

test('rows of one cluster end up together', () => {
  // Clusters come round and round in the rows.
  const order = localityOrder(unitVectors({ count: 2048, dimensions: 32, seed: 1, clusters: 8 }), 32, 1)
  let together = 0
  for (let i = 1; i < order.length; i++) if (order[i] % 8 === order[i - 1] % 8) together++
  expect(together / order.length).toBeGreaterThan(0.7)
})

test('a renumbered graph is the same graph', async () => {
  const data = clustered({ count: 500, dimensions: 16, seed: 2, queries: 10 })
  const graph = await buildOn(data)
  const order = localityOrder(data.vectors, 16, 1)
  const renumbered = renumberGraph(graph, order)
  const back = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) back[order[i]] = i
  expect(renumberGraph(renumbered, back)).toEqual(graph)
  const recall = await meanRecall(data, async (query) => {
    const search = searchOf(data, graph, query)
    const recompute = (ids: readonly number[]) => search.recompute(ids.map((id) => order[id]))
    const { ids } = await walkExact({ ...search, graph: renumbered, recompute })
    return { ids: ids.map((id) => order[id]) }
  })
  expect(recall).toBeGreaterThan(0.97)
})
