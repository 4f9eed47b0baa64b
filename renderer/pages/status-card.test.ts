import { expect, test } from 'vitest'
import { plain, progressOf, statusOf } from '../testing/fake-api.ts'
import { statusCard, waitingText } from './status-card.ts'

const normal = { kind: 'normal' } as const

test('each state has one sentence and at most one button', () => {
  const running = statusOf({ indexing: { kind: 'running', progress: progressOf() } })
  expect([
    statusCard(null, normal),
    statusCard(statusOf({ folders: [], library: { documents: 0 } }), normal),
    statusCard(running, normal),
    statusCard(running, { kind: 'paused', untilMs: 0 }),
    statusCard(statusOf({ indexing: { kind: 'failed', message: 'The disk is full.' } }), normal),
    statusCard(statusOf({ troubles: [plain('A disk is gone.')] }), normal),
    statusCard(statusOf({ library: { pending: 3 } }), normal),
    statusCard(statusOf(), normal),
  ]).toMatchObject([
    { kind: 'checking', button: 'none' },
    { kind: 'empty', button: 'choose' },
    { kind: 'working', sentence: 'Indexing 42.7%', button: 'stop' },
    { kind: 'waiting', button: 'resume' },
    { kind: 'trouble', details: 'The disk is full.', button: 'update' },
    { kind: 'trouble', details: 'A disk is gone.', button: 'update' },
    { kind: 'waiting', sentence: '3 files are waiting to be indexed', button: 'update' },
    { kind: 'ready', button: 'update' },
  ])
})

test('a model that cannot be used is chosen anew by the button', () => {
  const gone = { code: 'model.mismatch', params: { made: 'small', here: 'other', folder: '/x' }, text: '' }
  expect(statusCard(statusOf({ troubles: [gone] }), normal)).toMatchObject({
    sentence: "The library's model cannot be used",
    details: expect.stringContaining('small is not here any more'),
    button: 'models',
  })
})

test('work on battery says why it is slow', () => {
  const status = statusOf({ indexing: { kind: 'running', progress: progressOf() } })
  expect(statusCard(status, { kind: 'slow' }).details).toContain('on battery')
})

test('a disk with little room is said in a few words, one with none is what is waited for', () => {
  const low = { kind: 'low', freeBytes: 3.2e9 } as const
  const running = { kind: 'running', progress: progressOf() } as const
  expect(statusCard(statusOf({ disk: low }), normal)).toMatchObject({
    kind: 'ready',
    details: expect.stringContaining('3.2 GB free'),
  })
  expect(statusCard(statusOf({ disk: low, indexing: running }), normal).details).toContain('3.2 GB free')
  expect(statusCard(statusOf({ disk: { kind: 'short', freeBytes: 4e8 }, indexing: running }), normal)).toMatchObject({
    kind: 'waiting',
    sentence: 'Indexing waits for room on the disk: 400 MB free',
    button: 'none',
  })
  expect(waitingText(statusOf({ disk: { kind: 'short', freeBytes: 4e8 }, indexing: running }), normal)).toContain(
    '400 MB free',
  )
  expect(waitingText(statusOf({ disk: low, indexing: running }), normal)).toBe('')
})
