/*
 * When segments are merged (tiered, as Lucene and tantivy do): segments of about one size are merged once there are
 * enough of them, so that a row is copied O(log n) times; and a segment that is mostly deletions is rewritten.
 */
import { rowsOfDocument, type DocumentRows } from './segment-file.ts'
import type { LiveSegment } from './store.ts'

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

function tierOf({ segment, deleted }: LiveSegment): number {
  const live = segment.rowCount - (deleted?.count ?? 0)
  return Math.max(0, Math.floor(Math.log(Math.max(live, 1) / smallestTierRows) / Math.log(tierWidth)))
}

/** The documents of `segments` that are not deleted, ascending by id. */
export function liveDocuments(segments: readonly LiveSegment[]): DocumentRows[] {
  const documents: DocumentRows[] = []
  for (const { segment, deleted } of segments) {
    for (let index = 0; index < segment.documentIds.length; index++) {
      if (deleted === null || !deleted.has(segment.firstRows[index])) documents.push(rowsOfDocument(segment, index))
    }
  }
  return documents.toSorted((a, b) => a.id - b.id)
}
