// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { UpdateState } from '../../electron/contract.ts'
import { answerOf, createFakeApi } from '../testing/fake-api.ts'
import { UpdateSetting } from './update-setting.tsx'

afterEach(cleanup)

async function show(state: UpdateState) {
  const fake = createFakeApi({
    update: () => answerOf(state),
    checkForUpdate: () => answerOf({ kind: 'found', version: '2.0.0' }),
    downloadUpdate: () => answerOf({ kind: 'ready', version: '2.0.0' }),
  })
  await act(async () => void render(<UpdateSetting api={fake.api} isOn={false} onChange={() => {}} />))
  return fake
}

const click = (name: string) =>
  act(async () => void fireEvent.click(screen.getByRole('button', { name: new RegExp(name, 'u') })))

test('each step has its own button, and none is taken by itself', async () => {
  const fake = await show({ kind: 'unknown' })
  expect(fake.asked.map(({ name }) => name)).toEqual(['update'])
  await click('Newer version')
  act(() => fake.tell('updateChanged', { kind: 'found', version: '2.0.0' }))
  expect(screen.getByText('Version 2.0.0 is there.')).toBeTruthy()
  expect(fake.askedFor('downloadUpdate')).toEqual([])
  await click('Newer version')
  act(() => fake.tell('updateChanged', { kind: 'ready', version: '2.0.0' }))
  expect(fake.askedFor('installUpdate')).toEqual([])
  await click('Newer version')
  expect(fake.askedFor('installUpdate').length).toBe(1)
})

test('a copy from the sources has no switch and says why', async () => {
  await show({ kind: 'impossible', reason: 'from-source' })
  expect(screen.queryByRole('switch')).toBeNull()
  expect(screen.getByText(/from its sources/)).toBeTruthy()
})
