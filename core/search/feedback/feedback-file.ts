/*
 * feedback.sqlite: what the person told the library by using it. It stays in the library's folder; nothing of it is ever sent.
 *
 *   opened   a result was opened for a query: it comes earlier the next time, less so from week to week
 *   judged   "this was it": a set of the person's own, on which `tune` sets the weights
 *   setting  whether opening counts, and the weight that was tuned
 *
 * Its version is SQLite's `user_version`; a file of 0 was made before versions were written, and is one of version 1.
 */
import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { integrityFaults } from '../../catalogue/sqlite-errors.ts'
import { AppError, messageOf, systemCode } from '../../errors.ts'
import { say } from '../../sayings/say.ts'

/** The file's name in a library's folder. */
export const feedbackName = 'feedback.sqlite'

/** What this Leantern writes and reads. */
const version = 1

const schema = `
  CREATE TABLE opened (query TEXT NOT NULL, path TEXT NOT NULL, part TEXT NOT NULL, start INTEGER NOT NULL, at REAL NOT NULL);
  CREATE INDEX opened_query ON opened (query);
  CREATE TABLE judged (
    query TEXT NOT NULL, path TEXT NOT NULL, part TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (query, path, part)
  ) WITHOUT ROWID;
  CREATE TABLE setting (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
`

/** Every column that is read. */
const reads = [
  'SELECT query, path, part, start, at FROM opened',
  'SELECT query, path, part, at FROM judged',
  'SELECT name, value FROM setting',
]

/** Another program that has the file to itself is waited for so long. */
const busyMs = 2000

/** Opens the file, or makes it, for its owner only. @throws AppError as `explainFeedback` */
export function openFeedback(path: string): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: busyMs })
    if (isEmpty(database)) {
      database.exec(`${schema}; PRAGMA user_version = ${version}`)
      chmodSync(path, 0o600)
    }
    checkLayout(database)
    return database
  } catch (error) {
    database?.close()
    throw explainFeedback(error, path)
  }
}

/** Reads all of the file. @throws AppError as `explainFeedback` */
export function checkFeedback(path: string): void {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: busyMs, fileMustExist: true })
    if (!isEmpty(database)) checkLayout(database)
    const [fault] = integrityFaults(database)
    if (fault !== undefined) throw damaged(fault)
  } catch (error) {
    throw explainFeedback(error, path)
  } finally {
    database?.close()
  }
}

/**
 * What an error of SQLite says of this file: `library-damaged`, `library-too-new`, `library-busy` while another program has it, `failed`
 * where it cannot be opened or written. Anything else comes back as it came.
 */
export function explainFeedback(error: unknown, path: string): unknown {
  const code = systemCode(error)
  if (error instanceof AppError || !code.startsWith('SQLITE_')) return error
  const cause = { cause: error }
  const reason = messageOf(error)
  if (code.startsWith('SQLITE_BUSY')) return new AppError('library-busy', say('library.learnedBusy'), cause)
  if (code === 'SQLITE_FULL') return new AppError('disk-full', say('disk.full', { path }), cause)
  if (/^SQLITE_(?:READONLY|PERM)/u.test(code))
    return new AppError('failed', say('library.learnedReadOnly', { path }), cause)
  if (/^SQLITE_(?:CANTOPEN|IOERR)/u.test(code) && code !== 'SQLITE_IOERR_SHORT_READ')
    return new AppError('failed', say('library.learnedNotOpened', { path, reason }), cause)
  return damaged(reason, error)
}

function damaged(reason: string, cause?: unknown): AppError {
  return new AppError('library-damaged', say('library.learnedDamaged', { reason }), { cause })
}

/** Just made, or by a program that was cut off when it made it. */
function isEmpty(database: Database.Database): boolean {
  return database.pragma('schema_version', { simple: true }) === 0
}

function checkLayout(database: Database.Database): void {
  const found = Number(database.pragma('user_version', { simple: true }))
  if (found > version) throw new AppError('library-too-new', say('library.learnedTooNew', { found, known: version }))
  for (const sql of reads) database.prepare(sql)
}
