/*
 * Which rows are built together: k-means on a sample, and every row goes to the two shards whose means are nearest (the
 * paper's sharded build). Prices keep the shards of one size: a shard that draws too many of the sample gets dearer until
 * it does not.
 */
import { fitMeans } from '../graph/k-means.ts'
import { createScoredRows, type RowScorer } from '../graph/row-scorer.ts'
import { randomNumbers } from '../../random.ts'
import type { ScratchVectors } from './scratch-vectors.ts'

export interface ShardPlan {
  readonly shardCount: number
  /** [rows]: the nearest shard of each row. */
  readonly first: Uint16Array
  /** [rows]: another one, the next nearest. */
  readonly second: Uint16Array
}

export interface PlanOptions {
  /** At least 2. */
  readonly shardCount: number
  /** Most rows of a shard; all of them together have room for each row twice, and some more. */
  readonly shardRows: number
  readonly seed: number
  onProgress?(done: number, total: number): void
}

const sampleOfShard = 512
const leastSample = 8192
const meansRounds = 12
const priceRounds = 80
const blockRows = 4096

/** Divides rows into shards by the means of a sample: every row is in the two whose means are nearest, as far as they have room. */
export function planShards(scratch: ScratchVectors, options: PlanOptions): ShardPlan {
  const { rowCount, dimensions } = scratch
  const { shardCount, shardRows, seed, onProgress } = options
  const random = randomNumbers(seed)
  const sample = scratch.gather(drawRows(rowCount, Math.max(leastSample, sampleOfShard * shardCount), random))
  const drawn = sample.length / dimensions
  const means = fitMeans(sample, { dimensions, means: shardCount, rounds: meansRounds, sample: drawn, seed })
  const nearness = new Nearness(means, dimensions)
  const prices = fitPrices(nearness, sample, dimensions)
  const plan = { shardCount, first: new Uint16Array(rowCount), second: new Uint16Array(rowCount) }
  const loads = new Uint32Array(shardCount)
  for (let from = 0; from < rowCount; from += blockRows) {
    onProgress?.(from, rowCount)
    const to = Math.min(rowCount, from + blockRows)
    const vectors = scratch.read(from, to)
    for (let row = from; row < to; row++) {
      const scores = nearness.of(vectors, row - from)
      plan.first[row] = takePlace({ scores, prices, loads, shardRows }, -1)
      plan.second[row] = takePlace({ scores, prices, loads, shardRows }, plan.first[row])
    }
  }
  onProgress?.(rowCount, rowCount)
  return plan
}

/** The rows of one shard, ascending. */
export function rowsOfShard({ first, second }: ShardPlan, shard: number): Uint32Array {
  let count = 0
  for (let row = 0; row < first.length; row++) if (first[row] === shard || second[row] === shard) count++
  const rows = new Uint32Array(count)
  let at = 0
  for (let row = 0; row < first.length; row++) if (first[row] === shard || second[row] === shard) rows[at++] = row
  return rows
}

/** `count` rows at random, ascending; all where there are no more. */
export function drawRows(rowCount: number, count: number, random: () => number): Uint32Array {
  const rows = new Uint32Array(Math.min(rowCount, count))
  let taken = 0
  for (let row = 0; taken < rows.length; row++)
    if (random() * (rowCount - row) < rows.length - taken) rows[taken++] = row
  return rows
}

/** How near rows are to the means: half the negative square of the distance, but for the row's own length. */
class Nearness {
  readonly meanCount: number
  readonly #scorer: RowScorer
  readonly #rows: Float32Array
  readonly #halfSquares: Float32Array
  readonly #dimensions: number

  constructor(means: Float32Array, dimensions: number) {
    const meanCount = means.length / dimensions
    // The row at hand comes after the means.
    const { scorer, vectors } = createScoredRows({ rowCount: meanCount + 1, dimensions, capacity: meanCount })
    vectors.set(means)
    for (let mean = 0; mean < meanCount; mean++) scorer.ids[mean] = mean
    this.meanCount = meanCount
    this.#scorer = scorer
    this.#rows = vectors
    this.#dimensions = dimensions
    this.#halfSquares = new Float32Array(meanCount)
    for (let i = 0; i < means.length; i++) this.#halfSquares[Math.floor(i / dimensions)] += (means[i] * means[i]) / 2
  }

  /** Of row `row` to each mean; lasts until the next call. */
  of(vectors: Float32Array, row: number): Float32Array {
    const dimensions = this.#dimensions
    this.#rows.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), this.meanCount * dimensions)
    this.#scorer.score(this.meanCount, this.meanCount)
    const { scores } = this.#scorer
    for (let mean = 0; mean < this.meanCount; mean++) scores[mean] -= this.#halfSquares[mean]
    return scores
  }
}

/** [means]: what each must be charged so that all are among the two best of equally many rows of the sample. */
function fitPrices(nearness: Nearness, sample: Float32Array, dimensions: number): Float32Array {
  const { meanCount } = nearness
  const rows = sample.length / dimensions
  const all = new Float32Array(rows * meanCount)
  for (let row = 0; row < rows; row++) all.set(nearness.of(sample, row), row * meanCount)
  const prices = new Float32Array(meanCount)
  const fair = (2 * rows) / meanCount
  for (let round = 0; round < priceRounds; round++) {
    const loads = new Uint32Array(meanCount)
    for (let start = 0; start < all.length; start += meanCount) {
      const best = bestMean(all, { start, prices, except: -1 })
      loads[best]++
      loads[bestMean(all, { start, prices, except: best })]++
    }
    const rate = 0.05 * 0.95 ** round
    for (let mean = 0; mean < meanCount; mean++) prices[mean] += rate * (loads[mean] / fair - 1)
  }
  return prices
}

interface Choice {
  /** Where the row's scores begin. */
  readonly start: number
  readonly prices: Float32Array
  readonly except: number
}

function bestMean(scores: Float32Array, { start, prices, except }: Choice): number {
  let best = -1
  let bestScore = -Infinity
  for (let mean = 0; mean < prices.length; mean++) {
    const score = scores[start + mean] - prices[mean]
    if (mean === except || score <= bestScore) continue
    best = mean
    bestScore = score
  }
  return best
}

interface Places {
  readonly scores: Float32Array
  readonly prices: Float32Array
  readonly loads: Uint32Array
  readonly shardRows: number
}

/** The best shard that is not full, else the emptiest. */
function takePlace({ scores, prices, loads, shardRows }: Places, except: number): number {
  let best = -1
  let bestScore = -Infinity
  let emptiest = -1
  for (let shard = 0; shard < loads.length; shard++) {
    if (shard === except) continue
    if (emptiest < 0 || loads[shard] < loads[emptiest]) emptiest = shard
    const score = scores[shard] - prices[shard]
    if (loads[shard] >= shardRows || score <= bestScore) continue
    best = shard
    bestScore = score
  }
  const taken = best < 0 ? emptiest : best
  loads[taken]++
  return taken
}
