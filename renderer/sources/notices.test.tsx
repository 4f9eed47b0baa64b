// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { answerOf, createFakeApi, plain } from '../testing/fake-api.ts'
import { Notices } from './notices.tsx'
import type { SourcesState } from './use-sources.ts'

afterEach(cleanup)

const noRight = { code: 'root.noRight', params: { path: '/mail', reason: 'EPERM' }, text: 'No right.' }
const refused = {
  kind: 'refused',
  folders: [
    { path: '/mail', reason: noRight },
    { path: '/', reason: plain('It is the whole disk.') },
  ],
} as const

test('what the system refused can be tried again, and on macOS its settings be opened', () => {
  const { api, askedFor } = createFakeApi({ showRights: () => answerOf(undefined) }, { platform: 'darwin' })
  const retried: string[] = []
  render(<Notices api={api} state={refused} onRetry={(paths) => retried.push(...paths)} onDismiss={() => {}} />)
  fireEvent.click(screen.getByRole('button', { name: 'Open System Settings' }))
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(askedFor('showRights')).toHaveLength(1)
  expect(retried).toEqual(['/mail'])
})

test('elsewhere there is another try alone, and none where it cannot help', () => {
  const { api } = createFakeApi({})
  const show = (state: SourcesState) => <Notices api={api} state={state} onRetry={() => {}} onDismiss={() => {}} />
  const { rerender } = render(show(refused))
  expect(screen.queryByRole('button', { name: 'Open System Settings' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  rerender(show({ kind: 'refused', folders: [{ path: '/', reason: plain('It is the whole disk.') }] }))
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
})
