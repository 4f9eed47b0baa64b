import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { assembleCountByte } from './assemble.ts'
import { countByteModule } from './count-byte-binary.ts'
import { ByteCounter } from './count-byte.ts'

test('the committed module is what the source assembles to', async () => {
  expect(Buffer.from(await assembleCountByte()).toString('base64')).toBe(countByteModule)
})

test('counts a byte as a walk over all of them does, whatever stands beside it and behind the end', () => {
  const counter = new ByteCounter()
  const { piece } = counter
  const random = randomNumbers(7)
  for (const length of [0, 1, 15, 16, 63, 64, 65, 4031, 4032, 4033, 9999, piece.length - 1, piece.length]) {
    for (const wanted of [0x0a, 0x0c, 0, 0xff, 0x80]) {
      const near = [wanted, wanted ^ 1, wanted ^ 0x80, 0x0b, 0xff, 0]
      for (let i = 0; i < length; i++) piece[i] = near[Math.floor(random() * near.length)]
      piece.fill(wanted, length)
      expect(counter.count(length, wanted)).toBe(piece.subarray(0, length).filter((byte) => byte === wanted).length)
    }
  }
  piece.fill(0x0a)
  expect(counter.count(piece.length, 0x0a)).toBe(piece.length)
})
