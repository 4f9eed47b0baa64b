/* What the catalogue keeps of a document, as values and as rows. */
import { join } from 'node:path'
import { sourceNames, type FileProblem, type SourceName } from '../types.ts'

/** Where a document's text comes from when it is needed again. */
export type TextPlace = 'own-bytes' | 'parsed' | 'cached'

export const places: readonly TextPlace[] = ['own-bytes', 'parsed', 'cached']

/** What is known of a document beside its text; null where it says nothing of it. */
export interface DocumentFacts {
  readonly source: SourceName
  /** Two-letter code. */
  readonly language: string | null
  /** Milliseconds: the document's own date, else when its file changed last. */
  readonly dated: number
  /** As in 'Anna Smith <anna@example.org>'. */
  readonly sender: string | null
  /** The same. */
  readonly recipients: readonly string[]
  /** Twelve hexadecimal digits; the messages of a thread have the same. */
  readonly thread: string | null
  /** Host of a page. */
  readonly site: string | null
}

/** What the catalogue keeps of one version of a document. */
export interface DocumentRecord extends DocumentFacts {
  readonly id: number
  /** The file's, absolute. */
  readonly path: string
  /** Which of the documents in the file it is; '' where it is the file itself. */
  readonly part: string
  readonly kind: string
  /** Bytes of the file or the part. */
  readonly size: number
  /** Of the file; for a part when all of the file was read last, 0 before. */
  readonly mtimeMs: number
  /** xxHash64 of the bytes of the file or the part. */
  readonly hash: bigint
  readonly place: TextPlace
  readonly textBytes: number
  readonly chunks: number
  /** `encodeOutline`'s bytes. */
  readonly outline: Uint8Array
}

/** What decides whether a document needs reading again. */
export type DocumentStamp = Pick<DocumentRecord, 'id' | 'path' | 'part' | 'size' | 'mtimeMs' | 'hash'>

/** What the library knows of a file: the document that it is, the container that it is, or both. */
export interface FileStamp {
  readonly path: string
  /** As it was read last; -1 where not all of it was. */
  readonly size: number
  readonly mtimeMs: number
  /** The version of the document that the file itself is; null: only its parts are documents. */
  readonly document: { readonly id: number; readonly hash: bigint } | null
  /** Present where the file has parts, or could have. */
  readonly container: { readonly state: Uint8Array | null } | null
}

/** A file with parts, all of which was read. `size` -1: it is gone, or has to be read again. */
export interface ContainerRecord {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
  /** The file itself is a document as well. */
  readonly isDocument: boolean
  readonly state: Uint8Array | null
}

/** A problem with a file or a part of it, and what the file was like then. */
export interface ProblemRecord extends FileProblem {
  readonly size: number
  readonly mtimeMs: number
}

/** A row as `documentColumns` are named. */
export interface DocumentRow {
  readonly id: bigint
  readonly folder_path: string
  readonly container: bigint | null
  readonly container_mtime: number | null
  readonly name: string
  readonly kind_name: string
  readonly size: bigint
  readonly mtime: number
  readonly hash: bigint
  readonly place: bigint
  readonly text_bytes: bigint
  readonly chunks: bigint
  readonly outline: Uint8Array
  readonly source: bigint
  readonly language_name: string | null
  readonly dated: number | null
  readonly sender_name: string | null
  readonly recipients_names: string | null
  readonly thread: bigint | null
  readonly site_name: string | null
}

/** Selects `DocumentRow`s of `documentTables`. */
export const documentColumns = `
  d.*, f.path AS folder_path, c.folder AS container, c.mtime AS container_mtime, k.text AS kind_name,
  l.text AS language_name, s.text AS sender_name, h.text AS site_name,
  CASE WHEN d.recipients IS NOT NULL THEN
    (SELECT json_group_array(text) FROM json_each(d.recipients) JOIN strings ON strings.id = value) END AS recipients_names`

/**
 * What conditions may name: d (documents), f (their folders, or the files they are parts of), c (that file's row in containers;
 * NULL where the document is a file itself), k, l, s, h (strings: kind, language, sender, site). `d.recipients` is a JSON
 * list of ids in strings.
 */
export const documentTables = tablesAround('documents')

/** The same of other rows with the columns of `documents`: a table, or SQL in brackets. */
export function tablesAround(documents: string): string {
  return `
  ${documents} d JOIN folders f ON f.id = d.folder LEFT JOIN containers c ON c.folder = d.folder
  JOIN strings k ON k.id = d.kind LEFT JOIN strings l ON l.id = d.language LEFT JOIN strings s ON s.id = d.sender
  LEFT JOIN strings h ON h.id = d.site`
}

/** SQL: milliseconds of a document's own date, else of its file's last change. */
export const datedExpression = 'coalesce(d.dated, c.mtime, d.mtime)'

/** A row of `documentColumns` as a record. */
export function recordOf(row: DocumentRow): DocumentRecord {
  const isPart = row.container !== null
  const mtimeMs = isPart ? (row.container_mtime ?? 0) : row.mtime
  return {
    id: Number(row.id),
    path: isPart ? row.folder_path : join(row.folder_path, row.name),
    part: isPart ? row.name : '',
    kind: row.kind_name,
    size: Number(row.size),
    mtimeMs,
    hash: BigInt.asUintN(64, row.hash),
    place: places[Number(row.place)],
    textBytes: Number(row.text_bytes),
    chunks: Number(row.chunks),
    outline: row.outline,
    source: sourceNames[Number(row.source)],
    language: row.language_name,
    dated: row.dated ?? mtimeMs,
    sender: row.sender_name,
    // What `#insert` wrote.
    recipients: row.recipients_names === null ? [] : (JSON.parse(row.recipients_names) as string[]),
    thread: row.thread === null ? null : row.thread.toString(16).padStart(12, '0'),
    site: row.site_name,
  }
}

/** A row of `problems`. */
export interface ProblemRow {
  readonly path: string
  readonly part: string
  readonly size: bigint
  readonly mtime: number
  readonly code: string
  readonly message: string
}

/** A row of `problems` as a record. */
export function problemOf({ path, part, size, mtime, code, message }: ProblemRow): ProblemRecord {
  const problem = { path, size: Number(size), mtimeMs: mtime, code: code as FileProblem['code'], message }
  return part === '' ? problem : { ...problem, part }
}
