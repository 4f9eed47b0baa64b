// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SearchWindow } from '../search/search-window.tsx'
import { answerOf, createFakeApi, done, refusal, settingsOf, statusOf } from '../testing/fake-api.ts'

const settings = settingsOf()

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

async function openWindow(handlers: Parameters<typeof createFakeApi>[0] = {}) {
  const fake = createFakeApi({
    status: () => answerOf(statusOf({ library: { errors: 2 } })),
    settings: () => answerOf(settings),
    changeSettings: (wanted) => answerOf({ ...settings, ...wanted }),
    sources: () => answerOf([{ path: '/home/anna/Notes', documents: 1200, textBytes: 5_000_000 }]),
    problems: () =>
      answerOf([
        { path: '/home/anna/a.pdf', code: 'damaged', message: 'It is not a PDF.' },
        { path: '/home/anna/b.doc', code: 'unreadable', message: 'You may not read it.' },
      ]),
    excluded: () => answerOf(['/home/anna/Notes/private']),
    updateNow: done,
    include: done,
    pace: () => answerOf({ kind: 'normal' }),
    ...handlers,
  })
  await act(async () => render(<SearchWindow api={fake.api} />))
  return fake
}

async function show(page: string) {
  if (screen.queryByRole('navigation') === null) {
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Settings' })))
  }
  await act(async () => fireEvent.click(within(screen.getByRole('navigation')).getByRole('button', { name: page })))
}

test('Esc and the button lead from a page back to search, where the text still is', async () => {
  const fake = await openWindow()
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'old wood' } })
  await show('Privacy')
  expect(fake.askedFor('resize').at(-1)).toMatchObject({ width: 'wide', stays: true })
  await act(async () => fireEvent.keyDown(window, { key: 'Escape' }))
  expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('old wood')
  expect(fake.askedFor('hide')).toEqual([])
})

describe('status and folders', () => {
  test('removing a folder asks once more in place', async () => {
    const fake = await openWindow({ removeFolder: () => answerOf(1200) })
    await show('Status and folders')
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Notes' }))
    expect(fake.askedFor('removeFolder')).toEqual([])
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Forget 1,200 documents' })))
    expect(fake.askedFor('removeFolder')).toEqual([{ path: '/home/anna/Notes' }])
  })

  test('a history is called by its browser and profile', async () => {
    const path = '/home/anna/.mozilla/firefox/x1.default/places.sqlite'
    const folderNames = { [path]: 'Firefox, x1.default' }
    await openWindow({
      status: () => answerOf(statusOf({ folders: [path], folderNames })),
      sources: () => answerOf([{ path, documents: 3, textBytes: 90 }]),
    })
    expect(screen.getByRole('list', { name: 'Folders' }).textContent).toContain('Firefox, x1.default')
    await show('Status and folders')
    expect(await screen.findByRole('button', { name: 'Remove Firefox, x1.default' })).toBeTruthy()
    expect(screen.queryByText('places.sqlite')).toBeNull()
  })

  test('reading again is offered only where it may help', async () => {
    await openWindow()
    await show('Status and folders')
    expect(await screen.findByRole('button', { name: 'Read again' })).toBeTruthy()
    cleanup()
    await openWindow({ problems: () => answerOf([{ path: '/a.pdf', code: 'damaged', message: 'no' }]) })
    await show('Status and folders')
    expect(screen.queryByRole('button', { name: 'Read again' })).toBeNull()
  })

  test('problems are filtered by any of their words', async () => {
    await openWindow()
    await show('Status and folders')
    // Without a layout no line is seen; the list is as high as its lines.
    const height = () => document.querySelector<HTMLElement>('.problems ul')?.style.height
    await waitFor(() => expect(height()).toBe('92px'))
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'may not' } })
    expect(height()).toBe('46px')
  })

  test('a problem of a part of a file is found by the part', async () => {
    const problem = {
      path: '/home/anna/a.zip',
      part: 'roof/plan.pdf',
      code: 'damaged',
      message: 'It is no PDF.',
    } as const
    await openWindow({ problems: () => answerOf([problem, { ...problem, part: 'cellar.pdf' }]) })
    await show('Status and folders')
    const height = () => document.querySelector<HTMLElement>('.problems ul')?.style.height
    await waitFor(() => expect(height()).toBe('92px'))
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'roof' } })
    expect(height()).toBe('46px')
  })

  test('a pause is said with its end, and taken back', async () => {
    const fake = await openWindow({ pause: () => answerOf({ kind: 'normal' }) })
    act(() => fake.tell('paceChanged', { kind: 'paused', untilMs: new Date(2030, 0, 1, 15).getTime() }))
    await show('Status and folders')
    expect(screen.getByText('Paused until 3:00 PM')).toBeTruthy()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Go on' })))
    expect(fake.askedFor('pause')).toEqual([{ untilMs: null }])
  })
})

describe('settings', () => {
  test('are changed one by one', async () => {
    const fake = await openWindow()
    await show('Appearance')
    await act(async () => fireEvent.change(screen.getByLabelText('Colours'), { target: { value: 'dark' } }))
    expect(fake.askedFor('changeSettings')).toEqual([{ theme: 'dark' }])
    expect(document.documentElement.dataset['theme']).toBe('dark')
    await show('Search')
    await act(async () => fireEvent.click(screen.getByRole('switch', { name: 'Search by meaning' })))
    expect(fake.askedFor('changeSettings').at(-1)).toEqual({ byMeaning: false })
  })

  test('a refused change says why', async () => {
    await openWindow({ changeSettings: () => refusal('Alt+Space is taken by another program.') })
    await show('General')
    const button = screen.getByRole('button', { name: 'Shortcut' })
    fireEvent.click(button)
    await act(async () => fireEvent.keyDown(button, { key: ' ', code: 'Space', altKey: true }))
    expect(screen.getByRole('alert').textContent).toBe('Alt+Space is taken by another program.')
  })

  test('Esc gives up recording and stays on the page', async () => {
    const fake = await openWindow()
    await show('General')
    const button = screen.getByRole('button', { name: 'Shortcut' })
    fireEvent.click(button)
    expect(button.textContent).toBe('Press the keys…')
    await act(async () => fireEvent.keyDown(button, { key: 'Escape' }))
    expect(button.textContent).toBe('Chosen for you')
    expect(fake.askedFor('changeSettings')).toEqual([])
    expect(screen.getByRole('heading', { name: 'General' })).toBeTruthy()
  })

  test('the shortcut that was chosen by itself is named', async () => {
    await openWindow({ shortcut: () => answerOf('Alt+Space') })
    await show('General')
    expect(screen.getByRole('button', { name: 'Shortcut' }).textContent).toBe('Chosen for you: Alt+Space')
  })

  test('an exclusion is taken back', async () => {
    const fake = await openWindow()
    await show('What is skipped')
    await act(async () =>
      fireEvent.click(screen.getByRole('button', { name: 'Take back the exclusion of /home/anna/Notes/private' })),
    )
    expect(fake.askedFor('include')).toEqual([{ path: '/home/anna/Notes/private' }])
  })

  test('the language turns every text, and the page with it', async () => {
    const fake = await openWindow()
    await show('General')
    act(() => fake.tell('settingsChanged', { ...settings, language: 'ar' }))
    expect(screen.getByRole('heading', { name: 'عام' })).toBeTruthy()
    expect(document.documentElement.dir).toBe('rtl')
    act(() => fake.tell('settingsChanged', { ...settings, language: 'en' }))
    expect(document.documentElement.dir).toBe('ltr')
  })
})

test('nothing is read before the person chooses: folders by their boxes, mail and history by cards of their own', async () => {
  const size = { files: 12, bytes: 4000, isMore: false }
  const place = { bytes: 4000, isMore: false, isAdded: false, refused: null, refusedSaid: null }
  const fake = await openWindow({
    status: () => answerOf(statusOf({ folders: [], library: { documents: 0 } })),
    suggestions: () => answerOf([{ path: '/home/anna/Documents', ...size }]),
    foundSources: () =>
      answerOf([
        { source: 'mail', program: 'Thunderbird', name: 'Local Folders', path: '/home/anna/Mail', ...place },
        { source: 'history', program: 'Firefox', name: 'default', path: '/home/anna/places.sqlite', ...place },
      ]),
    consent: ({ source }) =>
      answerOf({ source, reads: `Reads ${source}.`, keeps: 'Keeps words.', leavesOut: 'Banks.', erase: 'Turn off.' }),
    optIn: ({ path }) => answerOf(path),
    addFolders: () => answerOf([]),
  })
  expect(fake.askedFor('addFolders')).toEqual([])
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Search these folders' }).disabled).toBe(true)
  fireEvent.click(screen.getByRole('checkbox', { name: /Documents/u }))
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Search 1 folder' })))
  expect(fake.askedFor('addFolders')).toEqual([{ paths: ['/home/anna/Documents'] }])
  expect(screen.getByRole('region', { name: 'Mail' }).textContent).toContain('Reads mail.')
  const history = within(screen.getByRole('region', { name: 'Browser history' })).getByRole('switch')
  expect(fake.askedFor('optIn')).toEqual([])
  await act(async () => fireEvent.click(history))
  expect(fake.askedFor('optIn')).toEqual([{ source: 'history', path: '/home/anna/places.sqlite' }])
})
