import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemCode } from '../errors.ts'
import { holderSaying, readHolder, removeHolder, takeOver } from './lock-holder.ts'
import { say } from '../sayings/say.ts'

/** The file's name in a library's folder. */
export const lockName = 'writer.lock'

/** Gives the lock back. */
export type Release = () => void

/**
 * Takes the library's one writer lock. It is a lock of the operating system on a small SQLite file, so it ends with
 * the process that holds it, however that ends; nothing has to be cleaned up.
 *
 * @throws AppError `library-busy`, `library-damaged`
 */
export function lockForWriting(folder: string): Release {
  const path = join(folder, lockName)
  const database = new Database(path, { timeout: 0 })
  try {
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    chmodSync(path, 0o600)
  } catch (error) {
    database.close()
    if (systemCode(error) === 'SQLITE_NOTADB') {
      throw new AppError('library-damaged', say('library.notLock', { path }), {
        cause: error,
      })
    }
    if (!systemCode(error).startsWith('SQLITE_BUSY')) throw error
    const holder = readHolder(folder)
    throw new AppError('library-busy', say('library.busyBy', { holder: holderSaying(holder), folder }), {
      cause: error,
    })
  }
  takeOver(folder)
  return () => {
    removeHolder(folder)
    database.close()
  }
}
