import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { makeGraphs } from './make-graphs.ts'
import { openStore, type Store } from './store.ts'
import { ask, documentRows, madeStore, nearest, queries, rowOfChunk } from './testing/made-store.ts'

/** Share of the ten nearest that a walk finds, steered by recomputing. */
async function recallOf(store: Store, live: (row: number) => boolean): Promise<number> {
  let found = 0
  for (const query of queries) {
    const { chunks, hops } = await ask(store, { strategy: 'exact', query, efSearch: 40 })
    if (hops === 0) throw new Error('Nothing was walked')
    const expected = new Set(nearest(query, 10, live))
    found += chunks.filter(({ chunk }) => expected.has(rowOfChunk(chunk))).length
  }
  return found / (10 * queries.length)
}

function graphsOf(store: Store): number {
  return store.segments.filter(({ graph }) => graph !== null).length
}

describe('graphs of a store', () => {
  test('are made for large segments only, and are there after reopening', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    expect(await makeGraphs({ store, leastRows: 300 })).toBe(1)
    expect(await makeGraphs({ store, leastRows: 300 })).toBe(0)
    const again = await openStore(tree.root)
    expect([graphsOf(again), again.bytes().graph > 0]).toEqual([1, true])
    expect(await recallOf(again, live)).toBeGreaterThan(0.9)
  })

  test('follow a merge: the merged segment gets one from them, and finds what a new one finds', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    await makeGraphs({ store, leastRows: 300 })
    await store.inTurn(async () => (await store.prepareMerge())?.publish())
    expect([store.segments.length, graphsOf(store)]).toEqual([1, 0])
    expect(store.graphJob(store.segments[0]).parts.filter(({ graph }) => graph !== null)).toHaveLength(1)
    // Whatever its size: one of its parts had a graph.
    expect(await makeGraphs({ store, leastRows: Infinity })).toBe(1)
    expect(store.graphJob(store.segments[0]).parts).toEqual([])
    expect(await recallOf(store, live)).toBeGreaterThan(0.95)
    expect((await readdir(tree.root)).filter((name) => name.endsWith('.lgr'))).toHaveLength(1)
  })

  test('survive deletes: the rewritten segment gets one without what is gone', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    await store.inTurn(async () => (await store.prepareMerge())?.publish())
    await makeGraphs({ store, leastRows: 100 })
    const remove = Array.from({ length: 40 }, (_, i) => 3 * i + 3)
    await store.inTurn(async () => (await store.prepare({ add: [], remove })).publish())
    expect([store.liveRows < 450, graphsOf(store)]).toEqual([true, 0])
    expect(await makeGraphs({ store, leastRows: Infinity })).toBe(1)
    const gone = new Set(remove)
    expect(await recallOf(store, (row) => live(row) && !gone.has(Math.floor(row / 4) + 1))).toBeGreaterThan(0.95)
  })

  test('of segments that were merged twice before they were made are put together at once', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    await makeGraphs({ store, leastRows: 200 })
    await store.inTurn(async () => (await store.prepareMerge())?.publish())
    const back = [2, 70].map((id) => ({ ...documentRows(store, id), id: id + 1000 }))
    await store.inTurn(async () => (await store.prepare({ add: back, remove: [] })).publish())
    await store.inTurn(async () => (await store.prepareMerge())?.publish())
    const { parts } = store.graphJob(store.segments[0])
    expect(parts.map(({ graph }) => graph !== null)).toEqual([true, true, false, false])
    expect(parts.reduce((sum, { rows }) => sum + rows.filter((row) => row >= 0).length, 0)).toBe(store.liveRows)
    expect(await makeGraphs({ store, leastRows: Infinity })).toBe(1)
    expect(await recallOf(store, live)).toBeGreaterThan(0.9)
  })

  test('that nobody waits for any more are dropped, and stop when told', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const [largest] = store.withoutGraph(1)
    await store.inTurn(async () => (await store.prepareMerge())?.publish())
    expect(await store.prepareGraph(largest.segment.name, new Uint8Array(1))).toBeNull()
    const signal = AbortSignal.timeout(0)
    await expect(makeGraphs({ store, leastRows: 1, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(graphsOf(store)).toBe(0)
  })
})
