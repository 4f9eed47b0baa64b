import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { BitReader, bitReaderPadding, BitWriter } from './interpolative.ts'
import { mostShort, ShortRows, writeShortList, type ShortList } from './short-lists.ts'

function madeList(random: () => number, rowCount: number): ShortList {
  const size = 1 + Math.floor(random() * Math.min(mostShort, rowCount))
  const chosen = new Set<number>()
  while (chosen.size < size) chosen.add(Math.floor(random() * rowCount))
  const rows = Int32Array.from(chosen).toSorted()
  const counts = Uint8Array.from(rows, () => (random() < 0.5 ? 1 : 1 + Math.floor(random() * 255)))
  return { rows, counts, isCounted: counts.some((count) => count !== 1) }
}

test('short lists one after the other are read as they were written, from any bit', () => {
  const random = randomNumbers(2)
  for (const rowCount of [1, 2, 5, 16, 300, 70_000, 2 ** 31 - 1]) {
    const bits = new BitWriter()
    bits.bits(5, 3)
    const made = Array.from({ length: 200 }, () => {
      const list = madeList(random, rowCount)
      const start = bits.bitCount
      writeShortList(bits, list, rowCount)
      return { ...list, start }
    })
    const reader = new BitReader(Buffer.concat([bits.bytes(), Buffer.alloc(bitReaderPadding)]))
    for (const { rows, counts, isCounted, start } of made.toSorted((a, b) => a.rows[0] - b.rows[0])) {
      reader.seekBit(start)
      const read = new ShortRows(reader, { rows: rows.length, isCounted, rowCount })
      expect(read).toMatchObject({ size: rows.length, blocks: 1, loaded: rows.length })
      expect([...read.rows]).toEqual([...rows])
      expect([...read.counts]).toEqual([...counts])
      expect([...read.lastRows]).toEqual([rows[rows.length - 1]])
    }
  }
})
