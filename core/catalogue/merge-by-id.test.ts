import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { mergeById } from './merge-by-id.ts'

test('rows and blocks come out by id, each once, and blocks are read when they are needed', () => {
  const random = randomNumbers(2)
  for (let round = 0; round < 200; round++) {
    const rows: { id: number }[] = []
    const lists: { id: number }[][] = Array.from({ length: Math.floor(random() * 5) }, () => [])
    const count = Math.floor(random() * 40)
    for (let id = 1; id <= count; id++) (lists[Math.floor(random() * (lists.length + 2))] ?? rows).push({ id })
    let least = 0
    const blocks = lists
      .filter((list) => list.length > 0)
      .toSorted((a, b) => a[0].id - b[0].id)
      .map((list) => ({
        first: list[0].id,
        read: () => {
          expect(list[0].id).toBeGreaterThan(least)
          return list.toReversed()
        },
      }))
    const ids: number[] = []
    for (const { id } of mergeById(rows, blocks)) ids.push((least = id))
    expect(ids).toEqual(Array.from({ length: count }, (_, i) => i + 1))
  }
})
