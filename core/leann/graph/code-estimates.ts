import { estimateRow, type CodeQuery, type Codes } from '../codes.ts'

/** Estimates of single codes, for walks: the first `count` of `ids` into `scores`. Codes without a vector score -2. */
export function codeEstimates(
  query: CodeQuery,
  codes: Codes,
): (ids: Uint32Array, count: number, scores: Float32Array) => void {
  return (ids, count, scores) => {
    for (let i = 0; i < count; i++) scores[i] = estimateRow(query, codes, ids[i])
  }
}
