// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, createFakeApi, done, found, hitOf, progressOf, refusal, statusOf } from '../testing/fake-api.ts'
import { SearchWindow } from './search-window.tsx'

const hits = [
  hitOf({ document: 1, title: 'First', path: '/home/anna/Documents/first.md', start: 1 }),
  hitOf({ document: 2, title: 'Second', path: '/home/anna/Documents/second.pdf', start: 2 }),
  hitOf({ document: 3, title: 'Third', path: '/home/anna/Notes/third.txt', start: 3 }),
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
    ?.querySelector('.result-row-title')?.textContent

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
    expect(screen.getByText('Documents › first.md').parentElement?.title).toBe('/home/anna/Documents/first.md')
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
    expect(fake.askedFor('open')).toEqual([{ ...place, part: '', query: 'old wood' }])
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
    await waitFor(() => expect(fake.askedFor('open')).toMatchObject([{ path: later.path, start: 9, query: 'later' }]))
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
    act(() => fake.tell('shown', { query: null, page: null }))
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
    expect(fake.askedFor('open')).toMatchObject([{ path: hits[2].path, start: 3 }])
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

describe('documents with several passages', () => {
  const passages = [0, 500, 900, 1400].map((start) => hitOf({ document: 7, start, snippet: `passage at ${start}` }))
  const options = () => screen.getAllByRole('option')

  test('have one row that unfolds the three best', async () => {
    await openWindow({ search: ({ query }) => answerOf(found(query, [passages[0], hits[1], ...passages.slice(1)])) })
    await typeAndFind()
    expect(options()).toHaveLength(2)
    await key('ArrowDown', { altKey: true })
    expect(options()).toHaveLength(4)
    expect(options()[1].textContent).toContain('passage at 500')
    await key('ArrowUp', { altKey: true })
    expect(options()).toHaveLength(2)
  })

  test('open at the passage that is selected', async () => {
    const fake = await openWindow({ search: ({ query }) => answerOf(found(query, passages)) })
    await typeAndFind()
    fireEvent.click(screen.getByText('2 more passages'))
    await key('ArrowDown')
    await key('Enter')
    expect(fake.askedFor('open')).toMatchObject([{ path: passages[1].path, start: 500 }])
  })

  test('say where else the same is written', async () => {
    const also = [{ path: '/x', part: '', uri: 'file:///x', title: 'The copy' }]
    await openWindow({ search: ({ query }) => answerOf(found(query, [hitOf({ also })])) })
    await typeAndFind()
    expect(screen.getByText('Also in: The copy')).toBeTruthy()
  })
})

test('a message shows who wrote it and when', async () => {
  const sender = 'Anna Smith <anna@example.org>'
  const mail = hitOf({ kind: 'eml', source: 'mail', sender, dated: new Date(2019, 4, 3).getTime(), part: '0-120' })
  await openWindow({ search: ({ query }) => answerOf(found(query, [mail])) })
  await typeAndFind()
  expect(screen.getByRole('option').textContent).toContain('Anna Smith')
  expect(screen.getByText('May 3, 2019')).toBeTruthy()
})

describe('parts of the query', () => {
  const chips = [{ kind: 'filter', start: 5, end: 14, label: 'from anna' } as const]
  const search = ({ query }: { query: string }) =>
    answerOf({ ...found(query, hits), chips: query.includes('from:anna') ? chips : [], notes: ['A note.'] })

  test('are shown as chips that take their text out', async () => {
    const fake = await openWindow({ search })
    await typeAndFind('wood from:anna old')
    expect(screen.getByText('A note.')).toBeTruthy()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Remove “from anna” from the query' })))
    expect(field().value).toBe('wood old')
    await waitFor(() => expect(fake.askedFor('search').at(-1)).toEqual({ query: 'wood old', limit: 30 }))
    await waitFor(() => expect(screen.queryByText('from anna')).toBeNull())
  })

  test('go by Backspace where a chip has the focus', async () => {
    await openWindow({ search })
    await typeAndFind('wood from:anna old')
    const chip = screen.getByRole('button', { name: /from anna/u })
    await act(async () => fireEvent.keyDown(chip, { key: 'Backspace' }))
    expect(field().value).toBe('wood old')
  })
})

describe('the preview', () => {
  const passage = (index: number, text: string | null) => ({
    index,
    start: index * 100,
    end: index * 100 + 100,
    heading: '',
    text,
  })
  const text = () =>
    answerOf({
      path: hits[0].path,
      part: '',
      uri: hits[0].uri,
      title: 'First',
      kind: 'text',
      chunks: 40,
      textBytes: 4000,
      modifiedMs: 0,
      passages: [passage(0, 'Old wood is cut. The old wood burns.'), passage(1, null)],
    })

  test('opens with →, shows the passage, and Esc closes it before anything else', async () => {
    const fake = await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await waitFor(() => expect(pane.querySelectorAll('mark').length).toBe(4))
    expect(fake.askedFor('text')).toEqual([{ path: hits[0].path, part: '', at: 1, before: 3, after: 6 }])
    expect(pane.textContent).toContain('cannot be read any more')
    await key('Escape')
    expect(screen.queryByRole('region', { name: 'Preview' })).toBeNull()
    expect(field().value).toBe('old wood')
  })

  test('goes from one place to the next and round', async () => {
    await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await screen.findByText('4 places')
    await key('g', { ctrlKey: true })
    expect(pane.querySelector('mark[data-current]')?.textContent).toBe('Old')
    await key('G', { ctrlKey: true, shiftKey: true })
    expect(screen.getByText('4 of 4')).toBeTruthy()
  })

  test('reads on where there is more', async () => {
    const fake = await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const more = await screen.findByRole('button', { name: 'Read on' })
    await act(async () => fireEvent.click(more))
    await waitFor(() => expect(fake.askedFor('text').at(-1)?.after).toBe(26))
  })
})

describe('actions', () => {
  const item = (name: string | RegExp) => screen.getByRole('menuitem', { name })

  test('are a menu with the keys of a menu', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('k', { ctrlKey: true })
    expect(document.activeElement).toBe(item(/^Open/u))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' }))
    expect(document.activeElement).toBe(item(/^Preview/u))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'm' }))
    expect(document.activeElement).toBe(item('More like this'))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'Escape' }))
    expect(screen.queryByRole('menu')).toBeNull()
    expect(document.activeElement).toBe(field())
    expect(fake.askedFor('hide')).toEqual([])
  })

  test('more like this searches by the passage, and Esc leads out of it', async () => {
    const fake = await openWindow({ similar: () => answerOf(found('words', [hits[2]])) })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(item('More like this')))
    await waitFor(() => expect(selectedTitle()).toBe('Third'))
    expect(screen.getByText('Like “First”')).toBeTruthy()
    expect(fake.askedFor('similar')).toEqual([{ path: hits[0].path, part: '', at: 1, limit: 30 }])
    await key('Escape')
    expect(screen.queryByText('Like “First”')).toBeNull()
  })

  test('a document is excluded and the question asked again', async () => {
    const fake = await openWindow({ exclude: () => answerOf(1) })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(item('Exclude this document and forget it')))
    expect(fake.askedFor('exclude')).toEqual([{ path: hits[0].path }])
    expect(screen.getByRole('status').textContent).toBe('Excluded: 1 document forgotten')
    await waitFor(() => expect(fake.askedFor('search')).toHaveLength(2))
  })

  test('the path is copied by its own key', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('C', { ctrlKey: true, shiftKey: true })
    expect(fake.askedFor('copyText')).toEqual([{ text: hits[0].path }])
  })
})

test('a link from elsewhere brings its words', async () => {
  const fake = await openWindow()
  act(() => fake.tell('shown', { query: 'green tea', page: null }))
  expect(field().value).toBe('green tea')
  await waitFor(() => expect(fake.askedFor('search')).toEqual([{ query: 'green tea', limit: 30 }]))
})

test('what keeps changes from being found is said where the library is', async () => {
  await openWindow({ status: () => answerOf(statusOf({ troubles: ['The disk with /media/x is gone.'] })) })
  expect(screen.getByText('The disk with /media/x is gone.')).toBeTruthy()
})
