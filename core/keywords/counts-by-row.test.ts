import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { CountsByRow } from './counts-by-row.ts'
import { ShortRows } from './short-lists.ts'

/** A list of one block. */
function listOf(counts: ReadonlyMap<number, number>): ShortRows {
  return new ShortRows(Int32Array.from(counts.keys()), Int32Array.from(counts.values()))
}

test.each([1, 8, 14, 15, 40, 255])(
  'four bits a row say of each what a plain map does, with %i different counts',
  (most) => {
    const random = randomNumbers(most)
    const rowCount = 2001
    const counts = new Map<number, number>()
    for (let row = 0; row < rowCount; row++) if (random() < 0.6) counts.set(row, 1 + Math.floor(random() ** 3 * most))
    counts.set(rowCount - 1, most)
    const made = CountsByRow.of(listOf(counts), rowCount)
    expect(made?.size).toBe(counts.size)
    const found = made === null ? [] : Array.from({ length: rowCount }, (_, row) => made.countOf(row))
    expect(found).toEqual(Array.from({ length: rowCount }, (_, row) => counts.get(row) ?? 0))
  },
)

test('a count beyond a byte is for another way of keeping', () => {
  expect(CountsByRow.of(listOf(new Map([[3, 256]])), 10)).toBeNull()
})
