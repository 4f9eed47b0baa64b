import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PageRest } from './page-rest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a page that was shown is loaded anew once it has been out of sight for long', () => {
  const load = vi.fn<() => void>()
  const rest = new PageRest({ load, isNeeded: () => false, afterMs: 1_000 })
  rest.shown()
  vi.advanceTimersByTime(5_000)
  rest.hidden()
  vi.advanceTimersByTime(999)
  expect(load).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a page that is shown again in time stays', () => {
  const load = vi.fn<() => void>()
  const rest = new PageRest({ load, isNeeded: () => false, afterMs: 1_000 })
  rest.shown()
  rest.hidden()
  vi.advanceTimersByTime(900)
  rest.shown()
  vi.advanceTimersByTime(5_000)
  expect(load).not.toHaveBeenCalled()
})

test('a page that nobody has seen is new already', () => {
  const load = vi.fn<() => void>()
  const rest = new PageRest({ load, isNeeded: () => false, afterMs: 1_000 })
  rest.hidden()
  vi.advanceTimersByTime(5_000)
  rest.shown()
  rest.hidden()
  vi.advanceTimersByTime(1_000)
  rest.hidden()
  vi.advanceTimersByTime(5_000)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a page that waits for an answer, or was left open at the settings, is asked again later', () => {
  const load = vi.fn<() => void>()
  let isNeeded = true
  const rest = new PageRest({ load, isNeeded: () => isNeeded, afterMs: 1_000 })
  rest.shown()
  rest.hidden()
  vi.advanceTimersByTime(5_500)
  expect(load).not.toHaveBeenCalled()
  isNeeded = false
  vi.advanceTimersByTime(500)
  expect(load).toHaveBeenCalledTimes(1)
})
