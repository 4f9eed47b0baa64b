// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { answerOf, hitOf, progressOf, statusOf } from '../testing/fake-api.ts'
import { field, key, openWindow } from '../testing/open-window.tsx'

afterEach(cleanup)

const newest = () =>
  answerOf([
    { ...hitOf({ title: 'Garden', path: '/home/anna/Documents/garden.md', dated: Date.now() }), score: 1 },
    { ...hitOf({ title: 'Lease', path: '/home/anna/Notes/lease.pdf', kind: 'pdf' }), score: 1 },
  ])

test('files that were changed last are there without a query, and a press opens one', async () => {
  const fake = await openWindow({ newest })
  const list = within(await screen.findByRole('list', { name: 'Lately changed' }))
  expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^GardenDocuments › garden\.md.*Today$/u),
    expect.stringMatching(/^LeaseNotes › lease\.pdfPDF/u),
  ])
  await act(async () => fireEvent.click(list.getByRole('button', { name: /^Lease/u })))
  expect(fake.askedFor('open')).toMatchObject([{ path: '/home/anna/Notes/lease.pdf', start: 0 }])
  act(() => fake.tell('shown', { query: null, page: null }))
  expect(fake.askedFor('newest')).toEqual([{ limit: 4 }, { limit: 4 }])
})

test('they are not asked for while indexing: they would not stay', async () => {
  const fake = await openWindow({
    newest,
    status: () => answerOf(statusOf({ indexing: { kind: 'running', progress: progressOf() } })),
  })
  expect(fake.askedFor('newest')).toEqual([])
  await act(async () => fake.tell('statusChanged', statusOf()))
  expect(fake.askedFor('newest')).toHaveLength(1)
})

test('arrow keys go from the field through searches and files, and back', async () => {
  await openWindow({ newest, searches: () => answerOf({ recent: ['taxes'], saved: [] }) })
  await screen.findByRole('list', { name: 'Lately changed' })
  const focused = () => document.activeElement?.textContent
  const press = (name: string) => act(async () => void fireEvent.keyDown(document.activeElement!, { key: name }))
  await key('ArrowDown')
  expect(focused()).toBe('taxes')
  await press('ArrowDown')
  expect(focused()).toMatch(/^Garden/u)
  await press('ArrowDown')
  await press('ArrowDown')
  expect(focused()).toMatch(/^Lease/u)
  for (let i = 0; i < 3; i++) await press('ArrowUp')
  expect(document.activeElement).toBe(field())
})
