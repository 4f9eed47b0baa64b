import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttle } from './throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first call happens at once and the last of a burst when the time is over', () => {
  const calls: number[] = []
  const tell = throttle((value: number) => calls.push(value), 200)
  for (const value of [1, 2, 3]) tell(value)
  expect(calls).toEqual([1])
  vi.advanceTimersByTime(200)
  expect(calls).toEqual([1, 3])
  vi.advanceTimersByTime(1_000)
  tell(4)
  expect(calls).toEqual([1, 3, 4])
})

test('a call that is due can be dropped', () => {
  const calls: number[] = []
  const tell = throttle((value: number) => calls.push(value), 200)
  tell(1)
  tell(2)
  tell.stop()
  vi.advanceTimersByTime(1_000)
  expect(calls).toEqual([1])
})
