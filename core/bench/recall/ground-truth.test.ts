import { expect, test } from 'vitest'
import { generatedVectors } from './generated-vectors.ts'
import { makeOracle, recallAt } from './ground-truth.ts'

const vectors = generatedVectors({ count: 300, dimensions: 16, seed: 1 })
const queries = generatedVectors({ count: 3, dimensions: 16, seed: 2 })

test('generated vectors have length 1, and the same seed gives the same ones', () => {
  for (let start = 0; start < vectors.length; start += 16) {
    expect(Math.hypot(...vectors.subarray(start, start + 16))).toBeCloseTo(1, 5)
  }
  expect(generatedVectors({ count: 300, dimensions: 16, seed: 1 })).toEqual(vectors)
  expect(generatedVectors({ count: 300, dimensions: 16, seed: 3 })).not.toEqual(vectors)
})

test('the oracle knows the exact scores and the third and the tenth best', () => {
  const oracle = makeOracle({ key: 'test', dimensions: 16, vectors, querySets: [{ name: 'some', queries }] })
  const [{ queries: own }] = oracle.sets
  expect(own.length).toBe(3)
  for (const [i, { scores, third, tenth }] of own.entries()) {
    const expected = Array.from({ length: 300 }, (_, row) =>
      queries.subarray(i * 16, (i + 1) * 16).reduce((sum, value, d) => sum + value * vectors[row * 16 + d], 0),
    )
    const found = scores(expected.map((_, row) => row))
    for (const [row, score] of found.entries()) expect(score).toBeCloseTo(expected[row], 5)
    const sorted = expected.toSorted((a, b) => b - a)
    expect(third).toBeCloseTo(sorted[2], 5)
    expect(tenth).toBeCloseTo(sorted[9], 5)
  }
})

test('recall counts answers that score as well as the k-th best, ties included', () => {
  expect(recallAt([0.9, 0.8, 0.7], 3, 0.7)).toBe(1)
  expect(recallAt([0.9, 0.8, 0.6], 3, 0.7)).toBeCloseTo(2 / 3)
  expect(recallAt([0.9, 0.7 - 1e-7], 2, 0.7)).toBe(1)
  expect(recallAt([0.9], 2, 0.7)).toBe(0.5)
  expect(recallAt([], 10, 0.7)).toBe(0)
})
