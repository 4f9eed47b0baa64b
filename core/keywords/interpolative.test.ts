import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import {
  BitReader,
  bitReaderPadding,
  bitsOfAscending,
  bitsOfGamma,
  bitsOfMinimal,
  bitsOfZeta,
  BitWriter,
} from './interpolative.ts'

function readerOf(writer: BitWriter): BitReader {
  return new BitReader(new Uint8Array([...writer.bytes(), ...new Uint8Array(bitReaderPadding)]))
}

describe('bits', () => {
  test('of every width come back', () => {
    const writer = new BitWriter()
    const random = randomNumbers(1)
    const values = Array.from({ length: 5000 }, () => {
      const width = Math.floor(random() * 33)
      return { width, value: Math.floor(random() * 2 ** width) }
    })
    for (const { value, width } of values) writer.bits(value, width)
    const reader = readerOf(writer)
    for (const { value, width } of values) expect(reader.bits(width)).toBe(value)
  })

  test('of numbers of unknown size come back, small ones in few', () => {
    const values = [0, 1, 2, 3, 100, 65_535, 2 ** 24, 2 ** 31 - 2]
    const writer = new BitWriter()
    for (const value of values) writer.gamma(value)
    const reader = readerOf(writer)
    expect(values.map(() => reader.gamma())).toEqual(values)
    const small = new BitWriter()
    small.gamma(0)
    small.gamma(1)
    small.align()
    expect(small.byteCount).toBe(1)
  })

  test('of numbers below a range come back, for ranges up to 2^31', () => {
    const writer = new BitWriter()
    const cases = [1, 2, 3, 5, 8, 1000, 2 ** 24 + 1, 2 ** 30 + 7].flatMap((range) =>
      [0, 1, range >> 1, range - 1].filter((value) => value < range).map((value) => ({ value, range })),
    )
    for (const { value, range } of cases) writer.minimal(value, range)
    const reader = readerOf(writer)
    for (const { value, range } of cases) expect(reader.minimal(range)).toBe(value)
  })

  test('are read beyond half a gigabyte', () => {
    const far = 2 ** 29 + 3
    const bytes = new Uint8Array(far + 1 + bitReaderPadding)
    bytes[far] = 0b1011_0000
    const reader = new BitReader(bytes)
    reader.seek(far)
    expect([reader.bits(4), reader.bits(4)]).toEqual([0b1011, 0])
    reader.seek(far)
    expect(reader.minimal(16)).toBe(0b1011)
  })

  test('can be written again after a clear', () => {
    const writer = new BitWriter()
    writer.bits(0xffff_ffff, 32)
    writer.clear()
    writer.bits(1, 8)
    expect([...writer.bytes()]).toEqual([1])
  })
})

describe('ascending numbers', () => {
  test('come back, for random sets of every density', () => {
    const random = randomNumbers(2)
    for (let round = 0; round < 300; round++) {
      const high = 1 + Math.floor(random() * 2000)
      const share = random()
      const values = Int32Array.from(Array(high + 1).keys()).filter(() => random() < share)
      const writer = new BitWriter()
      writer.bits(round, 9)
      writer.ascending(values, 0, values.length, [0, high])
      const reader = readerOf(writer)
      expect(reader.bits(9)).toBe(round)
      const read = new Int32Array(values.length)
      reader.ascending(read, read.length, [0, high])
      expect(read).toEqual(values)
    }
  })

  test('that fill their bounds take no bits at all', () => {
    const writer = new BitWriter()
    writer.ascending(
      Int32Array.from({ length: 100 }, (_, i) => i + 7),
      0,
      100,
      [7, 106],
    )
    expect(writer.bytes()).toHaveLength(0)
  })
})

test('the bits that something would take are those that it takes', () => {
  const random = randomNumbers(3)
  const taken = (write: (writer: BitWriter) => void): number => {
    const writer = new BitWriter()
    write(writer)
    return writer.bitCount
  }
  for (let i = 0; i < 2000; i++) {
    const range = Math.ceil(2 ** (random() * 31))
    const value = Math.floor(random() * range)
    expect(bitsOfMinimal(value, range)).toBe(taken((writer) => writer.minimal(value, range)))
    expect(bitsOfGamma(value)).toBe(taken((writer) => writer.gamma(value)))
    expect(bitsOfZeta(value)).toBe(taken((writer) => writer.zeta(value)))
    const numbers = new Set(Array.from({ length: 1 + (i % 60) }, () => Math.floor(random() * 200)))
    const values = Int32Array.from(numbers).toSorted()
    expect(bitsOfAscending(values, values.length, [0, 250])).toBe(
      taken((writer) => writer.ascending(values, 0, values.length, [0, 250])),
    )
  }
})
