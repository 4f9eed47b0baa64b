import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

/** Whether a promise is settled once the event loop turned. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const note = (): void => void (settled = true)
  promise.then(note, note)
  await sleep(5)
  return settled
}

test('normal work never waits', async () => {
  const pace = new Pace()
  for (let i = 0; i < 1000; i++) await pace.step()
  expect(pace.name).toBe('normal')
})

test('slow work rests three times as long as it worked', async () => {
  const pace = new Pace()
  pace.set('slow')
  await pace.step()
  await sleep(30)
  const started = performance.now()
  await pace.step()
  expect(performance.now() - started).toBeGreaterThan(80)
})

test('paused work goes on when the pace changes, and a rest ends', async () => {
  const pace = new Pace()
  pace.set('paused')
  const step = pace.step()
  expect(await isSettled(step)).toBe(false)
  pace.set('paused')
  expect(await isSettled(step)).toBe(false)
  pace.set('normal')
  await step
  pace.set('slow')
  await sleep(50)
  const resting = pace.step()
  pace.set('normal')
  expect(await isSettled(resting)).toBe(true)
})

test('work that is paused can be cancelled', async () => {
  const pace = new Pace()
  pace.set('paused')
  const controller = new AbortController()
  const step = pace.step(controller.signal)
  controller.abort(new Error('enough'))
  await expect(step).rejects.toThrow('enough')
  await expect(pace.step(controller.signal)).rejects.toThrow('enough')
})

test('work rests while somebody searches and goes on afterwards, in steps and between them', async () => {
  for (const wait of ['step', 'turn'] as const) {
    const pace = new Pace()
    const search = Promise.withResolvers<string>()
    const answer = pace.first(() => search.promise)
    const next = pace[wait]()
    expect(await isSettled(next)).toBe(false)
    search.resolve('found')
    expect(await answer).toBe('found')
    await next
  }
})

test('however much is searched, work goes on now and then', async () => {
  const pace = new Pace()
  const search = Promise.withResolvers<void>()
  const answer = pace.first(() => search.promise)
  await pace.step()
  // It has a while of its own now.
  expect(await isSettled(pace.step())).toBe(true)
  search.resolve()
  await answer
})

test('a search that fails holds nothing up', async () => {
  const pace = new Pace()
  await expect(pace.first(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await pace.step()
})
