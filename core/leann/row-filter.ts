import { RowSet } from './row-set.ts'
import { documentIndexOfId, type Segment } from './segment-file.ts'

/** The rows of some documents, as a filter of a search. `documents`: ids of document versions, ascending; those of other segments are passed over. */
export function rowsOfDocuments(segment: Segment, documents: Uint32Array): RowSet {
  const rows = new RowSet(segment.rowCount)
  const add = (index: number): void => rows.addRange(segment.firstRows[index], segment.firstRows[index + 1])
  const { documentIds } = segment
  // Few documents are looked up one by one; many are found by going along both lists.
  if (documents.length * 16 < documentIds.length) {
    for (const id of documents) {
      const index = documentIndexOfId(segment, id)
      if (index >= 0) add(index)
    }
    return rows
  }
  let next = 0
  for (let index = 0; index < documentIds.length; index++) {
    while (next < documents.length && documents[next] < documentIds[index]) next++
    if (documents[next] === documentIds[index]) add(index)
  }
  return rows
}
