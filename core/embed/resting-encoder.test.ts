import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Encoder } from './encoder.ts'
import { AppError } from '../errors.ts'
import { restingEncoder } from './resting-encoder.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Encoders that note when they are opened and closed; each call waits for `finish`. */
function models(delayMs = 0) {
  const events: string[] = []
  function open(): Encoder {
    let isClosed = false
    events.push('open')
    return {
      name: 'test',
      dimensions: 2,
      maxTokens: 8,
      fingerprint: 'f',
      centre: new Float32Array(2),
      async embed(inputs) {
        if (isClosed) throw new Error('closed')
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
        return new Float32Array(inputs.length * 2)
      },
      async close() {
        if (!isClosed) events.push('close')
        isClosed = true
      },
    }
  }
  return { events, open }
}

const inputs = [{ text: 'x', kind: 'passage' }] as never // the encoder above looks at their number only

test('the model goes after a while without work, and comes back with the next call', async () => {
  const { events, open } = models()
  let rests = 0
  const encoder = restingEncoder(open(), { reopen: async () => open(), restAfterMs: 1_000, onRest: () => rests++ })
  await vi.advanceTimersByTimeAsync(900)
  await encoder.embed(inputs)
  await vi.advanceTimersByTimeAsync(900)
  expect(events).toEqual(['open'])
  await vi.advanceTimersByTimeAsync(200)
  expect([events, rests]).toEqual([['open', 'close'], 1])
  expect((await encoder.embed(inputs)).length).toBe(2)
  expect(events).toEqual(['open', 'close', 'open'])
  await encoder.close()
  expect(events.at(-1)).toBe('close')
})

test('it does not go while a call is under way, however long that takes', async () => {
  const { events, open } = models(5_000)
  const encoder = restingEncoder(open(), { reopen: async () => open(), restAfterMs: 1_000 })
  const work = encoder.embed(inputs)
  await vi.advanceTimersByTimeAsync(4_900)
  expect(events).toEqual(['open'])
  await vi.advanceTimersByTimeAsync(200)
  await work
  await vi.advanceTimersByTimeAsync(1_100)
  expect(events).toEqual(['open', 'close'])
})

test('a model that cannot be opened again is tried anew by the next call', async () => {
  const { open } = models()
  let isThere = false
  const encoder = restingEncoder(open(), {
    reopen: async () => {
      if (!isThere) throw new Error('gone')
      return open()
    },
    restAfterMs: 10,
  })
  await vi.advanceTimersByTimeAsync(20)
  await expect(encoder.embed(inputs)).rejects.toThrow('gone')
  isThere = true
  expect((await encoder.embed(inputs)).length).toBe(2)
})

test('one that is not there is not looked for again with every call, and what is wrong is told', async () => {
  const { open } = models()
  let tries = 0
  const encoder = restingEncoder(open(), {
    reopen: async () => {
      if (++tries === 1) throw new AppError('model-missing', 'gone')
      return open()
    },
    restAfterMs: 10,
  })
  expect(encoder.trouble?.()).toBeNull()
  await vi.advanceTimersByTimeAsync(20)
  for (let i = 0; i < 3; i++) await expect(encoder.embed(inputs)).rejects.toThrow('gone')
  expect([tries, encoder.trouble?.()?.code]).toEqual([1, 'model-missing'])
  await vi.advanceTimersByTimeAsync(5001)
  expect((await encoder.embed(inputs)).length).toBe(2)
  expect(encoder.trouble?.()).toBeNull()
})

test('it can be woken before it is called, and rests again where no call comes', async () => {
  const { events, open } = models()
  const encoder = restingEncoder(open(), { reopen: async () => open(), restAfterMs: 1_000 })
  await vi.advanceTimersByTimeAsync(1_100)
  await encoder.wake?.()
  expect(events).toEqual(['open', 'close', 'open'])
  await vi.advanceTimersByTimeAsync(900)
  await encoder.wake?.()
  await vi.advanceTimersByTimeAsync(900)
  expect(events).toEqual(['open', 'close', 'open'])
  await vi.advanceTimersByTimeAsync(200)
  expect(events.at(-1)).toBe('close')
  await encoder.close()
  await encoder.wake?.()
  expect(events.at(-1)).toBe('close')
})

test('once closed it stays closed', async () => {
  const { events, open } = models()
  const encoder = restingEncoder(open(), { reopen: async () => open(), restAfterMs: 10 })
  await vi.advanceTimersByTimeAsync(20)
  await encoder.close()
  await expect(encoder.embed(inputs)).rejects.toThrow('closed')
  expect(events).toEqual(['open', 'close'])
})

test('when the model is said to have gone, nothing holds it any more', async () => {
  vi.useRealTimers()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what the flag puts there
  const held: WeakRef<Encoder>[] = []
  function open(): Encoder {
    const encoder = models().open()
    held.push(new WeakRef(encoder))
    return encoder
  }
  const isGone = await new Promise<boolean>((resolve) => {
    restingEncoder(open(), {
      reopen: async () => open(),
      restAfterMs: 1,
      onRest() {
        collect()
        resolve(held.every((one) => one.deref() === undefined))
      },
    })
  })
  expect(isGone).toBe(true)
})
