import { expect, test } from 'vitest'
import { tune, tunedWeights } from './tune.ts'

/** The place of the right document with each weight. */
const places = (placeOf: (weight: number) => number): Map<number, number> =>
  new Map(tunedWeights.map((weight) => [weight, placeOf(weight)]))

test('a weight that is better on most queries is found, with the score it has on queries it was not chosen on', () => {
  const judged = Array.from({ length: 20 }, (_, i) => places((weight) => (weight === 2 ? 1 : i % 4 === 0 ? 1 : 3)))
  const tuning = tune(judged, 1)
  expect(tuning).toMatchObject({ queries: 20, before: { weight: 1 }, after: { weight: 2, score: 1 }, isBetter: true })
  expect(tuning.before.score).toBeCloseTo((5 + 15 / 2) / 20, 10)
})

test('where no weight is better the present one stays', () => {
  const judged = Array.from({ length: 20 }, () => places(() => 2))
  expect(tune(judged, 0.75)).toMatchObject({ after: { weight: 0.75 }, isBetter: false })
})

test('a gain by chance is none', () => {
  const judged = Array.from({ length: 20 }, (_, i) => places((weight) => (i === 0 && weight === 3 ? 1 : 2)))
  expect(tune(judged, 1).isBetter).toBe(false)
})

test('nor is one that a few queries make', () => {
  const few = Array.from({ length: 20 }, (_, i) => places((weight) => (i % 13 === 0 && weight !== 2 ? 3 : 1)))
  const tuning = tune(few, 1)
  expect(tuning.after.weight).toBe(2)
  expect(tuning.after.score).toBeGreaterThan(tuning.before.score + 0.04)
  expect(tuning.isBetter).toBe(false)
  const many = Array.from({ length: 20 }, (_, i) => places((weight) => (i % 3 === 0 && weight !== 2 ? 3 : 1)))
  expect(tune(many, 1).isBetter).toBe(true)
})
