import { expect, test } from 'vitest'
import type { KeywordSegment } from '../keywords/bm25.ts'
import { buildKeywords } from '../keywords/build.ts'
import { readKeywords, writeKeywords } from '../keywords/postings-file.ts'
import { queryWords } from './query-words.ts'
import { slipsIn } from './slips.ts'

/** One with rows of these words, each `times`. */
function segment(times: number, ...rows: readonly string[]): KeywordSegment {
  const texts = rows.flatMap((row) => Array.from({ length: times }, () => row))
  return { keywords: readKeywords(writeKeywords(buildKeywords(texts)), 'made'), deleted: null }
}

function meant(query: string, segments: readonly KeywordSegment[], languages: readonly string[]): unknown {
  return slipsIn(queryWords(query, languages), segments, languages).map(({ typed, terms }) => [typed, ...terms])
}

const often = segment(60, 'decor', 'receiv')

test('a word that the library does not have is taken for the one near it', () => {
  expect(meant('recieve', [often], ['en'])).toEqual([['recieve', 'receiv']])
  expect(meant('decoratr', [often], ['en'])).toEqual([['decoratr', 'decor']])
})

test('the beginning of a word of the library is no slip in an ending', () => {
  expect(meant('decorat', [often], ['en'])).toEqual([['decorat', 'decor']])
  expect(meant('decorat', [often, segment(1, 'decoratzx')], ['en'])).toEqual([])
})

test('endings are looked at in three languages, English first', () => {
  const german = segment(60, 'freundlich')
  expect(meant('freundlichkeitn', [german], ['de'])).toEqual([['freundlichkeitn', 'freundlich']])
  expect(meant('freundlichkeitn', [german], ['ar', 'el', 'hi', 'de'])).toEqual([])
  expect(meant('decoratr', [often], ['ar', 'el', 'hi', 'en'])).toEqual([['decoratr', 'decor']])
})

test('nothing is a slip beside three words that the library has', () => {
  const known = segment(60, 'magma vent ash')
  expect(meant('magma vent recieve', [often, known], ['en'])).toEqual([['recieve', 'receiv']])
  expect(meant('magma vent ash recieve', [often, known], ['en'])).toEqual([])
})
