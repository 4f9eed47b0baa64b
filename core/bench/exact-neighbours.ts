import { dotRow } from '../leann/dot-row.ts'
import { TopRows } from '../leann/top-rows.ts'

/** Rounding: the same text embedded in another batch differs by less. */
const tolerance = 1e-5

/** Vectors by row, and which rows count. */
export interface Rows {
  /** [rows × dimensions], unit length. */
  readonly vectors: Float32Array
  readonly dimensions: number
  /** Rows that are not there any more; default: none. */
  readonly gone?: ReadonlySet<number>
}

/** The cosine of the `count`-th best row: what `flat` finds, by comparing the query with every row. */
export function exactThreshold(query: Float32Array, { vectors, dimensions, gone }: Rows, count: number): number {
  const top = new TopRows(count)
  const rows = vectors.length / dimensions
  for (let row = 0; row < rows; row++) {
    const score = dotRow(query, vectors, row)
    if (score > top.threshold && gone?.has(row) !== true) top.add(score, row)
  }
  return top.sorted().at(-1)?.score ?? 1
}

/**
 * recall@count of the rows that a search found: the share that are as near as the `count`-th best row. By score, so that
 * of equal texts either may be found.
 */
export function recallOf(
  found: readonly number[],
  query: Float32Array,
  { rows, threshold, count }: { rows: Rows; threshold: number; count: number },
): number {
  const isNear = (row: number): boolean => row >= 0 && dotRow(query, rows.vectors, row) >= threshold - tolerance
  return [...new Set(found)].filter(isNear).slice(0, count).length / count
}
