import { describe, expect, test } from 'vitest'
import { dotProduct, meanVector, rowOf, unitVectors } from '../../test/vectors.ts'
import type { BitsPerDimension } from '../../types.ts'
import { createCodec, encodeVectors, prepareQuery, type Codes } from '../codes.ts'
import { buildGraph, scorerCapacity } from './build-graph.ts'
import { codeEstimates } from './code-estimates.ts'
import { createCodeScorer, createPlainCodeScorer } from './code-scorer.ts'
import { hubPruning, pruneGraph } from './prune-graph.ts'
import type { RowScorer } from './row-scorer.ts'
import { walkCodes } from './walk-codes.ts'

function codesOf(vectors: Float32Array, dimensions: number, bitsPerDimension: BitsPerDimension = 1): Codes {
  const centre = meanVector(vectors, dimensions)
  return encodeVectors(createCodec({ dimensions, seed: 3, bitsPerDimension, centre }), vectors)
}

function scoresOf(scorer: RowScorer, row: number): number[] {
  for (let i = 0; i < scorer.rowCount; i++) scorer.ids[i] = i
  scorer.score(row, scorer.rowCount)
  return [...scorer.scores.subarray(0, scorer.rowCount)]
}

describe('a scorer of codes', () => {
  test.each(
    (['plain', 'relaxed'] as const).flatMap((kind) => ([1, 2, 4] as const).map((bits) => [kind, bits] as const)),
  )('gives by %s kernel what the plain loop does, with %i bits', (kind, bitsPerDimension) => {
    for (const dimensions of [24, 64, 100, 256, 384]) {
      const vectors = unitVectors({ count: 60, dimensions, seed: dimensions, clusters: 4 })
      vectors.fill(0, 5 * dimensions, 6 * dimensions)
      const codes = codesOf(vectors, dimensions, bitsPerDimension)
      for (const row of [0, 5, 59]) {
        const expected = scoresOf(createPlainCodeScorer(codes, 60, bitsPerDimension), row)
        const found = scoresOf(createCodeScorer(codes, 60, { bitsPerDimension, kind }), row)
        // With more than one bit a rounding may fall on the next entry of the table.
        for (const [i, score] of found.entries()) expect(Math.abs(score - expected[i])).toBeLessThan(0.002)
      }
    }
  })

  test.each([
    [1, 256, 0.1],
    [1, 384, 0.1],
    [2, 256, 0.05],
    [4, 256, 0.015],
    [4, 384, 0.015],
  ] as const)(
    'estimates with %i bits the cosine of two vectors of %i dimensions',
    (bitsPerDimension, dimensions, most) => {
      const vectors = unitVectors({ count: 500, dimensions, seed: 9, clusters: 8 })
      const scorer = createCodeScorer(codesOf(vectors, dimensions, bitsPerDimension), 500, { bitsPerDimension })
      let error = 0
      let squares = 0
      for (let row = 0; row < 20; row++) {
        for (const [other, score] of scoresOf(scorer, row).entries()) {
          if (other === row) continue
          const off = score - dotProduct(rowOf(vectors, dimensions, row), rowOf(vectors, dimensions, other))
          error += off / (20 * 499)
          squares += off ** 2 / (20 * 499)
        }
      }
      expect(Math.abs(error)).toBeLessThan(most / 5)
      expect(Math.sqrt(squares)).toBeLessThan(most)
    },
  )

  test.each([1, 2, 4] as const)(
    'scores a row with itself and with its copies exactly 1: %i bits',
    (bitsPerDimension) => {
      const vectors = unitVectors({ count: 40, dimensions: 64, seed: 2 })
      vectors.copyWithin(64 * 7, 0, 64)
      const scores = scoresOf(createCodeScorer(codesOf(vectors, 64, bitsPerDimension), 40, { bitsPerDimension }), 0)
      expect([scores[0], scores[7]]).toEqual([1, 1])
      expect(Math.max(...scores.filter((_, row) => row !== 0 && row !== 7))).toBeLessThan(1)
    },
  )

  test('puts a row without a vector below all others', () => {
    const vectors = unitVectors({ count: 40, dimensions: 64, seed: 4, clusters: 1 })
    vectors.fill(0, 64 * 3, 64 * 4)
    const scores = scoresOf(createCodeScorer(codesOf(vectors, 64), 40), 8)
    expect(scores[3]).toBeLessThan(-2)
    expect(Math.min(...scores.filter((_, row) => row !== 3))).toBeGreaterThan(-1)
  })

  test.each([1, 4] as const)(
    'builds a graph in which a walk on codes of %i bits finds what a scan does',
    async (bits) => {
      const dimensions = 64
      const vectors = unitVectors({ count: 1500, dimensions, seed: 6, clusters: 20 })
      const codec = createCodec({
        dimensions,
        seed: 3,
        bitsPerDimension: bits,
        centre: meanVector(vectors, dimensions),
      })
      const codes = encodeVectors(codec, vectors)
      const shape = { maxDegree: 32, efConstruction: 64, entryCount: 16 }
      const scorer = createCodeScorer(codes, scorerCapacity(shape), { bitsPerDimension: bits })
      const graph = await pruneGraph(await buildGraph(scorer, { ...shape, seed: 1 }), scorer, hubPruning)
      let found = 0
      for (let i = 0; i < 30; i++) {
        const query = rowOf(vectors, dimensions, i * 50)
        const estimate = codeEstimates(prepareQuery(codec, query), codes)
        const all = new Float32Array(1500)
        estimate(
          Uint32Array.from(all, (_, row) => row),
          1500,
          all,
        )
        const best = new Set([...all.keys()].toSorted((a, b) => all[b] - all[a]).slice(0, 20))
        const recompute = async (ids: readonly number[]) => Float32Array.from(ids, (id) => all[id])
        const { ids } = await walkCodes({ graph, query, efSearch: 100, count: 20, rerank: 100, estimate, recompute })
        found += [...ids].filter((id) => best.has(id)).length
      }
      expect(found / (30 * 20)).toBeGreaterThan(0.97)
    },
  )

  test('of no rows has none, and a graph of it is empty', async () => {
    const shape = { maxDegree: 8, efConstruction: 16, entryCount: 4 }
    const scorer = createCodeScorer(codesOf(new Float32Array(0), 64), scorerCapacity(shape))
    expect(await buildGraph(scorer, { ...shape, seed: 1 })).toMatchObject({ nodeCount: 0 })
  })
})
