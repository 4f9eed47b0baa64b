/*
 * When segments are merged (tiered, as Lucene and tantivy do): segments of about one size are merged once there are
 * enough of them, so that a row is copied O(log n) times; and a segment that is mostly deletions is rewritten.
 */
import { rowsOfDocument, type DocumentRows } from './segment-file.ts'
import type { LiveSegment } from './live-segments.ts'

/** Segments of one tier that make a merge; tiers differ by this factor in rows. */
const tierWidth = 8

/** Segments smaller than this are all of one tier. */
const smallestTierRows = 1024

/** A segment with a larger share of deleted rows is rewritten (LEANN's FAQ rebuilds at the same share). */
const mostDeleted = 0.05

/** The segments to merge into one next, best first; empty when all is well. */
export function segmentsToMerge(segments: readonly LiveSegment[]): readonly LiveSegment[] {
  const tiers = Map.groupBy(segments, (live) => tierOf(live))
  for (const tier of [...tiers.keys()].toSorted((a, b) => a - b)) {
    const members = tiers.get(tier) ?? []
    if (members.length >= tierWidth) return members
  }
  const worn = segments.find(
    ({ segment, deleted }) => deleted !== null && deleted.count > segment.rowCount * mostDeleted,
  )
  return worn === undefined ? [] : [worn]
}

/**
 * The small segments that a run leaves which added `added` rows: each has a dictionary of its own, which is a tenth of the words of
 * 15,000 mails in seven segments. Empty where the run added less than half of their rows: runs of a few files would write them all again.
 */
export function segmentsToGather(segments: readonly LiveSegment[], added: number): readonly LiveSegment[] {
  const small = segments.filter((live) => tierOf(live) === 0)
  const rows = small.reduce((sum, { segment }) => sum + segment.rowCount, 0)
  return small.length > 1 && added * 2 >= rows ? small : []
}

function tierOf({ segment, deleted }: LiveSegment): number {
  const live = segment.rowCount - (deleted?.count ?? 0)
  return Math.max(0, Math.floor(Math.log(Math.max(live, 1) / smallestTierRows) / Math.log(tierWidth)))
}

/** The rows of a merged segment, and where they come from. */
export interface Merged {
  /** The documents that are not deleted, ascending by id. */
  readonly documents: readonly DocumentRows[]
  /** For each merged segment [its rows]: the new row of each, -1 for a deleted one. */
  readonly rowMaps: readonly Int32Array[]
}

/** The documents of several segments as those of one. */
export function mergeSegments(segments: readonly LiveSegment[]): Merged {
  const places: { rows: DocumentRows; from: number; first: number }[] = []
  for (const [from, { segment, deleted }] of segments.entries()) {
    for (let index = 0; index < segment.documentIds.length; index++) {
      const first = segment.firstRows[index]
      if (deleted === null || !deleted.has(first)) places.push({ rows: rowsOfDocument(segment, index), from, first })
    }
  }
  places.sort((a, b) => a.rows.id - b.rows.id)
  const rowMaps = segments.map(({ segment }) => new Int32Array(segment.rowCount).fill(-1))
  let row = 0
  for (const { rows, from, first } of places) {
    for (let i = 0; i < rows.starts.length; i++) rowMaps[from][first + i] = row++
  }
  return { documents: places.map(({ rows }) => rows), rowMaps }
}
