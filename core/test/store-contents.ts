import { expect } from 'vitest'
import { rowsOfDocument, type DocumentRows } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'

/** What a store holds, by document id: the live ones, read through its segments. */
export function contentsOf(store: Store): Map<number, DocumentRows> {
  const found = new Map<number, DocumentRows>()
  for (const { segment, deleted } of store.segments) {
    for (const [index, id] of segment.documentIds.entries()) {
      if (deleted?.has(segment.firstRows[index]) === true) continue
      if (found.has(id)) throw new Error(`Document ${id} is there twice`)
      found.set(id, rowsOfDocument(segment, index))
    }
  }
  return found
}

/** The store holds exactly these documents; those without chunks are nowhere. */
export function expectContents(store: Store, documents: Iterable<DocumentRows>): void {
  const expected = new Map([...documents].filter(({ starts }) => starts.length > 0).map((rows) => [rows.id, rows]))
  const found = contentsOf(store)
  expect([...found.keys()].toSorted((a, b) => a - b)).toEqual([...expected.keys()].toSorted((a, b) => a - b))
  for (const [id, rows] of found) expect(plain(rows)).toEqual(plain(expected.get(id)!))
  expect(store.liveRows).toBe([...expected.values()].reduce((sum, { starts }) => sum + starts.length, 0))
}

/** Without the difference between a Buffer and a plain array of bytes. */
function plain({ id, starts, ends, checks, codes }: DocumentRows): object {
  return { id, starts, ends, checks, count: codes.count, signs: [...codes.signs], scales: codes.scales }
}
