import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { countByte } from './count-bytes.ts'

test('counts a byte as a walk over all of them does, whatever stands beside it', () => {
  const random = randomNumbers(7)
  for (const length of [0, 1, 3, 4, 5, 1020, 1021, 4096, 9999]) {
    for (const wanted of [0x0a, 0x0c, 0, 0xff, 0x80]) {
      const near = [wanted, wanted ^ 1, wanted ^ 0x80, 0x0b, 0xff, 0]
      const bytes = Uint8Array.from({ length }, () => near[Math.floor(random() * near.length)])
      expect(countByte(bytes, wanted)).toBe(bytes.filter((byte) => byte === wanted).length)
    }
  }
  expect(countByte(new Uint8Array(5000).fill(0x0a), 0x0a)).toBe(5000)
})
