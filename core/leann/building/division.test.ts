import { describe, expect, test } from 'vitest'
import { divide, pieceBytes } from './division.ts'

const shape = { dimensions: 256, maxDegree: 64 }
const half = 512 * 2 ** 20

describe('a division', () => {
  test('is one piece as long as that fits', () => {
    for (const rowCount of [0, 1, 100_000]) {
      const memoryBytes = pieceBytes({ ...shape, rowCount })
      expect(divide({ ...shape, rowCount, memoryBytes, workers: 8 }).shardCount).toBe(1)
    }
    const rowCount = 100_000
    const memoryBytes = pieceBytes({ ...shape, rowCount }) - 1000
    expect(divide({ ...shape, rowCount, memoryBytes, workers: 8 }).shardCount).toBeGreaterThan(1)
  })

  test.each([1, 2, 4, 16, 64])(
    'with %i threads at most keeps to the memory and has room for each row twice',
    (workers) => {
      for (const rowCount of [1e6, 1e7]) {
        const division = divide({ ...shape, rowCount, memoryBytes: half, workers })
        const { shardRows, shardCount } = division
        expect(division.workers).toBeLessThanOrEqual(workers)
        expect(division.workers * pieceBytes({ ...shape, rowCount: shardRows })).toBeLessThanOrEqual(half)
        expect(shardRows * shardCount).toBeGreaterThan(2.2 * rowCount)
        expect(shardCount % division.workers).toBe(0)
      }
    },
  )

  test('has no more threads than leave shards of some size', () => {
    expect(divide({ ...shape, rowCount: 1e6, memoryBytes: half, workers: 2 })).toMatchObject({
      workers: 2,
      shardCount: 8,
    })
    const many = divide({ ...shape, rowCount: 1e6, memoryBytes: half, workers: 64 })
    expect(many.workers).toBeGreaterThan(2)
    expect(many.shardCount).toBeLessThan(40)
  })

  test('of too little memory still has shards of some rows', () => {
    expect(divide({ ...shape, rowCount: 5000, memoryBytes: 1, workers: 2 })).toMatchObject({
      shardRows: 1024,
      workers: 2,
    })
  })

  test('keeps a piece below what WebAssembly has', () => {
    const { shardRows } = divide({ ...shape, rowCount: 1e8, memoryBytes: 1e12, workers: 1 })
    expect(shardRows * 264).toBeLessThan(2 ** 32)
  })
})
