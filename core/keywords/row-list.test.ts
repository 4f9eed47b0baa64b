import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { MergedRows, type RowList } from './row-list.ts'

/** A list in blocks of `width` rows. */
function listOf(counts: ReadonlyMap<number, number>, width: number): RowList {
  const all = [...counts.keys()].toSorted((a, b) => a - b)
  const blocks = Math.ceil(all.length / width)
  const list = {
    size: all.length,
    blocks,
    lastRows: Int32Array.from({ length: blocks }, (_, i) => all[Math.min(all.length, (i + 1) * width) - 1]),
    rows: new Int32Array(width),
    counts: new Int32Array(width),
    loaded: 0,
    load(block: number) {
      const part = all.slice(block * width, (block + 1) * width)
      list.rows.set(part)
      list.counts.set(part.map((row) => counts.get(row) ?? 0))
      list.loaded = part.length
    },
  }
  return list
}

function contentOf(list: RowList): Map<number, number> {
  const found = new Map<number, number>()
  for (let block = 0; block < list.blocks; block++) {
    list.load(block)
    for (let i = 0; i < list.loaded; i++) found.set(list.rows[i], list.counts[i])
    expect(list.rows[list.loaded - 1]).toBe(list.lastRows[block])
  }
  return found
}

describe('merged lists', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'hold what a plain map would, ascending, whatever block is asked for (seed %i)',
    (seed) => {
      const random = randomNumbers(seed)
      const rowCount = 50 + Math.floor(random() * 500)
      const expected = new Map<number, number>()
      const lists = Array.from({ length: 2 + Math.floor(random() * 4) }, () => {
        const share = random() ** 3
        const counts = new Map<number, number>()
        for (let row = 0; row < rowCount; row++) if (random() < share) counts.set(row, 1 + Math.floor(random() * 9))
        if (counts.size === 0) counts.set(Math.floor(random() * rowCount), 1)
        for (const [row, count] of counts) expected.set(row, (expected.get(row) ?? 0) + count)
        return listOf(counts, 8)
      })
      const merged = new MergedRows(lists)
      const found = contentOf(merged)
      expect([...found.keys()]).toEqual([...expected.keys()].toSorted((a, b) => a - b))
      expect(found).toEqual(expected)
      expect(merged.size).toBe(expected.size)
      merged.load(0)
      expect(merged.rows[0]).toBe(Math.min(...expected.keys()))
    },
  )
})
