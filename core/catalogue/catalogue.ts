import type Database from 'better-sqlite3'
import { sep } from 'node:path'
import { decodeOutline } from '../text/outline.ts'
import { sourceNames, type SourceName } from '../types.ts'
import { atOrBelow, below, isNamed, pathValues, placeOf, prefixOf, visible } from './conditions.ts'
import {
  datedExpression,
  documentColumns,
  documentTables,
  recordOf,
  tablesAround,
  type ContainerRecord,
  type DocumentRecord,
  type DocumentRow,
  type DocumentStamp,
  type ProblemRecord,
} from './document-record.ts'
import { DocumentWriter } from './document-writer.ts'
import { FileRows } from './file-rows.ts'
import { mergeById } from './merge-by-id.ts'
import { unpackedDocuments } from './packed-blocks.ts'
import { PackedDocuments } from './packed-documents.ts'
import { packParts } from './packing.ts'
import { integrityFaults, withExplainedErrors } from './sqlite-errors.ts'
import { Statements } from './statements.ts'
import { Totals } from './totals.ts'
import { UnreadFiles } from './unread-files.ts'

const subject = 'the catalogue'
const packedTables = tablesAround(unpackedDocuments)

/** Pages of the file that hold nothing: so many, or such a part of it, may stay for what comes. */
const leastFreed = 16
const mostFree = 0.1

/** One commit's side of the catalogue. */
export interface CatalogueChange {
  readonly generation: number
  readonly add: readonly DocumentRecord[]
  /** Ids of versions that leave. */
  readonly retire: readonly number[]
  readonly problems: readonly ProblemRecord[]
  /** Paths that are dealt with: they leave `pending` and the problems of earlier runs, those with their parts included. */
  readonly settled: readonly string[]
  /** Files whose parts are being read: earlier problems with these parts, or (null) with any part, are forgotten. */
  readonly begun?: readonly { readonly path: string; readonly parts: readonly string[] | null }[]
  /** Files with parts, read to their end: they leave `pending`. */
  readonly containers?: readonly ContainerRecord[]
}

/** Records of a list by date that are read in one query. */
const recordsAtOnce = 64

/** What documents there are: one version a row, visible for some generations; roots; files that wait. */
export class Catalogue {
  readonly #database: Database.Database
  readonly #sql: Statements
  /** Files: what decides whether they are read again, moves. */
  readonly files: FileRows
  /** Files that wait, files that could not be read. */
  readonly unread: UnreadFiles
  readonly #documents: DocumentWriter
  readonly #packed: PackedDocuments
  readonly totals: Totals
  #languages: { readonly generation: number; readonly codes: readonly string[] } | null = null

  constructor(database: Database.Database) {
    this.#database = database
    this.#sql = new Statements(database, subject)
    this.#packed = new PackedDocuments(this.#sql, database)
    this.files = new FileRows(this.#sql, this.#packed)
    this.unread = new UnreadFiles(this.#sql)
    this.#documents = new DocumentWriter(this.#sql, this.files)
    this.totals = new Totals(this.#sql, this.#packed)
  }

  roots(): string[] {
    return this.#sql.all<{ path: string }>('SELECT path FROM roots ORDER BY path').map(({ path }) => path)
  }

  addRoot(path: string): void {
    this.#sql.run('INSERT OR IGNORE INTO roots (path) VALUES (:path)', { path })
  }

  removeRoot(path: string): void {
    this.#sql.run('DELETE FROM roots WHERE path = :path', { path })
  }

  document(id: number, generation: number): DocumentRecord | undefined {
    const row = this.#sql.get<DocumentRow>(
      `SELECT ${documentColumns} FROM ${documentTables} WHERE d.id = :id AND ${visible}`,
      { id, generation },
    )
    return row === undefined ? this.#packed.ofIds([id])[0] : recordOf(row)
  }

  /** The visible ones of `ids`. One query: for 100 documents 0.2 ms, where 100 calls of `document` take 3. */
  documentsOf(ids: readonly number[], generation: number): Map<number, DocumentRecord> {
    const sql = `SELECT ${documentColumns} FROM ${documentTables} WHERE d.id IN (SELECT value FROM json_each(:ids)) AND ${visible}`
    const rows = this.#sql.all<DocumentRow>(sql, { ids: JSON.stringify(ids), generation })
    const found = new Map(rows.map((row) => [Number(row.id), recordOf(row)]))
    for (const record of this.#packed.ofIds(ids.filter((id) => !found.has(id)))) found.set(record.id, record)
    return found
  }

  /** The visible ones of `ids`, newest first. Records are read as they are asked for: all of 12,000 take 100 ms. */
  *newestOf(ids: readonly number[], generation: number): Generator<DocumentRecord> {
    const sql = `SELECT d.id, ${datedExpression} AS dated FROM documents d LEFT JOIN containers c ON c.folder = d.folder
      WHERE d.id IN (SELECT value FROM json_each(:ids)) AND ${visible}`
    const rows = this.#sql.all<{ id: bigint; dated: number }>(sql, { ids: JSON.stringify(ids), generation })
    const dates = new Map(rows.map(({ id, dated }) => [Number(id), dated]))
    const packed = new Map(this.#packed.ofIds(ids.filter((id) => !dates.has(id))).map((one) => [one.id, one]))
    for (const { id, dated } of packed.values()) dates.set(id, dated)
    const order = [...dates.keys()].toSorted((a, b) => (dates.get(b) ?? 0) - (dates.get(a) ?? 0))
    for (let from = 0; from < order.length; from += recordsAtOnce) {
      const some = order.slice(from, from + recordsAtOnce)
      const found = this.documentsOf(
        some.filter((id) => !packed.has(id)),
        generation,
      )
      for (const id of some) {
        const record = packed.get(id) ?? found.get(id)
        if (record !== undefined) yield record
      }
    }
  }

  /** The visible version of the document that the file at `path`, or a part of it, is. */
  stampAt(path: string, generation: number, part = ''): DocumentStamp | undefined {
    const { folder, name } = part === '' ? placeOf(path) : { folder: path, name: part }
    const kind = part === '' ? 'c.folder IS NULL' : 'c.folder IS NOT NULL'
    const row = this.#sql.get<DocumentRow>(
      `SELECT ${documentColumns} FROM ${documentTables} WHERE f.path = :folder AND ${isNamed} AND ${kind} AND ${visible}`,
      { folder, name, generation },
    )
    if (row !== undefined) return recordOf(row)
    return part === '' ? undefined : this.#packed.named(path, part)
  }

  /** Visible documents in folder `path` and below it, and the parts of the file `path`; packed ones last. */
  *documentsBelow(path: string, generation: number): Generator<DocumentRecord> {
    const sql = `SELECT ${documentColumns} FROM ${documentTables} WHERE ${below} AND ${visible} ORDER BY f.path, d.name`
    yield* this.#records(sql, { ...prefixOf(path), generation })
    yield* this.#packed.below(path)
  }

  /** In which languages the words of visible documents were taken apart, two-letter codes; 'en' stands for none as well. */
  analysisLanguages(generation: number): readonly string[] {
    if (this.#languages?.generation !== generation) {
      const sql = `SELECT DISTINCT coalesce(l.text, 'en') AS language FROM documents d LEFT JOIN strings l ON l.id = d.language
        WHERE ${visible} ${this.#packed.isEmpty ? '' : `UNION SELECT coalesce(text, 'en') FROM packed, json_each(packed.languages) LEFT JOIN strings ON strings.id = value`}`
      const found = this.#sql.all<{ language: string }>(sql, { generation }).map(({ language }) => language)
      this.#languages = { generation, codes: found.length === 0 ? ['en'] : found.toSorted() }
    }
    return this.#languages.codes
  }

  /**
   * Ids of the visible documents that fit, ascending. `condition` is SQL over the aliases of `documentTables`, `values` its
   * named parameters.
   */
  idsWhere(condition: string, values: Readonly<Record<string, unknown>>, generation: number): Uint32Array {
    const idsIn = (tables: string): Uint32Array => {
      const sql = `SELECT d.id FROM ${tables} WHERE ${visible} AND (${condition}) ORDER BY d.id`
      return Uint32Array.from(this.#sql.all<{ id: bigint }>(sql, { ...values, generation }), ({ id }) => Number(id))
    }
    const rows = idsIn(documentTables)
    return this.#packed.isEmpty ? rows : Uint32Array.from([...rows, ...idsIn(packedTables)]).toSorted()
  }

  /** Whether any visible document fits; `condition` as in `idsWhere`. */
  isAnyWhere(condition: string, values: Readonly<Record<string, unknown>>, generation: number): boolean {
    const isIn = (tables: string): boolean =>
      this.#sql.get(`SELECT 1 FROM ${tables} WHERE ${visible} AND (${condition}) LIMIT 1`, {
        ...values,
        generation,
      }) !== undefined
    return isIn(documentTables) || (!this.#packed.isEmpty && isIn(packedTables))
  }

  /** Different values that `expression`, SQL over the aliases of `documentTables`, has for visible documents; none that is null. */
  distinct(expression: string, generation: number): string[] {
    const valuesIn = (tables: string): string[] =>
      this.#sql
        .all<{ value: string }>(
          `SELECT DISTINCT ${expression} AS value FROM ${tables} WHERE ${visible} AND ${expression} IS NOT NULL`,
          { generation },
        )
        .map(({ value }) => value)
    return [...new Set([...valuesIn(documentTables), ...(this.#packed.isEmpty ? [] : valuesIn(packedTables))])]
  }

  /** Texts that documents share: kinds, languages, people, hosts. */
  sharedTexts(): string[] {
    return this.#sql.all<{ text: string }>('SELECT text FROM strings').map(({ text }) => text)
  }

  /**
   * Ids above `id` of the visible documents that have no passages, ascending, and the `last` id that was looked at. No block is read:
   * such documents are never packed.
   */
  idsWithoutPassages(id: number, generation: number): { readonly ids: readonly number[]; readonly last: number } {
    const rows = this.#sql.all<{ id: bigint; chunks: bigint }>(
      `SELECT d.id, d.chunks FROM documents d WHERE d.id > :id AND ${visible}
        AND (d.chunks = 0 OR d.id = (SELECT max(id) FROM documents)) ORDER BY d.id`,
      { id, generation },
    )
    const ids = rows.filter(({ chunks }) => chunks === 0n).map((row) => Number(row.id))
    return { ids, last: Number(rows.at(-1)?.id ?? id) }
  }

  /** Visible documents with ids above `id`, ascending. */
  *documentsAfter(id: number, generation: number): Generator<DocumentRecord> {
    const sql = `SELECT ${documentColumns} FROM ${documentTables} WHERE d.id > :id AND ${visible} ORDER BY d.id`
    yield* mergeById(this.#records(sql, { id, generation }), this.#packed.after(id))
  }

  /** All visible documents by their folders and names; packed ones last, file by file. */
  *documents(generation: number): Generator<DocumentRecord> {
    yield* this.#records(`SELECT ${documentColumns} FROM ${documentTables} WHERE ${visible} ORDER BY f.path, d.name`, {
      generation,
    })
    yield* this.#packed.below(null)
  }

  /** Ids of all versions, visible or not, whose text is kept in the cache. */
  cachedIds(): number[] {
    return this.#sql.all<{ id: bigint }>('SELECT id FROM documents WHERE place = 2').map(({ id }) => Number(id))
  }

  /** Writes a commit's rows; they become visible when the manifest of `generation` is published. */
  apply({ generation, add, retire, problems, settled, begun = [], containers = [] }: CatalogueChange): void {
    this.#sql.transaction(() => {
      this.#packed.take(retire)
      for (const id of retire)
        this.#sql.run('UPDATE documents SET retired = :generation WHERE id = :id', { id, generation })
      this.#documents.insertAll(add, generation)
      for (const path of settled) this.unread.settle(path)
      for (const { path, parts } of begun) this.unread.forgetParts(path, parts)
      for (const container of containers) {
        this.unread.settleFile(container.path)
        this.files.keep(container, generation)
      }
      for (const problem of problems) this.unread.addProblem(problem)
    })
  }

  /** Undoes what was written for generations that were never published: their files are pending again. */
  rollBackTo(generation: number): void {
    this.#sql.transaction(() => {
      this.#sql.run(
        `INSERT OR IGNORE INTO pending (path)
         SELECT CASE WHEN f.id IN (SELECT folder FROM containers) THEN f.path ELSE f.path || :separator || d.name END
         FROM documents d JOIN folders f ON f.id = d.folder WHERE d.generation > :generation`,
        { generation, separator: sep },
      )
      // What was read of it may be undone with the rest.
      this.#sql.run('UPDATE containers SET size = NULL WHERE generation > :generation', { generation })
      this.#sql.run('DELETE FROM documents WHERE generation > :generation', { generation })
      this.#sql.run('UPDATE documents SET retired = NULL WHERE retired > :generation', { generation })
    })
  }

  /** Drops versions that retired at or before `generation`, and folders without documents. Returns their ids. */
  purge(generation: number): number[] {
    const ids = this.#sql.all<{ id: bigint }>('SELECT id FROM documents WHERE retired <= :generation', { generation })
    const isNothing =
      ids.length === 0 && this.#sql.get('SELECT 1 FROM containers WHERE size IS NULL LIMIT 1') === undefined
    if (isNothing) return []
    this.#sql.transaction(() => {
      this.#sql.run('DELETE FROM documents WHERE retired <= :generation', { generation })
      this.files.dropEmpty()
    })
    return ids.map(({ id }) => Number(id))
  }

  /** Forgets problems and waiting files at and below `path`. */
  forgetBelow(path: string): void {
    this.unread.forgetBelow(path)
    // A file whose documents left is read again, should it be added again.
    const below = `folder IN (SELECT id FROM folders WHERE ${atOrBelow})`
    this.#sql.run(`UPDATE containers SET size = NULL, state = NULL WHERE ${below}`, pathValues(path))
  }

  /** Removes every document and waiting file; the roots stay. */
  clear(): void {
    this.#sql.transaction(() => {
      for (const table of ['documents', 'packed', 'containers', 'folders', 'strings', 'problems', 'pending'])
        this.#sql.run(`DELETE FROM ${table}`)
    })
  }

  /** Texts that documents share and none has any more leave, and so does what deleted rows left in the file. */
  scrub(): void {
    const used = ['kind', 'language', 'sender', 'site'].map(
      (column) => `SELECT ${column} FROM documents WHERE ${column} IS NOT NULL`,
    )
    const received = 'SELECT value FROM documents, json_each(documents.recipients)'
    this.#sql.transaction(() => {
      this.#packed.takeOpened()
      const packed = 'SELECT value FROM json_each(:packed)'
      this.#sql.run(`DELETE FROM strings WHERE id NOT IN (${[...used, received, packed].join(' UNION ')})`, {
        packed: JSON.stringify(this.#packed.stringIds()),
      })
    })
    withExplainedErrors(subject, () => this.#database.exec('VACUUM'))
    this.checkpoint()
  }

  /** Whether anything is left of versions of these ids, visible or not: a row, or a place in a block. */
  hasTraceOf(ids: readonly number[]): boolean {
    const sql = 'SELECT 1 FROM documents WHERE id IN (SELECT value FROM json_each(:ids)) LIMIT 1'
    return this.#sql.get(sql, { ids: JSON.stringify(ids) }) !== undefined || this.#packed.hasTraceOf(ids)
  }

  /** Visible documents at and below `path`. */
  countBelow(path: string, generation: number): number {
    const { folder, name } = placeOf(path)
    const sql = `SELECT count(*) AS n FROM documents d JOIN folders f ON f.id = d.folder WHERE ${visible}
      AND (${below} OR (f.path = :parent AND ${isNamed}))`
    const rows = this.#sql.get<{ n: bigint }>(sql, { ...prefixOf(path), parent: folder, name, generation })?.n ?? 0n
    return Number(rows) + this.#packed.countBelow(path)
  }

  /** Sources of the documents at and below a path. */
  sourcesBelow(path: string, generation: number): SourceName[] {
    const sql = `SELECT DISTINCT d.source FROM documents d JOIN folders f ON f.id = d.folder WHERE (${below} OR f.path = :folder) AND ${visible}`
    const rows = this.#sql.all<{ source: bigint }>(sql, { ...prefixOf(path), generation })
    return [...new Set([...rows.map(({ source }) => sourceNames[Number(source)]), ...this.#packed.sourcesBelow(path)])]
  }

  /** Which of these titles documents have. */
  titlesAmong(titles: readonly string[]): Set<string> {
    const wanted = new Set(titles)
    const found = new Set<string>()
    const rows = this.#sql.all<{ outline: Uint8Array }>('SELECT outline FROM documents')
    for (const documents of [rows, this.#packed.all()]) {
      for (const { outline } of documents) {
        const { title } = decodeOutline(outline)
        if (wanted.has(title)) found.add(title)
      }
    }
    return found
  }

  /** What SQLite finds wrong with the file; empty when all is well. */
  faults(): string[] {
    return [...integrityFaults(this.#database), ...this.#packed.faults()]
  }

  /**
   * Puts parts of files that `generation`, the published one, shows into blocks, one a step; what they took as rows is given back at
   * the end where it is much.
   */
  *pack(generation: number): Generator<void> {
    yield* packParts(this.#sql, this.#packed, generation)
    const pages = (name: string): number => Number(this.#database.pragma(name, { simple: true }))
    const free = pages('freelist_count')
    if (free > leastFreed && free > pages('page_count') * mostFree)
      withExplainedErrors(subject, () => this.#database.exec('VACUUM'))
  }

  /** Moves the write-ahead log into the file, so that sizes on disk are true. */
  checkpoint(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#database.close()
  }

  *#records(sql: string, values: object): Generator<DocumentRecord> {
    for (const row of this.#sql.rows<DocumentRow>(sql, values)) yield recordOf(row)
  }
}
