import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { bm25, idf, searchKeywords, type KeywordSegment, type ScoredRow } from './bm25.ts'
import { buildKeywords, type RowTerms } from './build.ts'
import { readKeywords, writeKeywords } from './postings-file.ts'
import { lengthCode, rowLengths } from './row-lengths.ts'
import { madeRows } from './testing.ts'

interface Made {
  readonly rows: readonly RowTerms[]
  readonly deleted: ReadonlySet<number>
}

function segmentOf({ rows, deleted }: Made): KeywordSegment {
  const keywords = readKeywords(writeKeywords(buildKeywords(rows)), 'made')
  return { keywords, deleted: deleted.size === 0 ? null : { count: deleted.size, has: (row) => deleted.has(row) } }
}

/** BM25 by its definition over every live row; `lengthOf`: default, lengths as the file has them. */
function oracle(
  made: readonly Made[],
  terms: readonly string[],
  lengthOf = (length: number): number => rowLengths[lengthCode(length)],
): ScoredRow[] {
  const live = made.flatMap(({ rows, deleted }, segment) =>
    rows.flatMap(({ terms, counts, length }, row) =>
      deleted.has(row)
        ? []
        : [
            {
              segment,
              row,
              counts: new Map(terms.map((term, i) => [term, counts[i]])),
              length: lengthOf(length),
            },
          ],
    ),
  )
  const average = live.reduce((sum, { length }) => sum + length, 0) / live.length
  const weights = terms.map((term) => idf(live.length, live.filter(({ counts }) => counts.has(term)).length))
  return live
    .map(({ segment, row, counts, length }) => {
      const norm = bm25.k1 * (1 - bm25.b + (bm25.b * length) / average)
      const score = terms.reduce((sum, term, i) => {
        const count = counts.get(term) ?? 0
        return sum + (weights[i] * count) / (count + norm)
      }, 0)
      return { segment, row, score }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
}

/** Same scores in the same order, and each row with its own; equal scores may change places. */
function expectSame(found: readonly ScoredRow[], expected: readonly ScoredRow[], count: number): void {
  expect(found).toHaveLength(Math.min(count, expected.length))
  const scores = new Map(expected.map(({ segment, row, score }) => [`${segment}/${row}`, score]))
  for (const [i, { segment, row, score }] of found.entries()) {
    expect(score).toBeCloseTo(expected[i].score, 4)
    expect(score).toBeCloseTo(scores.get(`${segment}/${row}`) ?? NaN, 4)
  }
}

function madeLibrary(seed: number, sizes: readonly number[]): Made[] {
  const random = randomNumbers(seed)
  return sizes.map((size, i) => {
    const rows = madeRows(size, seed * 10 + i)
    const share = i === 0 ? 0 : 0.1
    return { rows, deleted: new Set([...rows.keys()].filter(() => random() < share)) }
  })
}

function madeQuery(random: () => number): string[] {
  return Array.from({ length: 1 + Math.floor(random() * 9) }, () => `w${Math.floor(random() ** 2 * 320)}`)
}

describe('a search for words', () => {
  test('finds the rows that BM25 over every row finds, with and without a filter', () => {
    const made = madeLibrary(1, [4000, 300, 40, 1])
    const segments = made.map(segmentOf)
    const random = randomNumbers(7)
    let read = 0
    let all = 0
    for (let round = 0; round < 60; round++) {
      const terms = madeQuery(random)
      const count = [1, 10, 100, 10_000][round % 4]
      const has = (row: number): boolean => row % 7 === 0
      const allowed = round % 3 === 0 ? segments.map((_, i) => (i === 1 ? null : { has })) : undefined
      const answer = searchKeywords({ segments, terms, count, allowed })
      const expected = oracle(made, terms).filter(({ segment, row }) => allowed?.[segment]?.has(row) ?? true)
      expectSame(answer.hits, expected, count)
      read += answer.postingsRead
      for (const term of new Set(terms)) for (const { keywords } of segments) all += keywords.find(term)?.rows ?? 0
    }
    expect(read).toBeLessThan(all)
  })

  test('finds rows that a frequent word alone makes the best, where it fills a short row', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomNumbers(seed)
      const rows = Array.from({ length: 1500 }, (): RowTerms => {
        const terms = ['w0', 'w1', 'w2', 'w3'].filter((_, i) => random() < [0.3, 0.1, 0.04, 0.01][i])
        const counts = terms.map(() => (random() < 0.1 ? 40 : 1))
        return { terms, counts, length: random() < 0.1 ? 1 : Math.floor(random() * 1500) }
      })
      const made = [{ rows, deleted: new Set<number>() }]
      const terms = ['w0', 'w1', 'w2', 'w3']
      for (const count of [1, 5, 20]) {
        const { hits } = searchKeywords({ segments: made.map(segmentOf), terms, count })
        expect(hits).toHaveLength(count)
        expectSame(hits, oracle(made, terms), count)
      }
    }
  })

  test('takes several terms for one word where they are asked as one', () => {
    const rows = madeRows(3000, 9)
    const forms = new Set(['w3', 'w40', 'w200'])
    const joined = rows.map(({ terms, counts, length }): RowTerms => {
      const sum = terms.reduce((all, term, i) => all + (forms.has(term) ? counts[i] : 0), 0)
      const others = terms.map((term, i) => ({ term, count: counts[i] })).filter(({ term }) => !forms.has(term))
      const all = sum === 0 ? others : [...others, { term: 'any', count: sum }]
      return { terms: all.map(({ term }) => term), counts: all.map(({ count }) => count), length }
    })
    const deleted = new Set(Array.from({ length: 300 }, (_, i) => i * 9))
    const expected = oracle([{ rows: joined, deleted }], ['any', 'w7'])
    const terms = [[...forms, 'nowhere'], 'w7']
    expect(expected.length).toBeGreaterThan(200)
    for (const count of [3, 100, 5000]) {
      expectSame(searchKeywords({ segments: [segmentOf({ rows, deleted })], terms, count }).hits, expected, count)
    }
  })

  test('gives the scores of rows that are asked for, found or not', () => {
    const made = madeLibrary(2, [500, 90])
    const segments = made.map(segmentOf)
    const also = made.flatMap(({ rows }, segment) => [...rows.keys()].map((row) => ({ segment, row }))).toReversed()
    const terms = ['w0', 'w5', 'w70', 'w5']
    const scores = new Map(oracle(made, terms).map(({ segment, row, score }) => [`${segment}/${row}`, score]))
    const answer = searchKeywords({ segments, terms, count: 5, also })
    for (const [i, { segment, row }] of also.entries()) {
      if (made[segment].deleted.has(row)) continue
      expect(answer.also[i]).toBeCloseTo(scores.get(`${segment}/${row}`) ?? 0, 6)
    }
  })

  test('of terms that nothing holds finds nothing', () => {
    const segments = madeLibrary(3, [50]).map(segmentOf)
    const answer = searchKeywords({ segments, terms: ['nowhere'], count: 10, also: [{ segment: 0, row: 3 }] })
    expect(answer).toMatchObject({ hits: [], most: 0, random: { mean: 0, deviation: 0 } })
    expect([...answer.also]).toEqual([0])
    expect(searchKeywords({ segments: [], terms: ['w1'], count: 10 }).hits).toEqual([])
    expect(searchKeywords({ segments, terms: [], count: 10 }).hits).toEqual([])
  })

  test('of a whole document as a query answers', () => {
    const segments = madeLibrary(4, [300]).map(segmentOf)
    const terms = Array.from({ length: 20_000 }, (_, i) => `w${i % 5000}`)
    expect(searchKeywords({ segments, terms, count: 10 }).hits).toHaveLength(10)
  })

  test('estimates what any row scores: its mean and deviation are near those of all rows', () => {
    const made = madeLibrary(5, [5000])
    const terms = ['w1', 'w30', 'w120', 'w200']
    const answer = searchKeywords({ segments: made.map(segmentOf), terms, count: 1 })
    const scores = oracle(made, terms).map(({ score }) => score)
    const mean = scores.reduce((sum, score) => sum + score, 0) / 5000
    const deviation = Math.sqrt(
      scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 5000 + ((5000 - scores.length) / 5000) * mean ** 2,
    )
    expect(answer.random.mean / mean).toBeGreaterThan(0.5)
    expect(answer.random.mean / mean).toBeLessThan(2)
    expect(answer.random.deviation / deviation).toBeGreaterThan(0.5)
    expect(answer.random.deviation / deviation).toBeLessThan(2)
  })
})

/** Rows of 50 to 450 words, as passages have, on one of twenty subjects, whose words stand among those of all others. */
function rowsOnSubjects(count: number): { readonly rows: RowTerms[]; readonly subjects: number[] } {
  const random = randomNumbers(5)
  const subjects = Array.from({ length: count }, () => Math.floor(random() * 20))
  const rows = subjects.map((subject) => {
    const length = 50 + Math.floor(random() * 400)
    const counts = new Map<string, number>()
    for (let i = 0; i < length; i++) {
      const about = random() < 0.06 ? subject : Math.floor(random() * 20)
      const term = `s${about}-${Math.floor(random() ** 2 * 60)}`
      counts.set(term, Math.min(255, (counts.get(term) ?? 0) + 1))
    }
    const terms = [...counts.keys()].toSorted()
    return { terms, counts: terms.map((term) => counts.get(term) ?? 0), length }
  })
  return { rows, subjects }
}

test('rankings are within .005 nDCG@10 of those by exact lengths and counts, which are kept roughly', () => {
  const { rows, subjects } = rowsOnSubjects(2000)
  const made = { rows, deleted: new Set<number>() }
  const segments = [segmentOf(made)]
  const ndcg = (subject: number, ranking: readonly ScoredRow[]): number =>
    ranking.slice(0, 10).reduce((sum, { row }, i) => sum + (subjects[row] === subject ? 1 / Math.log2(i + 2) : 0), 0) /
    4.5436
  let [ours, exact, moved] = [0, 0, 0]
  for (let query = 0; query < 100; query++) {
    const subject = query % 20
    const terms = [0, 1, 2].map((i) => `s${subject}-${(query * 7 + i * 11) % 60}`)
    const found = searchKeywords({ segments, terms, count: 10 }).hits
    const expected = oracle([made], terms, (length) => length)
    ours += ndcg(subject, found) / 100
    exact += ndcg(subject, expected) / 100
    moved += found.filter(({ row }, i) => row !== expected[i].row).length
  }
  // They do matter here, and so does the ranking.
  expect(moved).toBeGreaterThan(0)
  expect(exact).toBeGreaterThan(0.2)
  expect(Math.abs(ours - exact)).toBeLessThan(0.005)
})

test('the length of a row is exact to 127 and within 2 % up to 5,000', () => {
  for (let length = 0; length <= 5000; length++) {
    const error = Math.abs(rowLengths[lengthCode(length)] - length)
    expect(error).toBeLessThanOrEqual(length < 128 ? 0 : length * 0.02)
  }
  expect(lengthCode(1e9)).toBe(255)
})
