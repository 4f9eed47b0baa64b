import type { LiveSegment } from './live-segments.ts'
import { RowSet } from './row-set.ts'
import { documentIndexOfId } from './segment-file.ts'

/** The deleted rows of a segment once the document versions `remove` are gone; the same set where none of them is here. */
export function deletedAfter(
  { segment, deleted }: Pick<LiveSegment, 'segment' | 'deleted'>,
  remove: readonly number[],
): RowSet | null {
  let result = deleted
  for (const id of remove) {
    const index = documentIndexOfId(segment, id)
    if (index < 0) continue
    if (result === deleted) result = deleted?.copy() ?? new RowSet(segment.rowCount)
    result?.addRange(segment.firstRows[index], segment.firstRows[index + 1])
  }
  return result
}
