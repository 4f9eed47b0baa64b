import { createKernels } from '../kernels/kernels.ts'

/**
 * Scores one row of a matrix against many of its rows. The ids and the scores are the scorer's own arrays, so that a WASM
 * kernel can keep them in its memory: fill `ids`, call `score`, read `scores`. One caller at a time.
 */
export interface RowScorer {
  readonly rowCount: number
  /** Rows to score, as many as fit. */
  readonly ids: Uint32Array
  /** Dot products, the same length. */
  readonly scores: Float32Array
  /** Sets scores[i] to ⟨row, ids[i]⟩ for each i below `count`. */
  score(row: number, count: number): void
}

/** A scorer of the rows of `vectors` ([rows × dimensions]) that takes up to `capacity` ids at once. */
export function createRowScorer(vectors: Float32Array, dimensions: number, capacity: number): RowScorer {
  const ids = new Uint32Array(capacity)
  const scores = new Float32Array(capacity)
  const score = (row: number, count: number): void => {
    const from = row * dimensions
    const paired = dimensions & ~3
    for (let n = 0; n < count; n++) {
      const start = ids[n] * dimensions
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      let i = 0
      for (; i < paired; i += 4) {
        s0 += vectors[from + i] * vectors[start + i]
        s1 += vectors[from + i + 1] * vectors[start + i + 1]
        s2 += vectors[from + i + 2] * vectors[start + i + 2]
        s3 += vectors[from + i + 3] * vectors[start + i + 3]
      }
      for (; i < dimensions; i++) s0 += vectors[from + i] * vectors[start + i]
      scores[n] = s0 + s1 + s2 + s3
    }
  }
  return { rowCount: vectors.length / dimensions, ids, scores, score }
}

/** A scorer with the rows it scores. */
export interface ScoredRows {
  readonly scorer: RowScorer
  /** [rows × dimensions], to be filled before the first call. */
  readonly vectors: Float32Array
}

export interface RowShape {
  readonly rowCount: number
  readonly dimensions: number
  /** Ids that the scorer takes at once. */
  readonly capacity: number
}

/** The kernel takes eight dimensions at a time, and WebAssembly's memory has 4 GB. */
const kernelDimensions = 8
const kernelBytes = 4e9

/** Room for rows that a WebAssembly kernel scores in place; where it cannot, the plain loop does. */
export function createScoredRows({ rowCount, dimensions, capacity }: RowShape): ScoredRows {
  const idsAt = rowCount * dimensions * 4
  if (dimensions % kernelDimensions !== 0 || idsAt > kernelBytes) {
    const vectors = new Float32Array(rowCount * dimensions)
    return { scorer: createRowScorer(vectors, dimensions, capacity), vectors }
  }
  const scoresAt = idsAt + capacity * 4
  const { buffer, dotRows } = createKernels(scoresAt + capacity * 4)
  const rowBytes = dimensions * 4
  const scorer: RowScorer = {
    rowCount,
    ids: new Uint32Array(buffer, idsAt, capacity),
    scores: new Float32Array(buffer, scoresAt, capacity),
    score: (row, count) => dotRows(row * rowBytes, 0, dimensions, idsAt, count, scoresAt),
  }
  return { scorer, vectors: new Float32Array(buffer, 0, rowCount * dimensions) }
}
