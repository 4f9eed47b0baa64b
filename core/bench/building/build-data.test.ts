import { expect, test } from 'vitest'
import { dotProduct, rowOf, unitVectors } from '../../test/vectors.ts'
import { blocksOf, buildData, tenthScores } from './build-data.ts'

const dimensions = 32
const given = {
  key: 'test',
  dimensions,
  vectors: unitVectors({ count: 3000, dimensions, seed: 1 }),
  querySets: [{ name: 'test', queries: unitVectors({ count: 5, dimensions, seed: 2 }) }],
}

test('the same vectors come again with other noise each time, near to what they were', () => {
  const data = buildData(given, 9000)
  expect(data.rows(3, 5)).toEqual(given.vectors.slice(3 * dimensions, 5 * dimensions))
  const [first, second, third] = [3, 3003, 6003].map((row) => data.rows(row, row + 1))
  expect(data.rows(3003, 3004)).toEqual(second)
  for (const [one, other] of [
    [first, second],
    [first, third],
    [second, third],
  ]) {
    expect(dotProduct(one, other)).toBeLessThan(0.95)
    expect(dotProduct(one, other)).toBeGreaterThan(0.3)
    expect(dotProduct(other, other)).toBeCloseTo(1, 5)
  }
})

test('blocks are all rows in order, and the tenth scores those of brute force', () => {
  const data = buildData(given, 9000)
  const rows = [...blocksOf(data)].flatMap(({ from, to, vectors }) =>
    Array.from({ length: to - from }, (_, i) => rowOf(vectors, dimensions, i)),
  )
  expect(rows.length).toBe(9000)
  expect(rows[8000]).toEqual(data.rows(8000, 8001))
  for (const [i, score] of tenthScores(data).entries()) {
    const scores = rows.map((row) => dotProduct(row, data.queries[i])).toSorted((a, b) => b - a)
    expect(score).toBeCloseTo(scores[9], 5)
  }
})
