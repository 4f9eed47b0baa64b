/* The list of folders read out of a catalogue that cannot be used any more: by its older layouts too, and past damage elsewhere in it. */
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { catalogueName } from './open-catalogue.ts'

/** Absolute paths of a library's roots; empty where these pages are lost as well, or there is no catalogue. Changes nothing. */
export function rescueRoots(folder: string): string[] {
  let database: Database.Database | null = null
  try {
    database = new Database(join(folder, catalogueName), { readonly: true, fileMustExist: true })
    const rows = database.prepare('SELECT path FROM roots ORDER BY path').all() as { path: unknown }[]
    return rows.flatMap(({ path }) => (typeof path === 'string' && path !== '' ? [path] : []))
  } catch {
    // Lost, which is what the caller wants to know.
    return []
  } finally {
    database?.close()
  }
}
