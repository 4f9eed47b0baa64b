import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { BestSoFar } from './best-so-far.ts'

test.each([1, 10, 400, 3000])('of rows in any order the best %i are kept, refused ones left out', (count) => {
  const random = randomNumbers(count)
  const scores = Float64Array.from({ length: 9000 }, () => random())
  const accepts = (row: number): boolean => row % 5 !== 0
  const best = new BestSoFar({ count, accepts, threshold: -Infinity })
  const shuffled = [...scores.keys()].toSorted((a, b) => Math.sin(a) - Math.sin(b))
  for (const row of shuffled) best.offer(row, scores[row])
  const order = [...scores.keys()].filter(accepts).toSorted((a, b) => scores[b] - scores[a])
  const kept = best.rows()
  const rows = kept.map(({ row }) => row)
  expect(rows).toEqual(rows.toSorted((a, b) => a - b))
  const among = new Set(rows)
  expect(among.size).toBe(rows.length)
  expect(order.slice(0, count).filter((row) => !among.has(row))).toEqual([])
  expect(best.least).toBeLessThanOrEqual(scores[order[count - 1]])
  expect(best.least).toBeGreaterThan(scores[order[count - 1]] * 0.999)
  expect(kept.every(({ row, score }) => accepts(row) && score === scores[row])).toBe(true)
})

test('rows of one score are all kept: which of them is among the best is told by their places', () => {
  const best = new BestSoFar({ count: 3, accepts: () => true, threshold: -Infinity })
  for (let row = 0; row < 5000; row++) best.offer(row, 2)
  expect(best.rows()).toHaveLength(5000)
})

test('what other segments have reached counts from the beginning', () => {
  const best = new BestSoFar({ count: 2, accepts: () => true, threshold: 4 })
  expect(best.least).toBeCloseTo(4, 4)
  best.offer(0, 1)
  best.offer(1, 5)
  expect(best.rows()).toEqual([{ row: 1, score: 5 }])
})
