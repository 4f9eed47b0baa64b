import { expect, test } from 'vitest'
import { say } from '../core/sayings/say.ts'
import type { AppStatus } from './contract.ts'
import { emptyStatus, progress, summary } from './testing/fake-library.ts'
import { trayState } from './tray-state.ts'

const idle: AppStatus = {
  library: emptyStatus,
  folders: [],
  indexing: { kind: 'idle', last: summary },
  runtime: 'test',
}
const running: AppStatus = { ...idle, indexing: { kind: 'running', progress } }
const normal = { kind: 'normal' } as const

test('the icon is idle until there is work, and while work is paused', () => {
  expect([trayState(null, normal), trayState(idle, normal)]).toEqual(['idle', 'idle'])
  expect(trayState(running, normal)).toBe('working')
  expect(trayState(running, { kind: 'paused', untilMs: 1 })).toBe('idle')
})

test('what failed, a library that cannot be opened, and a disk that is gone, ask for attention', () => {
  expect(trayState('unopened', normal)).toBe('attention')
  expect(trayState({ ...idle, indexing: { kind: 'failed', message: 'The disk is full' } }, normal)).toBe('attention')
  expect(trayState({ ...running, disk: { kind: 'short', freeBytes: 0 } }, normal)).toBe('attention')
  expect(trayState({ ...running, troubles: [say('root.unplugged', { path: 'Photos' })] }, normal)).toBe('attention')
})
