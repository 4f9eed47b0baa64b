// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Reply } from '../../electron/contract.ts'
import type { SearchAnswer } from '../../core/types.ts'
import { answerOf, createFakeApi, found, hitOf, refusal } from '../testing/fake-api.ts'
import { emptySearch, nextSearchState, type SearchState } from './search-state.ts'
import { useSearch, type Search } from './use-search.ts'

afterEach(cleanup)

/** Search whose answers come when the test says so, in any order. */
function slowSearch() {
  const pending = new Map<string, (reply: Reply<SearchAnswer>) => void>()
  const fake = createFakeApi({ search: ({ query }) => new Promise((resolve) => pending.set(query, resolve)) })
  const asked = (query: string) => waitFor(() => expect(pending.has(query)).toBe(true))
  const answer = (query: string, reply = answerOf(found(query, [hitOf({ title: query })]))) =>
    act(async () => pending.get(query)?.(reply))
  return { ...fake, asked, answer }
}

const contentsOf = (chunks: number, mark = String(chunks)) => ({ documents: chunks, chunks, mark })
const contents = contentsOf(0)
const question = (text: string, contents = contentsOf(0)) => ({
  text,
  similar: null,
  isByDate: false,
  isComposing: false,
  contents,
})
const pause = () => act(() => new Promise((resolve) => setTimeout(resolve, 10)))
const titleOf = ({ state }: Search) => (state.kind === 'found' ? state.list?.documents[0]?.title : state.kind)

describe('search as the person types', () => {
  test('an old answer that comes late is never painted', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), {
      initialProps: 'lea',
    })
    await slow.asked('lea')
    rerender('lease')
    await slow.asked('lease')
    await slow.answer('lease')
    expect(titleOf(result.current)).toBe('lease')
    await slow.answer('lea')
    expect(titleOf(result.current)).toBe('lease')
  })

  test('an old answer that comes early is not painted either', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), {
      initialProps: 'lea',
    })
    await slow.asked('lea')
    rerender('lease')
    await slow.answer('lea')
    expect(result.current.state.kind).toBe('searching')
  })

  test('the previous answer stays while the next is awaited', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), {
      initialProps: 'one',
    })
    await slow.asked('one')
    await slow.answer('one')
    rerender('two')
    expect(result.current.state).toMatchObject({ kind: 'searching', list: { question: 'one' } })
  })

  test('every letter asks at once, and only the newest question counts', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), {
      initialProps: 'l',
    })
    rerender('le')
    rerender('lea')
    expect(slow.askedFor('search').map(({ query }) => query)).toEqual(['l', 'le', 'lea'])
    await slow.answer('lea')
    await slow.answer('le')
    expect(titleOf(result.current)).toBe('lea')
  })

  test('names are asked where passages are late, and not where they are there', async () => {
    vi.useFakeTimers()
    try {
      const slow = slowSearch()
      const pass = (ms: number) => act(async () => void vi.advanceTimersByTime(ms))
      const { rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), { initialProps: 'one' })
      await slow.answer('one')
      await pass(1_000)
      expect(slow.askedFor('names')).toEqual([])
      rerender('two')
      await pass(1_000)
      expect(slow.askedFor('names').map(({ query }) => query)).toEqual(['two'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('white space around the words asks nothing new', async () => {
    const slow = slowSearch()
    const { rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), { initialProps: 'lea' })
    await slow.asked('lea')
    rerender(' lea ')
    await pause()
    expect(slow.askedFor('search')).toHaveLength(1)
  })

  test('nothing is asked while an input method composes', async () => {
    const slow = slowSearch()
    const { rerender } = renderHook(
      (isComposing: boolean) =>
        useSearch(slow.api, { text: 'にほん', similar: null, isByDate: false, isComposing, contents }),
      { initialProps: true },
    )
    await pause()
    expect(slow.askedFor('search')).toEqual([])
    rerender(false)
    await slow.asked('にほん')
  })

  test('an emptied field drops the answer under way', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), {
      initialProps: 'lea',
    })
    await slow.asked('lea')
    rerender('')
    await slow.answer('lea')
    expect(result.current.state.kind).toBe('empty')
  })

  test('a question that is under way when the library changes is asked anew; that the engine ends the first is no failure', async () => {
    const replies: ((reply: Reply<SearchAnswer>) => void)[] = []
    const fake = createFakeApi({ search: () => new Promise((resolve) => replies.push(resolve)) })
    const { result, rerender } = renderHook(
      (chunks: number) => useSearch(fake.api, question('lea', contentsOf(chunks))),
      { initialProps: 10 },
    )
    const told = (title: string) => answerOf(found('lea', [hitOf({ title })]))
    await waitFor(() => expect(replies).toHaveLength(1))
    await act(async () => replies[0](told('first')))
    act(() => result.current.again())
    await waitFor(() => expect(replies).toHaveLength(2))
    rerender(9)
    await waitFor(() => expect(replies).toHaveLength(3))
    await act(async () => replies[1](refusal('A newer search took its place.')))
    expect(titleOf(result.current)).toBe('first')
    await act(async () => replies[2](told('third')))
    expect(titleOf(result.current)).toBe('third')
  })

  test('an empty answer is asked again when the library changes', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook(
      (chunks: number) => useSearch(slow.api, question('lea', contentsOf(chunks))),
      {
        initialProps: 0,
      },
    )
    await slow.asked('lea')
    await slow.answer('lea', answerOf(found('lea', [])))
    rerender(10)
    await waitFor(() => expect(slow.askedFor('search')).toHaveLength(2))
    await slow.answer('lea')
    expect(titleOf(result.current)).toBe('lea')
  })

  test('a full answer is made anew, below the selection, when the library changes; not for every change', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook(
      ({ chunks, mark }) => useSearch(slow.api, question('lea', contentsOf(chunks, mark))),
      { initialProps: { chunks: 10, mark: 'a' } },
    )
    const hit = (document: number, title: string) => hitOf({ document, title, path: `/${title}` })
    const titles = () => result.current.state.list?.documents.map(({ title }) => title)
    await slow.asked('lea')
    rerender({ chunks: 10, mark: 'b' })
    await pause()
    expect(slow.askedFor('search')).toHaveLength(1)
    await slow.answer('lea', answerOf(found('lea', [hit(1, 'a'), hit(2, 'b')])))
    // What came while the question was under way may not be in its answer.
    await waitFor(() => expect(slow.askedFor('search')).toHaveLength(2))
    expect(result.current.state.kind).toBe('found')
    await slow.answer('lea', answerOf(found('lea', [hit(3, 'c'), hit(2, 'b'), hit(1, 'a')])))
    expect(titles()).toEqual(['a', 'c', 'b'])
    for (const mark of ['c', 'd', 'e']) rerender({ chunks: 11, mark })
    await pause()
    expect(slow.askedFor('search')).toHaveLength(2)
    await waitFor(() => expect(slow.askedFor('search')).toHaveLength(3), { timeout: 60_000 })
  }, 90_000)

  test('an answer that cannot be made anew leaves the rows that are there', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook(
      (chunks: number) => useSearch(slow.api, question('lea', contentsOf(chunks))),
      {
        initialProps: 1,
      },
    )
    await slow.asked('lea')
    await slow.answer('lea')
    rerender(2)
    await waitFor(() => expect(slow.askedFor('search')).toHaveLength(2))
    await slow.answer('lea', refusal('The engine stopped.'))
    expect(titleOf(result.current)).toBe('lea')
  })

  test('a refusal becomes a message', async () => {
    const slow = slowSearch()
    const { result } = renderHook(() => useSearch(slow.api, question('lea')))
    await slow.asked('lea')
    await slow.answer('lea', refusal('The library is damaged.'))
    expect(result.current.state).toMatchObject({ kind: 'failed', message: 'The library is damaged.' })
  })
})

test('whatever the order of answers, the newest question decides', () => {
  const reply = (query: string) => answerOf(found(query, []))
  const asked = nextSearchState(emptySearch, { kind: 'asked', sequence: 2, question: 'new' })
  const late = nextSearchState(asked, { kind: 'answered', sequence: 1, reply: reply('old') })
  expect(late).toBe(asked)
  const answered = nextSearchState(asked, { kind: 'answered', sequence: 2, reply: reply('new') })
  expect(nextSearchState(answered, { kind: 'answered', sequence: 1, reply: reply('old') })).toBe(answered)
})

describe('names, words and meaning, one after the other', () => {
  const hit = (document: number, title: string) => hitOf({ document, title, path: `/docs/${title}` })
  const words = found('tea', [hit(1, 'a'), hit(2, 'b'), hit(3, 'c')])
  const whole = found('tea', [hit(4, 'd'), hit(3, 'c'), hit(1, 'a'), hit(2, 'b')])
  const asked = nextSearchState(emptySearch, { kind: 'asked', sequence: 1, question: 'tea' })
  const partial = nextSearchState(asked, { kind: 'partial', sequence: 1, answer: words })
  const answered = (state: SearchState) =>
    nextSearchState(state, { kind: 'answered', sequence: 1, reply: answerOf(whole) })
  const titles = ({ list }: SearchState) => list?.documents.map(({ title }) => title)

  test('rows that nobody can have read yet make way for the better order', () => {
    expect(titles(answered(partial))).toEqual(['d', 'c', 'a', 'b'])
  })

  test('rows at and above the selection stay where they are once the person moved to them', () => {
    const moved = nextSearchState(partial, { kind: 'selected', index: 1 })
    expect(titles(answered(moved))).toEqual(['a', 'b', 'd', 'c'])
    expect(answered(moved).list?.selected).toBe(1)
  })

  test('and once there was time to read them', () => {
    expect(titles(answered(nextSearchState(partial, { kind: 'read', sequence: 1 })))).toEqual(['a', 'd', 'c', 'b'])
  })

  test('names have rows until words are known, and never after the answer', () => {
    const name = { ...hit(9, 'tea'), score: 1 }
    const named = nextSearchState(asked, { kind: 'named', sequence: 1, names: [name] })
    expect(titles(named)).toEqual(['tea'])
    expect(titles(nextSearchState(partial, { kind: 'named', sequence: 1, names: [name] }))).toEqual(['a', 'b', 'c'])
    expect(titles(nextSearchState(answered(asked), { kind: 'named', sequence: 1, names: [name] }))?.[0]).toBe('d')
  })

  test('a name that is held takes over its passages when they come', () => {
    const named = nextSearchState(asked, { kind: 'named', sequence: 1, names: [{ ...hit(3, 'c'), score: 1 }] })
    const state = answered(nextSearchState(named, { kind: 'read', sequence: 1 }))
    expect(titles(state)).toEqual(['c', 'd', 'a', 'b'])
    expect(state.list?.documents[0].hits).toHaveLength(1)
  })

  describe('an answer that the person did not ask for', () => {
    const moved = nextSearchState(answered(asked), { kind: 'selected', index: 1 })
    const refreshed = (answer: SearchAnswer, change: { isLess?: boolean; isPointedAt?: boolean } = {}, state = moved) =>
      nextSearchState(state, { kind: 'refreshed', sequence: 1, answer, isLess: false, isPointedAt: false, ...change })
    const newer = found('tea', [hit(5, 'e'), hit(2, 'b'), hit(4, 'd'), hit(3, 'c')])

    test('moves no row at or above the selection', () => {
      expect(titles(moved)).toEqual(['d', 'c', 'a', 'b'])
      expect(titles(refreshed(newer))).toEqual(['d', 'c', 'e', 'b'])
      expect(refreshed(newer).list?.selected).toBe(1)
    })

    test('moves no row at all while the pointer is among them', () => {
      expect(titles(refreshed(newer, { isPointedAt: true }))).toEqual(['d', 'c', 'a', 'b', 'e'])
    })

    test('takes out what left the library, and keeps the selection on its document', () => {
      const fewer = found('tea', [hit(3, 'c'), hit(2, 'b')])
      const state = refreshed(fewer, { isLess: true })
      expect(titles(state)).toEqual(['c', 'b'])
      expect(state.list?.selected).toBe(0)
      const none = refreshed(found('tea', []), { isLess: true })
      expect([titles(none), none.list?.selected]).toEqual([[], -1])
    })

    test('says of a row above the selection what is true now, where that takes no other height', () => {
      const away = found('tea', [
        { ...hit(4, 'd'), away: true },
        { ...hit(3, 'c'), snippet: 'longer than it was' },
      ])
      const last = nextSearchState(moved, { kind: 'selected', index: 2 })
      const rows = refreshed(away, {}, last).list?.documents
      expect(rows?.map(({ hits }) => [hits[0].away === true, hits[0].snippet === 'longer than it was'])).toEqual([
        [true, false],
        [false, false],
        [false, false],
      ])
    })

    test('changes nothing once another question is asked', () => {
      const other = nextSearchState(moved, { kind: 'asked', sequence: 2, question: 'coffee' })
      expect(refreshed(newer, {}, other)).toBe(other)
    })
  })

  test('after something left the library nothing is held', () => {
    const moved = nextSearchState(partial, { kind: 'selected', index: 2 })
    expect(titles(answered(nextSearchState(moved, { kind: 'outdated' })))).toEqual(['d', 'c', 'a', 'b'])
  })
})

test('an answer by words is shown while meaning is still asked', async () => {
  const slow = slowSearch()
  const { result } = renderHook(() => useSearch(slow.api, question('lea')))
  await slow.asked('lea')
  act(() => slow.tell('partialAnswer', found('lease', [hitOf({ title: 'of another question' })])))
  act(() => slow.tell('partialAnswer', found('lea', [hitOf({ title: 'by words' })])))
  await waitFor(() => expect(result.current.state.list?.documents[0].title).toBe('by words'))
  expect(result.current.state.kind).toBe('searching')
})

test('passages like one are asked for by their place', async () => {
  const similar = { path: '/a.md', part: '', at: 12, title: 'A' }
  const fake = createFakeApi({ similar: () => answerOf(found('words of it', [hitOf({ title: 'alike' })])) })
  const { result } = renderHook(() =>
    useSearch(fake.api, { text: '', similar, isByDate: false, isComposing: false, contents }),
  )
  await waitFor(() => expect(titleOf(result.current)).toBe('alike'))
  expect(fake.askedFor('similar')).toEqual([{ path: '/a.md', part: '', at: 12, limit: 30 }])
})
