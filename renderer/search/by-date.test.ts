import { expect, test } from 'vitest'
import { found, hitOf } from '../testing/fake-api.ts'
import { headingAbove, newestFirst } from './by-date.ts'
import { documentsOf, rowsOf } from './rows.ts'

const now = new Date(2026, 10, 19, 12)
const at = (...[year, month, day]: number[]) => new Date(year, month - 1, day).getTime()
const hit = (document: number, dated: number, start = 1) =>
  hitOf({ document, dated, start, path: `/docs/${document}.md` })

test('an answer is put in the order of its dates, and what has none comes last', () => {
  const answer = found('x', [hit(1, 0), hit(2, at(2026, 11, 1)), hit(3, at(2026, 11, 19)), hit(4, at(2026, 11, 1))])
  expect(newestFirst(answer).results.map(({ document }) => document)).toEqual([3, 2, 4, 1])
})

test('a heading stands where another day begins, and not above further passages', () => {
  const answer = found('x', [
    hit(1, at(2026, 11, 19)),
    hit(1, at(2026, 11, 19), 2),
    hit(2, at(2026, 11, 19)),
    hit(3, at(2026, 11, 18)),
    hit(4, 0),
  ])
  const documents = documentsOf(answer.results)
  const rows = rowsOf(documents, new Set([documents[0].key]))
  expect(rows.map((_, index) => headingAbove(rows, index, now))).toEqual([
    'Today',
    null,
    null,
    'Yesterday',
    'Without a date',
  ])
})
