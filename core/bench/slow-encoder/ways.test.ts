import { describe, expect, test } from 'vitest'
import { buildInvertedFile } from '../rivals/ivf.ts'
import { HotCache } from '../../leann/hot-cache.ts'
import { count, dimensions, madeStore, rowOfChunk, vectors } from '../../leann/testing/made-store.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { rowOf, unitVectors } from '../../test/vectors.ts'
import { exactThreshold, recallOf } from '../exact-neighbours.ts'
import { waysOf } from './ways.ts'

const hits = 5
const queries = unitVectors({ count: 10, dimensions, seed: 77, clusters: 12 })

describe('every way to search with a slow encoder', () => {
  test('finds nearly all at its widest, and has embedded what it found', async () => {
    await using tree = await makeTree({})
    const { store, live } = await madeStore(tree.root)
    const hotCache = new HotCache({ budgetBytes: 20_000, dimensions, model: 'ff' })
    hotCache.put([{ document: 1, start: 10 }], rowOf(vectors, dimensions, 1))
    const index = buildInvertedFile(vectors, { dimensions, lists: 25, seed: 1 })
    const gone = new Set(Array.from({ length: count }, (_, row) => row).filter((row) => !live(row)))
    for (const way of waysOf({ store, dimensions, vectors, index, hotCache, rowOfChunk }, 4)) {
      let recall = 0
      for (let i = 0; i < 10; i++) {
        const query = rowOf(queries, dimensions, i)
        const embedded = new Set<number>()
        const embed = async (rows: readonly number[]): Promise<void> => rows.forEach((row) => embedded.add(row))
        const found = await way.search({ query, count: hits, width: way.widths.at(-1) ?? 0, embed })
        expect(found.filter((row) => !embedded.has(row))).toEqual([])
        const rows = { vectors, dimensions, gone }
        recall += recallOf(found, query, { rows, threshold: exactThreshold(query, rows, hits), count: hits }) / 10
      }
      // Without a graph, walks are scans that recompute fifty.
      expect(recall).toBeGreaterThan(0.7)
    }
  })
})
