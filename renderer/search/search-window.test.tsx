// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { SearchHit } from '../../core/types.ts'
import { answerOf, createFakeApi, done, found, hitOf, progressOf, refusal, statusOf } from '../testing/fake-api.ts'
import { SearchWindow } from './search-window.tsx'

const hits = [
  hitOf({ title: 'First', path: '/home/anna/Documents/first.md', start: 1 }),
  hitOf({ title: 'Second', path: '/home/anna/Documents/second.pdf', start: 2 }),
  hitOf({ title: 'Third', path: '/home/anna/Notes/third.txt', start: 3 }),
]

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

type Handlers = Parameters<typeof createFakeApi>[0]

async function openWindow(handlers: Handlers = {}, options: Parameters<typeof createFakeApi>[1] = {}) {
  const fake = createFakeApi(
    {
      status: () => answerOf(statusOf()),
      search: ({ query }) => answerOf(found(query, hits)),
      open: done,
      reveal: done,
      copyText: done,
      stopIndexing: done,
      hide: done,
      ...handlers,
    },
    options,
  )
  await act(async () => render(<SearchWindow api={fake.api} />))
  return fake
}

const field = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Search your files' })
const type = (text: string) => fireEvent.change(field(), { target: { value: text } })
const key = (name: string, change: object = {}) => act(async () => fireEvent.keyDown(field(), { key: name, ...change }))
const selectedTitle = () =>
  screen
    .getAllByRole('option')
    .find((option) => option.getAttribute('aria-selected') === 'true')
    ?.querySelector('span')?.textContent

async function typeAndFind(text = 'old wood') {
  type(text)
  await screen.findByRole('listbox', { name: 'Results' })
  // The caret stands behind the text: nothing is selected.
  act(() => field().setSelectionRange(text.length, text.length))
}

describe('results', () => {
  test('are shown with the count line, the first one selected with its reason', async () => {
    await openWindow()
    await typeAndFind()
    expect(screen.getAllByRole('option')).toHaveLength(3)
    expect(screen.getByRole('status').textContent).toBe('3 passages · 3,480 documents · 38 ms')
    expect(selectedTitle()).toBe('First')
    expect(screen.getAllByText(hits[0].why)).toHaveLength(1)
    expect(field().getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0].id)
    expect(field().getAttribute('aria-controls')).toBe(screen.getByRole('listbox').id)
  })

  test('show where the document is, the full path in the tooltip', async () => {
    await openWindow()
    await typeAndFind()
    expect(screen.getByText('Documents › first.md').title).toBe('/home/anna/Documents/first.md')
  })

  test('stay, dimmed, while the next answer is awaited', async () => {
    let questions = 0
    await openWindow({
      search: ({ query }) => (++questions === 1 ? answerOf(found(query, hits)) : new Promise(() => {})),
    })
    await typeAndFind()
    expect(screen.getByRole('listbox').getAttribute('aria-busy')).toBe('false')
    type('old wood in winter')
    expect(screen.getByRole('listbox').getAttribute('aria-busy')).toBe('true')
    expect(screen.getAllByRole('option')).toHaveLength(3)
  })

  test('none: says so with the query and what can help', async () => {
    await openWindow({
      status: () => answerOf(statusOf({ library: { errors: 23 } })),
      search: ({ query }) => answerOf(found(query, [])),
    })
    type('zyzzyva')
    await screen.findByText('No result for “zyzzyva”')
    expect(screen.getByText(/23 files could not be read/u)).toBeTruthy()
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  test('none because of an error: one line with the message', async () => {
    await openWindow({ search: () => refusal('The library is damaged: index it again.') })
    type('anything')
    expect((await screen.findByRole('alert')).textContent).toBe('The library is damaged: index it again.')
  })
})

describe('keys', () => {
  test('move the selection and stop at both ends', async () => {
    await openWindow()
    await typeAndFind()
    await key('ArrowUp')
    expect(selectedTitle()).toBe('First')
    await key('ArrowDown')
    await key('n', { ctrlKey: true })
    expect(selectedTitle()).toBe('Third')
    await key('ArrowDown')
    expect(selectedTitle()).toBe('Third')
    await key('2', { ctrlKey: true })
    expect(selectedTitle()).toBe('Second')
  })

  test('Enter opens the selected document, Ctrl+Enter shows it in its folder', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('ArrowDown')
    await key('Enter')
    await key('Enter', { ctrlKey: true })
    const place = { path: '/home/anna/Documents/second.pdf', start: 2 }
    expect(fake.askedFor('open')).toEqual([place])
    expect(fake.askedFor('reveal')).toEqual([place])
  })

  test('Enter before the answer opens the coming first result, never an old one', async () => {
    const later = hitOf({ title: 'Later', path: '/home/anna/Notes/later.md', start: 9 })
    const fake = await openWindow({
      search: ({ query }) => answerOf(found(query, query === 'later' ? [later] : hits)),
    })
    await typeAndFind()
    type('later')
    await key('Enter')
    expect(fake.askedFor('open')).toEqual([])
    await waitFor(() => expect(fake.askedFor('open')).toEqual([{ path: later.path, start: 9 }]))
  })

  test('Ctrl+C copies the passage with its reference and says so, unless text is selected', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('c', { ctrlKey: true })
    expect(fake.askedFor('copyText')).toEqual([
      { text: `${hits[0].snippet}\n\nFirst, Winter › Old trees\n/home/anna/Documents/first.md` },
    ])
    expect(screen.getByRole('status').textContent).toBe('Passage copied')
    act(() => field().setSelectionRange(0, 3))
    await key('c', { ctrlKey: true })
    expect(fake.askedFor('copyText')).toHaveLength(1)
  })

  test('Esc first clears the query, then hides the window', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('Escape')
    expect(field().value).toBe('')
    expect(fake.askedFor('hide')).toHaveLength(0)
    await key('Escape')
    expect(fake.askedFor('hide')).toHaveLength(1)
  })

  test('Ctrl+L and being shown select the query', async () => {
    const fake = await openWindow()
    await typeAndFind('wood')
    await key('l', { ctrlKey: true })
    expect([field().selectionStart, field().selectionEnd]).toEqual([0, 4])
    act(() => {
      field().setSelectionRange(4, 4)
      field().blur()
    })
    act(() => fake.tell('shown', null))
    expect([field().selectionStart, field().selectionEnd]).toEqual([0, 4])
    expect(document.activeElement).toBe(field())
  })

  test('on a Mac the hints and the commands use Cmd', async () => {
    const fake = await openWindow({}, { platform: 'darwin' })
    await typeAndFind()
    expect(screen.getAllByText('⌘').length).toBeGreaterThan(0)
    await key('Enter', { metaKey: true })
    expect(fake.askedFor('reveal')).toHaveLength(1)
  })

  test('an Enter that ends a composition opens nothing', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('Enter', { isComposing: true })
    expect(fake.askedFor('open')).toEqual([])
  })
})

describe('mouse', () => {
  const option = (index: number) => screen.getAllByRole('option')[index]

  test('a click selects, a double click opens, hovering does nothing', async () => {
    const fake = await openWindow()
    await typeAndFind()
    fireEvent.mouseOver(option(2))
    expect(selectedTitle()).toBe('First')
    fireEvent.click(option(1))
    expect(selectedTitle()).toBe('Second')
    expect(fake.askedFor('open')).toEqual([])
    await act(async () => fireEvent.doubleClick(option(2)))
    expect(fake.askedFor('open')).toEqual([{ path: hits[2].path, start: 3 }])
  })

  test('a document that cannot be opened is said in one line, until the query changes', async () => {
    await openWindow({ open: () => refusal('first.md is gone.') })
    await typeAndFind()
    await key('Enter')
    expect(screen.getByRole('alert').textContent).toBe('first.md is gone.')
    type('other words')
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

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

test('two passages of one document are two rows', async () => {
  const twice: SearchHit[] = [hitOf({ start: 0 }), hitOf({ start: 500 })]
  await openWindow({ search: ({ query }) => answerOf(found(query, twice)) })
  await typeAndFind()
  expect(screen.getAllByRole('option')).toHaveLength(2)
})
