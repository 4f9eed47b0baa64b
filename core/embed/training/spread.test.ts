import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { spreadTable } from './spread.ts'
import { poolOf } from './train-table.ts'

const dimensions = 8
const random = randomNumbers(5)
/** Rows that use their first directions much more than the last. */
const table = Float32Array.from({ length: 200 * dimensions }, (_, i) => (random() - 0.5) / (1 + (i % dimensions)))
const texts = Array.from({ length: 200 }, (_, row) => [row])

/** Mean square of each direction over the texts' vectors. */
function squares(rows: Float32Array): number[] {
  const pool = poolOf(rows, dimensions)
  const vector = new Float32Array(dimensions)
  const sums = Array.from({ length: dimensions }, () => 0)
  for (const text of texts) {
    pool(text, vector)
    vector.forEach((value, i) => (sums[i] += (value * value) / texts.length))
  }
  return sums
}

function unevenness(rows: Float32Array): number {
  return Math.max(...squares(rows)) / Math.min(...squares(rows))
}

test('makes the directions of embeddings more even, the more the higher the power', () => {
  const pool = poolOf(table, dimensions)
  const spread = (power: number): Float32Array =>
    spreadTable(table, dimensions, { pool, texts, power, kept: dimensions })
  expect(unevenness(spread(0))).toBe(unevenness(table))
  expect(unevenness(spread(0.5))).toBeLessThan(unevenness(table) / 2)
  expect(unevenness(spread(1))).toBeLessThan(unevenness(spread(0.5)) / 2)
})

test('with next to no power only turns the table: cosines stay', () => {
  const turned = spreadTable(table, dimensions, {
    pool: poolOf(table, dimensions),
    texts,
    power: 1e-9,
    kept: dimensions,
  })
  const cosine = (rows: Float32Array, a: number, b: number): number => {
    const [first, second] = [new Float32Array(dimensions), new Float32Array(dimensions)]
    poolOf(rows, dimensions)([a], first)
    poolOf(rows, dimensions)([b], second)
    return first.reduce((sum, value, i) => sum + value * second[i], 0)
  }
  for (let row = 1; row < 50; row++) expect(cosine(turned, 0, row)).toBeCloseTo(cosine(table, 0, row), 5)
})
