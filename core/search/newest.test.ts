import { utimes } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeLibrary, subjects } from '../test/library-fixture.ts'
import { mboxOf } from '../test/mail-fixture.ts'

test('filters alone list files and messages in blocks by their dates, newest first', async () => {
  const mails = Array.from({ length: 150 }, (_, i) => ({
    subject: `Letter ${i}`,
    // Words of its own: messages that say the same would be one.
    body: Array.from({ length: 20 }, (_, word) => `word${i}x${word}`).join(' '),
    from: 'Anna Smith <anna@example.org>',
    // Every other one in the year before, so that the order of their ids is none of their dates.
    date: new Date(Date.UTC(2024 - (i % 2), 5, 4, 10, i)).toUTCString(),
  }))
  await using its = await makeLibrary({ Inbox: mboxOf(mails), 'between.md': subjects.violin })
  const { library, docs } = its
  const between = new Date(Date.UTC(2024, 0, 1))
  await utimes(`${docs}/between.md`, between, between)
  await library.index()
  const { results } = await library.search({ query: 'size:>1B', limit: 100, strategy: 'codes' })
  const dates = results.map(({ dated }) => dated)
  expect(dates).toEqual(dates.toSorted((a, b) => b - a))
  expect(results[0].title).toBe('Letter 148')
  expect(results.findIndex(({ path }) => path === `${docs}/between.md`)).toBe(75)
})
