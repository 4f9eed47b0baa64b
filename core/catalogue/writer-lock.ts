import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemCode } from '../errors.ts'
import { holderText, readHolder, removeHolder, takeOver } from './lock-holder.ts'

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
      throw new AppError('library-damaged', `${path} is not a lock of Leantern. Delete this file and try again.`, {
        cause: error,
      })
    }
    if (!systemCode(error).startsWith('SQLITE_BUSY')) throw error
    const holder = readHolder(folder)
    throw new AppError(
      'library-busy',
      `${holder === null ? 'Another Leantern' : upperFirst(holderText(holder))} is changing the library in ${folder}. ` +
        'Wait for it to finish, or stop it, and try again; searching works meanwhile.',
      { cause: error },
    )
  }
  takeOver(folder)
  return () => {
    removeHolder(folder)
    database.close()
  }
}

function upperFirst(text: string): string {
  return text.startsWith('leantern') ? text : text.charAt(0).toUpperCase() + text.slice(1)
}
