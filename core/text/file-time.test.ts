import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FileTime } from './file-time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A file's time, and whether it is over; `waited` is what the thread has waited so far. */
function started(limitMs: number) {
  const state = { waited: 500, over: 0 }
  const time = new FileTime({ limitMs, waitedMs: () => state.waited, onOver: () => state.over++ })
  return { state, time }
}

test('a thread that has the processor is given its time, and no more', async () => {
  const { state } = started(60_000)
  await vi.advanceTimersByTimeAsync(59_900)
  expect(state.over).toBe(0)
  await vi.advanceTimersByTimeAsync(200)
  expect(state.over).toBe(1)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(state.over).toBe(1)
})

test('what it waits for the processor is not of its time', async () => {
  const { state } = started(60_000)
  await vi.advanceTimersByTimeAsync(30_000)
  state.waited += 25_000
  await vi.advanceTimersByTimeAsync(31_000)
  expect(state.over).toBe(0)
  // It waits again in what it was given.
  state.waited += 10_000
  await vi.advanceTimersByTimeAsync(33_000)
  expect(state.over).toBe(0)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(state.over).toBe(1)
})

test('a file that is done has no time that could be over', async () => {
  const { state, time } = started(400)
  await vi.advanceTimersByTimeAsync(300)
  time.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(state.over).toBe(0)
})
