import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

const never = new AbortController().signal

test('so many are inside, so many wait in order, the next is turned away', async () => {
  const gate = createGate({ running: 1, waiting: 2 })
  expect(await gate.enter(never)).toBe(true)
  const order: string[] = []
  const [second, third] = ['second', 'third'].map(async (name) => {
    const isIn = await gate.enter(never)
    order.push(name)
    return isIn
  })
  expect(await gate.enter(never)).toBe(false)
  gate.leave()
  expect(await second).toBe(true)
  expect(order).toEqual(['second'])
  gate.leave()
  expect(await third).toBe(true)
  gate.leave()
  expect(await gate.enter(never)).toBe(true)
})

test('whoever goes away while waiting leaves the line', async () => {
  const gate = createGate({ running: 1, waiting: 1 })
  await gate.enter(never)
  const impatient = new AbortController()
  const waiting = gate.enter(impatient.signal)
  impatient.abort()
  expect(await waiting).toBe(false)
  const next = gate.enter(never)
  gate.leave()
  expect(await next).toBe(true)
  expect(await gate.enter(impatient.signal)).toBe(false)
})
