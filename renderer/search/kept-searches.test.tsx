// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { plain, answerOf, createFakeApi, done, found, hitOf, settingsOf, statusOf } from '../testing/fake-api.ts'
import { SearchWindow } from './search-window.tsx'

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

async function openWindow(hits = [hitOf()], byMeaning = true) {
  const kept = { recent: ['old wood', 'lease'], saved: ['taxes'] }
  const fake = createFakeApi({
    status: () => answerOf(statusOf()),
    settings: () => answerOf(settingsOf({ byMeaning })),
    changeSettings: (change) => answerOf(settingsOf(change)),
    searches: () => answerOf(kept),
    keepSearch: () => answerOf(kept),
    forgetSearch: ({ query }) => answerOf({ recent: kept.recent.filter((one) => one !== query), saved: kept.saved }),
    search: ({ query }) =>
      answerOf({
        ...found(query, hits),
        chips: query.includes('type:')
          ? [{ kind: 'filter' as const, start: 5, end: 12, label: 'Markdown', said: plain('Markdown') }]
          : [],
      }),
    open: done,
  })
  await act(async () => render(<SearchWindow api={fake.api} />))
  return fake
}

const field = () => screen.getByRole<HTMLInputElement>('combobox')
const type = (text: string) => fireEvent.change(field(), { target: { value: text } })

test('without a query saved and recent searches are there, and are searched with, saved and forgotten', async () => {
  const fake = await openWindow()
  const list = within(screen.getByRole('list', { name: 'Searches' }))
  expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['taxes', 'old wood', 'lease'])
  await act(async () => fireEvent.click(list.getByRole('button', { name: 'Save “lease”' })))
  expect(fake.askedFor('keepSearch')).toEqual([{ query: 'lease', as: 'saved' }])
  await act(async () => fireEvent.click(list.getByRole('button', { name: 'Forget “lease”' })))
  expect(screen.queryByText('lease')).toBeNull()
  fireEvent.click(list.getByRole('button', { name: 'old wood' }))
  expect(field().value).toBe('old wood')
})

test('a search whose result is opened is remembered', async () => {
  const fake = await openWindow()
  type('pruning')
  await screen.findByRole('listbox')
  await act(async () => fireEvent.keyDown(field(), { key: 'Enter' }))
  expect(fake.askedFor('keepSearch')).toEqual([{ query: 'pruning', as: 'recent' }])
})

test('nothing found: the buttons take filters out, search by meaning, ask why and add a folder', async () => {
  const fake = await openWindow([], false)
  type('wood type:md')
  fireEvent.click(await screen.findByRole('button', { name: 'Search by meaning too' }))
  await waitFor(() => expect(fake.askedFor('changeSettings')).toEqual([{ byMeaning: true }]))
  fireEvent.click(screen.getByRole('button', { name: 'Search for “wood”' }))
  expect(field().value).toBe('wood')
  await waitFor(() => expect(screen.queryByRole('button', { name: /^Search for/u })).toBeNull())
  await act(async () => fireEvent.click(await screen.findByRole('button', { name: 'Why is my file not found?' })))
  expect(screen.getByRole('textbox', { name: /^Path of a file or folder/ })).toBeTruthy()
})
