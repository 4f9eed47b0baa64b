/*
 * Parts of files in blocks (packed-blocks.ts) as documents. Every reader sees them, whatever its generation; a document that leaves, or is
 * changed otherwise, goes back to the rows of `documents` first (`take`).
 */
import type Database from 'better-sqlite3'
import { encodeOutline, decodeOutline } from '../text/outline.ts'
import { sourceNames, type SourceName } from '../types.ts'
import { below, prefixOf } from './conditions.ts'
import { places, type DocumentRecord } from './document-record.ts'
import type { Block } from './merge-by-id.ts'
import type { PackedDocument } from './packed-block.ts'
import { PackedBlocks, placesOf, type BlockHead } from './packed-blocks.ts'
import { damagedDatabase } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'

/** Packed documents of one file and source. */
export interface PackedSum {
  readonly path: string
  readonly source: SourceName
  readonly documents: number
  readonly textBytes: number
}

/** Documents in blocks: found, read, and made rows again. */
export class PackedDocuments {
  readonly #sql: Statements
  readonly #blocks: PackedBlocks

  constructor(sql: Statements, database: Database.Database) {
    this.#sql = sql
    this.#blocks = new PackedBlocks(sql, database)
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#blocks.isEmpty
  }

  /** Those of `ids` that are packed. */
  ofIds(ids: readonly number[]): DocumentRecord[] {
    if (ids.length === 0 || this.isEmpty) return []
    const sorted = ids.toSorted((a, b) => a - b)
    return this.#blocks.spanning(sorted).flatMap((head) => {
      const block = this.#blocks.block(head.id)
      return this.#records(
        head,
        placesOf(head, block, sorted).map((at) => block.document(at)),
      )
    })
  }

  /** Whether a block still has one of `ids`, be it one that left it. */
  hasTraceOf(ids: readonly number[]): boolean {
    if (ids.length === 0 || this.isEmpty) return false
    const wanted = new Set(ids)
    const heads = this.#blocks.spanning(ids.toSorted((a, b) => a - b))
    return heads.some(({ id }) => this.#blocks.block(id).ids.some((one) => wanted.has(one)))
  }

  /** The part `name` of the file at `path`. */
  named(path: string, name: string): DocumentRecord | undefined {
    for (const head of this.#blocks.heads('f.path = :path', { path })) {
      const block = this.#blocks.block(head.id)
      const at = block.names.indexOf(name)
      if (at >= 0 && !head.gone.has(block.ids[at])) return this.#records(head, [block.document(at)])[0]
    }
    return undefined
  }

  /** Parts of the files at `path` and below it, file by file; null: of all. */
  *below(path: string | null): Generator<DocumentRecord> {
    const heads =
      path === null ? this.#blocks.heads('1', {}, 'f.path') : this.#blocks.heads(below, prefixOf(path), 'f.path')
    for (const head of heads) yield* this.#records(head, this.#blocks.living(head))
  }

  /** Parts of the file at `path`, as the catalogue has them. */
  *partsOf(path: string): Generator<PackedDocument> {
    for (const head of this.#blocks.heads('f.path = :path', { path })) yield* this.#blocks.living(head)
  }

  /** All of them. */
  *all(): Generator<PackedDocument> {
    for (const head of this.#blocks.heads('1', {})) yield* this.#blocks.living(head)
  }

  /** Blocks with documents above `id`, ascending by their first, and those documents. */
  after(id: number): Block<DocumentRecord>[] {
    return this.#blocks.heads('p.last > :id', { id }, 'p.first').map((head) => ({
      first: Math.max(head.first, id + 1),
      read: () =>
        this.#records(
          head,
          this.#blocks.living(head).filter((document) => document.id > id),
        ),
    }))
  }

  /** Whether the file at `path` has packed parts. */
  hasParts(path: string): boolean {
    return this.#blocks.heads('f.path = :path', { path }).length > 0
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
    for (const head of this.#blocks.spanning(sorted)) {
      const block = this.#blocks.block(head.id)
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
    return this.#blocks.heads('1', {}).flatMap(({ id }) => {
      try {
        return this.#blocks.block(id).ids.length > 0 ? [] : [`block ${id} of packed documents is empty`]
      } catch {
        return [`block ${id} of packed documents cannot be read`]
      }
    })
  }

  #takeWhole(condition: string, values: object): void {
    for (const head of this.#blocks.heads(condition, values)) {
      for (const document of this.#blocks.living(head)) this.#insert(head, document)
      this.#sql.run('DELETE FROM packed WHERE id = :id', { id: head.id })
    }
  }

  #records({ folder, source }: BlockHead, documents: readonly PackedDocument[]): DocumentRecord[] {
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

  #insert({ folder, source }: BlockHead, { outline, ...document }: PackedDocument): void {
    this.#sql.run(
      `INSERT INTO documents (id, folder, name, kind, size, mtime, hash, place, text_bytes, chunks, outline, generation, source,
         language, dated, sender, recipients, thread, site)
       VALUES (:id, :folder, :name, :kind, :size, 0, :hash, :place, :textBytes, :chunks, :outline, 0, :source,
         :language, :dated, :sender, :recipients, :thread, :site)`,
      { ...document, folder, source, outline: encodeOutline(decodeOutline(outline)) },
    )
  }
}

function recipientIds(recipients: string | null): number[] {
  return recipients === null ? [] : (JSON.parse(recipients) as number[])
}

function stringIdsOf({ kind, language, sender, site, recipients }: PackedDocument): number[] {
  return [kind, language, sender, site, ...recipientIds(recipients)].filter((id) => id !== null)
}
