import { expect, test } from 'vitest'
import { comparisonOf, type Measured } from './comparison.ts'

const row = (engine: string, precision: string, chunksPerSecond: number, cosine: number | null): Measured => ({
  model: '6 layers',
  tokens: 64,
  threads: 1,
  engine,
  precision,
  chunksPerSecond,
  cosine,
})

test('each precision is compared by itself, and what is faster and wrong is told as both', () => {
  const rows = [
    row('ours', 'fp32', 110, 1),
    row('theirs', 'fp32', 100, 1),
    row('ours', 'int8', 80, 0.9994),
    row('theirs', 'int8', 100, 0.874),
  ]
  expect(comparisonOf(rows, 'ours', 'theirs')).toEqual([
    'fp32: ours is 1.1 times as fast as theirs (median), 1.1 at worst, slower in 0 of 1',
    'fp32: least cosine to the vectors of float32 weights: ours 1, below 0.999 in 0 of 1; theirs 1, below 0.999 in 0 of 1',
    'int8: ours is 0.8 times as fast as theirs (median), 0.8 at worst, slower in 1 of 1',
    'int8: least cosine to the vectors of float32 weights: ours 0.9994, below 0.999 in 0 of 1; theirs 0.874, below 0.999 in 1 of 1',
  ])
})

test('vectors that are no numbers are wrong ones, and without the other engine there is nothing to compare', () => {
  const rows = [row('ours', 'fp32', 1, Number.NaN), row('theirs', 'fp32', 1, null)]
  expect(comparisonOf(rows, 'ours', 'theirs')[1]).toContain('ours NaN, below 0.999 in 1 of 1')
  expect(comparisonOf(rows.slice(0, 1), 'ours', 'theirs')).toEqual([])
})
