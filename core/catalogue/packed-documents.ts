/*
 * Parts of files in blocks: a row of `packed` is many documents of one file (packed-block.ts). Every reader sees them, whatever its
 * generation; a document that leaves, or is changed otherwise, goes back to the rows of `documents` first (`take`).
 */
import type Database from 'better-sqlite3'
import { encodeOutline, decodeOutline } from '../text/outline.ts'
import { sourceNames, type SourceName } from '../types.ts'
import { below, prefixOf } from './conditions.ts'
import { places, type DocumentRecord } from './document-record.ts'
import type { Block } from './merge-by-id.ts'
import { PackedBlock, type PackedDocument } from './packed-block.ts'
import { damagedDatabase } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'

/** Blocks that were read last stay, up to so many bytes: about 60,000 documents. To read one again takes a millisecond, and a search needs many. */
const mostBytes = 24 * 1024 * 1024

/** A row of `packed` without its body. */
interface Head {
  readonly id: number
  /** The least id in it. */
  readonly first: number
  readonly folder: number
  readonly source: number
  /** Ids of documents that are rows again, or gone. */
  readonly gone: ReadonlySet<number>
}

interface HeadRow {
  readonly id: bigint
  readonly first: bigint
  readonly folder: bigint
  readonly source: bigint
  readonly gone: string | null
}

/** Packed documents of one file and source. */
export interface PackedSum {
  readonly path: string
  readonly source: SourceName
  readonly documents: number
  readonly textBytes: number
}

/** What the SQL of conditions sees of a packed document, in the order of the columns of `unpacked`. */
const unpackedColumns = [
  'id',
  'name',
  'kind',
  'size',
  'place',
  'text_bytes',
  'chunks',
  'outline',
  'language',
  'dated',
  'sender',
  'recipients',
  'thread',
  'site',
]

/**
 * SQL: packed documents with the columns of `documents`, for conditions: no hashes, and one generation for all. A table with a
 * parameter that is NULL would have no rows.
 */
export const unpackedDocuments = `(
  SELECT CAST(u.id AS INTEGER) AS id, p.folder, u.name, u.kind, u.size, 0 AS mtime, NULL AS hash, u.place, u.text_bytes, u.chunks, u.outline,
    0 AS generation, NULL AS retired, p.source, u.language, u.dated, u.sender, u.recipients, u.thread, u.site
  FROM packed p, unpacked(p.id, p.body, coalesce(p.gone, '[]')) u)`

/** Documents in blocks: found, read, and made rows again. */
export class PackedDocuments {
  readonly #sql: Statements
  readonly #blocks = new Map<number, PackedBlock>()
  #bytes = 0
  #isThere = false

  constructor(sql: Statements, database: Database.Database) {
    this.#sql = sql
    database.table('unpacked', {
      columns: unpackedColumns,
      parameters: ['block', 'body', 'gone'],
      rows: unpackedRows(this),
    })
  }

  /** Whether there are none. Catalogues of before have no table of them until somebody writes. */
  get isEmpty(): boolean {
    this.#isThere ||=
      this.#sql.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'packed'") !== undefined
    return !this.#isThere || this.#sql.get('SELECT 1 FROM packed LIMIT 1') === undefined
  }

  /** Those of `ids` that are packed. */
  ofIds(ids: readonly number[]): DocumentRecord[] {
    if (ids.length === 0 || this.isEmpty) return []
    const sorted = ids.toSorted((a, b) => a - b)
    return this.#spanning(sorted).flatMap((head) => {
      const block = this.#block(head.id)
      return this.#records(
        head,
        placesOf(head, block, sorted).map((at) => block.document(at)),
      )
    })
  }

  /** The part `name` of the file at `path`. */
  named(path: string, name: string): DocumentRecord | undefined {
    for (const head of this.#heads('f.path = :path', { path })) {
      const block = this.#block(head.id)
      const at = block.names.indexOf(name)
      if (at >= 0 && !head.gone.has(block.ids[at])) return this.#records(head, [block.document(at)])[0]
    }
    return undefined
  }

  /** Parts of the files at `path` and below it, file by file; null: of all. */
  *below(path: string | null): Generator<DocumentRecord> {
    const heads = path === null ? this.#heads('1', {}, 'f.path') : this.#heads(below, prefixOf(path), 'f.path')
    for (const head of heads) yield* this.#records(head, this.#living(head))
  }

  /** Parts of the file at `path`, as the catalogue has them. */
  *partsOf(path: string): Generator<PackedDocument> {
    for (const head of this.#heads('f.path = :path', { path })) yield* this.#living(head)
  }

  /** All of them. */
  *all(): Generator<PackedDocument> {
    for (const head of this.#heads('1', {})) yield* this.#living(head)
  }

  /** Blocks with documents above `id`, ascending by their first, and those documents. */
  after(id: number): Block<DocumentRecord>[] {
    return this.#heads('p.last > :id', { id }, 'p.first').map((head) => ({
      first: Math.max(head.first, id + 1),
      read: () =>
        this.#records(
          head,
          this.#living(head).filter((document) => document.id > id),
        ),
    }))
  }

  /** Whether the file at `path` has packed parts. */
  hasParts(path: string): boolean {
    return this.#heads('f.path = :path', { path }).length > 0
  }

  /** How many there are at and below `path`. */
  countBelow(path: string): number {
    return this.#sumsOf(below, prefixOf(path)).reduce((sum, { documents }) => sum + documents, 0)
  }

  /** Their sources there. */
  sourcesBelow(path: string): SourceName[] {
    return this.#sumsOf(below, prefixOf(path)).map(({ source }) => source)
  }

  /** How many there are of each file and source, and bytes of their text. */
  sums(): PackedSum[] {
    return this.#sumsOf('1', {})
  }

  #sumsOf(condition: string, values: object): PackedSum[] {
    if (this.isEmpty) return []
    const sql = `SELECT f.path, p.source, sum(p.documents) AS documents, sum(p.text_bytes) AS text FROM packed p
      JOIN folders f ON f.id = p.folder WHERE ${condition} GROUP BY p.folder, p.source`
    return this.#sql.all<{ path: string; source: bigint; documents: bigint; text: bigint }>(sql, values).map((row) => ({
      path: row.path,
      source: sourceNames[Number(row.source)],
      documents: Number(row.documents),
      textBytes: Number(row.text),
    }))
  }

  /** Makes those of `ids` that are packed rows again. Within a transaction. */
  take(ids: readonly number[]): void {
    if (ids.length === 0 || this.isEmpty) return
    const sorted = ids.toSorted((a, b) => a - b)
    for (const head of this.#spanning(sorted)) {
      const block = this.#block(head.id)
      const taken = placesOf(head, block, sorted).map((at) => block.document(at))
      if (taken.length === 0) continue
      for (const document of taken) this.#insert(head, document)
      const gone = [...head.gone, ...taken.map(({ id }) => id)]
      const textBytes = taken.reduce((sum, document) => sum + document.textBytes, 0)
      this.#sql.run(
        `UPDATE packed SET gone = :gone, documents = documents - :count, text_bytes = text_bytes - :textBytes WHERE id = :id`,
        { id: head.id, gone: JSON.stringify(gone), count: taken.length, textBytes },
      )
    }
    this.#sql.run('DELETE FROM packed WHERE documents = 0')
  }

  /** Makes all parts of the file at `path` rows again. Within a transaction. */
  takeFile(path: string): void {
    this.#takeWhole('f.path = :path', { path })
  }

  /** Blocks that some have left become rows, so that nothing of those is left. Within a transaction. */
  takeOpened(): void {
    this.#takeWhole('p.gone IS NOT NULL', {})
  }

  /** The same for those of one file and source that are small, or that many have left. */
  takeSmall(folder: number, source: number, least: number): void {
    this.#takeWhole('p.folder = :folder AND p.source = :source AND p.documents < :least', { folder, source, least })
  }

  /** Ids of strings that packed documents need. */
  stringIds(): number[] {
    const used = new Set<number>()
    for (const document of this.all()) for (const id of stringIdsOf(document)) used.add(id)
    return [...used]
  }

  /** What is wrong with blocks; empty when all is well. */
  faults(): string[] {
    return this.#heads('1', {}).flatMap(({ id }) => {
      try {
        return this.#block(id).ids.length > 0 ? [] : [`block ${id} of packed documents is empty`]
      } catch {
        return [`block ${id} of packed documents cannot be read`]
      }
    })
  }

  #takeWhole(condition: string, values: object): void {
    for (const head of this.#heads(condition, values)) {
      for (const document of this.#living(head)) this.#insert(head, document)
      this.#sql.run('DELETE FROM packed WHERE id = :id', { id: head.id })
    }
  }

  /** Blocks that may have some of `ids`, which ascend. */
  #spanning(ids: readonly number[]): Head[] {
    return this.#heads('p.first <= :most AND p.last >= :least', { least: ids[0], most: ids[ids.length - 1] })
  }

  #heads(condition: string, values: object, order = 'p.id'): Head[] {
    if (this.isEmpty) return []
    const sql = `SELECT p.id, p.first, p.folder, p.source, p.gone FROM packed p JOIN folders f ON f.id = p.folder WHERE ${condition} ORDER BY ${order}`
    return this.#sql.all<HeadRow>(sql, values).map((row) => ({
      id: Number(row.id),
      first: Number(row.first),
      folder: Number(row.folder),
      source: Number(row.source),
      gone: goneIds(row.gone),
    }))
  }

  #living({ id, gone }: Head): PackedDocument[] {
    const block = this.#block(id)
    return [...block.ids.keys()].filter((at) => !gone.has(block.ids[at])).map((at) => block.document(at))
  }

  /** A block's content never changes: another has another id. */
  #block(id: number): PackedBlock {
    const known = this.#cached(id)
    if (known !== undefined) return known
    const row = this.#sql.get<{ body: Uint8Array }>('SELECT body FROM packed WHERE id = :id', { id })
    if (row === undefined) throw damagedDatabase(new Error(`block ${id} of packed documents is gone`), 'the catalogue')
    return this.#read(id, row.body)
  }

  #cached(id: number): PackedBlock | undefined {
    const known = this.#blocks.get(id)
    if (known === undefined) return undefined
    // A Map lists its keys as they were set: the first is the one not used for longest.
    this.#blocks.delete(id)
    this.#blocks.set(id, known)
    return known
  }

  #read(id: number, body: Uint8Array): PackedBlock {
    const known = this.#cached(id)
    if (known !== undefined) return known
    const block = openBlock(body)
    this.#blocks.set(id, block)
    this.#bytes += block.bytes
    for (const [oldest, { bytes }] of this.#blocks) {
      if (this.#bytes <= mostBytes || oldest === id) break
      this.#blocks.delete(oldest)
      this.#bytes -= bytes
    }
    return block
  }

  /** Rows of `unpacked` for a block: `unpackedColumns`. */
  *unpacked(id: number, body: Uint8Array, gone: string): Generator<unknown[]> {
    const block = this.#read(id, body)
    const left = goneIds(gone)
    for (const at of block.ids.keys()) {
      if (left.has(block.ids[at])) continue
      const d = block.document(at)
      const numbers = [d.kind, d.size, d.place, d.textBytes, d.chunks, d.outline, d.language, d.dated]
      yield [d.id, d.name, ...numbers, d.sender, d.recipients, d.thread, d.site]
    }
  }

  #records({ folder, source }: Head, documents: readonly PackedDocument[]): DocumentRecord[] {
    if (documents.length === 0) return []
    const file = this.#sql.get<{ path: string; mtime: number | null }>(
      'SELECT f.path, c.mtime FROM folders f LEFT JOIN containers c ON c.folder = f.id WHERE f.id = :folder',
      { folder },
    )
    if (file === undefined) throw damagedDatabase(new Error('a file of packed documents is gone'), 'the catalogue')
    const texts = this.#strings(documents)
    const text = (id: number | null): string | null => (id === null ? null : (texts.get(id) ?? null))
    return documents.map((document) => ({
      id: document.id,
      path: file.path,
      part: document.name,
      kind: text(document.kind) ?? '',
      size: document.size,
      mtimeMs: file.mtime ?? 0,
      get hash() {
        return BigInt.asUintN(64, document.hash)
      },
      place: places[document.place],
      textBytes: document.textBytes,
      chunks: document.chunks,
      outline: document.outline,
      source: sourceNames[source],
      language: text(document.language),
      dated: document.dated,
      sender: text(document.sender),
      recipients: recipientIds(document.recipients).map((id) => text(id) ?? ''),
      thread: document.thread === null ? null : document.thread.toString(16).padStart(12, '0'),
      site: text(document.site),
    }))
  }

  #strings(documents: readonly PackedDocument[]): Map<number, string> {
    const ids = JSON.stringify([...new Set(documents.flatMap(stringIdsOf))])
    const sql = 'SELECT id, text FROM strings WHERE id IN (SELECT value FROM json_each(:ids))'
    return new Map(this.#sql.all<{ id: bigint; text: string }>(sql, { ids }).map(({ id, text }) => [Number(id), text]))
  }

  #insert({ folder, source }: Head, { outline, ...document }: PackedDocument): void {
    this.#sql.run(
      `INSERT INTO documents (id, folder, name, kind, size, mtime, hash, place, text_bytes, chunks, outline, generation, source,
         language, dated, sender, recipients, thread, site)
       VALUES (:id, :folder, :name, :kind, :size, 0, :hash, :place, :textBytes, :chunks, :outline, 0, :source,
         :language, :dated, :sender, :recipients, :thread, :site)`,
      { ...document, folder, source, outline: encodeOutline(decodeOutline(outline)) },
    )
  }
}

/** What SQLite calls with the parameters of `unpacked`. */
function unpackedRows(packed: PackedDocuments) {
  return function* (id: unknown, body: unknown, gone: unknown): Generator<unknown[]> {
    yield* packed.unpacked(Number(id), body as Uint8Array, String(gone))
  }
}

function openBlock(body: Uint8Array): PackedBlock {
  try {
    return new PackedBlock(body)
  } catch (error) {
    throw damagedDatabase(error, 'the catalogue')
  }
}

/** Places in a block of those of `ids` (ascending) that are in it and have not left. */
function placesOf({ gone }: Head, { ids: own }: PackedBlock, ids: readonly number[]): number[] {
  const found: number[] = []
  let at = 0
  for (const id of ids) {
    while (at < own.length && own[at] < id) at++
    if (own[at] === id && !gone.has(id)) found.push(at)
  }
  return found
}

function goneIds(gone: string | null): ReadonlySet<number> {
  return gone === null ? noIds : new Set(JSON.parse(gone) as number[])
}

const noIds: ReadonlySet<number> = new Set()

function recipientIds(recipients: string | null): number[] {
  return recipients === null ? [] : (JSON.parse(recipients) as number[])
}

function stringIdsOf({ kind, language, sender, site, recipients }: PackedDocument): number[] {
  return [kind, language, sender, site, ...recipientIds(recipients)].filter((id) => id !== null)
}
