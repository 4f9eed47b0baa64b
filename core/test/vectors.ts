import { randomNumbers } from '../random.ts'

export interface VectorShape {
  readonly count: number
  readonly dimensions: number
  readonly seed: number
  /** Vectors lie around this many centres; 0: anywhere on the sphere. */
  readonly clusters?: number
}

/** Seeded unit vectors, [count × dimensions]. */
export function unitVectors({ count, dimensions, seed, clusters = 0 }: VectorShape): Float32Array {
  const normal = normalNumbers(seed)
  const centres = Float32Array.from({ length: clusters * dimensions }, normal)
  const vectors = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) {
    const cluster = clusters === 0 ? -1 : row % clusters
    for (let i = 0; i < dimensions; i++) {
      vectors[row * dimensions + i] = cluster < 0 ? normal() : centres[cluster * dimensions + i] + 0.7 * normal()
    }
    normalise(vectors, row * dimensions, dimensions)
  }
  return vectors
}

/** The mean of all rows. */
export function meanVector(vectors: Float32Array, dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions)
  for (let i = 0; i < vectors.length; i++) mean[i % dimensions] += vectors[i]
  return mean.map((value) => value / (vectors.length / dimensions))
}

export function rowOf(vectors: Float32Array, dimensions: number, row: number): Float32Array {
  return vectors.slice(row * dimensions, (row + 1) * dimensions)
}

export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Box and Muller's way from uniform to normal numbers. */
function normalNumbers(seed: number): () => number {
  const random = randomNumbers(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function normalise(vectors: Float32Array, start: number, length: number): void {
  let squares = 0
  for (let i = start; i < start + length; i++) squares += vectors[i] * vectors[i]
  const scale = 1 / Math.sqrt(squares)
  for (let i = start; i < start + length; i++) vectors[i] *= scale
}
