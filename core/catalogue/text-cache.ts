/*
 * texts.sqlite: the text of documents that are dear to parse again (PDF, Office, large pages), as zstd blocks, so that
 * a passage is read without the rest. Keyed by document version; a version's blocks are written before the version
 * becomes visible and dropped after it retired.
 */
import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { AppError, messageOf } from '../errors.ts'

/** Bytes of text in one block. */
export const blockBytes = 65_536

export class TextCache {
  readonly path: string
  readonly #database: Database.Database
  readonly #read: Database.Statement

  constructor(folder: string, access: 'read' | 'write') {
    this.path = join(folder, 'texts.sqlite')
    this.#database = openDatabase(this.path, access)
    this.#read = this.#database.prepare('SELECT bytes FROM blocks WHERE document = ? AND block = ?')
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
    try {
      work.immediate()
    } catch (error) {
      if (!messageOf(error).includes('disk is full')) throw error
      throw new AppError(
        'disk-full',
        'No space left for the text cache. Free some space and run again: nothing committed is lost.',
        { cause: error },
      )
    }
  }

  /** Bytes [start, end) of a document's text, null when they are not here. */
  read(id: number, start: number, end: number): Uint8Array | null {
    const parts: Uint8Array[] = []
    const first = Math.floor(start / blockBytes)
    for (let block = first; block * blockBytes < end; block++) {
      const row = this.#read.get(id, block) as { bytes: Uint8Array } | undefined
      if (row === undefined) return null
      parts.push(zstdDecompressSync(row.bytes))
    }
    const joined = Buffer.concat(parts)
    const from = start - first * blockBytes
    return joined.length < end - first * blockBytes ? null : joined.subarray(from, from + end - start)
  }

  remove(ids: readonly number[]): void {
    if (ids.length === 0) return
    const statement = this.#database.prepare('DELETE FROM blocks WHERE document = ?')
    this.#database.transaction(() => {
      for (const id of ids) statement.run(id)
    })()
  }

  /** Removes what belongs to no document version from `firstUnused` on: left by a crash. */
  removeFrom(firstUnused: number): void {
    this.#database.prepare('DELETE FROM blocks WHERE document >= ?').run(firstUnused)
  }

  clear(): void {
    this.#database.exec('DELETE FROM blocks; VACUUM')
  }

  checkpoint(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#database.close()
  }
}

function openDatabase(path: string, access: 'read' | 'write'): Database.Database {
  try {
    const database = new Database(path, { readonly: access === 'read', fileMustExist: access === 'read' })
    if (access === 'write') {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = FULL')
      database.exec(
        'CREATE TABLE IF NOT EXISTS blocks (document INTEGER, block INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (document, block)) WITHOUT ROWID',
      )
      chmodSync(path, 0o600)
    }
    return database
  } catch (error) {
    throw new AppError(
      'library-damaged',
      `The text cache ${path} cannot be opened: ${messageOf(error)}. Run the index command again with --rebuild.`,
      { cause: error },
    )
  }
}
