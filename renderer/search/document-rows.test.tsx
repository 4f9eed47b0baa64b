// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { setLanguage } from '../i18n/i18n.ts'
import { plain, answerOf, found, hitOf } from '../testing/fake-api.ts'
import { field, hits, key, openWindow, selectedTitle, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

describe('documents with several passages', () => {
  const passages = [0, 500, 900, 1400].map((start) => hitOf({ document: 7, start, snippet: `passage at ${start}` }))
  const options = () => screen.getAllByRole('option')

  test('have one row that unfolds all that was found in it', async () => {
    await openWindow({ search: ({ query }) => answerOf(found(query, [passages[0], hits[1], ...passages.slice(1)])) })
    await typeAndFind()
    expect(options()).toHaveLength(2)
    await key('ArrowDown', { altKey: true })
    expect(options()).toHaveLength(5)
    expect(options()[1].textContent).toContain('passage at 500')
    await key('ArrowUp', { altKey: true })
    expect(options()).toHaveLength(2)
  })

  test('say on which line a passage is, unless it is the first', async () => {
    const onLines = [
      { ...passages[0], line: 1 },
      { ...hits[1], line: 12 },
    ]
    await openWindow({ search: ({ query }) => answerOf(found(query, onLines)) })
    await typeAndFind()
    expect(options().map(({ textContent }) => /line \d+/u.exec(textContent)?.[0])).toEqual([undefined, 'line 12'])
  })

  test('open at the passage that is selected', async () => {
    const fake = await openWindow({ search: ({ query }) => answerOf(found(query, passages)) })
    await typeAndFind()
    fireEvent.click(screen.getByText('3 more passages'))
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
  expect(screen.getByRole('option').textContent).toContain('Anna Smith · ')
  expect(screen.getByText('May 3, 2019')).toBeTruthy()
})

test('a page of a history is where its address says, in its row and in the preview', async () => {
  const uri = 'https://www.docs.python.org/3/library/%D7%A9%D7%9C%D7%95%D7%9D'
  const part = uri.replace('//', '/')
  const also = [{ path: '/home/anna/.mozilla/y/places.sqlite', part, uri, title: 'The standard library' }]
  const page = hitOf({
    path: '/home/anna/.config/chromium/Default/History',
    part,
    uri,
    kind: 'history',
    also,
    visits: 1200,
    dated: Date.UTC(2024, 2, 1),
  })
  await openWindow({ search: ({ query }) => answerOf(found(query, [{ ...page, source: 'history' }])) })
  await typeAndFind()
  const place = within(screen.getByRole('option')).getByTitle(uri)
  expect(place.textContent).toBe('docs.python.org › 3 › library › שלום')
  expect(place.querySelector('bdi')?.dir).toBe('ltr')
  expect(screen.queryByText(/^Also in/u)).toBeNull()
  await key('ArrowRight')
  const pane = await screen.findByRole('region', { name: 'Preview' })
  expect(within(pane).getByTitle(uri).textContent).toBe('docs.python.org › 3 › library › שלום')
  expect(pane.textContent).toMatch(/Last visit.*2024.*Visits1,200/u)
  expect(pane.textContent).toContain('Also inanother browser’s history')
  expect(document.body.textContent).not.toContain('History')
})

test('a page whose text was not saved has no line that says its title and its address once more', async () => {
  const uri = 'https://example.org/graft'
  const page = hitOf({ uri, part: 'https:/example.org/graft', kind: 'history', title: 'How to graft a quince' })
  const snippet = 'How to graft a quince example.org graft'
  const saved = { ...page, document: 8, part: 'https:/example.org/saved', snippet: `${snippet} Cut in March.` }
  await openWindow({ search: ({ query }) => answerOf(found(query, [{ ...page, snippet }, saved])) })
  await typeAndFind()
  const snippets = screen.getAllByRole('option').map((row) => row.querySelector('.result-row-snippet')?.textContent)
  expect(snippets).toEqual([undefined, saved.snippet])
})

test('what is in a file of many says in the preview as well which part it is', async () => {
  const member = hitOf({ path: '/home/anna/Documents/plans.zip', part: 'roof/plan.txt' })
  await openWindow({ search: ({ query }) => answerOf(found(query, [member])) })
  await typeAndFind()
  await key('ArrowRight')
  const pane = await screen.findByRole('region', { name: 'Preview' })
  expect(pane.textContent).toContain('PlaceDocuments › plans.zip › roof › plan.txt')
})

test('rows that are there speak another language as soon as the window does', async () => {
  await openWindow({ search: ({ query }) => answerOf(found(query, [hitOf(), hitOf({ start: 900 })])) })
  await typeAndFind()
  expect(screen.getByText('1 more passage')).toBeTruthy()
  act(() => setLanguage('de'))
  expect(screen.getByText('1 weitere Stelle')).toBeTruthy()
  act(() => setLanguage('en'))
})

describe('parts of the query', () => {
  const chips = [{ kind: 'filter', start: 5, end: 14, label: 'from anna', said: plain('from anna') } as const]
  const search = ({ query }: { query: string }) =>
    answerOf({ ...found(query, hits), chips: query.includes('from:anna') ? chips : [], notesSaid: [plain('A note.')] })

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

test('of many rows only those that are seen are in the page, and the selected one always', async () => {
  const many = Array.from({ length: 80 }, (_, i) => hitOf({ document: i, title: `Title ${i}`, path: `/d/${i}.md` }))
  await openWindow({ search: ({ query }) => answerOf(found(query, many)) })
  await typeAndFind()
  const options = screen.getAllByRole('option')
  expect(options.length).toBeLessThan(60)
  expect(options[0].getAttribute('aria-setsize')).toBe('80')
  for (let i = 0; i < 12; i++) await key('PageDown')
  expect(selectedTitle()).toBe('Title 60')
  expect(document.getElementById(field().getAttribute('aria-activedescendant') ?? '')).not.toBeNull()
})

test('at the end of the rows more are fetched, below what is there, until an answer has no more', async () => {
  const all = Array.from({ length: 40 }, (_, i) => hitOf({ document: i, title: `Title ${i}`, path: `/d/${i}.md` }))
  const fake = await openWindow({ search: ({ query, limit }) => answerOf(found(query, all.slice(0, limit))) })
  await typeAndFind()
  expect(screen.getAllByRole('option')[0].getAttribute('aria-setsize')).toBe('30')
  expect(fake.askedFor('search')).toHaveLength(1)
  for (let i = 0; i < 6; i++) await key('PageDown')
  await waitFor(() => expect(screen.getAllByRole('option')[0].getAttribute('aria-setsize')).toBe('40'))
  for (let i = 0; i < 8; i++) await key('PageDown')
  expect(selectedTitle()).toBe('Title 39')
  expect(fake.askedFor('search').map(({ limit }) => limit)).toEqual([30, 60])
})
