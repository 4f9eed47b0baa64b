import { describe, expect, test } from 'vitest'
import { dotProduct, rowOf, unitVectors } from '../../test/vectors.ts'
import { createLevelRows, fromLevels, toLevels, type LevelRows } from './level-rows.ts'

const kinds = ['plain', 'relaxed'] as const

function levelRows(vectors: Float32Array, dimensions: number, kind: (typeof kinds)[number]): LevelRows {
  const rowCount = vectors.length / dimensions
  const rows = createLevelRows({ rowCount, dimensions, capacity: rowCount, kind })
  const factors = new DataView(rows.factors.buffer, rows.factors.byteOffset)
  for (let row = 0; row < rowCount; row++) toLevels(vectors, { row, dimensions }, { levels: rows.levels, factors, row })
  return rows
}

function decoded({ levels, factors }: LevelRows, dimensions: number): Float32Array {
  const rowCount = factors.length / 8
  const vectors = new Float32Array(rowCount * dimensions)
  const view = new DataView(factors.buffer, factors.byteOffset)
  for (let row = 0; row < rowCount; row++) fromLevels({ levels, factors: view, row }, { vectors, row, dimensions })
  return vectors
}

describe.each([7, 32, 100, 256, 768])('rows of %i dimensions', (dimensions) => {
  const vectors = unitVectors({ count: 60, dimensions, seed: dimensions })

  test('are rounded a little and keep their length', () => {
    const again = decoded(levelRows(vectors, dimensions, 'plain'), dimensions)
    for (let row = 0; row < 60; row++) {
      const vector = rowOf(again, dimensions, row)
      expect(dotProduct(vector, vector)).toBeCloseTo(1, 5)
      expect(dotProduct(vector, rowOf(vectors, dimensions, row))).toBeGreaterThan(0.999)
    }
  })

  test('are multiplied by the kernels as by the plain loop, the same by both', () => {
    const [plain, relaxed] = kinds.map((kind) => levelRows(vectors, dimensions, kind))
    const twin = decoded(plain, dimensions)
    for (const { scorer } of [plain, relaxed]) {
      for (let i = 0; i < 60; i++) scorer.ids[i] = (i * 7) % 60
      scorer.score(3, 60)
    }
    expect(relaxed.scorer.scores).toEqual(plain.scorer.scores)
    for (let i = 0; i < 60; i++) {
      const expected = dotProduct(rowOf(twin, dimensions, 3), rowOf(twin, dimensions, (i * 7) % 60))
      expect(plain.scorer.scores[i]).toBeCloseTo(expected, 4)
    }
  })
})

test('equal vectors score 1, opposite ones -1, and a vector of zeros 0', () => {
  const [vector] = [unitVectors({ count: 1, dimensions: 64, seed: 5 })]
  const vectors = new Float32Array(64 * 4)
  for (const [row, sign] of [1, 1, -1, 0].entries())
    vectors.set(
      vector.map((value) => sign * value),
      row * 64,
    )
  for (const kind of kinds) {
    const { scorer } = levelRows(vectors, 64, kind)
    scorer.ids.set([0, 1, 2, 3])
    scorer.score(0, 4)
    for (const [i, expected] of [1, 1, -1, 0].entries()) expect(scorer.scores[i]).toBeCloseTo(expected, 6)
  }
})

test('the largest levels there are do not overflow', () => {
  const dimensions = 1024
  const vectors = new Float32Array(2 * dimensions).fill(1 / 32)
  const { scorer } = levelRows(vectors, dimensions, 'relaxed')
  scorer.ids[0] = 1
  scorer.score(0, 1)
  expect(scorer.scores[0]).toBeCloseTo(1, 6)
})
