import { describe, expect, test } from 'vitest'
import { fuse, plainShare, type Side } from './fuse.ts'

const unknown: Side & { most: number } = { most: 0, scores: [0, 0, 0], mean: 0, deviation: 0 }

function order(scores: Float64Array): number[] {
  return [...scores.keys()].toSorted((a, b) => scores[b] - scores[a])
}

describe('words and meaning together', () => {
  const words = { scores: [20, 2, 1], mean: 0.2, deviation: 1, most: 60 }
  const meaning: Side = { scores: [0.1, 0.5, 0.6], mean: 0, deviation: 0.1 }

  test('a row that rare words lift far out is before what meaning likes best', () => {
    expect(order(fuse({ words, meaning, trust: 1 }))[0]).toBe(0)
  })

  test('where words hardly tell rows apart, meaning orders them', () => {
    const common = { scores: [0.5, 0.4, 0.45], mean: 0.3, deviation: 0.1, most: 2 }
    expect(order(fuse({ words: common, meaning, trust: 1 }))).toEqual([2, 1, 0])
  })

  test('a side without any opinion leaves the order to the other', () => {
    expect(order(fuse({ words: unknown, meaning, trust: 1 }))).toEqual([2, 1, 0])
    expect(order(fuse({ words, meaning: unknown, trust: 1 }))).toEqual([0, 1, 2])
  })

  test('a query that the model cannot read is answered by words alone', () => {
    const close = { scores: [1.02, 1.01, 1], mean: 0, deviation: 1, most: 4 }
    expect(order(fuse({ words: close, meaning, trust: 0 }))).toEqual([0, 1, 2])
  })

  test('where one row has nearly all that is asked for, meaning only parts what words leave equal', () => {
    const said = { scores: [3, 2.9, 2.9], mean: 0, deviation: 1 }
    expect(order(fuse({ words: { ...said, most: 10 }, meaning, trust: 1 }))).toEqual([2, 1, 0])
    const nearer: Side = { scores: [0.59, 0.5, 0.6], mean: 0, deviation: 0.1 }
    const sure = fuse({ words: { ...said, most: 3.3 }, meaning: nearer, trust: 1 })
    expect(order(sure)).toEqual([0, 2, 1])
  })

  test('a score that is not known counts as the lowest of its side', () => {
    const scores = fuse({ words, meaning: { ...meaning, scores: [NaN, 0.5, 0.1] }, trust: 1 })
    expect(scores).toEqual(fuse({ words, meaning: { ...meaning, scores: [0.1, 0.5, 0.1] }, trust: 1 }))
  })

  test('no candidates give no scores', () => {
    expect(fuse({ words: { ...words, scores: [] }, meaning: { ...meaning, scores: [] }, trust: 1 })).toHaveLength(0)
  })
})

test.each([
  ['heat transfer', 1],
  ['Wärme transfer', 0.5],
  ['熱 передача', 0],
  ['🙂 ?', 0],
])('of "%s" a model of English reads %d', (query, share) => {
  expect(plainShare(query)).toBe(share)
})
