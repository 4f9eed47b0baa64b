// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../core/types.ts'
import { SearchWindow } from '../search/search-window.tsx'
import { answerOf, createFakeApi, found, hitOf, settingsOf, statusOf } from '../testing/fake-api.ts'

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

const question = 'when does the lease end?'

const answer: Answer = {
  question,
  text: 'The lease ends in May [1].',
  sentences: [{ text: 'The lease ends in May.', sources: [1], support: 'supported' }],
  sources: [
    {
      number: 1,
      path: '/home/anna/Documents/lease.md',
      part: '',
      uri: 'file:///home/anna/Documents/lease.md',
      title: 'The lease',
      heading: '',
      start: 700,
      end: 900,
      text: 'It ends in May.',
      isCited: true,
    },
  ],
  short: 'in May',
  provider: 'extract',
  note: null,
  noteSaid: null,
  isComplete: true,
  ms: { search: 10, answer: 5 },
}

async function openWindow(answers: boolean, reply: () => Promise<ReturnType<typeof answerOf<Answer>>>) {
  const fake = createFakeApi({
    status: () => answerOf(statusOf()),
    settings: () => answerOf(settingsOf({ answers })),
    search: ({ query }) => answerOf(found(query, [hitOf()])),
    answer: reply,
    text: ({ path }) =>
      answerOf({
        path,
        part: '',
        uri: '',
        title: 'The lease',
        kind: 'markdown',
        chunks: 1,
        textBytes: 100,
        modifiedMs: 0,
        passages: [{ index: 0, start: 700, end: 900, heading: '', text: 'It ends in May.' }],
      }),
  })
  await act(async () => render(<SearchWindow api={fake.api} />))
  fireEvent.change(screen.getByRole('combobox'), { target: { value: question } })
  await screen.findByRole('listbox')
  return fake
}

test('nothing is offered before the person switches it on, and nothing answered before they ask', async () => {
  await openWindow(false, async () => answerOf(answer))
  expect(screen.queryByRole('button', { name: /Answer this/u })).toBeNull()
  cleanup()
  const fake = await openWindow(true, async () => answerOf(answer))
  expect(screen.getByRole('button', { name: /Answer this/u })).toBeTruthy()
  expect(fake.askedFor('answer')).toEqual([])
})

test('an answer is shown as it is written, and its citation opens the passage', async () => {
  let finish = (): void => {}
  const fake = await openWindow(true, () => new Promise((resolve) => (finish = () => resolve(answerOf(answer)))))
  await act(async () => fireEvent.keyDown(screen.getByRole('combobox'), { key: 'j', ctrlKey: true }))
  act(() => fake.tell('answerText', { question: 'another one', text: 'Not this.' }))
  act(() => fake.tell('answerText', { question, text: 'The lease' }))
  act(() => fake.tell('answerText', { question, text: ' ends' }))
  expect(screen.getByText('The lease ends')).toBeTruthy()
  await act(async () => finish())
  expect(screen.getByText('in May')).toBeTruthy()
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Source 1: The lease' })))
  await waitFor(() => expect(fake.askedFor('text')).toMatchObject([{ path: '/home/anna/Documents/lease.md', at: 700 }]))
  expect(await screen.findByRole('region', { name: 'Preview' })).toBeTruthy()
})

test('typing on takes the answer away and ends it', async () => {
  const fake = await openWindow(true, () => new Promise(() => {}))
  fireEvent.click(screen.getByRole('button', { name: /Answer this/u }))
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'something else' } })
  expect(fake.askedFor('stopAnswer')).toHaveLength(1)
  expect(screen.queryByRole('region', { name: 'Answer' })).toBeNull()
})
