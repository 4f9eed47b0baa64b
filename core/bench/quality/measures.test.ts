import { describe, expect, test } from 'vitest'
import { compare, mean, scoreQuery } from './measures.ts'

describe('the score of a query', () => {
  test('is 1 in everything where all that is relevant is at the top', () => {
    const grades = new Map([
      ['a', 2],
      ['b', 1],
    ])
    expect(scoreQuery(['a', 'b', 'c'], grades)).toEqual({ ndcg10: 1, recall10: 1, mrr: 1 })
  })

  test('discounts by place with linear gain, as trec_eval does', () => {
    const grades = new Map([
      ['a', 2],
      ['b', 1],
      ['x', 0],
    ])
    const { ndcg10, recall10, mrr } = scoreQuery(['x', 'b', 'unjudged', 'a'], grades)
    expect(ndcg10).toBeCloseTo((1 / Math.log2(3) + 2 / Math.log2(5)) / (2 + 1 / Math.log2(3)), 10)
    expect([recall10, mrr]).toEqual([1, 0.5])
  })

  test('looks at ten answers, the reciprocal rank at all', () => {
    const others = Array.from({ length: 10 }, (_, i) => `o${i}`)
    expect(scoreQuery([...others, 'a'], new Map([['a', 1]]))).toEqual({ ndcg10: 0, recall10: 0, mrr: 1 / 11 })
    expect(scoreQuery([], new Map([['a', 1]]))).toEqual({ ndcg10: 0, recall10: 0, mrr: 0 })
  })
})

describe('a comparison of two sides', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i % 10) / 10)

  test('finds a steady difference sure', () => {
    const { difference, low, high, p } = compare(
      values.map((value, i) => value + 0.05 + (i % 3) / 100),
      values,
    )
    expect(difference).toBeCloseTo(0.06, 2)
    expect(low).toBeGreaterThan(0.05)
    expect(high).toBeLessThan(0.07)
    expect(p).toBe(0)
  })

  test('finds one that goes either way unsure', () => {
    const { low, high, p } = compare(
      values.map((value, i) => value + (i % 2 === 0 ? 0.1 : -0.1)),
      values,
    )
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
    expect(p).toBeGreaterThan(0.5)
  })

  test('finds none between equal sides', () => {
    expect(compare(values, values)).toMatchObject({ difference: 0, p: 1 })
  })
})

test('the mean of nothing is 0', () => {
  expect(mean([])).toBe(0)
})
