import { expect, test } from 'vitest'
import { hnswBytes, savings } from './size.ts'

test('a float32 HNSW takes what hnswlib writes', () => {
  // 1,172.6 bytes a chunk, measured with 5,000 vectors of 256 dimensions.
  expect(hnswBytes(256)).toBeGreaterThan(1160)
  expect(hnswBytes(256)).toBeLessThan(1180)
  expect(hnswBytes(768) - hnswBytes(256)).toBe(512 * 4)
})

test('the saving is taken against a measured float32 HNSW where there is one', () => {
  const peers = [
    { name: 'usearch HNSW i8', bytesPerChunk: 400, from: 'measured' },
    { name: 'usearch HNSW f32', bytesPerChunk: 1000, from: 'measured' },
  ] as const
  expect(savings(50, peers, 256)).toEqual({ against: 'usearch HNSW f32', measured: 0.95, at768: 0.9836 })
})

test('without one it is taken against the computed size', () => {
  expect(savings(hnswBytes(256) / 10, [], 256)).toMatchObject({
    measured: 0.9,
    against: 'float32 HNSW, 256 dimensions',
  })
})
