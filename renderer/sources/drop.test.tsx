// @vitest-environment happy-dom
import { act, cleanup, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { SearchWindow } from '../search/search-window.tsx'
import { plain, answerOf, createFakeApi, found, hitOf, refusal, statusOf } from '../testing/fake-api.ts'

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

const saidOf = (refused: string | null) => (refused === null ? null : plain(refused))

type Options = { paths?: string[]; refused?: string | null; fails?: string; kind?: 'folder' | 'file' }

const counted = {
  files: 1200,
  bytes: 5_000_000,
  leftOut: 312,
  rules: [{ rule: 'installed packages', count: 300 }],
  isMore: false,
}

async function openWindow({ paths = [], refused = null, fails, kind = 'folder' }: Options) {
  const fake = createFakeApi(
    {
      status: () => answerOf(statusOf()),
      survey: (ask) =>
        fails === undefined
          ? answerOf(ask.paths.map((path) => ({ ...counted, path, kind, refused: saidOf(refused) })))
          : refusal(fails),
      addFolders: (ask) => answerOf(ask.paths.map((path) => ({ path, refused: saidOf(refused) }))),
      similarFile: () => answerOf(found('', [hitOf({ title: 'Much the same' })])),
    },
    { paths },
  )
  await act(async () => render(<SearchWindow api={fake.api} />))
  return fake
}

/** What the browser hands over when folders are dragged; their names are kept back until the drop. */
function folders(...names: string[]) {
  const files = names.map((name) => new File([''], name))
  return {
    types: ['Files'],
    files,
    items: files.map(() => ({ kind: 'file', getAsFile: () => null })),
    dropEffect: 'none',
  }
}

/** `toward` is the element under the pointer next; null outside the window. happy-dom's DragEvent has no such field. */
function drag(
  name: 'dragEnter' | 'dragOver' | 'drop' | 'dragLeave',
  dataTransfer: object,
  toward: Element | null = null,
): Promise<void> {
  const event = createEvent[name](document.body, { dataTransfer })
  Object.defineProperty(event, 'relatedTarget', { value: toward })
  return act(async () => void fireEvent(document.body, event))
}

test('the overlay is there while folders are held over the window', async () => {
  await openWindow({})
  await drag('dragEnter', folders('Projects', 'Letters'))
  expect(screen.getByText('Drop to index')).toBeTruthy()
  expect(screen.getByText('2 items')).toBeTruthy()
  await drag('dragLeave', folders('Projects'))
  expect(screen.queryByText('Drop to index')).toBeNull()
})

test('moving from one element of the window to another keeps the overlay', async () => {
  await openWindow({})
  await drag('dragEnter', folders('Projects'))
  await drag('dragLeave', folders('Projects'), document.body)
  expect(screen.getByText('Drop to index')).toBeTruthy()
})

test('the names are shown where the system tells them', async () => {
  await openWindow({})
  const data = folders('Projects')
  await drag('dragOver', { ...data, items: [{ kind: 'file', getAsFile: () => data.files[0] }] })
  expect(screen.getByText('Projects')).toBeTruthy()
})

test('dragged text is not for the library', async () => {
  await openWindow({})
  await drag('dragEnter', { types: ['text/plain'], files: [], items: [] })
  expect(screen.queryByText('Drop to index')).toBeNull()
})

test('dropped folders are counted first, with what rules leave out, and added when the person agrees', async () => {
  const fake = await openWindow({ paths: ['/home/anna/Projects', '/home/anna/Letters'] })
  await drag('drop', folders('Projects', 'Letters'))
  const paths = ['/home/anna/Projects', '/home/anna/Letters']
  expect(fake.askedFor('survey')).toEqual([{ paths }])
  expect(fake.askedFor('addFolders')).toEqual([])
  const sheet = screen.getByRole('dialog', { name: 'Search these too?' })
  expect(sheet.textContent).toContain('1,200 files, 5.0 MB')
  expect(sheet.textContent).toContain('Left out: 312. Most by installed packages (300)')
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Index' })))
  expect(fake.askedFor('addFolders')).toEqual([{ paths }])
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('Esc takes the question away, and nothing is added', async () => {
  const fake = await openWindow({ paths: ['/home/anna/Projects'] })
  await drag('drop', folders('Projects'))
  await act(async () => fireEvent.keyDown(screen.getByRole('button', { name: 'Index' }), { key: 'Escape' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect([...fake.askedFor('addFolders'), ...fake.askedFor('hide')]).toEqual([])
})

test('a file that is dropped is searched with', async () => {
  const fake = await openWindow({ paths: ['/home/anna/letter.eml'], kind: 'file' })
  await drag('drop', folders('letter.eml'))
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  expect(fake.askedFor('similarFile')).toEqual([{ path: '/home/anna/letter.eml', limit: 30 }])
  expect(screen.getByText('Like “letter.eml”')).toBeTruthy()
})

test('a refused folder is named with its reason until it is dismissed', async () => {
  await openWindow({ paths: ['/'], refused: 'it is the whole disk' })
  await drag('drop', folders('disk'))
  expect(screen.getByRole('alert').textContent).toBe('/ was not added: it is the whole disk')
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a failed request is said in its own words', async () => {
  await openWindow({ paths: ['/a'], fails: 'The library is busy.' })
  await drag('drop', folders('a'))
  expect(screen.getByRole('alert').textContent).toBe('The library is busy.')
})

test('where paths are not known, a drop says how to start instead', async () => {
  const fake = await openWindow({ paths: [] })
  await drag('drop', folders('Projects'))
  expect(fake.askedFor('addFolders')).toEqual([])
  expect(screen.getByRole('alert').textContent).toBe(
    'Dropping a folder works in the app; here start with: npm start -- FOLDER',
  )
})
