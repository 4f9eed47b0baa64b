import { describe, expect, test } from 'vitest'
import { ByteReader, ByteWriter } from './bytes.ts'

const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32 + 5, 2 ** 49, Number.MAX_SAFE_INTEGER]

describe('bytes', () => {
  test('give back what was written: numbers, bytes and texts', () => {
    const writer = new ByteWriter()
    for (const number of numbers) writer.varint(number)
    writer.text('Grüße 🌱')
    writer.byte(200)
    writer.text('')
    writer.text('long '.repeat(1000))
    const reader = new ByteReader(writer.bytes())
    expect(numbers.map(() => reader.varint())).toEqual(numbers)
    expect([reader.text(), reader.byte(), reader.text(), reader.text()]).toEqual([
      'Grüße 🌱',
      200,
      '',
      'long '.repeat(1000),
    ])
    expect(reader.position).toBe(writer.bytes().length)
  })

  test('can be passed over number by number', () => {
    const writer = new ByteWriter()
    for (const number of numbers) writer.varint(number)
    const reader = new ByteReader(writer.bytes())
    reader.skipVarints(4)
    expect(reader.varint()).toBe(numbers[4])
    reader.skipVarints(0)
    expect(reader.varint()).toBe(numbers[5])
  })

  test.each([-1, 0.5, NaN, 2 ** 53])('refuse %d, which is no whole number within bounds', (number) => {
    expect(() => new ByteWriter().varint(number)).toThrow(RangeError)
  })

  test('that end too early, or are none of ours, are a RangeError and never data', () => {
    expect(() => new ByteReader(Uint8Array.of()).byte()).toThrow(RangeError)
    expect(() => new ByteReader(Uint8Array.of(128, 128)).varint()).toThrow(RangeError)
    expect(() => new ByteReader(Uint8Array.of(5, 65, 66)).text()).toThrow(RangeError)
    expect(() => new ByteReader(Uint8Array.of(1, 2)).skipVarints(3)).toThrow(RangeError)
    expect(() => new ByteReader(new Uint8Array(20).fill(255)).varint()).toThrow(RangeError)
  })
})
