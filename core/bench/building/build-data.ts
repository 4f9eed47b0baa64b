import { createScoredRows } from '../../leann/graph/row-scorer.ts'
import { TopRows } from '../../leann/top-rows.ts'
import { randomNumbers } from '../../random.ts'
import type { RecallData } from '../recall/recall-data.ts'

/** Vectors that need not be in memory, and what to look for in them. */
export interface BuildData {
  readonly rowCount: number
  readonly dimensions: number
  readonly queries: readonly Float32Array[]
  /** Unit vectors of rows `from` to `to` - 1, [rows × dimensions]. */
  rows(from: number, to: number): Float32Array
}

const queryCount = 200
const blockRows = 4096
/** Length of the noise on the second and later turns of the same vectors. */
const noise = 0.7

/**
 * The first `rowCount` rows of `data`; where it has fewer, its rows again and again, each time with other noise, made when
 * they are asked for. The queries are the last kind that `data` has.
 */
export function buildData({ vectors, dimensions, querySets }: RecallData, rowCount: number): BuildData {
  const given = vectors.length / dimensions
  const asked = querySets[querySets.length - 1].queries
  const count = Math.min(queryCount, asked.length / dimensions)
  const queries = Array.from({ length: count }, (_, i) => asked.slice(i * dimensions, (i + 1) * dimensions))
  const rows = (from: number, to: number): Float32Array => {
    const result = new Float32Array((to - from) * dimensions)
    for (let row = from; row < to; row++) {
      const start = (row % given) * dimensions
      const own = result.subarray((row - from) * dimensions, (row - from + 1) * dimensions)
      own.set(vectors.subarray(start, start + dimensions))
      if (row >= given) addNoise(own, row)
    }
    return result
  }
  return { rowCount, dimensions, queries, rows }
}

function addNoise(vector: Float32Array, seed: number): void {
  const random = randomNumbers(seed)
  // Uniform numbers around 0 with this width have a variance of noise² / dimensions.
  const width = noise * Math.sqrt(12 / vector.length)
  let squares = 0
  for (let i = 0; i < vector.length; i++) {
    vector[i] += width * (random() - 0.5)
    squares += vector[i] * vector[i]
  }
  for (let i = 0; i < vector.length; i++) vector[i] /= Math.sqrt(squares)
}

/** All rows in order, a block at a time. */
export function* blocksOf({
  rowCount,
  rows,
}: BuildData): Generator<{ from: number; to: number; vectors: Float32Array }> {
  for (let from = 0; from < rowCount; from += blockRows) {
    const to = Math.min(rowCount, from + blockRows)
    yield { from, to, vectors: rows(from, to) }
  }
}

/** For each query the score of its tenth best row, by comparing it with all. */
export function tenthScores(data: BuildData): number[] {
  const { dimensions, queries } = data
  const rowCount = blockRows + queries.length
  const { scorer, vectors } = createScoredRows({ rowCount, dimensions, capacity: blockRows })
  for (const [i, query] of queries.entries()) vectors.set(query, (blockRows + i) * dimensions)
  for (let i = 0; i < blockRows; i++) scorer.ids[i] = i
  const best = queries.map(() => new TopRows(10))
  for (const { from, to, vectors: block } of blocksOf(data)) {
    vectors.set(block)
    for (const [i, top] of best.entries()) {
      scorer.score(blockRows + i, to - from)
      for (let row = from; row < to; row++)
        if (scorer.scores[row - from] > top.threshold) top.add(scorer.scores[row - from], row)
    }
  }
  return best.map((top) => top.sorted().at(-1)?.score ?? 1)
}
