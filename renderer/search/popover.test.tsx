// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { answerOf, done, found, hitOf } from '../testing/fake-api.ts'
import { key, openWindow, selectedTitle, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

const twelve = Array.from({ length: 12 }, (_, i) =>
  hitOf({ document: i, title: `Letter ${i + 1}`, path: `/home/anna/Documents/${i}.md` }),
)
const open = () =>
  openWindow({ search: ({ query }) => answerOf(found(query, twelve)), leavePopover: done, resize: done })
const rowCount = () => screen.getAllByRole('option')[0].getAttribute('aria-setsize')
const all = () => screen.queryByRole('button', { name: 'Show all in the window' })

test('at the tray the first eight documents are shown, the others by a button that leaves the tray', async () => {
  const fake = await open()
  act(() => fake.tell('shown', { query: null, page: null, isPopover: true }))
  await typeAndFind()
  expect(rowCount()).toBe('8')
  // The keys go no further than what is shown.
  await key('End', { ctrlKey: true })
  for (let i = 0; i < 12; i++) await key('ArrowDown')
  expect(Number(selectedTitle()?.slice('Letter '.length))).toBeLessThanOrEqual(8)
  await act(async () => void fireEvent.click(all()!))
  expect(fake.askedFor('leavePopover')).toHaveLength(1)
  expect(rowCount()).toBe('12')
  expect(all()).toBeNull()
})

test('in the window all are shown, also after the tray', async () => {
  const fake = await open()
  await typeAndFind()
  expect(rowCount()).toBe('12')
  act(() => fake.tell('shown', { query: null, page: null, isPopover: true }))
  expect(rowCount()).toBe('8')
  act(() => fake.tell('shown', { query: null, page: null }))
  expect(rowCount()).toBe('12')
})
