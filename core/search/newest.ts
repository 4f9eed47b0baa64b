/* A question of filters alone: the documents that fit, newest first, each by its first passage. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import type { RowRef } from '../leann/search.ts'
import { documentIndexOfId } from '../leann/segment-file.ts'
import type { Snapshot } from '../leann/store.ts'

/** Documents whose date is looked at, those indexed last. */
const mostLookedAt = 20_000

/** A document with its first row; null where only its name is known. */
interface NewDocument {
  readonly document: DocumentRecord
  readonly row: RowRef | null
}

/** The `count` newest of `documents` (ids, ascending) that `accepts` lets through. */
export function newestDocuments(
  { store, catalogue }: { readonly store: Snapshot; readonly catalogue: Catalogue },
  documents: Uint32Array,
  { count, accepts }: { readonly count: number; accepts(document: DocumentRecord): boolean },
): NewDocument[] {
  const newest: NewDocument[] = []
  for (const document of catalogue.newestOf([...documents.subarray(-mostLookedAt)], store.generation)) {
    if (newest.length === count) break
    if (!accepts(document)) continue
    const row = document.chunks === 0 ? null : firstRow(store, document.id)
    if (row !== null || document.chunks === 0) newest.push({ document, row })
  }
  return newest
}

/** The row of a document's chunk that begins at byte `start` of its text, or of its first; null where it has none. */
export function rowAt(store: Snapshot, id: number, start: number): RowRef | null {
  const first = firstRow(store, id)
  const starts = store.rowsOf(id)?.starts
  if (first === null || starts === undefined) return first
  const at = starts.indexOf(start)
  const row = first.row + Math.max(0, at)
  return store.segments[first.segment].deleted?.has(row) === true ? null : { ...first, row }
}

/** null for a document without text. */
function firstRow({ segments }: Snapshot, id: number): RowRef | null {
  for (const [index, { segment, deleted }] of segments.entries()) {
    const place = documentIndexOfId(segment, id)
    if (place < 0) continue
    const row = segment.firstRows[place]
    if (row < segment.firstRows[place + 1] && deleted?.has(row) !== true) return { segment: index, row }
  }
  return null
}
