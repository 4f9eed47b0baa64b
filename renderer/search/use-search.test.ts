// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { Reply } from '../../electron/contract.ts'
import type { SearchAnswer } from '../../core/types.ts'
import { answerOf, createFakeApi, found, hitOf, refusal } from '../testing/fake-api.ts'
import { debounceMs, nextSearchState, useSearch } from './use-search.ts'
import type { SearchState } from './use-search.ts'

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

const question = (text: string, chunks = 0) => ({ text, isComposing: false, chunks })
const pause = () => act(() => new Promise((resolve) => setTimeout(resolve, debounceMs * 2)))
const titleOf = (state: SearchState) => (state.kind === 'found' ? state.answer.results[0]?.title : state.kind)

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
    expect(result.current.kind).toBe('searching')
  })

  test('the previous answer stays while the next is awaited', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), {
      initialProps: 'one',
    })
    await slow.asked('one')
    await slow.answer('one')
    rerender('two')
    expect(result.current).toMatchObject({ kind: 'searching', previous: { query: 'one' } })
  })

  test('quick typing asks once', async () => {
    const slow = slowSearch()
    const { rerender } = renderHook((text: string) => useSearch(slow.api, question(text)), { initialProps: 'l' })
    rerender('le')
    rerender('lea')
    await slow.asked('lea')
    expect(slow.askedFor('search')).toEqual([{ query: 'lea', limit: 30 }])
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
      (isComposing: boolean) => useSearch(slow.api, { text: 'にほん', isComposing, chunks: 0 }),
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
    expect(result.current.kind).toBe('empty')
  })

  test('an empty answer is asked again when the library grows, a full one is left alone', async () => {
    const slow = slowSearch()
    const { result, rerender } = renderHook((chunks: number) => useSearch(slow.api, question('lea', chunks)), {
      initialProps: 0,
    })
    await slow.asked('lea')
    await slow.answer('lea', answerOf(found('lea', [])))
    rerender(10)
    await waitFor(() => expect(slow.askedFor('search')).toHaveLength(2))
    await slow.answer('lea')
    expect(titleOf(result.current)).toBe('lea')
    rerender(20)
    await pause()
    expect(slow.askedFor('search')).toHaveLength(2)
  })

  test('a refusal becomes a message', async () => {
    const slow = slowSearch()
    const { result } = renderHook(() => useSearch(slow.api, question('lea')))
    await slow.asked('lea')
    await slow.answer('lea', refusal('The library is damaged.'))
    expect(result.current).toMatchObject({ kind: 'failed', message: 'The library is damaged.' })
  })
})

test('whatever the order of answers, the newest question decides', () => {
  const reply = (query: string) => answerOf(found(query, []))
  const asked: SearchState = { kind: 'searching', sequence: 2, previous: null }
  const late = nextSearchState(asked, { kind: 'answered', sequence: 1, reply: reply('old') })
  expect(late).toBe(asked)
  const answered = nextSearchState(asked, { kind: 'answered', sequence: 2, reply: reply('new') })
  expect(nextSearchState(answered, { kind: 'answered', sequence: 1, reply: reply('old') })).toBe(answered)
})
