import { expect, test } from 'vitest'
import { AtOnce } from './at-once.ts'

test('so much goes on at a time, in the order it was asked for', async () => {
  const turns = new AtOnce(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = [0, 1, 2, 3, 4].map((i) =>
    turns.run(async () => {
      begun.push(i)
      await new Promise<void>((resolve) => ends.push(resolve))
      return i
    }),
  )
  const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  await settle()
  expect(begun).toEqual([0, 1])
  ends[0]()
  await settle()
  expect(begun).toEqual([0, 1, 2])
  for (let i = 1; i < 5; i++) {
    ends[i]()
    await settle()
  }
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4])
})

test('what is cancelled while it waits is not begun, and what fails makes room', async () => {
  const turns = new AtOnce(1)
  const cancel = new AbortController()
  const first = turns.run(() => Promise.reject(new Error('first')))
  let isBegun = false
  const second = turns.run(async () => void (isBegun = true), cancel.signal)
  cancel.abort(new Error('stopped'))
  await expect(first).rejects.toThrow('first')
  await expect(second).rejects.toThrow('stopped')
  expect(isBegun).toBe(false)
  expect(await turns.run(async () => 3)).toBe(3)
})
