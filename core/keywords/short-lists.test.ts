import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { BitReader, bitReaderPadding, BitWriter } from './interpolative.ts'
import { mostShort, ShortListReader, ShortListWriter, type ShortList } from './short-lists.ts'
import { keptCount } from './testing.ts'

function madeList(random: () => number, rowCount: number): ShortList {
  const size = 1 + Math.floor(random() * Math.min(mostShort, rowCount))
  const chosen = new Set<number>()
  // Near one another, or anywhere.
  const width = random() < 0.5 ? rowCount : Math.min(rowCount, 2 * size)
  const first = Math.floor(random() * (rowCount - width + 1))
  while (chosen.size < size) chosen.add(first + Math.floor(random() * width))
  const rows = Int32Array.from(chosen).toSorted()
  const counts = Uint8Array.from(rows, () => (random() < 0.5 ? 1 : 1 + Math.floor(random() * 255)))
  return { rows, counts, isCounted: counts.some((count) => count !== 1) }
}

test('short lists one after the other are read as they were written, the same rows twice too', () => {
  const random = randomNumbers(2)
  for (const rowCount of [1, 2, 5, 16, 300, 70_000, 2 ** 31 - 1]) {
    const bits = new BitWriter()
    const writer = new ShortListWriter(bits, rowCount)
    let list = madeList(random, rowCount)
    const made = Array.from({ length: 400 }, () => {
      const isAfterLong = random() < 0.1
      if (isAfterLong) writer.passLong()
      const other = madeList(random, rowCount)
      list = random() < 0.3 ? { ...list, counts: list.counts.toReversed() } : other
      writer.write(list)
      return { ...list, isAfterLong }
    })
    const bytes = Buffer.concat([bits.bytes(), Buffer.alloc(bitReaderPadding)])
    const reader = new ShortListReader(new BitReader(bytes), { rowCount, version: 3 })
    for (const { rows, counts, isCounted, isAfterLong } of made) {
      if (isAfterLong) reader.passLong()
      reader.read(rows.length, isCounted)
      const read = reader.list()
      expect(read).toMatchObject({ size: rows.length, blocks: 1, loaded: rows.length })
      expect([...read.rows]).toEqual([...rows])
      expect([...read.counts]).toEqual(Array.from(counts, keptCount))
      expect([...read.lastRows]).toEqual([rows[rows.length - 1]])
    }
  }
})

test('words in one row take a bit where the word before is in the same', () => {
  const bitsOf = (rows: readonly number[]): number => {
    const bits = new BitWriter()
    const writer = new ShortListWriter(bits, 1 << 20)
    for (const row of rows) writer.write({ rows: Int32Array.of(row), counts: Uint8Array.of(1), isCounted: false })
    return bits.bitCount
  }
  expect(bitsOf([77, 77, 77]) - bitsOf([77])).toBe(2)
  expect(bitsOf([77, 78]) - bitsOf([77])).toBe(21)
})
