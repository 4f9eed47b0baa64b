import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { searchKeywords } from './bm25.ts'
import { buildKeywords, type RowTerms } from './build.ts'
import { CountsByRow } from './counts-by-row.ts'
import { frequentOr } from './frequent-words.ts'
import { readKeywords, writeKeywords, type Keywords } from './postings-file.ts'

/** `words` words, the first in nearly every row, each further one in fewer. */
function madeKeywords(rowCount: number, words: number): Keywords {
  const random = randomNumbers(3)
  const rows = Array.from({ length: rowCount }, (): RowTerms => {
    const terms = Array.from({ length: words }, (_, i) => `w${i}`).filter(() => random() < 0.7)
    return { terms, counts: terms.map(() => 1 + Math.floor(random() * 3)), length: 40 }
  })
  return readKeywords(writeKeywords(buildKeywords(rows)), 'made')
}

function listOf(keywords: Keywords, word: string) {
  const entry = keywords.find(word)
  return entry === undefined ? null : keywords.open(entry)
}

test('a word of many rows is kept as one count for each', () => {
  const keywords = madeKeywords(7000, 3)
  const found = frequentOr(keywords, 'w1', () => listOf(keywords, 'w1'))
  expect(found).toBeInstanceOf(CountsByRow)
  expect(frequentOr(keywords, 'w1', () => null)).toBe(found)
  expect(frequentOr(keywords, 'unknown', () => listOf(keywords, 'unknown'))).toBeNull()
})

test('a small segment keeps none', () => {
  const keywords = madeKeywords(1000, 3)
  expect(frequentOr(keywords, 'w1', () => listOf(keywords, 'w1'))).not.toBeInstanceOf(CountsByRow)
})

test('so many are kept, the most frequent ones', () => {
  const keywords = madeKeywords(7000, 110)
  const words = Array.from({ length: 110 }, (_, i) => `w${i}`)
  for (const word of words) frequentOr(keywords, word, () => listOf(keywords, word))
  const kept = words.filter((word) => frequentOr(keywords, word, () => null) !== null)
  const bySize = words.toSorted((a, b) => (keywords.find(b)?.rows ?? 0) - (keywords.find(a)?.rows ?? 0))
  expect(kept).toHaveLength(96)
  expect(new Set(kept)).toEqual(new Set(bySize.slice(0, 96)))
})

test('the second search for the same words finds what the first one found', () => {
  const keywords = madeKeywords(7000, 12)
  const search = () =>
    searchKeywords({
      segments: [{ keywords, deleted: null }],
      terms: ['w0', 'w5', ['w7', 'w9'], 'w11'],
      count: 50,
      also: [{ segment: 0, row: 17 }],
    })
  const first = search()
  const second = search()
  expect(second.hits).toEqual(first.hits)
  expect(second.also).toEqual(first.also)
})
