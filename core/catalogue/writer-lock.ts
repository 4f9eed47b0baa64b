import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, messageOf } from '../errors.ts'

/** Gives the lock back. */
export type Release = () => void

/**
 * Takes the library's one writer lock. It is a lock of the operating system on a small SQLite file, so it ends with
 * the process that holds it, however that ends; nothing has to be cleaned up.
 *
 * @throws AppError `library-busy`
 */
export function lockForWriting(folder: string): Release {
  const path = join(folder, 'writer.lock')
  const database = new Database(path, { timeout: 0 })
  try {
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    chmodSync(path, 0o600)
  } catch (error) {
    database.close()
    if (!messageOf(error).includes('locked')) throw error
    throw new AppError(
      'library-busy',
      `Another Leantern is changing the library in ${folder}. Wait for it to finish, or stop it, and try again; searching works meanwhile.`,
      { cause: error },
    )
  }
  return () => database.close()
}
