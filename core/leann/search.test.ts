import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { dotProduct, rowOf, unitVectors } from '../test/vectors.ts'
import { makeGraphs } from './make-graphs.ts'
import { encodeVectors } from './codes.ts'
import { dotRow } from './dot-row.ts'
import { searchChunks } from './search.ts'
import { createStore, openStore, type Store } from './store.ts'
import {
  ask,
  chunksPerDocument,
  count,
  dimensions,
  madeStore,
  nearest,
  queries,
  rowOfChunk,
  vectors,
} from './testing/made-store.ts'

describe('searching chunks', () => {
  test('flat gives exactly the nearest live chunks with their cosines', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    for (const query of queries) {
      const { chunks, recomputed, codesRead } = await ask(store, { strategy: 'flat', query })
      expect(chunks.map(({ chunk }) => rowOfChunk(chunk))).toEqual(nearest(query, 10, live))
      for (const { chunk, score } of chunks)
        expect(score).toBeCloseTo(dotProduct(query, rowOf(vectors, dimensions, rowOfChunk(chunk))), 5)
      expect([recomputed, codesRead]).toEqual([count - 3 * chunksPerDocument, 0])
    }
  })

  test('codes of four bits recompute less than those of one and find as much', async () => {
    const found: number[] = []
    const recomputed: number[] = []
    for (const bits of [1, 4] as const) {
      await using tree = await makeTree({})
      const { store, live } = await madeStore(tree.root, bits)
      let hits = 0
      let read = 0
      for (const query of queries) {
        const answer = await ask(store, { strategy: 'codes', query })
        const rows = new Set(answer.chunks.map(({ chunk }) => rowOfChunk(chunk)))
        hits += nearest(query, 10, live).filter((row) => rows.has(row)).length
        read += answer.recomputed
      }
      found.push(hits)
      recomputed.push(read)
    }
    expect(Math.min(...found)).toBeGreaterThan(0.98 * queries.length * 10)
    expect(recomputed[1]).toBeLessThan(0.8 * recomputed[0])
  })

  test('codes finds nine in ten of them, recomputing fifty', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    let found = 0
    for (const query of queries) {
      const { chunks, recomputed, codesRead } = await ask(store, { strategy: 'codes', query })
      const expected = new Set(nearest(query, 10, live))
      found += chunks.filter(({ chunk }) => expected.has(rowOfChunk(chunk))).length
      expect(chunks.map(({ score }) => score)).toEqual(chunks.map(({ score }) => score).toSorted((a, b) => b - a))
      expect([recomputed, codesRead]).toEqual([50, count - 3 * chunksPerDocument])
    }
    expect(found / (10 * queries.length)).toBeGreaterThan(0.9)
  })

  test.each(['codes', 'flat'] as const)(
    '%s never returns deleted chunks or chunks without a vector',
    async (strategy) => {
      await using tree = await makeTree({})
      const { store, live } = await madeStore(tree.root)
      for (const query of queries) {
        const { chunks } = await ask(store, { strategy, query, count: 1000 })
        expect(chunks.map(({ chunk }) => rowOfChunk(chunk)).filter((row) => !live(row))).toEqual([])
        // One chunk has no vector; the codes leave it out before anything is recomputed.
        expect(chunks).toHaveLength(count - 3 * chunksPerDocument - 1)
      }
    },
  )

  test.each(['codes', 'flat'] as const)('%s drops stale chunks and counts them', async (strategy) => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    const best = nearest(queries[0], 1, live)[0]
    const { chunks, stale } = await ask(store, { strategy, query: queries[0], isStale: (row) => row === best })
    expect(stale).toBe(1)
    expect(chunks.map(({ chunk }) => rowOfChunk(chunk))).not.toContain(best)
    expect(chunks).toHaveLength(10)
  })

  test('codes stops early when nothing left can be among the best', async () => {
    await using tree = await makeTree({})
    const apart = unitVectors({ count: 200, dimensions, seed: 3 })
    await createStore(tree.root, { name: 'm', fingerprint: 'f', dimensions, centre: new Float32Array(dimensions) })
    const store = await openStore(tree.root)
    const starts = Uint32Array.from({ length: 200 }, (_, i) => i)
    const rows = { id: 1, starts, ends: starts.map((start) => start + 1), checks: starts, terms: null }
    await (await store.prepare({ add: [{ ...rows, codes: encodeVectors(store.codec, apart) }], remove: [] })).publish()
    const { chunks, recomputed } = await searchChunks({
      strategy: 'codes',
      segments: store.segments,
      codec: store.codec,
      query: rowOf(apart, dimensions, 77),
      count: 1,
      rerank: 50,
      recompute: async (asked) => ({
        vectors: Float32Array.from(asked.flatMap(({ start }) => [...rowOf(apart, dimensions, start)])),
        isStale: asked.map(() => false),
      }),
    })
    expect([chunks[0].chunk.start, recomputed]).toEqual([77, 20])
  })

  test('codes goes on beyond fifty while the order is uncertain, unless its time is over', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const query = unitVectors({ count: 1, dimensions, seed: 9 })
    const more = await ask(store, { strategy: 'codes', query, rerankMost: 120, rerankMostMs: Infinity })
    expect(more.recomputed).toBe(120)
    const none = await ask(store, { strategy: 'codes', query, rerankMost: 120, rerankMostMs: -1 })
    expect(none.recomputed).toBe(50)
  })

  test('codes takes the next best chunks in place of stale ones', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    const gone = new Set(nearest(queries[0], 80, live))
    const { chunks, recomputed, stale } = await ask(store, {
      strategy: 'codes',
      query: queries[0],
      isStale: (row) => gone.has(row),
    })
    expect(chunks).toHaveLength(10)
    expect(chunks.some(({ chunk }) => gone.has(rowOfChunk(chunk)))).toBe(false)
    expect(recomputed - stale).toBe(50)
  })

  test.each(['codes', 'flat'] as const)('%s of an empty store finds nothing', async (strategy) => {
    await using tree = await makeTree({})
    await createStore(tree.root, { name: 'm', fingerprint: 'f', dimensions, centre: new Float32Array(dimensions) })
    expect(await ask(await openStore(tree.root), { strategy, query: queries[0] })).toMatchObject({
      chunks: [],
      recomputed: 0,
    })
  })

  test.each(['codes', 'flat'] as const)('%s stops when aborted', async (strategy) => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    await expect(ask(store, { strategy, query: queries[0], signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})

describe('walking the graphs of a store', () => {
  /** One segment with a graph, and one that came later without. */
  async function storeWithGraph(folder: string): Promise<{ store: Store; live: (row: number) => boolean }> {
    const made = await madeStore(folder)
    expect(await makeGraphs({ store: made.store, leastRows: 200 })).toBe(2)
    return made
  }

  test.each(['exact', 'two-level'] as const)('%s finds what flat finds for fewer recomputes', async (strategy) => {
    await using tree = await makeTree({})
    const { store, live } = await storeWithGraph(tree.root)
    let found = 0
    for (const query of queries) {
      const { chunks, recomputed, hops, isComplete } = await ask(store, { strategy, query, efSearch: 40 })
      const expected = new Set(nearest(query, 10, live))
      found += chunks.filter(({ chunk }) => expected.has(rowOfChunk(chunk))).length
      expect([isComplete, hops > 10]).toEqual([true, true])
      // The graphs' 64 entry points are a third of so small a store.
      expect(recomputed).toBeLessThan(count)
      for (const { chunk, score } of chunks)
        expect(score).toBeCloseTo(dotProduct(query, rowOf(vectors, dimensions, rowOfChunk(chunk))), 5)
    }
    expect(found / (10 * queries.length)).toBeGreaterThan(0.97)
  })

  test('codes walks where it is told how wide, and reads fewer codes than there are', async () => {
    await using tree = await makeTree({})
    const { store, live } = await storeWithGraph(tree.root)
    const narrow = { strategy: 'codes', rerank: 20, count: 5, efSearch: 20 } as const
    const { codesRead, hops } = await ask(store, { ...narrow, query: queries[0] })
    expect([codesRead < count - 12, hops > 0]).toEqual([true, true])
    let found = 0
    for (const query of queries) {
      const { chunks } = await ask(store, { strategy: 'codes', query, efSearch: 100 })
      const expected = new Set(nearest(query, 10, live))
      found += chunks.filter(({ chunk }) => expected.has(rowOfChunk(chunk))).length
    }
    expect(found / (10 * queries.length)).toBeGreaterThan(0.9)
  })

  test.each(['exact', 'two-level'] as const)('%s ends when its time is up, and says so', async (strategy) => {
    await using tree = await makeTree({})
    const { store } = await storeWithGraph(tree.root)
    const { isComplete, chunks } = await ask(store, { strategy, query: queries[0], budgetMs: 1e-6 })
    expect([isComplete, chunks.length > 0]).toEqual([false, true])
  })

  test('a damaged graph is refused by name when it is walked, and scanned around', async () => {
    await using tree = await makeTree({})
    const { store } = await storeWithGraph(tree.root)
    const name = store.segments.find(({ graph }) => graph !== null)?.graph?.name ?? ''
    await writeFile(tree.at(name), 'not a graph')
    const again = await openStore(tree.root)
    await expect(ask(again, { strategy: 'exact', query: queries[0] })).rejects.toMatchObject({
      code: 'library-damaged',
      message: expect.stringContaining(name),
    })
    expect((await ask(again, { strategy: 'codes', query: queries[0] })).chunks).toHaveLength(10)
  })
})

describe('a filter', () => {
  const wide = Uint32Array.from({ length: 75 }, (_, i) => 2 * i + 1)
  const narrow = Uint32Array.from([4, 90, 148])

  test.each([
    ['codes', wide],
    ['codes', narrow],
    ['exact', wide],
    ['exact', narrow],
    ['two-level', wide],
    ['flat', narrow],
  ] as const)(
    'leaves %s only the chunks of its documents, and fills the page with them',
    async (strategy, documents) => {
      await using tree = await makeTree({})
      const { store, live } = await madeStore(tree.root)
      await makeGraphs({ store, leastRows: 200 })
      const isIn = (row: number): boolean => documents.includes(Math.floor(row / chunksPerDocument) + 1)
      let found = 0
      let most = 0
      for (const query of queries) {
        const { chunks } = await ask(store, { strategy, query, documents })
        const expected = nearest(query, 10, (row) => live(row) && isIn(row))
        expect(chunks.map(({ chunk }) => rowOfChunk(chunk)).filter((row) => !isIn(row) || !live(row))).toEqual([])
        expect(chunks).toHaveLength(expected.length)
        found += chunks.filter(({ chunk }) => expected.includes(rowOfChunk(chunk))).length
        most += expected.length
      }
      expect(found / most).toBeGreaterThan(0.93)
    },
  )

  test('of few documents reads few codes', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const { codesRead } = await ask(store, { strategy: 'codes', query: queries[0], documents: narrow.subarray(0, 1) })
    expect(codesRead).toBe(chunksPerDocument)
  })

  test('of documents that are not there finds nothing', async () => {
    await using tree = await makeTree({})
    const { store } = await madeStore(tree.root)
    const documents = Uint32Array.from([9999])
    expect((await ask(store, { strategy: 'codes', query: queries[0], documents })).chunks).toEqual([])
  })
})

test('codes with its time up answers from the first round, and says so', async () => {
  await using tree = await makeTree({})
  const { store } = await madeStore(tree.root)
  const { recomputed, isComplete, chunks } = await ask(store, { strategy: 'codes', query: queries[0], budgetMs: 1e-6 })
  expect([recomputed, isComplete, chunks.length]).toEqual([20, false, 10])
})

test('the dot product of a row is the plain sum, for any length', () => {
  for (const length of [1, 3, 4, 7, 64]) {
    const rows = unitVectors({ count: 3, dimensions: length, seed: length })
    const query = rowOf(rows, length, 0)
    expect(dotRow(query, rows, 2)).toBeCloseTo(dotProduct(query, rowOf(rows, length, 2)), 5)
  }
})
