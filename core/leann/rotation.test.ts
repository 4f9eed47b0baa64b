import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { dotProduct, rowOf, unitVectors } from '../test/vectors.ts'
import { createRotation, maxCodeBits } from './rotation.ts'

function rotated(dimensions: number, seed: number, vectors: Float32Array): Float32Array[] {
  const rotation = createRotation(dimensions, seed)
  return Array.from({ length: vectors.length / dimensions }, (_, row) => {
    const out = new Float32Array(rotation.bits)
    rotation.apply(vectors, row, null, out)
    return out
  })
}

describe('the rotation', () => {
  test.each([8, 32, 100, 200, 256])('keeps dot products of vectors with %i dimensions', (dimensions) => {
    const vectors = unitVectors({ count: 20, dimensions, seed: 1 })
    const out = rotated(dimensions, 7, vectors)
    for (let i = 1; i < 20; i++) {
      const before = dotProduct(rowOf(vectors, dimensions, 0), rowOf(vectors, dimensions, i))
      expect(dotProduct(out[0], out[i])).toBeCloseTo(before, 5)
    }
  })

  test.each([257, 384, 768])('keeps dot products of %i dimensions on average, in at most 256 bits', (dimensions) => {
    const vectors = unitVectors({ count: 200, dimensions, seed: 2, clusters: 4 })
    const out = rotated(dimensions, 7, vectors)
    expect(out[0].length).toBe(maxCodeBits)
    let error = 0
    let worst = 0
    for (let i = 1; i < 200; i++) {
      const before = dotProduct(rowOf(vectors, dimensions, 0), rowOf(vectors, dimensions, i))
      error += (dotProduct(out[0], out[i]) - before) / 199
      worst = Math.max(worst, Math.abs(dotProduct(out[0], out[i]) - before))
    }
    expect(Math.abs(error)).toBeLessThan(0.03)
    expect(worst).toBeLessThan(0.3)
  })

  test('spreads a vector that is one coordinate only', () => {
    const single = new Float32Array(256)
    single[3] = 1
    const [out] = rotated(256, 7, single)
    expect(Math.max(...out.map(Math.abs))).toBeLessThan(0.3)
  })

  test('subtracts the centre first', () => {
    const vectors = unitVectors({ count: 1, dimensions: 64, seed: 3 })
    const out = new Float32Array(64)
    createRotation(64, 7).apply(vectors, 0, vectors, out)
    expect(out.every((value) => value === 0)).toBe(true)
  })

  test('is the same for ever for a seed, and another for another seed', () => {
    const vectors = Float32Array.from({ length: 300 }, (_, i) => (i % 17) - 8)
    const checksum = (seed: number): number => crc32(new Uint8Array(rotated(300, seed, vectors)[0].buffer))
    // Codes on disk depend on this number: a change makes every library unreadable.
    expect(checksum(20_250_608)).toBe(3263746374)
    expect(checksum(20_250_609)).not.toBe(checksum(20_250_608))
  })
})
