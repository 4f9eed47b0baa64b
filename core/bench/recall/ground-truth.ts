import { createScoredRows, type RowScorer } from '../../leann/graph/row-scorer.ts'
import { TopRows } from '../../leann/top-rows.ts'
import type { QuerySet, RecallData } from './recall-data.ts'

/** How far below the k-th exact score a chunk may be and still count: equal texts come in any order. */
const tolerance = 1e-6
const block = 4096

/** Everything that knows exact scores: rows 0 to chunks - 1, then the queries of all sets. */
export interface Oracle {
  readonly scorer: RowScorer
  readonly chunks: number
  readonly sets: readonly OracleSet[]
}

export interface OracleSet {
  readonly name: string
  readonly queries: readonly OracleQuery[]
}

export interface OracleQuery {
  readonly vector: Float32Array
  /** Exact scores of chunks. */
  scores(ids: readonly number[]): Float32Array
  /** The exact score of the third and of the tenth best. */
  readonly third: number
  readonly tenth: number
}

export function makeOracle({ vectors, dimensions, querySets }: RecallData): Oracle {
  const chunks = vectors.length / dimensions
  const rowCount = querySets.reduce((sum, { queries }) => sum + queries.length / dimensions, chunks)
  const { scorer, vectors: rows } = createScoredRows({ rowCount, dimensions, capacity: block })
  rows.set(vectors)
  let row = chunks
  const sets = querySets.map(({ name, queries }: QuerySet): OracleSet => {
    rows.set(queries, row * dimensions)
    const set = Array.from({ length: queries.length / dimensions }, (_, i) => {
      const vector = queries.slice(i * dimensions, (i + 1) * dimensions)
      return { vector, ...exactOf({ scorer, chunks, row: row + i }) }
    })
    row += set.length
    return { name, queries: set }
  })
  return { scorer: { ...scorer, rowCount: chunks }, chunks, sets }
}

function exactOf(place: { scorer: RowScorer; chunks: number; row: number }): Omit<OracleQuery, 'vector'> {
  const { scorer, chunks, row } = place
  const top = new TopRows(10)
  for (let from = 0; from < chunks; from += block) {
    const count = Math.min(block, chunks - from)
    for (let i = 0; i < count; i++) scorer.ids[i] = from + i
    scorer.score(row, count)
    for (let i = 0; i < count; i++) top.add(scorer.scores[i], from + i)
  }
  const best = top.sorted()
  const scores = (ids: readonly number[]): Float32Array => {
    const result = new Float32Array(ids.length)
    for (let from = 0; from < ids.length; from += block) {
      const count = Math.min(block, ids.length - from)
      for (let i = 0; i < count; i++) scorer.ids[i] = ids[from + i]
      scorer.score(row, count)
      result.set(scorer.scores.subarray(0, count), from)
    }
    return result
  }
  return { scores, third: best[Math.min(2, best.length - 1)].score, tenth: best[best.length - 1].score }
}

/** Which of the first `count` answers are among the `count` best, as a share. */
export function recallAt(scores: ArrayLike<number>, count: number, worst: number): number {
  let found = 0
  for (let i = 0; i < Math.min(count, scores.length); i++) if (scores[i] >= worst - tolerance) found++
  return found / count
}
