// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { LockState } from '../../electron/contract.ts'
import { answerOf, createFakeApi, statusOf } from '../testing/fake-api.ts'
import { App } from './app.tsx'

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

const open: LockState = { isSet: true, isLocked: false, afterMinutes: 5, canAskSystem: false }
const shut: LockState = { ...open, isLocked: true }

async function openApp(state: LockState) {
  const fake = createFakeApi({
    lockState: () => answerOf(state),
    status: () => answerOf(statusOf()),
    unlock: ({ passphrase }) =>
      passphrase === 'right one' || passphrase === null
        ? answerOf(open)
        : { ok: false, code: 'locked', message: 'That is not the passphrase.' },
  })
  await act(async () => void render(<App api={fake.api} />))
  return fake
}

test('a locked window shows the lock, asks for nothing of documents, and opens with the passphrase', async () => {
  const fake = await openApp(shut)
  expect(screen.queryByRole('combobox')).toBeNull()
  expect(
    fake.asked.map(({ name }) => name).filter((name) => !['lockState', 'settings', 'resize'].includes(name)),
  ).toEqual([])
  const field = screen.getByLabelText('Passphrase')
  fireEvent.change(field, { target: { value: 'wrong' } })
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Open' })))
  expect(screen.getByRole('alert').textContent).toBe('That is not the passphrase.')
  fireEvent.change(field, { target: { value: 'right one' } })
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Open' })))
  expect(screen.getByRole('combobox')).toBeTruthy()
})

test('a finger opens it where the system can ask for one', async () => {
  const fake = await openApp({ ...shut, canAskSystem: true })
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Touch ID' })))
  expect(fake.askedFor('unlock')).toEqual([{ passphrase: null }])
  expect(screen.getByRole('combobox')).toBeTruthy()
})

test('a window that is locked meanwhile shows nothing any more', async () => {
  const fake = await openApp(open)
  expect(screen.getByRole('combobox')).toBeTruthy()
  act(() => fake.tell('lockChanged', shut))
  expect(screen.queryByRole('combobox')).toBeNull()
})

test('an engine that stopped is said, and that it is back', async () => {
  const fake = await openApp(open)
  act(() => fake.tell('engineStopped', { isBack: false }))
  expect(screen.getByText(/keeps stopping/)).toBeTruthy()
  act(() => fake.tell('statusChanged', statusOf()))
  expect(screen.queryByText(/keeps stopping/)).toBeNull()
  act(() => fake.tell('engineStopped', { isBack: true }))
  expect(screen.getByText(/was started again/)).toBeTruthy()
})
