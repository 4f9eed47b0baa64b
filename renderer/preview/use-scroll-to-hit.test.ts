import { expect, test } from 'vitest'
import { scrollFor } from './use-scroll-to-hit.ts'

test('a passage is seen from its beginning, with a little of what is above it', () => {
  expect(scrollFor({ top: 500, meant: 500, height: 360 })).toBe(444)
  expect(scrollFor({ top: 500, meant: 620, height: 360 })).toBe(444)
  expect(scrollFor({ top: 20, meant: 20, height: 360 })).toBe(0)
})

test('what is meant far below the beginning of its passage is seen nevertheless', () => {
  const scroll = scrollFor({ top: 500, meant: 900, height: 360 })
  expect(scroll).toBeLessThan(900)
  expect(scroll + 360).toBeGreaterThan(900 + 200)
})
