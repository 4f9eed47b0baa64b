/*
 * A random rotation as three rounds of (random signs, Walsh-Hadamard transform): n log n steps instead of n². After it
 * every coordinate carries about the same share of a vector, which is what sign codes need (RaBitQ, Gao & Long 2024,
 * section 3; the fast transform as in its library).
 */
import { randomNumbers } from '../random.ts'
import { createKernels } from './kernels/kernels.ts'

const rounds = 3

/** One-bit codes have at most this many, whatever the model's dimensions: the rotated vector's first coordinates. */
export const maxCodeBits = 256

export interface Rotation {
  /** Length of the vectors that go in. */
  readonly dimensions: number
  /** Length of the rotated vector, of which the first `bits` coordinates are kept: a power of two. */
  readonly size: number
  /** Length of what comes out: a power of two, at least 32. */
  readonly bits: number
  /**
   * Rotates `vectors[row] - centre` into `out` (length `bits`). Where the model has more dimensions than `bits`, what
   * comes out is a random projection, scaled so that dot products keep their expected size.
   */
  apply(vectors: Float32Array, row: number, centre: Float32Array | null, out: Float32Array): void
}

/** The same arguments give the same rotation for ever: codes on disk depend on it. What comes out has at most `most` coordinates. */
export function createRotation(dimensions: number, seed: number, most = maxCodeBits): Rotation {
  const size = 2 ** Math.ceil(Math.log2(Math.max(dimensions, 32)))
  const bits = Math.min(size, most)
  const bytes = size * 4
  const kernels = createKernels(bytes * (1 + rounds))
  const work = new Float32Array(kernels.buffer, 0, size)
  new Float32Array(kernels.buffer, bytes).set(randomSigns(size * rounds, seed))
  const scale = Math.sqrt(size / bits) / Math.sqrt(size) ** rounds
  const apply: Rotation['apply'] = (vectors, row, centre, out) => {
    const start = row * dimensions
    for (let i = 0; i < dimensions; i++) work[i] = vectors[start + i] - (centre === null ? 0 : centre[i])
    work.fill(0, dimensions)
    kernels.rotate(0, bytes, bytes, rounds)
    for (let i = 0; i < bits; i++) out[i] = work[i] * scale
  }
  return { dimensions, size, bits, apply }
}

function randomSigns(count: number, seed: number): Float32Array {
  const random = randomNumbers(seed)
  return Float32Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1))
}
