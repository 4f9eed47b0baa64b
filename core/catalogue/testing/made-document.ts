import type { DocumentRecord } from '../document-record.ts'

/** A text file that says nothing of itself, 5 bytes long. */
export function madeDocument(id: number, path: string, more: Partial<DocumentRecord> = {}): DocumentRecord {
  return {
    id,
    path,
    part: '',
    kind: 'text',
    size: 5,
    mtimeMs: 1000,
    hash: 7n,
    place: 'own-bytes',
    textBytes: 5,
    chunks: 1,
    outline: new Uint8Array(3),
    source: 'folder',
    language: null,
    dated: 1000,
    sender: null,
    recipients: [],
    thread: null,
    site: null,
    ...more,
  }
}
