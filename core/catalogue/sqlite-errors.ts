import type Database from 'better-sqlite3'
import { AppError, messageOf, systemCode } from '../errors.ts'

/** What an error of SQLite means to a person; `subject` as in 'the catalogue'. Anything else is given back as it came. */
export function explainSqlite(error: unknown, subject: string): unknown {
  const code = systemCode(error)
  if (code === 'SQLITE_FULL') {
    return new AppError(
      'disk-full',
      `No space left for ${subject}. Free some space and run again: nothing committed is lost.`,
      { cause: error },
    )
  }
  if (/^SQLITE_(?:CORRUPT|NOTADB|IOERR_SHORT_READ)/u.test(code)) return damagedDatabase(error, subject)
  return error
}

/** What a person reads where a database is damaged; `subject` as in 'the catalogue'. */
export function damagedDatabase(error: unknown, subject: string): AppError {
  return new AppError(
    'library-damaged',
    `${subject.charAt(0).toUpperCase()}${subject.slice(1)} is damaged (${messageOf(error)}). Run the index command again with --rebuild.`,
    { cause: error },
  )
}

/** Runs `work`; an error of SQLite comes out as `explainSqlite` says. */
export function withExplainedErrors<T>(subject: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explainSqlite(error, subject)
  }
}

/** What `PRAGMA integrity_check` finds, at most twenty lines; empty when the database is sound. */
export function integrityFaults(database: Database.Database): string[] {
  try {
    const lines = database.pragma('integrity_check(20)') as { integrity_check: string }[]
    return lines.map(({ integrity_check: line }) => line).filter((line) => line !== 'ok')
  } catch (error) {
    return [messageOf(error)]
  }
}
