import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SharedLock } from './shared-lock.ts'

test('many share, one is alone, and whoever waits to be alone is not passed by', async () => {
  const lock = new SharedLock()
  const order: string[] = []
  const step = (name: string, ms: number) => async (): Promise<void> => {
    order.push(`${name} begins`)
    await sleep(ms)
    order.push(`${name} ends`)
  }
  await Promise.all([
    lock.shared(step('a', 20)),
    lock.shared(step('b', 10)),
    lock.alone(step('alone', 5)),
    lock.shared(step('c', 1)),
  ])
  expect(order).toEqual([
    'a begins',
    'b begins',
    'b ends',
    'a ends',
    'alone begins',
    'alone ends',
    'c begins',
    'c ends',
  ])
})

test('what fails makes room as well', async () => {
  const lock = new SharedLock()
  const fail = (): Promise<void> => Promise.reject(new Error('broken'))
  await expect(lock.shared(fail)).rejects.toThrow('broken')
  await expect(lock.alone(fail)).rejects.toThrow('broken')
  expect(await Promise.all([lock.alone(() => Promise.resolve(1)), lock.alone(() => Promise.resolve(2))])).toEqual([
    1, 2,
  ])
})
