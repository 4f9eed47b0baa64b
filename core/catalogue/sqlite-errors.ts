import type Database from 'better-sqlite3'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { say } from '../sayings/say.ts'

/** Which database it is about. */
export type Subject = 'the catalogue' | 'the text cache'

/** What an error of SQLite means to a person. Anything else is given back as it came. */
export function explainSqlite(error: unknown, subject: Subject): unknown {
  const code = systemCode(error)
  if (code === 'SQLITE_FULL') {
    const what = subject === 'the catalogue' ? say('disk.fullForCatalogue') : say('disk.fullForTexts')
    return new AppError('disk-full', what, { cause: error })
  }
  if (/^SQLITE_(?:CORRUPT|NOTADB|IOERR_SHORT_READ)/u.test(code)) return damagedDatabase(error, subject)
  return error
}

/** What a person reads where a database is damaged. */
export function damagedDatabase(error: unknown, subject: Subject): AppError {
  const reason = messageOf(error)
  const what =
    subject === 'the catalogue' ? say('library.catalogueDamaged', { reason }) : say('library.textsDamaged', { reason })
  return new AppError('library-damaged', what, { cause: error })
}

/** Runs `work`; an error of SQLite comes out as `explainSqlite` says. */
export function withExplainedErrors<T>(subject: Subject, work: () => T): T {
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
