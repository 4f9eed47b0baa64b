import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { dotProduct, meanVector, rowOf, unitVectors } from '../test/vectors.ts'
import type { BitsPerDimension, Strategy } from '../types.ts'
import { encodeVectors } from './codes.ts'
import { dotRow, searchChunks, type ChunkAnswer } from './search.ts'
import type { ChunkRef, DocumentRows } from './segment-file.ts'
import { createStore, openStore, type Store } from './store.ts'

const dimensions = 64
const count = 600
/** Four chunks make a document; chunk i of document d is row 4 (d - 1) + i. */
const chunksPerDocument = 4
const vectors = unitVectors({ count, dimensions, seed: 31, clusters: 12 })
const zeroRow = 17
vectors.fill(0, zeroRow * dimensions, (zeroRow + 1) * dimensions)

function documentRows(store: Store, id: number): DocumentRows {
  const first = (id - 1) * chunksPerDocument
  const own = vectors.slice(first * dimensions, (first + chunksPerDocument) * dimensions)
  const starts = Uint32Array.from({ length: chunksPerDocument }, (_, i) => i * 10)
  const ends = starts.map((start) => start + 10)
  return {
    id,
    starts,
    ends,
    checks: starts.map((start) => start + id),
    codes: encodeVectors(store.codec, own),
    terms: null,
  }
}

function rowOfChunk({ document, start }: ChunkRef): number {
  return (document - 1) * chunksPerDocument + start / 10
}

/** A store in three segments; some documents are deleted. */
async function madeStore(
  folder: string,
  bitsPerDimension: BitsPerDimension = 1,
): Promise<{ store: Store; live: (row: number) => boolean }> {
  const centre = meanVector(vectors, dimensions)
  await createStore(folder, { name: 'made', fingerprint: 'ff', dimensions, centre }, { bitsPerDimension })
  const store = await openStore(folder)
  for (const [from, to] of [
    [1, 60],
    [61, 140],
    [141, 150],
  ]) {
    const add = Array.from({ length: to - from + 1 }, (_, i) => documentRows(store, from + i))
    await (await store.prepare({ add, remove: [] })).publish()
  }
  await (await store.prepare({ add: [], remove: [2, 70, 150] })).publish()
  const gone = new Set([2, 70, 150])
  return { store, live: (row) => row !== zeroRow && !gone.has(Math.floor(row / chunksPerDocument) + 1) }
}

interface Question {
  readonly strategy: Strategy
  readonly query: Float32Array
  readonly count?: number
  readonly isStale?: (row: number) => boolean
  readonly signal?: AbortSignal
  readonly rerankMost?: number
  readonly rerankMostMs?: number
  readonly budgetMs?: number
  readonly documents?: Uint32Array
  readonly efSearch?: number
}

function ask(
  store: Store,
  { query, count: most = 10, isStale = () => false, ...rest }: Question,
): Promise<ChunkAnswer> {
  return searchChunks({
    ...rest,
    segments: store.segments,
    codec: store.codec,
    query,
    count: most,
    rerank: 50,
    recompute: async (chunks) => {
      const rows = chunks.map(rowOfChunk)
      const found = new Float32Array(rows.length * dimensions)
      for (const [i, row] of rows.entries()) found.set(rowOf(vectors, dimensions, row), i * dimensions)
      return { vectors: found, isStale: rows.map(isStale) }
    },
  })
}

/** The rows nearest to a query, by comparing it with all that are live. */
function nearest(query: Float32Array, most: number, live: (row: number) => boolean): number[] {
  const rows = Array.from({ length: count }, (_, row) => row).filter(live)
  const score = (row: number): number => dotProduct(query, rowOf(vectors, dimensions, row))
  return rows.toSorted((a, b) => score(b) - score(a)).slice(0, most)
}

const queries = Array.from({ length: 20 }, (_, i) => rowOf(vectors, dimensions, 29 * i + 5))

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

test('the dot product of a row is the plain sum, for any length', () => {
  for (const length of [1, 3, 4, 7, 64]) {
    const rows = unitVectors({ count: 3, dimensions: length, seed: length })
    const query = rowOf(rows, length, 0)
    expect(dotRow(query, rows, 2)).toBeCloseTo(dotProduct(query, rowOf(rows, length, 2)), 5)
  }
})
