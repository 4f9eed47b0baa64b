import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { bitFlips, truncations } from '../test/damage.ts'
import { headerBytes, readHotCache, readHotCacheBudget, writeHotCache, type HotCacheContent } from './hot-cache-file.ts'

function codeOfFailure(bytes: Uint8Array): string {
  try {
    readHotCache(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

function made(count = 5): HotCacheContent {
  return {
    model: 2n ** 63n + 5n,
    dimensions: 6,
    budgetBytes: 3_000_000_000,
    hubs: Math.min(2, count),
    documents: Uint32Array.from({ length: count }, (_, i) => 4_000_000_000 + i),
    starts: Uint32Array.from({ length: count }, (_, i) => i * 1000),
    scales: Float32Array.from({ length: count }, (_, i) => 0.01 * i),
    vectors: Int8Array.from({ length: count * 6 }, (_, i) => i - 10),
  }
}

describe('the file of the hot cache', () => {
  test.each([0, 1, 5])('gives back %i entries', (count) => {
    expect(readHotCache(writeHotCache(made(count)))).toEqual(made(count))
  })

  test('is read from the middle of a buffer, or of one of Node, as well', () => {
    const bytes = writeHotCache(made())
    const around = new Uint8Array(bytes.length + 3)
    around.set(bytes, 3)
    expect(readHotCache(around.subarray(3))).toEqual(made())
    expect(readHotCache(Buffer.from(around).subarray(3))).toEqual(made())
  })

  test('that is cut off anywhere, or too long, is refused as damaged', () => {
    for (const cut of truncations(writeHotCache(made()))) expect(codeOfFailure(cut)).toBe('library-damaged')
    expect(codeOfFailure(new Uint8Array([...writeHotCache(made()), 0]))).toBe('library-damaged')
  })

  test('with any one bit changed is refused, as damaged or as too new', () => {
    for (const flipped of bitFlips(writeHotCache(made())))
      expect(codeOfFailure(flipped)).toMatch(/^library-(?:damaged|too-new)$/u)
  })

  test('still tells its budget when only its entries are damaged', () => {
    const bytes = writeHotCache(made())
    bytes[headerBytes] ^= 1
    expect(readHotCacheBudget(bytes)).toBe(3_000_000_000)
    bytes[9] ^= 1
    expect(readHotCacheBudget(bytes)).toBeNull()
  })
})
