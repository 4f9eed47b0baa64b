import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { UpdateState } from './contract.ts'
import { Updates, type Updater } from './updates.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Told {
  readonly updates: Updates
  readonly did: string[]
  readonly states: string[]
  isWanted: boolean
}

function make(
  newest: string | null | Error,
  download: (onPercent: (percent: number) => void) => void = () => {},
): Told {
  const did: string[] = []
  const states: string[] = []
  const updater: Updater = {
    async check() {
      did.push('check')
      if (newest instanceof Error) throw newest
      return newest
    },
    async download(onPercent) {
      did.push('download')
      download(onPercent)
    },
    install: () => void did.push('install'),
  }
  const told: Told = {
    did,
    states,
    isWanted: false,
    updates: new Updates({
      updater,
      reason: '',
      isWanted: () => told.isWanted,
      onChange: (state: UpdateState) => states.push(state.kind === 'loading' ? `${state.percent} %` : state.kind),
    }),
  }
  return told
}

test('nothing is asked of the network until the person wants it', async () => {
  const { updates, did } = make('2.0.0')
  updates.follow()
  await vi.advanceTimersByTimeAsync(10 * 86_400_000)
  expect([did, updates.state]).toEqual([[], { kind: 'unknown' }])
})

test('once switched on it looks after a minute and then once a day, and fetches nothing', async () => {
  const told = make('2.0.0')
  told.isWanted = true
  told.updates.follow()
  await vi.advanceTimersByTimeAsync(61_000)
  expect(told.updates.state).toEqual({ kind: 'found', version: '2.0.0' })
  await vi.advanceTimersByTimeAsync(2 * 86_400_000)
  expect(told.did).toEqual(['check', 'check', 'check'])
  told.isWanted = false
  told.updates.follow()
  await vi.advanceTimersByTimeAsync(2 * 86_400_000)
  expect(told.did.length).toBe(3)
})

test('a version is fetched and installed only step by step, as it is asked', async () => {
  const { updates, did, states } = make('2.0.0', (onPercent) => [10, 10.2, 100].forEach(onPercent))
  updates.install()
  await updates.download()
  expect(did).toEqual([])
  await updates.check()
  updates.install()
  await updates.download()
  expect(did).toEqual(['check', 'download'])
  updates.install()
  expect(did.at(-1)).toBe('install')
  expect(states).toEqual(['checking', 'found', '0 %', '10 %', '100 %', 'ready'])
})

test('the newest version says so, and what failed says why in one line', async () => {
  expect(await make(null).updates.check()).toMatchObject({ kind: 'newest' })
  const failed = await make(new Error('Cannot find latest-linux.yml\nHeaders: {…}')).updates.check()
  expect(failed).toEqual({ kind: 'failed', message: 'Cannot find latest-linux.yml' })
})

test('a copy that cannot replace itself says why', async () => {
  const updates = new Updates({ updater: null, reason: 'from-source', isWanted: () => true, onChange: () => {} })
  updates.follow()
  expect(await updates.check()).toEqual({ kind: 'impossible', reason: 'from-source' })
})
