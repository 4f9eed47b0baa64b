import { describe, expect, test } from 'vitest'
import { makeLibrary } from '../test/library-fixture.ts'
import type { Ranking } from '../types.ts'
import { orderOf } from './order.ts'
import type { Found, TwoSides } from './two-sides.ts'

const now = Date.UTC(2026, 10, 20)

/** Passages named by their place, each with its cosine and BM25 score. */
function sides(scores: readonly (readonly [cosine: number, words: number])[]): TwoSides {
  const found = scores.map(
    ([cosine, words], i) =>
      ({ passage: { header: `${i}`, document: { dated: 0 } }, cosine, words }) as unknown as Found,
  )
  const spread = { cosine: { mean: 0.1, deviation: 0.08 }, words: { mean: 0.5, deviation: 1.5, most: 100 } }
  return {
    found,
    spread,
    stats: { codesRead: 0, recomputed: 0, cached: 0, hops: 0, isComplete: true, stale: 0, candidates: 0, recompute: 0 },
  }
}

const order = (given: TwoSides, ranking: Ranking, trust = 1): string[] =>
  orderOf(given, { ranking, trust, now }).map(({ passage }) => passage.header)

describe('the order of passages', () => {
  test('by meaning or by words leaves out what that side does not know', () => {
    const given = sides([
      [0.3, 0],
      [0.5, 2],
      [0, 9],
    ])
    expect(order(given, 'meaning')).toEqual(['1', '0'])
    expect(order(given, 'words')).toEqual(['2', '1'])
  })

  test('by both: rare words win over meaning, common words leave it to meaning', () => {
    expect(
      order(
        sides([
          [0.5, 0],
          [0.2, 20],
        ]),
        'fused',
      ),
    ).toEqual(['1', '0'])
    expect(
      order(
        sides([
          [0.5, 1],
          [0.2, 2],
        ]),
        'fused',
      ),
    ).toEqual(['0', '1'])
  })

  test('by both: a query that the model cannot read is left to words', () => {
    expect(
      order(
        sides([
          [0.6, 1],
          [0.2, 2],
        ]),
        'fused',
        0,
      ),
    ).toEqual(['1', '0'])
  })
})

test('of passages that are as good the newer comes first, and of better ones the better', () => {
  const year = 365 * 86_400_000
  const dated = ([cosine, words, age]: readonly [number, number, number], i: number): Found =>
    // All that the order looks at.
    ({ passage: { header: `${i}`, document: { dated: now - age * year } }, cosine, words }) as unknown as Found
  const given = sides([])
  const old = [0.4, 3, 20] as const
  expect(order({ ...given, found: [old, [0.4, 3, 1] as const].map(dated) }, 'fused')).toEqual(['1', '0'])
  expect(order({ ...given, found: [[0.44, 3, 20] as const, [0.4, 3, 0] as const].map(dated) }, 'fused')).toEqual([
    '0',
    '1',
  ])
})

describe('words and meaning together', () => {
  test('find what only one of them knows', async () => {
    await using made = await makeLibrary({
      'part.md': '# Spare parts\n\nThe bracket is listed as XJ-4417-B in the catalogue of the maker.',
      'tea.md': '# Tea\n\nGreen tea is brewed with hot water and its leaves are dried in the sun.',
      'note.md': '# Слова\n\nЗелёный чай растёт в горах.',
    })
    await made.library.index()
    const first = async (query: string): Promise<string | undefined> =>
      (await made.library.search({ query, limit: 3, strategy: 'codes' })).results[0]?.title
    expect(await first('xj-4417-b')).toBe('Spare parts')
    expect(await first('a hot drink')).toBe('Tea')
    expect(await first('чай')).toBe('Слова')
  })

  test('a query that neither knows finds nothing', async () => {
    await using made = await makeLibrary({ 'tea.md': '# Tea\n\nGreen tea.' })
    await made.library.index()
    expect((await made.library.search({ query: '𐎠𐎡', limit: 3, strategy: 'codes' })).results).toEqual([])
  })
})
