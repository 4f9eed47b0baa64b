/* Histories as Chromium keeps them, for tests. */
import Database from 'better-sqlite3'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/** `ms`: last visit, milliseconds since 1970. `hidden`: 1 for a frame or a redirect. Each was visited three times. */
export type HistoryRow = readonly [url: string, title: string, ms: number, hidden?: number]

/** Writes a history of `rows`, or adds them to the one at `path`. */
export async function writeChromiumHistory(path: string, rows: readonly HistoryRow[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const database = new Database(path)
  addChromiumRows(database, rows)
  database.close()
}

/** The same in a database that stays open, as in a running browser. */
export function addChromiumRows(database: Database.Database, rows: readonly HistoryRow[]): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS urls (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, last_visit_time INTEGER, hidden INTEGER, visit_count INTEGER)',
  )
  const insert = database.prepare(
    'INSERT INTO urls (url, title, last_visit_time, hidden, visit_count) VALUES (?, ?, ?, ?, 3)',
  )
  // At once: each row by itself would be written to the disk by itself.
  database.transaction(() => {
    for (const [url, title, ms, hidden = 0] of rows) insert.run(url, title, BigInt(ms + 11644473600000) * 1000n, hidden)
  })()
}
