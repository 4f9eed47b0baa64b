import { describe, expect, test } from 'vitest'
import { dotProduct, meanVector, rowOf, unitVectors, type VectorShape } from '../test/vectors.ts'
import { encodeVectors, errorBound, prepareQuery, scanCodes, type Codec } from './codes.ts'
import { createRotation } from './rotation.ts'

function codecOf(vectors: Float32Array, dimensions: number): Codec {
  return { rotation: createRotation(dimensions, 7), centre: meanVector(vectors, dimensions) }
}

/** Estimated and exact cosines of a query with all rows. */
function scores(codec: Codec, vectors: Float32Array, query: Float32Array): { guess: Float32Array; exact: number[] } {
  const codes = encodeVectors(codec, vectors)
  const guess = new Float32Array(codes.count)
  scanCodes({ query: prepareQuery(codec, query), codes, from: 0, to: codes.count, scores: guess })
  const exact = Array.from(guess, (_, row) => dotProduct(query, rowOf(vectors, query.length, row)))
  return { guess, exact }
}

function best(values: ArrayLike<number>, count: number): number[] {
  const rows = Array.from({ length: values.length }, (_, row) => row)
  return rows.toSorted((a, b) => values[b] - values[a]).slice(0, count)
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb)
    aa += (a[i] - ma) ** 2
    bb += (b[i] - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

/**
 * Noise in all dimensions is the hardest case: real embeddings have few directions and fare better (.95 at 256 bits).
 * Means over ten queries taken from the same kind of vectors.
 */
function quality(shape: VectorShape): { correlation: number; recall: number } {
  const { dimensions } = shape
  const vectors = unitVectors(shape)
  const codec = codecOf(vectors, dimensions)
  const sum = { correlation: 0, recall: 0 }
  const queries = 10
  const around = unitVectors({ ...shape, count: shape.count + queries })
  for (let i = 0; i < queries; i++) {
    const { guess, exact } = scores(codec, vectors, rowOf(around, dimensions, shape.count + i))
    const reranked = new Set(best(guess, 50))
    sum.correlation += correlation(guess, exact) / queries
    sum.recall += best(exact, 10).filter((row) => reranked.has(row)).length / 10 / queries
  }
  return sum
}

describe('codes', () => {
  test.each([
    { count: 2000, dimensions: 256, clusters: 0, seed: 11, floor: { correlation: 0.79, recall: 0.55 } },
    { count: 2000, dimensions: 256, clusters: 8, seed: 12, floor: { correlation: 0.97, recall: 0.7 } },
    { count: 2000, dimensions: 100, clusters: 8, seed: 13, floor: { correlation: 0.95, recall: 0.7 } },
    { count: 2000, dimensions: 384, clusters: 8, seed: 14, floor: { correlation: 0.95, recall: 0.45 } },
    { count: 2000, dimensions: 768, clusters: 8, seed: 15, floor: { correlation: 0.95, recall: 0.3 } },
    { count: 2000, dimensions: 24, clusters: 8, seed: 16, floor: { correlation: 0.92, recall: 0.7 } },
  ])(
    'steer to the true neighbours: $dimensions dimensions, $clusters clusters, rerank 50 of $count',
    ({ floor, ...shape }) => {
      const found = quality(shape)
      expect(found.correlation).toBeGreaterThan(floor.correlation)
      expect(found.recall).toBeGreaterThan(floor.recall)
    },
  )

  test('estimate a cosine without bias: the mean error over many rows is nearly nothing', () => {
    const vectors = unitVectors({ count: 3000, dimensions: 256, seed: 21, clusters: 10 })
    const { guess, exact } = scores(codecOf(vectors, 256), vectors, rowOf(vectors, 256, 0))
    const error = exact.reduce((sum, value, row) => sum + guess[row] - value, 0) / exact.length
    expect(Math.abs(error)).toBeLessThan(0.005)
  })

  test('put a zero vector below everything, whatever the centre', () => {
    const vectors = unitVectors({ count: 50, dimensions: 64, seed: 22, clusters: 1 })
    const codec = codecOf(vectors, 64)
    vectors.fill(0, 64 * 7, 64 * 8)
    const { guess } = scores(codec, vectors, rowOf(vectors, 64, 0))
    expect(guess[7]).toBe(-2)
    expect(Math.min(...guess.filter((_, row) => row !== 7))).toBeGreaterThan(-2)
  })

  test('are the same for a row alone and among others', () => {
    const vectors = unitVectors({ count: 9, dimensions: 100, seed: 23 })
    const codec = codecOf(vectors, 100)
    const all = encodeVectors(codec, vectors)
    const alone = encodeVectors(codec, rowOf(vectors, 100, 5))
    expect([...alone.signs]).toEqual([...all.signs.subarray(5 * 16, 6 * 16)])
    expect(alone.scales[0]).toBe(all.scales[5])
  })

  test('are scanned in any range alike', () => {
    const vectors = unitVectors({ count: 100, dimensions: 64, seed: 24 })
    const codec = codecOf(vectors, 64)
    const query = rowOf(vectors, 64, 3)
    const { guess } = scores(codec, vectors, query)
    const part = new Float32Array(64)
    const codes = encodeVectors(codec, vectors)
    scanCodes({ query: prepareQuery(codec, query), codes, from: 30, to: 77, scores: part })
    expect([...part.subarray(0, 47)]).toEqual([...guess.subarray(30, 77)])
  })

  test('of no vectors are none', () => {
    const codec: Codec = { rotation: createRotation(64, 7), centre: new Float32Array(64) }
    expect(encodeVectors(codec, new Float32Array(0))).toMatchObject({ count: 0 })
  })
})

test('the error bound holds for all but a few estimates, and is not idle', () => {
  const dimensions = 256
  const vectors = unitVectors({ count: 2000, dimensions, seed: 5 })
  const codec = codecOf(vectors, dimensions)
  const { scales } = encodeVectors(codec, vectors)
  let outside = 0
  let most = 0
  for (let i = 0; i < 20; i++) {
    const { guess, exact } = scores(codec, vectors, unitVectors({ count: 1, dimensions, seed: 500 + i }))
    for (const [row, value] of exact.entries()) {
      const share = Math.abs(guess[row] - value) / errorBound(scales[row])
      most = Math.max(most, share)
      if (share > 1) outside++
    }
  }
  expect(outside).toBeLessThan(20 * 2000 * 0.004)
  expect(most).toBeGreaterThan(0.8)
})
