// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { AppSettings } from '../../electron/contract.ts'
import { answerOf, settingsOf } from '../testing/fake-api.ts'
import { openWindow } from '../testing/open-window.tsx'

afterEach(cleanup)

test('the corner makes the window wider and higher, within bounds, and a double click takes that back', async () => {
  let now: AppSettings = settingsOf()
  const fake = await openWindow({
    settings: () => answerOf(now),
    changeSettings: (wanted) => answerOf((now = { ...now, ...wanted })),
    resize: () => answerOf(undefined),
  })
  const grip = await screen.findByRole('button', { name: /^Size of the window/u })
  const press = (key: string) => act(async () => void fireEvent.keyDown(grip, { key }))
  await press('ArrowRight')
  await press('ArrowDown')
  expect(now).toMatchObject({ extraWidth: 40, extraHeight: 40 })
  await waitFor(() => expect(fake.askedFor('resize').at(-1)).toMatchObject({ extraWidth: 40, extraHeight: 40 }))
  for (let i = 0; i < 10; i++) await press('ArrowLeft')
  expect(now.extraWidth).toBe(-180)
  await act(async () => void fireEvent.doubleClick(grip))
  expect(now).toMatchObject({ extraWidth: 0, extraHeight: 0 })
})
