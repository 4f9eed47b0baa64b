/** Dot product of `query` with row `row` of `vectors`. Four sums keep the multiplier busy; no allocation. */
export function dotRow(query: Float32Array, vectors: Float32Array, row: number): number {
  const length = query.length
  const start = row * length
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    s0 += query[i] * vectors[start + i]
    s1 += query[i + 1] * vectors[start + i + 1]
    s2 += query[i + 2] * vectors[start + i + 2]
    s3 += query[i + 3] * vectors[start + i + 3]
  }
  for (; i < length; i++) s0 += query[i] * vectors[start + i]
  return s0 + s1 + s2 + s3
}
