// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { plain, answerOf, found, progressOf, statusOf } from '../testing/fake-api.ts'
import { field, hits, openWindow, type } from '../testing/open-window.tsx'

afterEach(cleanup)

describe('without a query', () => {
  test('the window says what the library holds', async () => {
    await openWindow()
    expect(screen.getByRole('heading', { name: '3,480 documents in 2 folders' })).toBeTruthy()
    expect(screen.getByText('Notes')).toBeTruthy()
    expect(screen.getByRole('status').textContent).toBe('3,480 documents in 2 folders')
  })

  test('and with nothing indexed it offers to choose a folder', async () => {
    const fake = await openWindow({
      status: () => answerOf(statusOf({ folders: [], library: { documents: 0 } })),
      chooseFolders: () => answerOf([]),
    })
    expect(screen.getByRole('heading', { name: 'Nothing is indexed yet' })).toBeTruthy()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Choose a folder…' })))
    expect(fake.askedFor('chooseFolders')).toHaveLength(1)
    act(() => fake.tell('statusChanged', statusOf()))
    expect(screen.queryByText('Nothing is indexed yet')).toBeNull()
  })

  test('that stays on the screen until the first answer is there', async () => {
    await openWindow({ search: () => new Promise(() => {}) })
    type('old wood')
    expect(screen.getByRole('heading', { name: '3,480 documents in 2 folders' })).toBeTruthy()
  })

  test('a status told before the first answer is not replaced by it', async () => {
    const answers: (() => void)[] = []
    const fake = await openWindow({
      status: () =>
        new Promise((resolve) => answers.push(() => resolve(answerOf(statusOf({ library: { documents: 1 } }))))),
    })
    act(() => fake.tell('statusChanged', statusOf({ library: { documents: 7 } })))
    await act(async () => answers[0]())
    expect(screen.getByRole('heading', { name: '7 documents in 2 folders' })).toBeTruthy()
  })
})

test('a sign of waiting comes where an answer is late, and goes with it', async () => {
  const answers: (() => void)[] = []
  await openWindow({
    search: ({ query }) => new Promise((resolve) => answers.push(() => resolve(answerOf(found(query, hits))))),
  })
  const sign = (): Element | null => document.querySelector('.search-bar-spinner')
  type('old wood')
  expect(sign()).toBeNull()
  await waitFor(() => expect(sign()).not.toBeNull())
  await act(async () => answers[0]())
  expect(sign()).toBeNull()
})

describe('indexing', () => {
  test('shows where it stands and stops on request', async () => {
    const fake = await openWindow()
    act(() => fake.tell('statusChanged', statusOf({ indexing: { kind: 'running', progress: progressOf() } })))
    expect(screen.getByText('Indexing 42.7%')).toBeTruthy()
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42.7')
    expect(screen.getByText('annual-report-2024.pdf')).toBeTruthy()
    const stop = screen.getByRole<HTMLButtonElement>('button', { name: 'Stop' })
    await act(async () => fireEvent.click(stop))
    expect(fake.askedFor('stopIndexing')).toHaveLength(1)
    expect(stop.disabled).toBe(true)
    expect(screen.getByText('finishing annual-report-2024.pdf')).toBeTruthy()
    act(() => fake.tell('statusChanged', statusOf()))
    expect(screen.queryByRole('progressbar')).toBeNull()
  })

  test('that waits for room or for the person says so, and names no file', async () => {
    const fake = await openWindow()
    const running = { kind: 'running', progress: progressOf() } as const
    const disk = { kind: 'short', freeBytes: 4e8 } as const
    act(() => fake.tell('statusChanged', statusOf({ indexing: running, disk })))
    expect(screen.getByText('Indexing waits for room on the disk: 400 MB free')).toBeTruthy()
    expect(screen.queryByText('annual-report-2024.pdf')).toBeNull()
    act(() => fake.tell('paceChanged', { kind: 'paused', untilMs: 0 }))
    expect(screen.getByText(/^Paused until/u)).toBeTruthy()
  })

  test('that failed is said under the field', async () => {
    await openWindow({
      status: () => answerOf(statusOf({ indexing: { kind: 'failed', message: 'The disk is full.' } })),
    })
    expect(screen.getByRole('alert').textContent).toBe('The disk is full.')
  })
})

test('composing text is searched for only when it is committed', async () => {
  const fake = await openWindow()
  fireEvent.compositionStart(field())
  type('にほ')
  await act(() => new Promise((resolve) => setTimeout(resolve, 100)))
  expect(fake.askedFor('search')).toEqual([])
  type('日本')
  fireEvent.compositionEnd(field())
  await waitFor(() => expect(fake.askedFor('search')).toEqual([{ query: '日本', limit: 30 }]))
})

test('what keeps changes from being found is said where the library is', async () => {
  await openWindow({ status: () => answerOf(statusOf({ troubles: [plain('The disk with /media/x is gone.')] })) })
  expect(screen.getByText('The disk with /media/x is gone.')).toBeTruthy()
})
