/*
 * texts.sqlite: the text of documents that are dear to parse again (PDF, Office, large pages), as zstd blocks, so that
 * a passage is read without the rest. Keyed by document version; a version's blocks are written before the version
 * becomes visible and dropped after it retired.
 */
import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { AppError, messageOf, systemCode } from '../errors.ts'
import type { DatabaseAccess } from './open-catalogue.ts'
import { damagedDatabase, explainSqlite, integrityFaults, withExplainedErrors } from './sqlite-errors.ts'
import { say } from '../sayings/say.ts'

const subject = 'the text cache'

/** Bytes of text in one block. */
export const blockBytes = 65_536

const readSql = 'SELECT bytes FROM blocks WHERE document = ? AND block = ?'

/** The kept texts of a library. */
export class TextCache {
  readonly #database: Database.Database
  readonly #read: Database.Statement

  /** @throws AppError `library-damaged` */
  constructor(folder: string, access: DatabaseAccess) {
    this.#database = openDatabase(join(folder, 'texts.sqlite'), access)
    this.#read = this.#database.prepare(readSql)
  }

  /** Keeps the texts (UTF-8) of some document versions. @throws AppError `disk-full` */
  add(texts: readonly { readonly id: number; readonly utf8: Uint8Array }[]): void {
    if (texts.length === 0) return
    const insert = this.#database.prepare('INSERT OR REPLACE INTO blocks VALUES (?, ?, ?)')
    const work = this.#database.transaction(() => {
      for (const { id, utf8 } of texts) {
        for (let block = 0; block * blockBytes < utf8.length; block++) {
          const part = utf8.subarray(block * blockBytes, (block + 1) * blockBytes)
          insert.run(id, block, zstdCompressSync(part))
        }
      }
    })
    withExplainedErrors(subject, () => work.immediate())
  }

  /** Bytes [start, end) of a document's text, null when they are not here. */
  read(id: number, start: number, end: number): Uint8Array | null {
    const parts: Uint8Array[] = []
    const first = Math.floor(start / blockBytes)
    for (let block = first; block * blockBytes < end; block++) {
      const part = this.#block(id, block)
      if (part === null) return null
      parts.push(part)
    }
    const joined = Buffer.concat(parts)
    const from = start - first * blockBytes
    return joined.length < end - first * blockBytes ? null : joined.subarray(from, from + end - start)
  }

  #block(id: number, block: number): Uint8Array | null {
    try {
      const row = this.#read.get(id, block) as { bytes: Uint8Array } | undefined
      return row === undefined ? null : zstdDecompressSync(row.bytes)
    } catch (error) {
      throw /^Z(?:STD)?_/u.test(systemCode(error)) ? damagedDatabase(error, subject) : explainSqlite(error, subject)
    }
  }

  remove(ids: readonly number[]): void {
    if (ids.length === 0) return
    const statement = this.#database.prepare('DELETE FROM blocks WHERE document = ?')
    const work = this.#database.transaction(() => {
      for (const id of ids) statement.run(id)
    })
    withExplainedErrors(subject, () => work.immediate())
  }

  /** Whether a text of one of `ids` is still here. */
  hasTraceOf(ids: readonly number[]): boolean {
    const statement = this.#database.prepare(
      'SELECT 1 FROM blocks WHERE document IN (SELECT value FROM json_each(?)) LIMIT 1',
    )
    return withExplainedErrors(subject, () => statement.get(JSON.stringify(ids))) !== undefined
  }

  /** Removes the texts of all other document versions: left by a crash. */
  keepOnly(ids: ReadonlySet<number>): void {
    const kept = withExplainedErrors(subject, () =>
      this.#database.prepare('SELECT DISTINCT document FROM blocks').pluck().all(),
    ) as number[]
    this.remove(kept.filter((id) => !ids.has(id)))
  }

  /** What SQLite finds wrong with the file; empty when all is well. */
  faults(): string[] {
    return integrityFaults(this.#database)
  }

  /** Bytes on disk of each document's blocks. */
  sizes(): Map<number, number> {
    const rows = withExplainedErrors(subject, () =>
      this.#database.prepare('SELECT document, sum(length(bytes)) AS size FROM blocks GROUP BY document').all(),
    ) as { document: number; size: number }[]
    return new Map(rows.map(({ document, size }) => [document, size]))
  }

  /** What removed texts left in the file goes. */
  scrub(): void {
    withExplainedErrors(subject, () => this.#database.exec('VACUUM'))
    this.checkpoint()
  }

  /** Removes every text. */
  clear(): void {
    withExplainedErrors(subject, () => this.#database.exec('DELETE FROM blocks; VACUUM'))
  }

  checkpoint(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#database.close()
  }
}

function openDatabase(path: string, access: DatabaseAccess): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { readonly: access === 'read', fileMustExist: access !== 'create' })
    if (access !== 'read') {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = FULL')
      if (access === 'create')
        database.exec(
          'CREATE TABLE IF NOT EXISTS blocks (document INTEGER, block INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (document, block)) WITHOUT ROWID',
        )
      chmodSync(path, 0o600)
    }
    // Reads the schema, so that a file that is no database is noticed here.
    database.prepare(readSql)
    return database
  } catch (error) {
    database?.close()
    throw new AppError('library-damaged', say('library.textsNotOpened', { path, reason: messageOf(error) }), {
      cause: error,
    })
  }
}
