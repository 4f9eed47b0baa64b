import type { CodeQuery, Codes } from '../codes.ts'

/** Estimates of single codes, for walks: the first `count` of `ids` into `scores`. Codes without a vector score -2. */
export function codeEstimates(
  { table, offset }: CodeQuery,
  { signs, scales }: Codes,
): (ids: Uint32Array, count: number, scores: Float32Array) => void {
  const groups = table.length >> 8
  return (ids, count, scores) => {
    for (let i = 0; i < count; i++) {
      const row = ids[i]
      const start = row * groups
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      for (let group = 0; group < groups; group += 4) {
        const base = group << 8
        s0 += table[base + signs[start + group]]
        s1 += table[base + 256 + signs[start + group + 1]]
        s2 += table[base + 512 + signs[start + group + 2]]
        s3 += table[base + 768 + signs[start + group + 3]]
      }
      scores[i] = scales[row] === 0 ? -2 : offset + scales[row] * (s0 + s1 + s2 + s3)
    }
  }
}
