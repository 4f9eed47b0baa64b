/* Pages as Chromium keeps them: the tables and indexes of its History database that hold addresses, titles and visits. */
import Database from 'better-sqlite3'
import type { MadePage } from './history-pages.ts'

/** Chromium counts microseconds from the beginning of 1601. */
const since1601 = 11_644_473_600_000_000

/** Writes the database at `path` and closes it. Every visit is a row, as in a browser that was never told to forget. */
export function writeChromiumHistory(path: string, pages: readonly MadePage[]): void {
  const database = new Database(path)
  database.exec(`
    CREATE TABLE urls (id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR, visit_count INTEGER DEFAULT 0 NOT NULL,
      typed_count INTEGER DEFAULT 0 NOT NULL, last_visit_time INTEGER NOT NULL, hidden INTEGER DEFAULT 0 NOT NULL);
    CREATE INDEX urls_url_index ON urls (url);
    CREATE TABLE visits (id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT NULL, from_visit INTEGER,
      transition INTEGER DEFAULT 0 NOT NULL, segment_id INTEGER, visit_duration INTEGER DEFAULT 0 NOT NULL);
    CREATE INDEX visits_url_index ON visits (url);
    CREATE INDEX visits_time_index ON visits (visit_time);`)
  const addUrl = database.prepare('INSERT INTO urls (url, title, visit_count, last_visit_time) VALUES (?, ?, ?, ?)')
  const addVisit = database.prepare('INSERT INTO visits (url, visit_time, from_visit) VALUES (?, ?, 0)')
  database.transaction(() => {
    for (const { url, title, visits } of pages) {
      const { lastInsertRowid } = addUrl.run(url, title, visits.length, visits[visits.length - 1] + since1601)
      for (const time of visits) addVisit.run(lastInsertRowid, time + since1601)
    }
  })()
  database.close()
}

/** `count` pages, evenly spread, are visited once more an hour after the newest visit of all, in one go. Returns how many those are. */
export function visitAgain(path: string, count: number): number {
  const database = new Database(path)
  const ids = database.prepare<[], number>('SELECT id FROM urls ORDER BY id').pluck().all()
  const newest = database.prepare<[], number>('SELECT max(last_visit_time) FROM urls').pluck().get() ?? 0
  const visit = database.prepare('UPDATE urls SET visit_count = visit_count + 1, last_visit_time = ? WHERE id = ?')
  const most = Math.min(count, ids.length)
  database.transaction(() => {
    for (let i = 0; i < most; i++) visit.run(newest + 3.6e9 + i * 1e6, ids[Math.floor((i * ids.length) / most)])
  })()
  database.close()
  return most
}
