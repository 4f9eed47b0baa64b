import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { makeGraphFile } from './graph-job.ts'
import { openStore, type Store } from './store.ts'
import {
  ask,
  documentRows,
  madeStore,
  nearest,
  queries,
  rowOfChunk,
  show,
  vectors,
  dimensions,
} from './testing/made-store.ts'
import { rowOf } from '../test/vectors.ts'

/** Rows of document `id`, under an id that was never used. */
function again(store: Store, id: number, newId: number) {
  return { ...documentRows(store, id), id: newId }
}

async function bestOf(store: Store, row: number) {
  const query = rowOf(vectors, dimensions, row)
  const { chunks } = await ask(store, { strategy: 'codes', query, count: 1 })
  return chunks[0].chunk
}

async function filesIn(folder: string): Promise<number> {
  return (await readdir(folder)).filter((name) => /^(?:segment|deletes)-/u.test(name)).length
}

describe('what is shown before it is in a file', () => {
  test('is found at once in this process, and by others once it is written', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const before = { generation: store.generation, files: await filesIn(tree.root), rows: store.liveRows }
    await show(store, { add: [again(store, 70, 1070)], remove: [] })
    expect(await bestOf(store, 69 * 4)).toMatchObject({ document: 1070, start: 0 })
    expect([store.generation, store.liveRows, store.isFlushed]).toEqual([before.generation + 1, before.rows + 4, false])
    expect(await filesIn(tree.root)).toBe(before.files)
    const other = await openStore(tree.root)
    expect([other.generation, (await bestOf(other, 69 * 4)).document === 1070]).toEqual([before.generation, false])

    await store.inTurn(async () => (await store.prepare()).publish())
    expect([store.generation, store.isFlushed, store.nextDocument]).toEqual([before.generation + 1, true, 1071])
    expect(await other.refresh()).toBe(true)
    expect(await bestOf(other, 69 * 4)).toMatchObject({ document: 1070, start: 0 })
  })

  test('can be replaced and removed again before it is written, as can what is in files', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    await show(store, { add: [again(store, 2, 1002), again(store, 70, 1070)], remove: [3] })
    await show(store, { add: [again(store, 2, 2002)], remove: [1002, 1070, 4] })
    for (const next of ['shown', 'written', 'reopened']) {
      const at = next === 'reopened' ? await openStore(tree.root) : store
      const found = new Set<number>()
      for (const query of queries) {
        const { chunks } = await ask(at, { strategy: 'flat', query, count: 20 })
        for (const { chunk } of chunks) found.add(chunk.document)
        const isThere = (row: number): boolean => live(row) && ![2, 3].includes(Math.floor(row / 4))
        const expected = nearest(query, 5, (row) => isThere(row) || Math.floor(row / 4) === 1)
        const best = chunks.slice(0, 5).map(({ chunk }) => rowOfChunk(chunk))
        expect(best).toEqual(expected)
      }
      expect([3, 4, 1002, 1070].filter((id) => found.has(id))).toEqual([])
      if (next === 'shown') await store.inTurn(async () => (await store.prepare()).publish())
    }
  })

  test('goes into a file with whatever is written next, a graph for example', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const [largest] = store.withoutGraph(1)
    const file = await makeGraphFile(store.graphJob(largest))
    await show(store, { add: [again(store, 70, 1070)], remove: [] })
    await store.inTurn(async () => (await store.prepareGraph(largest.segment.name, file))?.publish())
    expect(store.isFlushed).toBe(true)
    const other = await openStore(tree.root)
    expect(await bestOf(other, 69 * 4)).toMatchObject({ document: 1070 })
    expect(other.segments.filter(({ graph }) => graph !== null)).toHaveLength(1)
  })

  test('is gone when it is discarded', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const { generation, liveRows } = store
    await show(store, { add: [again(store, 70, 1070)], remove: [1] })
    store.discard()
    expect([store.generation, store.liveRows, store.isFlushed]).toEqual([generation, liveRows, true])
    expect((await bestOf(store, 0)).document).toBe(1)
  })
})
