import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { TopRows } from './top-rows.ts'

test('the top rows are the first of all rows sorted by score', () => {
  const random = randomNumbers(5)
  for (const [rows, capacity] of [
    [1000, 50],
    [10, 50],
    [50, 50],
    [1000, 1],
    [0, 3],
  ]) {
    const scores = Float32Array.from({ length: rows }, () => random() * 2 - 1)
    const top = new TopRows(capacity)
    for (const [item, score] of scores.entries()) top.add(score, item)
    const expected = Array.from(scores, (score, item) => ({ score, item })).toSorted((a, b) => b.score - a.score)
    expect(top.sorted()).toEqual(expected.slice(0, capacity))
  }
})

test('the threshold is what a score must beat to get in', () => {
  const top = new TopRows(2)
  expect(top.threshold).toBe(-Infinity)
  top.add(1, 1)
  expect(top.threshold).toBe(-Infinity)
  top.add(3, 3)
  expect(top.threshold).toBe(1)
  top.add(2, 2)
  expect(top.threshold).toBe(2)
  top.add(2, 4)
  expect(top.sorted().map(({ item }) => item)).toEqual([3, 2])
})

test('equal scores come by item', () => {
  const top = new TopRows(4)
  for (const item of [7, 2, 9, 4]) top.add(1, item)
  expect(top.sorted().map(({ item }) => item)).toEqual([2, 4, 7, 9])
})
