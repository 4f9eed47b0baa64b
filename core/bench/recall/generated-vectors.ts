import { randomNumbers } from '../../random.ts'

const clusters = 1000

/**
 * Seeded unit vectors around 1,000 centres, [count × dimensions]. Later coordinates are smaller: as in real embeddings, few
 * directions carry most, which is what makes graphs and codes work. The centres do not depend on the seed.
 */
export function generatedVectors(shape: { count: number; dimensions: number; seed: number }): Float32Array {
  const { count, dimensions, seed } = shape
  const scales = Float32Array.from({ length: dimensions }, (_, i) => (i + 1) ** -0.5)
  const centres = Float32Array.from({ length: clusters * dimensions }, normalNumbers(1))
  const random = randomNumbers(seed)
  const normal = normalNumbers(seed + 1)
  const vectors = new Float32Array(count * dimensions)
  for (let start = 0; start < vectors.length; start += dimensions) {
    const centre = Math.floor(random() * clusters) * dimensions
    let squares = 0
    for (let i = 0; i < dimensions; i++) {
      const value = scales[i] * (centres[centre + i] + 0.7 * normal())
      vectors[start + i] = value
      squares += value * value
    }
    for (let i = start; i < start + dimensions; i++) vectors[i] /= Math.sqrt(squares)
  }
  return vectors
}

/** Box and Muller's way from uniform to normal numbers. */
function normalNumbers(seed: number): () => number {
  const random = randomNumbers(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
