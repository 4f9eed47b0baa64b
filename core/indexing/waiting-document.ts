import type { DocumentRecord, TextPlace } from '../catalogue/document-record.ts'
import { isMail } from '../text/document-kind.ts'
import type { PreparedText } from '../text/prepared.ts'
import type { WaitingFile } from './scan.ts'

/** A document that waits to be embedded. */
export interface WaitingDocument {
  readonly file: WaitingFile
  /** '': the file itself. */
  readonly part: string
  readonly prepared: PreparedText
  /** The version before it: it leaves, or another part is there that it resembles; its codes are good for the same chunks. */
  readonly replaces: number | null
  /** Of the file when it was read. */
  readonly mtimeMs: number
}

/** What the catalogue keeps of it. */
export function recordOf(id: number, { file, part, prepared, mtimeMs }: WaitingDocument): DocumentRecord {
  const { size, hash, textBytes, outline, starts, cachedText, isOwnBytes, facts, source, language } = prepared
  const parsedPlace: TextPlace = cachedText === null ? 'parsed' : 'cached'
  const { path } = file
  return {
    id,
    path,
    part,
    kind: isMail(prepared.documentKind) ? 'mail' : prepared.documentKind,
    size,
    mtimeMs,
    hash,
    place: isOwnBytes ? 'own-bytes' : parsedPlace,
    textBytes,
    chunks: starts.length,
    outline,
    source,
    language,
    dated: facts.dated ?? mtimeMs,
    sender: facts.sender ?? null,
    recipients: facts.recipients ?? [],
    thread: facts.thread ?? null,
    site: facts.site ?? null,
  }
}
