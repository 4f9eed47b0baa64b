import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

test('a burst is allowed, then as many as the rate says, to each on its own', () => {
  let ms = 0
  const limit = createRateLimit({ requestsPerSecond: 10 }, () => ms)
  const allowed = (key: string, count: number): number =>
    Array.from({ length: count }, () => limit.allows(key)).filter(Boolean).length
  expect(allowed('a', 30)).toBe(20)
  expect(allowed('b', 5)).toBe(5)
  ms += 500
  expect(allowed('a', 30)).toBe(5)
  ms += 60_000
  expect(allowed('a', 30)).toBe(20)
})

test('idle addresses are forgotten, those that spent are not', () => {
  let ms = 0
  const limit = createRateLimit({ requestsPerSecond: 1 }, () => ms)
  limit.allows('busy')
  limit.allows('busy')
  expect(limit.allows('busy')).toBe(false)
  ms += 100
  for (let i = 0; i < 20_000; i++) limit.allows(`other ${i}`)
  expect(limit.allows('busy')).toBe(false)
})
