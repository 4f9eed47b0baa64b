import { describe, expect, test } from 'vitest'
import type { KeywordSegment } from './bm25.ts'
import { buildKeywords } from './build.ts'
import { editDistance } from './edit-distance.ts'
import { termsNear, termsThatBegin } from './nearby-terms.ts'
import { readKeywords, writeKeywords } from './postings-file.ts'

function segment(...rows: readonly string[]): KeywordSegment {
  return { keywords: readKeywords(writeKeywords(buildKeywords(rows)), 'made'), deleted: null }
}

const segments = [
  segment('receive receipt recipe', 'receive', 'mountain'),
  segment('receive recital', 'neuron neural', 'netron', 'große', 'os.path'),
]

describe('terms that begin like a word', () => {
  test('come from all segments, those in most rows first', () => {
    expect(termsThatBegin(segments, 're', 10)).toEqual([
      { term: 'receiv', rows: 3 },
      { term: 'receipt', rows: 1 },
      { term: 'recip', rows: 1 },
      { term: 'recit', rows: 1 },
    ])
    expect(termsThatBegin(segments, 're', 1)).toHaveLength(1)
    expect(termsThatBegin(segments, 'zz', 10)).toEqual([])
  })
})

describe('terms that a word may be a slip for', () => {
  test('are one letter off, two in long words, a swap counting as one', () => {
    expect(termsNear(segments, 'reciev', 5).map(({ term }) => term)).toEqual(['receiv'])
    expect(termsNear(segments, 'nueron', 5).map(({ term }) => term)).toEqual(['neuron'])
    expect(termsNear(segments, 'muontan', 5)).toEqual([])
    expect(termsNear(segments, 'moumtainn', 5).map(({ term }) => term)).toEqual(['mountain'])
  })

  test('have the first two letters changed over at most', () => {
    expect(termsNear(segments, 'enuron', 5).map(({ term }) => term)).toEqual(['neuron'])
    expect(termsNear(segments, 'xeuron', 5)).toEqual([])
  })

  test('are none for short words, numbers and names in parts', () => {
    expect(termsNear(segments, 'ox', 5)).toEqual([])
    expect(termsNear(segments, 'o2.pathh', 5)).toEqual([])
  })
})

test('the distance of two words is that of the whole table', () => {
  expect(editDistance('kitten', 'sitting', 3)).toBe(3)
  expect(editDistance('kitten', 'sitting', 2)).toBe(3)
  expect(editDistance('ab', 'ba', 2)).toBe(1)
  expect(editDistance('', 'abc', 9)).toBe(3)
  expect(editDistance('same', 'same', 0)).toBe(0)
})
