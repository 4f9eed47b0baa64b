import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { buildKeywords, type RowTerms } from './build.ts'
import { mergeKeywords, type MergePart } from './merge.ts'
import { readKeywords, writeKeywords } from './postings-file.ts'
import { madeRows } from './testing.ts'

/** Deals rows to parts at random, some of them deleted; what lives has its place in `live`. */
function dealt(seed: number): { parts: MergePart[]; live: RowTerms[] } {
  const random = randomNumbers(seed)
  const live: RowTerms[] = []
  const dealtRows: RowTerms[][] = [[], [], []]
  const places: number[][] = [[], [], []]
  for (const row of madeRows(400, seed)) {
    const part = Math.floor(random() * 3)
    dealtRows[part].push(row)
    places[part].push(random() < 0.2 ? -1 : live.push(row) - 1)
  }
  const parts = dealtRows.map((rows, i) => ({
    keywords: readKeywords(writeKeywords(buildKeywords(rows)), `part-${i}`),
    rows: Int32Array.from(places[i]),
  }))
  return { parts, live }
}

test('a merged file is the one that its live rows make when they are indexed together', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { parts, live } = dealt(seed)
    expect(writeKeywords(mergeKeywords(parts, live.length))).toEqual(writeKeywords(buildKeywords(live)))
  }
})

test('terms of deleted rows only are gone', () => {
  const keywords = readKeywords(writeKeywords(buildKeywords(['old words', 'new words'])), 'a')
  const merged = readKeywords(writeKeywords(mergeKeywords([{ keywords, rows: Int32Array.of(-1, 0) }], 1)), 'b')
  expect([...merged.terms('')].map(({ term }) => term)).toEqual(['new', 'word'])
})

test('nothing merges to an empty file', () => {
  expect(readKeywords(writeKeywords(mergeKeywords([], 0)), 'a')).toMatchObject({ rowCount: 0, termCount: 0 })
})
