import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { BestSoFar } from './best-so-far.ts'

test.each([1, 10, 400, 3000])(
  'of rows whose scores rise the best %i are kept, refused ones left out, whatever the order',
  (count) => {
    const random = randomNumbers(count)
    const rowCount = 9000
    const scores = new Float64Array(rowCount)
    const accepts = (row: number): boolean => row % 5 !== 0
    const best = new BestSoFar({ count, scores, state: new Uint8Array(rowCount), accepts, threshold: -Infinity })
    let { least } = best
    for (let i = 0; i < 40_000; i++) {
      const row = Math.floor(random() * rowCount)
      scores[row] += 0.1 + random()
      if (scores[row] >= least) least = best.add(row)
    }
    const order = [...scores.keys()].filter(accepts).toSorted((a, b) => scores[b] - scores[a])
    const kept = best.rows()
    expect([...kept]).toEqual([...kept].toSorted((a, b) => a - b))
    const among = new Set(kept)
    expect(among.size).toBe(kept.length)
    expect(order.slice(0, count).filter((row) => !among.has(row))).toEqual([])
    expect(best.least).toBeLessThanOrEqual(scores[order[count - 1]])
    expect(best.least).toBeGreaterThan(scores[order[count - 1]] * 0.999)
    expect(kept.every(accepts)).toBe(true)
  },
)

test('rows of one score are all kept: which of them is among the best is told by their places', () => {
  const scores = new Float64Array(5000).fill(2)
  const best = new BestSoFar({
    count: 3,
    scores,
    state: new Uint8Array(5000),
    accepts: () => true,
    threshold: -Infinity,
  })
  for (let row = 0; row < 5000; row++) best.add(row)
  expect(best.rows()).toHaveLength(5000)
})

test('what other segments have reached counts from the beginning', () => {
  const scores = Float64Array.of(1, 5)
  const best = new BestSoFar({ count: 2, scores, state: new Uint8Array(2), accepts: () => true, threshold: 4 })
  expect(best.least).toBeCloseTo(4, 4)
  best.add(1)
  expect([...best.rows()]).toEqual([1])
})
