import { readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { rowOf } from '../test/vectors.ts'
import type { HotCache } from './hot-cache.ts'
import { hotCacheName } from './hot-cache-file.ts'
import { HotCacheFolder } from './hot-cache-folder.ts'
import type { Store } from './store.ts'
import { dimensions, madeStore, vectors } from './testing/made-store.ts'

interface Made extends AsyncDisposable {
  readonly tree: TestTree
  readonly store: Store
  readonly events: string[]
  /** As another process would have it. */
  folderOf(budgetBytes?: number): HotCacheFolder
}

/** A store of 150 documents (2, 70 and 150 deleted), and where its hot cache is. */
async function made(): Promise<Made> {
  const tree = await makeTree({})
  const { store } = await madeStore(tree.root)
  const events: string[] = []
  const log = (event: string) => events.push(event)
  return {
    tree,
    store,
    events,
    folderOf: (budgetBytes) => new HotCacheFolder({ budgetBytes, log }),
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  }
}

function putDocuments(cache: HotCache | null, ids: readonly number[]): void {
  for (const id of ids) cache?.put([{ document: id, start: 0 }], rowOf(vectors, dimensions, id))
}

function documentsIn(cache: HotCache | null): number[] {
  return [...(cache?.content().documents ?? [])].toSorted((a, b) => a - b)
}

describe('the hot cache of a library', () => {
  test('is off unless somebody gives it a budget', async () => {
    await using made_ = await made()
    const { store, folderOf, tree } = made_
    for (const folder of [folderOf(), folderOf(0)]) {
      expect(await folder.open(store)).toBeNull()
      await folder.save(store)
    }
    await expect(stat(tree.at(hotCacheName))).rejects.toThrow('ENOENT')
  })

  test('comes back with its budget, hubs first, from the file that was saved', async () => {
    await using made_ = await made()
    const { store, folderOf, events } = made_
    const folder = folderOf(50_000)
    const cache = await folder.open(store)
    putDocuments(cache, [5, 6, 7])
    cache?.setHubs([{ chunk: { document: 9, start: 10 }, vector: rowOf(vectors, dimensions, 33) }])
    await folder.save(store)
    const again = await folderOf().open(store)
    expect(again?.budgetBytes).toBe(50_000)
    expect([again?.hubs, documentsIn(again)]).toEqual([1, [5, 6, 7, 9]])
    expect(again?.get([{ document: 9, start: 10 }])).toEqual(cache?.get([{ document: 9, start: 10 }]))
    expect(events).toEqual([])
  })

  test('keeps its budget although nothing was put yet', async () => {
    await using made_ = await made()
    const { store, folderOf } = made_
    await folderOf(50_000).save(store)
    expect((await folderOf().open(store))?.budgetBytes).toBe(50_000)
  })

  test('is written for its owner alone, below its budget, and not again while nothing changed', async () => {
    await using made_ = await made()
    const { store, folderOf, tree } = made_
    const folder = folderOf(3000)
    putDocuments(
      await folder.open(store),
      Array.from({ length: 140 }, (_, i) => i + 3),
    )
    await folder.save(store)
    const { size, mode, ino } = await stat(tree.at(hotCacheName))
    expect(size).toBeLessThanOrEqual(3000)
    expect(mode & 0o777).toBe(0o600)
    await folder.save(store)
    expect((await stat(tree.at(hotCacheName))).ino).toBe(ino)
  })

  test('keeps what fits into a smaller budget', async () => {
    await using made_ = await made()
    const { store, folderOf } = made_
    const folder = folderOf(50_000)
    putDocuments(
      await folder.open(store),
      Array.from({ length: 100 }, (_, i) => i + 71),
    )
    await folder.save(store)
    const smaller = await folderOf(2000).open(store)
    expect(smaller?.size).toBe(smaller?.capacity)
    expect(smaller?.size).toBeGreaterThan(0)
  })

  test('loses documents that left, when it is opened and when it is saved', async () => {
    await using made_ = await made()
    const { store, folderOf } = made_
    const folder = folderOf(50_000)
    const cache = await folder.open(store)
    putDocuments(cache, [1, 2, 3, 70])
    await folder.save(store)
    expect(documentsIn(cache)).toEqual([1, 3])
    await (await store.prepare({ add: [], remove: [3] })).publish()
    expect(documentsIn(await folderOf().open(store))).toEqual([1])
  })

  test('begins again when the library gets another model', async () => {
    await using made_ = await made()
    const { store, folderOf } = made_
    const folder = folderOf(50_000)
    putDocuments(await folder.open(store), [5])
    await folder.save(store)
    const other = { ...store.model, fingerprint: 'another' }
    const changed = { folder: store.folder, segments: store.segments, model: other }
    expect(documentsIn(await folder.open(changed))).toEqual([])
    expect(documentsIn(await folderOf().open(changed))).toEqual([])
    expect((await folderOf().open(changed))?.budgetBytes).toBe(50_000)
  })

  test('is removed when its budget is taken away', async () => {
    await using made_ = await made()
    const { store, folderOf, tree } = made_
    await folderOf(50_000).save(store)
    await folderOf(0).save(store)
    await expect(stat(tree.at(hotCacheName))).rejects.toThrow('ENOENT')
  })
})

describe('a damaged hot cache', () => {
  test('is logged and begun again with the same budget where its header is whole', async () => {
    await using made_ = await made()
    const { store, folderOf, tree, events } = made_
    const folder = folderOf(50_000)
    putDocuments(await folder.open(store), [5, 6, 7])
    await folder.save(store)
    const bytes = await readFile(tree.at(hotCacheName))
    bytes[bytes.length - 1] ^= 1
    await writeFile(tree.at(hotCacheName), bytes)
    const again = folderOf()
    const cache = await again.open(store)
    expect([cache?.budgetBytes, cache?.size]).toEqual([50_000, 0])
    expect(events).toEqual(['hot-cache.damaged'])
    putDocuments(cache, [8])
    await again.save(store)
    expect(documentsIn(await folderOf().open(store))).toEqual([8])
    expect(events).toHaveLength(1)
  })

  test('is logged and off where nothing of it can be read', async () => {
    await using made_ = await made()
    const { store, folderOf, tree, events } = made_
    await writeFile(tree.at(hotCacheName), 'something else')
    expect(await folderOf().open(store)).toBeNull()
    expect((await folderOf(50_000).open(store))?.size).toBe(0)
    expect(events).toEqual(['hot-cache.damaged', 'hot-cache.damaged'])
  })
})
