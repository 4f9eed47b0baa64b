/* catalogue.sqlite opened: of the version that this program knows, made where it may be. */
import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import { Catalogue } from './catalogue.ts'
import { oldestVersion, packedTable, placeIndex, schema, schemaVersion } from './schema.ts'
import { defineFunctions } from './sql-functions.ts'
import { explainSqlite } from './sqlite-errors.ts'
import { say } from '../sayings/say.ts'

/** The file's name in a library's folder. */
export const catalogueName = 'catalogue.sqlite'

/** `create` makes the file when it is missing; `write` expects one that was made before. */
export type DatabaseAccess = 'read' | 'write' | 'create'

/** @throws AppError `library-damaged`, `library-too-new`, `disk-full`; later calls too, where the file turns out to be damaged */
export function openCatalogue(folder: string, access: DatabaseAccess): Catalogue {
  const path = join(folder, catalogueName)
  let database: Database.Database | undefined
  try {
    database = new Database(path, { readonly: access === 'read', fileMustExist: access !== 'create' })
    database.defaultSafeIntegers(true)
    defineFunctions(database)
    checkVersion(database, access)
    if (access !== 'read') prepareDatabase(database, path)
    return new Catalogue(database)
  } catch (error) {
    database?.close()
    const explained = explainSqlite(error, 'the catalogue')
    if (explained instanceof AppError) throw explained
    throw new AppError('library-damaged', say('library.catalogueNotOpened', { folder, reason: messageOf(error) }), {
      cause: error,
    })
  }
}

function checkVersion(database: Database.Database, access: DatabaseAccess): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > 0 && version < oldestVersion) {
    throw new AppError('library-damaged', say('library.tooOld', { found: version, known: schemaVersion }))
  }
  if (version > schemaVersion) {
    throw new AppError('library-too-new', say('library.catalogueTooNew', { found: version, known: schemaVersion }))
  }
  if (version === 0 && access !== 'create') throw new Error('the file is empty')
}

function prepareDatabase(database: Database.Database, path: string): void {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 10000')
  const version = Number(database.pragma('user_version', { simple: true }))
  // The version is written only where it changes: a disk without room still opens for removing something.
  const becomes = version === schemaVersion ? '' : `PRAGMA user_version = ${schemaVersion};`
  const made = version === 0 ? schema : `${placeIndex} DROP INDEX IF EXISTS documents_place; ${packedTable}`
  database.exec(`BEGIN; ${made} ${becomes} COMMIT`)
  chmodSync(path, 0o600)
}
