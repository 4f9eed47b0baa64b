import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { dotProduct, rowOf, unitVectors } from '../test/vectors.ts'
import { HotCache, largestFile, type ChunkKey } from './hot-cache.ts'
import { writeHotCache } from './hot-cache-file.ts'

const dimensions = 32
const model = 'ff'
const entryBytes = dimensions + 64
const vectors = unitVectors({ count: 200, dimensions, seed: 5 })

/** A cache with room for `entries`. */
function cacheOf(entries: number): HotCache {
  return new HotCache({ budgetBytes: 40 + entries * entryBytes, dimensions, model })
}

/** Chunk `i` of `perDocument` in each document. */
function chunkOf(i: number, perDocument = 3): ChunkKey {
  return { document: 1 + Math.floor(i / perDocument), start: (i % perDocument) * 1000 }
}

function chunksFrom(from: number, to: number): ChunkKey[] {
  return Array.from({ length: to - from }, (_, i) => chunkOf(from + i))
}

function putRange(cache: HotCache, from: number, to: number): void {
  cache.put(chunksFrom(from, to), vectors.subarray(from * dimensions, to * dimensions))
}

describe('the hot cache', () => {
  test('gives back what was put, to within a hundredth of its cosines', () => {
    const cache = cacheOf(50)
    putRange(cache, 0, 50)
    const { isThere, vectors: found } = cache.get(chunksFrom(0, 60))
    expect(isThere).toEqual(Array.from({ length: 60 }, (_, i) => i < 50))
    const query = rowOf(vectors, dimensions, 199)
    for (let i = 0; i < 50; i++) {
      const exact = dotProduct(query, rowOf(vectors, dimensions, i))
      expect(Math.abs(dotProduct(query, rowOf(found, dimensions, i)) - exact)).toBeLessThan(0.01)
    }
  })

  test('keeps the zero vector of a chunk without one', () => {
    const cache = cacheOf(2)
    cache.put([chunkOf(0)], new Float32Array(dimensions))
    expect(cache.get([chunkOf(0)])).toEqual({ isThere: [true], vectors: new Float32Array(dimensions) })
  })

  test('keeps what is asked for again and again when it is full', () => {
    const cache = cacheOf(10)
    putRange(cache, 0, 10)
    for (let i = 10; i < 100; i++) {
      cache.get([chunkOf(0), chunkOf(1)])
      putRange(cache, i, i + 1)
    }
    expect(cache.get(chunksFrom(0, 10)).isThere.slice(0, 2)).toEqual([true, true])
    expect(cache.has(chunkOf(99))).toBe(true)
    expect(cache.size).toBe(10)
  })

  test('keeps hubs whatever is recomputed, at most half of all', () => {
    const cache = cacheOf(10)
    cache.setHubs(chunksFrom(0, 8).map((chunk, i) => ({ chunk, vector: rowOf(vectors, dimensions, i) })))
    expect(cache.hubs).toBe(5)
    putRange(cache, 20, 120)
    expect(cache.get(chunksFrom(0, 8)).isThere).toEqual([true, true, true, true, true, false, false, false])
    expect(cache.size).toBe(10)
  })

  test('lets go of earlier hubs when it is filled with others', () => {
    const cache = cacheOf(10)
    const entriesFrom = (from: number) =>
      chunksFrom(from, from + 5).map((chunk, i) => ({ chunk, vector: rowOf(vectors, dimensions, from + i) }))
    cache.setHubs(entriesFrom(0))
    cache.setHubs(entriesFrom(3))
    expect(cache.hubs).toBe(5)
    putRange(cache, 20, 120)
    expect(cache.get(chunksFrom(0, 8)).isThere).toEqual([false, false, false, true, true, true, true, true])
  })

  test('forgets the chunks of documents that left', () => {
    const cache = cacheOf(30)
    putRange(cache, 0, 30)
    cache.remove(2)
    expect(cache.size).toBe(27)
    cache.keepOnly((document) => document % 2 === 1)
    expect(cache.get(chunksFrom(0, 12)).isThere).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0].map(Boolean))
    putRange(cache, 30, 60)
    expect(cache.size).toBe(30)
  })

  test('holds nothing with a budget below one entry', () => {
    const cache = new HotCache({ budgetBytes: 100, dimensions, model })
    putRange(cache, 0, 3)
    cache.setHubs([{ chunk: chunkOf(0), vector: rowOf(vectors, dimensions, 0) }])
    expect([cache.capacity, cache.size, cache.has(chunkOf(0))]).toEqual([0, 0, false])
  })

  test('says whether there is something to save', () => {
    const cache = cacheOf(10)
    putRange(cache, 0, 3)
    const { content } = { content: cache.content() }
    const again = cacheOf(10)
    again.load(content)
    expect([cache.isChanged, again.isChanged]).toEqual([true, false])
    again.remove(99)
    expect(again.isChanged).toBe(false)
    again.remove(1)
    expect(again.isChanged).toBe(true)
  })
})

describe('a thousand random changes', () => {
  test.each([1, 2, 3])('leave only what was put, at the right place, within the budget (seed %i)', (seed) => {
    const random = randomNumbers(seed)
    const pick = (below: number): number => Math.floor(random() * below)
    let cache = cacheOf(1 + pick(40))
    const put = new Set<number>()
    for (let step = 0; step < 1000; step++) {
      const i = pick(200)
      const kind = pick(20)
      if (kind < 12) {
        putRange(cache, i, i + 1)
        put.add(i)
      } else if (kind < 15) {
        const rows = Array.from({ length: pick(8) }, () => pick(200))
        for (const row of rows) put.add(row)
        cache.setHubs(rows.map((row) => ({ chunk: chunkOf(row), vector: rowOf(vectors, dimensions, row) })))
      } else if (kind < 18) {
        cache.remove(chunkOf(i).document)
        for (const row of put) if (chunkOf(row).document === chunkOf(i).document) put.delete(row)
      } else if (kind === 18) {
        const smaller = cacheOf(1 + pick(40))
        smaller.load(cache.content())
        cache = smaller
      }
      const { isThere, vectors: found } = cache.get(chunksFrom(0, 200))
      expect(isThere.filter(Boolean)).toHaveLength(cache.size)
      expect(cache.size).toBeLessThanOrEqual(cache.capacity)
      expect(cache.hubs).toBeLessThanOrEqual(cache.mostHubs)
      expect(writeHotCache(cache.content()).length).toBeLessThanOrEqual(Math.min(largestFile(cache), cache.budgetBytes))
      for (const [row, there] of isThere.entries()) {
        if (!there) continue
        expect(put.has(row)).toBe(true)
        const cosine = dotProduct(rowOf(found, dimensions, row), rowOf(vectors, dimensions, row))
        expect(cosine).toBeGreaterThan(0.99)
      }
    }
  })
})
