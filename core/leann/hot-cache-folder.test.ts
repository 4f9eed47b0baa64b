import { readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { rowOf } from '../test/vectors.ts'
import type { HotCache } from './hot-cache.ts'
import { hotCacheName } from './hot-cache-file.ts'
import { openHotCache, saveHotCache, type HotCacheFolder } from './hot-cache-folder.ts'
import type { Store } from './store.ts'
import { dimensions, madeStore, vectors } from './testing/made-store.ts'

interface Made extends AsyncDisposable {
  readonly tree: TestTree
  readonly store: Store
  readonly events: string[]
  open(budgetBytes?: number): Promise<HotCache | null>
  save(cache: HotCache | null): Promise<void>
}

/** A store of 150 documents (2, 70 and 150 deleted), and where its hot cache is. */
async function made(): Promise<Made> {
  const tree = await makeTree({})
  const { store } = await madeStore(tree.root)
  const events: string[] = []
  const place: HotCacheFolder = {
    folder: tree.root,
    dimensions,
    segments: store.segments,
    log: (event) => events.push(event),
  }
  return {
    tree,
    store,
    events,
    open: (budgetBytes) => openHotCache({ ...place, budgetBytes }),
    save: (cache) => saveHotCache(cache, { ...place, segments: store.segments }),
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
    expect(await made_.open()).toBeNull()
    expect(await made_.open(0)).toBeNull()
  })

  test('comes back with its budget, hubs first, from the file that was saved', async () => {
    await using made_ = await made()
    const cache = await made_.open(50_000)
    putDocuments(cache, [5, 6, 7])
    cache?.setHubs([{ chunk: { document: 9, start: 10 }, vector: rowOf(vectors, dimensions, 33) }])
    await made_.save(cache)
    const again = await made_.open()
    expect(again?.budgetBytes).toBe(50_000)
    expect([again?.hubs, documentsIn(again)]).toEqual([1, [5, 6, 7, 9]])
    expect(again?.get([{ document: 9, start: 10 }])).toEqual(cache?.get([{ document: 9, start: 10 }]))
    expect(made_.events).toEqual([])
  })

  test('is written for its owner alone, below its budget, and not again while nothing changed', async () => {
    await using made_ = await made()
    const cache = await made_.open(3000)
    putDocuments(
      cache,
      Array.from({ length: 140 }, (_, i) => i + 3),
    )
    await made_.save(cache)
    const path = made_.tree.at(hotCacheName)
    const { size, mode, ino } = await stat(path)
    expect(size).toBeLessThanOrEqual(3000)
    expect(mode & 0o777).toBe(0o600)
    await made_.save(cache)
    expect((await stat(path)).ino).toBe(ino)
  })

  test('keeps what fits into a smaller budget', async () => {
    await using made_ = await made()
    const cache = await made_.open(50_000)
    putDocuments(
      cache,
      Array.from({ length: 100 }, (_, i) => i + 3),
    )
    await made_.save(cache)
    const smaller = await made_.open(2000)
    expect(smaller?.size).toBe(smaller?.capacity)
    expect(smaller?.size).toBeGreaterThan(0)
  })

  test('loses documents that left, when it is opened and when it is saved', async () => {
    await using made_ = await made()
    const cache = await made_.open(50_000)
    putDocuments(cache, [1, 2, 3, 70])
    await made_.save(cache)
    expect(documentsIn(cache)).toEqual([1, 3])
    await (await made_.store.prepare({ add: [], remove: [3] })).publish()
    const again = await openHotCache({ folder: made_.tree.root, dimensions, segments: made_.store.segments })
    expect(documentsIn(again)).toEqual([1])
  })

  test('is removed when its budget is taken away', async () => {
    await using made_ = await made()
    const cache = await made_.open(50_000)
    putDocuments(cache, [1])
    await made_.save(cache)
    await made_.save(await made_.open(0))
    await expect(stat(made_.tree.at(hotCacheName))).rejects.toThrow('ENOENT')
  })
})

describe('a damaged hot cache', () => {
  test('is logged and begun again with the same budget where its header is whole', async () => {
    await using made_ = await made()
    const cache = await made_.open(50_000)
    putDocuments(cache, [5, 6, 7])
    await made_.save(cache)
    const path = made_.tree.at(hotCacheName)
    const bytes = await readFile(path)
    bytes[bytes.length - 1] ^= 1
    await writeFile(path, bytes)
    const again = await made_.open()
    expect([again?.budgetBytes, again?.size]).toEqual([50_000, 0])
    expect(made_.events).toEqual(['hot-cache.damaged'])
    putDocuments(again, [8])
    await made_.save(again)
    expect(documentsIn(await made_.open())).toEqual([8])
    expect(made_.events).toHaveLength(1)
  })

  test('is logged and off where nothing of it can be read', async () => {
    await using made_ = await made()
    await writeFile(made_.tree.at(hotCacheName), 'something else')
    expect(await made_.open()).toBeNull()
    expect((await made_.open(50_000))?.size).toBe(0)
    expect(made_.events).toEqual(['hot-cache.damaged', 'hot-cache.damaged'])
  })

  test('of other dimensions is not used', async () => {
    await using made_ = await made()
    const cache = await made_.open(50_000)
    putDocuments(cache, [5])
    await made_.save(cache)
    const { root } = made_.tree
    const other = await openHotCache({ folder: root, dimensions: dimensions * 2, segments: made_.store.segments })
    expect([other?.size, other?.budgetBytes]).toEqual([0, 50_000])
  })
})
