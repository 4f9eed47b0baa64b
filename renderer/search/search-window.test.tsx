// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { answerOf, found, hitOf, refusal, statusOf } from '../testing/fake-api.ts'
import { field, hits, key, openWindow, selectedTitle, type, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

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
    expect(screen.getByTitle(hits[0].path).textContent).toBe('Documents › first.md')
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
    // Its quotation marks are not put between others.
    type('"zyzzyva"')
    await waitFor(() => expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('No result for “zyzzyva”'))
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
    const place = { path: '/home/anna/Documents/second.pdf', part: '', start: 2 }
    expect(fake.askedFor('open')).toEqual([{ ...place, query: 'old wood' }])
    expect(fake.askedFor('reveal')).toEqual([place])
  })

  test('Enter opens at the page or the line that was found', async () => {
    const placed = [
      hitOf({ title: 'First', page: 3 }),
      hitOf({ title: 'Second', document: 2, path: '/home/anna/b.md', line: 12 }),
    ]
    const fake = await openWindow({ search: ({ query }) => answerOf(found(query, placed)) })
    await typeAndFind()
    await key('Enter')
    await key('ArrowDown')
    await key('Enter')
    expect(fake.askedFor('open')).toMatchObject([{ page: 3 }, { line: 12 }])
  })

  test('Enter before the answer opens the coming first result, never an old one', async () => {
    const later = hitOf({ title: 'Later', path: '/home/anna/Notes/later.md', start: 9 })
    let tellLater = (): void => {}
    const isDone = new Promise<void>((resolve) => (tellLater = resolve))
    const fake = await openWindow({
      async search({ query }) {
        if (query === 'later') await isDone
        return answerOf(found(query, query === 'later' ? [later] : hits))
      },
    })
    await typeAndFind()
    type('later')
    await key('Enter')
    expect(fake.askedFor('open')).toEqual([])
    tellLater()
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

test('a link from elsewhere brings its words', async () => {
  const fake = await openWindow()
  act(() => fake.tell('shown', { query: 'green tea', page: null }))
  expect(field().value).toBe('green tea')
  await waitFor(() => expect(fake.askedFor('search')).toEqual([{ query: 'green tea', limit: 30 }]))
})
