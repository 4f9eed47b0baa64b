import { expect, test } from 'vitest'
import { countedBefore, nothing, openedBytes } from './opened-text.ts'

test('lines of a text in memory are counted across pieces, up to the byte that is asked for', () => {
  const lines = 'tea\n'.repeat(50_000)
  const text = openedBytes(Buffer.from(`x${lines}`).subarray(1), false)
  for (const end of [0, 3, 4, 65_536, 65_537, 131_072, 150_001, 200_000])
    expect(countedBefore(text, end, 0x0a)).toBe(Math.floor(end / 4))
  expect(countedBefore(text, 200_001, 0x0a)).toBeNull()
  expect(countedBefore(nothing, 5, 0x0a)).toBeNull()
})
