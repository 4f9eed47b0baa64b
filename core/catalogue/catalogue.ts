import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import type { FileProblem } from '../types.ts'
import { schema, schemaVersion } from './schema.ts'
import { explainSqlite, integrityFaults, withExplainedErrors } from './sqlite-errors.ts'

const subject = 'the catalogue'

/** Where a document's text comes from when it is needed again. */
export type TextPlace = 'own-bytes' | 'parsed' | 'cached'

const places: readonly TextPlace[] = ['own-bytes', 'parsed', 'cached']

/** What the catalogue keeps of one version of a document. */
export interface DocumentRecord {
  readonly id: number
  /** Absolute. */
  readonly path: string
  readonly kind: string
  /** Bytes of the file. */
  readonly size: number
  readonly mtimeMs: number
  /** xxHash64 of the file's bytes. */
  readonly hash: bigint
  readonly place: TextPlace
  readonly textBytes: number
  readonly chunks: number
  /** `encodeOutline`'s bytes. */
  readonly outline: Uint8Array
}

/** What decides whether a file needs reading again. */
export type DocumentStamp = Pick<DocumentRecord, 'id' | 'path' | 'size' | 'mtimeMs' | 'hash'>

export interface ProblemRecord extends FileProblem {
  readonly size: number
  readonly mtimeMs: number
}

/** One commit's side of the catalogue. */
export interface CatalogueChange {
  readonly generation: number
  readonly add: readonly DocumentRecord[]
  /** Ids of versions that leave. */
  readonly retire: readonly number[]
  readonly problems: readonly ProblemRecord[]
  /** Paths that are dealt with: they leave `pending` and the problems of earlier runs. */
  readonly settled: readonly string[]
}

export interface CatalogueTotals {
  readonly documents: number
  readonly textBytes: number
  readonly sourceBytes: number
  readonly problems: number
  readonly pending: number
}

interface Row {
  readonly id: bigint
  readonly folder_path: string
  readonly name: string
  readonly kind: string
  readonly size: bigint
  readonly mtime: number
  readonly hash: bigint
  readonly place: bigint
  readonly text_bytes: bigint
  readonly chunks: bigint
  readonly outline: Uint8Array
}

const columns = 'd.*, f.path AS folder_path FROM documents d JOIN folders f ON f.id = d.folder'
const visible = 'd.generation <= :generation AND (d.retired IS NULL OR d.retired > :generation)'
const below = `(f.path = :folder OR substr(f.path, 1, length(:prefix)) = :prefix)`

const atOrBelow = '(path = :path OR substr(path, 1, length(:prefix)) = :prefix)'

export const catalogueName = 'catalogue.sqlite'

/** `create` makes the file when it is missing; `write` expects one that was made before. */
export type DatabaseAccess = 'read' | 'write' | 'create'

/** @throws AppError `library-damaged`, `library-too-new`; later calls too, where the file turns out to be damaged */
export function openCatalogue(folder: string, access: DatabaseAccess): Catalogue {
  const path = join(folder, catalogueName)
  let database: Database.Database | undefined
  try {
    database = new Database(path, { readonly: access === 'read', fileMustExist: access !== 'create' })
    database.defaultSafeIntegers(true)
    checkVersion(database, access)
    if (access !== 'read') prepareDatabase(database, path)
    return new Catalogue(database)
  } catch (error) {
    database?.close()
    if (error instanceof AppError) throw error
    throw new AppError(
      'library-damaged',
      `The catalogue of ${folder} cannot be opened: ${messageOf(error)}. Run the index command again with --rebuild.`,
      {
        cause: error,
      },
    )
  }
}

function checkVersion(database: Database.Database, access: DatabaseAccess): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > schemaVersion) {
    throw new AppError(
      'library-too-new',
      `The catalogue has format ${version}; this Leantern reads up to ${schemaVersion}. Update Leantern.`,
    )
  }
  if (version === 0 && access !== 'create') throw new Error('the file is empty')
}

function prepareDatabase(database: Database.Database, path: string): void {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 10000')
  const isNew = Number(database.pragma('user_version', { simple: true })) === 0
  if (isNew) database.exec(`BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`)
  chmodSync(path, 0o600)
}

export class Catalogue {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()

  constructor(database: Database.Database) {
    this.#database = database
  }

  roots(): string[] {
    return this.#all<{ path: string }>('SELECT path FROM roots ORDER BY path').map(({ path }) => path)
  }

  addRoot(path: string): void {
    this.#run('INSERT OR IGNORE INTO roots (path) VALUES (:path)', { path })
  }

  removeRoot(path: string): void {
    this.#run('DELETE FROM roots WHERE path = :path', { path })
  }

  document(id: number, generation: number): DocumentRecord | undefined {
    const row = this.#get<Row>(`SELECT ${columns} WHERE d.id = :id AND ${visible}`, { id, generation })
    return row === undefined ? undefined : recordOf(row)
  }

  /** The visible ones of `ids`. One query: for 100 documents 0.2 ms, where 100 calls of `document` take 3. */
  documentsOf(ids: readonly number[], generation: number): Map<number, DocumentRecord> {
    const sql = `SELECT ${columns} WHERE d.id IN (SELECT value FROM json_each(:ids)) AND ${visible}`
    const rows = this.#all<Row>(sql, { ids: JSON.stringify(ids), generation })
    return new Map(rows.map((row) => [Number(row.id), recordOf(row)]))
  }

  /** The visible version of the document at `path`. */
  stampAt(path: string, generation: number): DocumentStamp | undefined {
    const row = this.#get<Row>(`SELECT ${columns} WHERE f.path = :folder AND d.name = :name AND ${visible}`, {
      ...placeOf(path),
      generation,
    })
    return row === undefined ? undefined : recordOf(row)
  }

  /** Visible documents in folder `path` and below it. */
  *documentsBelow(path: string, generation: number): Generator<DocumentRecord> {
    const sql = `SELECT ${columns} WHERE ${below} AND ${visible} ORDER BY f.path, d.name`
    yield* this.#records(sql, { ...prefixOf(path), generation })
  }

  /** Visible documents directly in folder `path`. */
  *documentsIn(path: string, generation: number): Generator<DocumentRecord> {
    const sql = `SELECT ${columns} WHERE f.path = :folder AND ${visible} ORDER BY d.name`
    yield* this.#records(sql, { folder: path, generation })
  }

  /** Folders at and below `path` that have documents, of whatever generation. */
  foldersBelow(path: string): string[] {
    return this.#all<{ path: string }>(`SELECT path FROM folders WHERE ${atOrBelow}`, pathValues(path)).map(
      ({ path }) => path,
    )
  }

  *documents(generation: number): Generator<DocumentRecord> {
    yield* this.#records(`SELECT ${columns} WHERE ${visible} ORDER BY f.path, d.name`, { generation })
  }

  /** Ids of all versions, visible or not, whose text is kept in the cache. */
  cachedIds(): number[] {
    return this.#all<{ id: bigint }>('SELECT id FROM documents WHERE place = 2').map(({ id }) => Number(id))
  }

  problemAt(path: string): ProblemRecord | undefined {
    const row = this.#get<ProblemRow>('SELECT * FROM problems WHERE path = :path', { path })
    return row === undefined ? undefined : problemOf(row)
  }

  problems(): ProblemRecord[] {
    return this.#all<ProblemRow>('SELECT * FROM problems ORDER BY path').map(problemOf)
  }

  problemPathsBelow(root: string): string[] {
    return this.#all<{ path: string }>(`SELECT path FROM problems WHERE ${atOrBelow}`, pathValues(root)).map(
      ({ path }) => path,
    )
  }

  isPending(path: string): boolean {
    return this.#get('SELECT 1 FROM pending WHERE path = :path', { path }) !== undefined
  }

  pendingPaths(): string[] {
    return this.#all<{ path: string }>('SELECT path FROM pending ORDER BY path').map(({ path }) => path)
  }

  totals(generation: number): CatalogueTotals {
    const sums = this.#get<Record<string, bigint>>(
      `SELECT count(*) AS documents, coalesce(sum(text_bytes), 0) AS text, coalesce(sum(size), 0) AS source
       FROM documents d WHERE ${visible}`,
      { generation },
    )
    const count = (table: string): number =>
      Number(this.#get<{ n: bigint }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0)
    return {
      documents: Number(sums?.documents ?? 0),
      textBytes: Number(sums?.text ?? 0),
      sourceBytes: Number(sums?.source ?? 0),
      problems: count('problems'),
      pending: count('pending'),
    }
  }

  /** Writes a commit's rows; they become visible when the manifest of `generation` is published. */
  apply({ generation, add, retire, problems, settled }: CatalogueChange): void {
    this.#transaction(() => {
      for (const id of retire)
        this.#run('UPDATE documents SET retired = :generation WHERE id = :id', { id, generation })
      for (const record of add) this.#insert(record, generation)
      for (const path of settled) {
        this.#run('DELETE FROM pending WHERE path = :path', { path })
        this.#run('DELETE FROM problems WHERE path = :path', { path })
      }
      for (const { path, size, mtimeMs, code, message } of problems) {
        this.#run('INSERT OR REPLACE INTO problems VALUES (:path, :size, :mtimeMs, :code, :message)', {
          path,
          size,
          mtimeMs,
          code,
          message,
        })
      }
    })
  }

  /** Undoes what was written for generations that were never published: their files are pending again. */
  rollBackTo(generation: number): void {
    this.#transaction(() => {
      this.#run(
        `INSERT OR IGNORE INTO pending (path)
         SELECT f.path || :separator || d.name FROM documents d JOIN folders f ON f.id = d.folder WHERE d.generation > :generation`,
        { generation, separator: sep },
      )
      this.#run('DELETE FROM documents WHERE generation > :generation', { generation })
      this.#run('UPDATE documents SET retired = NULL WHERE retired > :generation', { generation })
    })
  }

  /** Drops versions that retired at or before `generation`, and folders without documents. Returns their ids. */
  purge(generation: number): number[] {
    const ids = this.#all<{ id: bigint }>('SELECT id FROM documents WHERE retired <= :generation', { generation })
    if (ids.length === 0) return []
    this.#transaction(() => {
      this.#run('DELETE FROM documents WHERE retired <= :generation', { generation })
      this.#run('DELETE FROM folders WHERE id NOT IN (SELECT folder FROM documents)')
    })
    return ids.map(({ id }) => Number(id))
  }

  /** A document's file was moved or only touched: the same bytes, so the same chunks. */
  relocate(id: number, { path, size, mtimeMs }: Pick<DocumentRecord, 'path' | 'size' | 'mtimeMs'>): void {
    const { folder, name } = placeOf(path)
    this.#transaction(() => {
      const left = this.#get<{ folder: bigint }>('SELECT folder FROM documents WHERE id = :id', { id })
      const values = { id, folder: this.#folderId(folder), name, size, mtimeMs }
      this.#run(
        'UPDATE documents SET folder = :folder, name = :name, size = :size, mtime = :mtimeMs WHERE id = :id',
        values,
      )
      this.#run('DELETE FROM folders WHERE id = :folder AND id NOT IN (SELECT folder FROM documents)', {
        folder: left?.folder ?? 0n,
      })
      this.#run('DELETE FROM pending WHERE path = :path', { path })
      this.#run('DELETE FROM problems WHERE path = :path', { path })
    })
  }

  /** Replaces the list of waiting files below `root` by what a scan of it found. */
  setPendingBelow(root: string, paths: Iterable<string>): void {
    this.#transaction(() => {
      this.#run(`DELETE FROM pending WHERE ${atOrBelow}`, pathValues(root))
      for (const path of paths) this.#run('INSERT OR IGNORE INTO pending (path) VALUES (:path)', { path })
    })
  }

  addPending(paths: Iterable<string>): void {
    this.#transaction(() => {
      for (const path of paths) this.#run('INSERT OR IGNORE INTO pending (path) VALUES (:path)', { path })
    })
  }

  /** Forgets problems and waiting files at and below `path`. */
  forgetBelow(path: string): void {
    for (const table of ['problems', 'pending']) this.#run(`DELETE FROM ${table} WHERE ${atOrBelow}`, pathValues(path))
  }

  /** Removes every document and waiting file; the roots stay. */
  clear(): void {
    this.#transaction(() => {
      for (const table of ['documents', 'folders', 'problems', 'pending']) this.#run(`DELETE FROM ${table}`)
    })
  }

  /** What SQLite finds wrong with the file; empty when all is well. */
  faults(): string[] {
    return integrityFaults(this.#database)
  }

  /** Moves the write-ahead log into the file, so that sizes on disk are true. */
  checkpoint(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#database.close()
  }

  #insert(record: DocumentRecord, generation: number): void {
    const { folder, name } = placeOf(record.path)
    this.#run(
      `INSERT INTO documents (id, folder, name, kind, size, mtime, hash, place, text_bytes, chunks, outline, generation)
       VALUES (:id, :folder, :name, :kind, :size, :mtimeMs, :hash, :place, :textBytes, :chunks, :outline, :generation)`,
      {
        id: record.id,
        folder: this.#folderId(folder),
        name,
        kind: record.kind,
        size: record.size,
        mtimeMs: record.mtimeMs,
        hash: BigInt.asIntN(64, record.hash),
        place: places.indexOf(record.place),
        textBytes: record.textBytes,
        chunks: record.chunks,
        outline: record.outline,
        generation,
      },
    )
  }

  #folderId(path: string): bigint {
    this.#run('INSERT OR IGNORE INTO folders (path) VALUES (:path)', { path })
    const row = this.#get<{ id: bigint }>('SELECT id FROM folders WHERE path = :path', { path })
    if (row === undefined) throw new Error('A folder that was just inserted is missing')
    return row.id
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  *#records(sql: string, values: object): Generator<DocumentRecord> {
    try {
      for (const row of this.#statement(sql).iterate(values)) yield recordOf(row as Row)
    } catch (error) {
      throw explainSqlite(error, subject)
    }
  }

  #get<T>(sql: string, values: object = {}): T | undefined {
    return withExplainedErrors(subject, () => this.#statement(sql).get(values) as T | undefined)
  }

  #all<T>(sql: string, values: object = {}): T[] {
    return withExplainedErrors(subject, () => this.#statement(sql).all(values) as T[])
  }

  #run(sql: string, values: object = {}): void {
    withExplainedErrors(subject, () => this.#statement(sql).run(values))
  }

  #transaction(work: () => void): void {
    withExplainedErrors(subject, () => this.#database.transaction(work).immediate())
  }
}

interface ProblemRow {
  readonly path: string
  readonly size: bigint
  readonly mtime: number
  readonly code: string
  readonly message: string
}

function problemOf({ path, size, mtime, code, message }: ProblemRow): ProblemRecord {
  return { path, size: Number(size), mtimeMs: mtime, code: code as FileProblem['code'], message }
}

function recordOf(row: Row): DocumentRecord {
  return {
    id: Number(row.id),
    path: join(row.folder_path, row.name),
    kind: row.kind,
    size: Number(row.size),
    mtimeMs: row.mtime,
    hash: BigInt.asUintN(64, row.hash),
    place: places[Number(row.place)],
    textBytes: Number(row.text_bytes),
    chunks: Number(row.chunks),
    outline: row.outline,
  }
}

function placeOf(path: string): { folder: string; name: string } {
  return { folder: dirname(path), name: basename(path) }
}

function prefixOf(path: string): { folder: string; prefix: string } {
  return { folder: path, prefix: path.endsWith(sep) ? path : path + sep }
}

function pathValues(path: string): { path: string; prefix: string } {
  return { path, prefix: prefixOf(path).prefix }
}
