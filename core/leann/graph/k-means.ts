import { randomNumbers } from '../../random.ts'
import { createScoredRows } from './row-scorer.ts'

export interface KMeansOptions {
  readonly dimensions: number
  /** Means to find; with fewer rows than that, some means are equal. */
  readonly means: number
  readonly rounds: number
  /** Rows that the means are fitted to, drawn at random; default: 256 for each mean. */
  readonly sample?: number
  readonly seed: number
}

/** The means of `vectors` ([rows × dimensions]) by Lloyd's rounds on a sample, [means × dimensions]. */
export function fitMeans(vectors: Float32Array, options: KMeansOptions): Float32Array {
  const { dimensions, means, rounds, sample = means * 256, seed } = options
  const rowCount = vectors.length / dimensions
  const random = randomNumbers(seed)
  const drawn = drawRows(vectors, { dimensions, count: Math.min(sample, rowCount), random })
  const result = new Float32Array(means * dimensions)
  for (let mean = 0; mean < means; mean++)
    copyRow(drawn, Math.floor(random() * (drawn.length / dimensions)), result, mean)
  for (let round = 0; round < rounds; round++) {
    const nearest = nearestMeans(drawn, result, dimensions)
    moveMeans(drawn, { nearest, means: result, dimensions, random })
  }
  return result

  function copyRow(from: Float32Array, row: number, to: Float32Array, place: number): void {
    to.set(from.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions)
  }
}

interface Draw {
  readonly dimensions: number
  readonly count: number
  random(): number
}

function drawRows(vectors: Float32Array, { dimensions, count, random }: Draw): Float32Array {
  const rowCount = vectors.length / dimensions
  const drawn = new Float32Array(count * dimensions)
  // Each row is taken with the chance that leaves exactly `count`.
  let taken = 0
  for (let row = 0; row < rowCount && taken < count; row++) {
    if (random() * (rowCount - row) >= count - taken) continue
    drawn.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), taken++ * dimensions)
  }
  return drawn
}

/** For each row of `vectors` the mean at the smallest distance. */
export function nearestMeans(vectors: Float32Array, means: Float32Array, dimensions: number): Uint32Array {
  const rowCount = vectors.length / dimensions
  const meanCount = means.length / dimensions
  // The row at hand is the scorer's last one.
  const { scorer, vectors: both } = createScoredRows({ rowCount: meanCount + 1, dimensions, capacity: meanCount })
  both.set(means)
  for (let mean = 0; mean < meanCount; mean++) scorer.ids[mean] = mean
  const halfSquares = new Float32Array(meanCount)
  for (let i = 0; i < means.length; i++) halfSquares[Math.floor(i / dimensions)] += (means[i] * means[i]) / 2
  const nearest = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    both.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), means.length)
    scorer.score(meanCount, meanCount)
    let best = 0
    let bestScore = -Infinity
    for (let mean = 0; mean < meanCount; mean++) {
      const score = scorer.scores[mean] - halfSquares[mean]
      if (score <= bestScore) continue
      bestScore = score
      best = mean
    }
    nearest[row] = best
  }
  return nearest
}

interface Move {
  readonly nearest: Uint32Array
  readonly means: Float32Array
  readonly dimensions: number
  random(): number
}

/** Each mean to the middle of its rows; one without rows starts again at a random row. */
function moveMeans(vectors: Float32Array, { nearest, means, dimensions, random }: Move): void {
  const counts = new Uint32Array(means.length / dimensions)
  means.fill(0)
  for (let row = 0; row < nearest.length; row++) {
    const to = nearest[row] * dimensions
    const from = row * dimensions
    counts[nearest[row]]++
    for (let i = 0; i < dimensions; i++) means[to + i] += vectors[from + i]
  }
  for (let mean = 0; mean < counts.length; mean++) {
    const start = mean * dimensions
    if (counts[mean] > 0) for (let i = start; i < start + dimensions; i++) means[i] /= counts[mean]
    else {
      const row = Math.floor(random() * nearest.length)
      means.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), start)
    }
  }
}
