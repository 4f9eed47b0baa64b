import { rowsOfDocuments } from './row-filter.ts'
import type { RowSet } from './row-set.ts'
import type { ChunkSearch, RowRef } from './search.ts'
import type { LiveSegment } from './live-segments.ts'

/** A segment as one search sees it. */
export interface SearchedSegment {
  /** Its place in the list of segments. */
  readonly index: number
  readonly live: LiveSegment
  /** Rows that pass the search's filter, deleted ones included; null: no filter. */
  readonly allowed: RowSet | null
  /** Rows that may be returned, at most. */
  readonly rows: number
}

/** The segments that can hold an answer. */
export function searchedSegments({
  segments,
  documents,
}: Pick<ChunkSearch, 'segments' | 'documents'>): SearchedSegment[] {
  return segments
    .map((live, index) => {
      const allowed = documents === undefined ? null : rowsOfDocuments(live.segment, documents)
      const rows = allowed?.count ?? live.segment.rowCount - (live.deleted?.count ?? 0)
      return { index, live, allowed, rows }
    })
    .filter(({ rows }) => rows > 0)
}

/** A walk needs one row in so many to be wanted: with fewer it would cross everything, and codes are read instead. */
const leastShareWalked = 8

/** Whether the segment has a graph, and enough of its rows pass the filter for a walk. */
export function isWalkable({ live, rows, allowed }: SearchedSegment): boolean {
  return live.graph !== null && (allowed === null || rows * leastShareWalked >= live.segment.rowCount)
}

/** Whether the row may be returned. */
export function isWanted({ live, allowed }: SearchedSegment, row: number): boolean {
  return live.deleted?.has(row) !== true && allowed?.has(row) !== false
}

/** All rows that may be returned, `block` at a time. */
export function* rowsOf(segments: readonly SearchedSegment[], block: number): Generator<RowRef[]> {
  let rows: RowRef[] = []
  for (const part of segments) {
    for (let row = 0; row < part.live.segment.rowCount; row++) {
      if (!isWanted(part, row)) continue
      rows.push({ segment: part.index, row })
      if (rows.length < block) continue
      yield rows
      rows = []
    }
  }
  if (rows.length > 0) yield rows
}
