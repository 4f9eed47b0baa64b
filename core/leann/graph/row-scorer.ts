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
