import { expect, test } from 'vitest'
import type { AppPace } from './contract.ts'
import { PaceKeeper, paceOf, pauseEnd } from './pace-keeper.ts'

test('on battery work is slow where the person wants that', () => {
  const facts = { isOnBattery: true, slowOnBattery: true, pausedUntilMs: null, nowMs: 0 }
  expect(paceOf(facts).kind).toBe('slow')
  expect(paceOf({ ...facts, slowOnBattery: false }).kind).toBe('normal')
  expect(paceOf({ ...facts, slowOnBattery: false, isHot: true })).toEqual({ kind: 'slow', because: 'heat' })
  expect(paceOf({ ...facts, isOnBattery: false }).kind).toBe('normal')
})

test('a pause counts until its time, whatever the battery says', () => {
  const facts = { isOnBattery: true, slowOnBattery: true, pausedUntilMs: 50, nowMs: 49 }
  expect(paceOf(facts)).toEqual({ kind: 'paused', untilMs: 50 })
  expect(paceOf({ ...facts, nowMs: 50 })).toEqual({ kind: 'slow' })
})

test('changes are told once', () => {
  const told: AppPace[] = []
  let isOnBattery = false
  const keeper = new PaceKeeper({
    isOnBattery: () => isOnBattery,
    slowOnBattery: () => true,
    onChange: (pace) => told.push(pace),
  })
  isOnBattery = true
  keeper.update()
  keeper.update()
  const untilMs = Date.now() + 60_000
  keeper.pause(untilMs)
  expect(keeper.pause(null)).toEqual({ kind: 'slow' })
  expect(told).toEqual([{ kind: 'slow' }, { kind: 'paused', untilMs }, { kind: 'slow' }])
})

test('tomorrow begins at eight in the morning', () => {
  expect(pauseEnd('day', new Date(2026, 11, 31, 23))).toBe(new Date(2027, 0, 1, 8).getTime())
  expect(pauseEnd('hour', new Date(5_000))).toBe(3_605_000)
})
