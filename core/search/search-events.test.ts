import { basename } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import type { SearchRequest } from '../types.ts'
import { searchEvents, type SearchEvent } from './search-events.ts'

let made: TestLibrary
beforeAll(async () => {
  made = await makeLibrary({ 'tea.txt': subjects.tea, 'violin.txt': subjects.violin })
  await made.library.index()
})
afterAll(() => made[Symbol.asyncDispose]())

const request: SearchRequest = { query: 'violin', limit: 2, strategy: 'codes' }

async function eventsFor(asked: SearchRequest): Promise<SearchEvent[]> {
  return Array.fromAsync(searchEvents(made.library, asked))
}

test('names come first, then words, then the whole answer', async () => {
  const events = await eventsFor(request)
  expect(events.map(({ kind }) => kind)).toEqual(['names', 'words', 'answer'])
  for (const event of events) {
    const [first] = event.kind === 'names' ? event.names : event.answer.results
    expect(basename(first.path)).toBe('violin.txt')
  }
})

test('a phrase has no words before the answer, which is by words', async () => {
  expect((await eventsFor({ ...request, query: '"the violin"' })).map(({ kind }) => kind)).toEqual(['names', 'answer'])
})

test('what is not understood is refused before any part', async () => {
  await expect(searchEvents(made.library, { ...request, query: 'nosuch:x' }).next()).rejects.toMatchObject({
    code: 'bad-request',
  })
})

test('who stops listening ends the search, and so does the signal', async () => {
  const signals: (AbortSignal | undefined)[] = []
  const watched = {
    names: made.library.names.bind(made.library),
    refresh: () => made.library.refresh(),
    search: (...args: Parameters<TestLibrary['library']['search']>) => {
      signals.push(args[1])
      return made.library.search(...args)
    },
  }
  for await (const { kind } of searchEvents(watched, request)) if (kind === 'words') break
  expect(signals[0]?.aborted).toBe(true)
  const stop = new AbortController()
  const events = searchEvents(watched, request, stop.signal)
  await events.next()
  stop.abort()
  await expect(events.next()).rejects.toMatchObject({ code: 'cancelled' })
})
