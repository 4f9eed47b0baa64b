import { describe, expect, test } from 'vitest'
import { madeBits, madeDocument } from '../test/codes.ts'
import { RowSet } from './row-set.ts'
import { mergeSegments, segmentsToGather, segmentsToMerge } from './merge.ts'
import { readSegment, writeSegment } from './segment-file.ts'
import type { LiveSegment } from './live-segments.ts'

/** A segment of one-chunk documents with these ids, the first `deleted` of them deleted. */
function made(ids: readonly number[], deleted = 0): LiveSegment {
  const bytes = writeSegment(
    ids.map((id) => madeDocument(id, 1)),
    madeBits,
  )
  const segment = readSegment(bytes, `segment-${ids[0]}.lsg`)
  if (deleted === 0) return { segment, deleted: null, keywords: null, graph: null }
  const rows = new RowSet(ids.length)
  rows.addRange(0, deleted)
  return { segment, deleted: rows, keywords: null, graph: null }
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i)
}

describe('the merge policy', () => {
  test('leaves few segments alone', () => {
    expect(segmentsToMerge([])).toEqual([])
    expect(segmentsToMerge(range(1, 7).map((id) => made([id])))).toEqual([])
  })

  test('merges eight small segments, whatever their sizes', () => {
    const segments = range(0, 8).map((i) => made(range(i * 100 + 1, i === 0 ? 100 : 1)))
    expect(segmentsToMerge(segments)).toEqual(segments)
  })

  test('keeps a large segment out of a merge of small ones', () => {
    const large = made(range(1, 9000))
    const small = range(0, 8).map((i) => made([10_000 + i]))
    expect(segmentsToMerge([large, ...small])).toEqual(small)
  })

  test('rewrites a segment with more than 5 % deleted rows, not before', () => {
    const worn = made(range(1, 100), 6)
    expect(segmentsToMerge([made([200]), worn])).toEqual([worn])
    expect(segmentsToMerge([made([200]), made(range(1, 100), 5)])).toEqual([])
  })

  test('gathers small segments after a run that added half of their rows, not after one that added less', () => {
    const large = made(range(1, 9000))
    const small = [made(range(10_001, 100)), made(range(20_001, 20)), made(range(30_001, 80))]
    expect(segmentsToGather([large, ...small], 100)).toEqual(small)
    expect(segmentsToGather([large, ...small], 99)).toEqual([])
    expect(segmentsToGather([large, small[0]], 9000)).toEqual([])
  })

  test('ends: merging what it says again and again leaves nothing to merge', () => {
    let segments = range(0, 30).map((i) => made(range(i * 100 + 1, (i % 5) + 1), i % 2))
    let rounds = 0
    for (let chosen = segmentsToMerge(segments); chosen.length > 0; chosen = segmentsToMerge(segments)) {
      const merged = mergeSegments(chosen).documents.map(({ id }) => id)
      segments = segments.filter((segment) => !chosen.includes(segment))
      if (merged.length > 0) segments.push(made(merged))
      if (++rounds > 100) break
    }
    expect(rounds).toBeLessThan(100)
    expect(segments.length).toBeLessThan(8)
  })

  test('copies live documents only, by id', () => {
    const { documents, rowMaps } = mergeSegments([made([5, 8, 9], 1), made([1, 7])])
    expect(documents.map(({ id }) => id)).toEqual([1, 7, 8, 9])
    expect(rowMaps.map((rows) => [...rows])).toEqual([
      [-1, 2, 3],
      [0, 1],
    ])
  })
})
