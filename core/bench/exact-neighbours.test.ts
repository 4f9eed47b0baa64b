import { expect, test } from 'vitest'
import { exactThreshold, recallOf } from './exact-neighbours.ts'

/** Four unit vectors in two dimensions, at 0, 30, 60 and 90 degrees; the last two are equal. */
const angles = [0, 30, 60, 90, 90].map((degrees) => (degrees * Math.PI) / 180)
const rows = {
  vectors: Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
  dimensions: 2,
}
const query = Float32Array.of(1, 0)

test('the threshold is the cosine of the last of the best rows', () => {
  expect(exactThreshold(query, rows, 1)).toBeCloseTo(1)
  expect(exactThreshold(query, rows, 3)).toBeCloseTo(0.5)
})

test('rows that are gone do not count', () => {
  expect(exactThreshold(query, { ...rows, gone: new Set([0, 1]) }, 1)).toBeCloseTo(0.5)
})

test('recall counts rows as near as the last of the best, each once', () => {
  const recall = (found: number[]): number => recallOf(found, query, { rows, threshold: 0.5, count: 3 })
  expect(recall([0, 1, 2])).toBe(1)
  expect(recall([0, 0, 1])).toBeCloseTo(2 / 3)
  expect(recall([3, 4, -1])).toBe(0)
})

test('of equal rows either may be found', () => {
  const threshold = exactThreshold(Float32Array.of(0, 1), rows, 1)
  const recall = (found: number[]): number => recallOf(found, Float32Array.of(0, 1), { rows, threshold, count: 1 })
  expect(recall([3])).toBe(1)
  expect(recall([4])).toBe(1)
})
