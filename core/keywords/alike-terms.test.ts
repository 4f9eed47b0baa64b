import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { AlikeTerms } from './alike-terms.ts'
import { editDistance } from './edit-distance.ts'
import { readKeywords, writeKeywords } from './postings-file.ts'

/** Terms that begin alike, of few letters, so that many are near each other; some letters are two or three bytes, or two units. */
function someTerms(seed: number): string[] {
  const random = randomNumbers(seed)
  const letters = ['a', 'b', 'c', 'е', '京', '\ufb01', '😀']
  const one = (): string => letters[Math.floor(random() ** 2 * letters.length)]
  const terms = Array.from({ length: 400 }, () => `a${Array.from({ length: random() * 11 }, one).join('')}`)
  return [...new Set([...terms, 'b', 'ba', 'Z', 'z', '\ue000', '😀a'])]
}

function dictionaryOf(terms: readonly string[]) {
  const lists = terms
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((term, i) => ({
      term,
      rows: Int32Array.from({ length: 1 + (i % 20) }, (_, row) => row),
      counts: new Uint8Array(1 + (i % 20)).fill(1),
    }))
  const bytes = writeKeywords({ lengths: new Uint8Array(20), lists })
  return { keywords: readKeywords(bytes, 'made'), rowsOf: new Map(lists.map(({ term, rows }) => [term, rows.length])) }
}

test('all terms are found that are so many letters off, and no others, with their distance and rows', () => {
  for (const seed of [1, 2, 3]) {
    const terms = someTerms(seed)
    const { keywords, rowsOf } = dictionaryOf(terms)
    const alike = AlikeTerms.of(keywords, 'a')
    let found = 0
    for (const [i, term] of [...terms, 'abcd', 'acbabcab', 'a'].entries()) {
      const most = 1 + (i % 2)
      const near: unknown[] = []
      alike.near(term, most, (other, distance, rows) => near.push({ other, distance, rows }))
      const expected = [...rowsOf]
        .map(([other, rows]) => ({ other, distance: editDistance(other, term, most), rows }))
        .filter(({ other, distance }) => other.startsWith('a') && distance > 0 && distance <= most)
      expect(near).toEqual(expected)
      found += near.length
    }
    expect(found).toBeGreaterThan(1000)
  }
})

test('every term is found by itself and by any beginning of it, whatever its letters are', () => {
  const terms = someTerms(4)
  const { keywords, rowsOf } = dictionaryOf(terms)
  for (const term of terms) {
    expect(keywords.find(term)).toMatchObject({ term, rows: rowsOf.get(term) })
    expect(keywords.find(`${term}!`)).toBeUndefined()
    const begun: string[] = []
    const [first] = term
    keywords.each(first, (utf8, length) => begun.push(Buffer.from(utf8.slice(0, length)).toString()))
    expect(begun).toEqual([...rowsOf.keys()].filter((other) => other.startsWith(first)))
    expect(keywords.terms(term).next().value?.term).toBe(term)
  }
})
