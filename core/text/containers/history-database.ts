/* A browser's history as a database: which of them it is, its rows, and a copy of it, for the browser has the file itself open. */
import Database from 'better-sqlite3'
import { chmodSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../../errors.ts'
import { ExtractError } from '../extracted.ts'
import type { PrivatePages } from './history-hosts.ts'
import { pageAddress, type VisitedPage } from './history-page.ts'
import { say } from '../../sayings/say.ts'

/** The table that tells a browser's family, and its rows as (url, title, ms since 1970, visits). Pages that were never visited are not in it. */
const families: readonly { readonly table: string; readonly rows: string }[] = [
  {
    // Microseconds since 1601. Hidden: frames and redirects.
    table: 'urls',
    rows: 'SELECT url, title, last_visit_time / 1000 - 11644473600000 AS visited, VISITS AS visits FROM urls WHERE hidden = 0',
  },
  {
    // Microseconds since 1970. Without visits: bookmarks.
    table: 'moz_places',
    rows: 'SELECT url, title, last_visit_date / 1000 AS visited, visit_count AS visits FROM moz_places WHERE hidden = 0 AND visit_count > 0',
  },
  {
    // Seconds since 2001.
    table: 'history_items',
    rows: `SELECT i.url, v.title, CAST((v.visit_time + 978307200) * 1000 AS INTEGER) AS visited, 1 AS visits
      FROM history_items i JOIN history_visits v ON v.history_item = i.id`,
  },
]

/** The pages of one history. */
export interface HistoryDatabase {
  /** Each page once, by its address. Holds one at a time. @throws ExtractError where the database is damaged */
  pages(): Generator<VisitedPage>
  /** What the browser last loaded of a page, with query and fragment: 'https://example.org/watch?v=1'; null: it knows none. */
  newestUrl(address: string): string | null
  /** Removes the copy. */
  close(): void
}

/** A copy of the database at `path` and its newest changes. @throws ExtractError, or the system's error where it may not be read */
export function openHistory(path: string, isPrivate: PrivatePages): HistoryDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'leantern-history-'))
  let database: Database.Database | null = null
  const close = (): void => {
    database?.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const copy = join(folder, 'history')
    copyDatabase(path, copy)
    const opened = (database = new Database(copy))
    const rows = rowsOf(opened)
    const select = selectFrom(rows, opened, isPrivate)
    // SQLite has its files open: a thread that is ended now leaves nothing of a person's history behind.
    if (process.platform !== 'win32') rmSync(folder, { recursive: true })
    return { pages: () => pagesOf(select), newestUrl: (address) => newestFrom(rows, opened, address), close }
  } catch (error) {
    close()
    throw asProblem(error)
  }
}

type Select = Database.Statement<
  [],
  { address: string; visited: number | null; visits: number | null; titled: string | null }
>

function selectFrom(rows: string, database: Database.Database, isPrivate: PrivatePages): Select {
  database.pragma('temp_store = FILE')
  database.function('page_address', { deterministic: true }, (url) =>
    typeof url === 'string' ? pageAddress(url, isPrivate) : null,
  )
  // The newest title that is not empty: it goes behind the time of its visit.
  return database.prepare(`
    SELECT page_address(url) AS address, max(visited) AS visited, sum(visits) AS visits,
      max(CASE WHEN title <> '' THEN printf('%020d', max(visited, 0)) || title END) AS titled
    FROM (${rows}) GROUP BY 1 HAVING address IS NOT NULL ORDER BY 1`)
}

/** The address is the url's beginning, and what is behind it no more of the path. */
function newestFrom(rows: string, database: Database.Database, address: string): string | null {
  const select = database.prepare<[{ readonly address: string }], { url: string }>(`
    SELECT url FROM (${rows})
    WHERE substr(url, 1, length(:address)) = :address AND substr(url, length(:address) + 1, 1) IN ('', '?', '#')
    ORDER BY visited DESC LIMIT 1`)
  return select.get({ address })?.url ?? null
}

/** All rows of the database, by its family's own query. @throws ExtractError where it is of none */
function rowsOf(database: Database.Database): string {
  const has = database.prepare<[string], unknown>("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
  const family = families.find(({ table }) => has.get(table) !== undefined)
  if (family === undefined) {
    const expected = families.map(({ table }) => table).join(', ')
    throw new ExtractError('unsupported', say('history.noTable', { tables: expected }))
  }
  // Of browsers that keep no count each page was visited once at least.
  const hasCount = database.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = 'visit_count'").get(family.table)
  return family.rows.replace('VISITS', hasCount === undefined ? '1' : 'visit_count')
}

function* pagesOf(select: Select): Generator<VisitedPage> {
  try {
    for (const { address, visited, visits, titled } of select.iterate()) {
      const title = titled?.slice(20) ?? ''
      yield { address, title, visited: Math.max(0, visited ?? 0), visits: Math.max(0, visits ?? 0) }
    }
  } catch (error) {
    throw asProblem(error)
  }
}

const besides = ['', '-wal', '-journal'] as const
const attempts = 3

/** The files as they are at one moment. */
function copyDatabase(path: string, copy: string): void {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = stampOf(path)
    for (const end of besides) {
      rmSync(copy + end, { force: true })
      if (statSync(path + end, { throwIfNoEntry: end === '' }) === undefined) continue
      copyFileSync(path + end, copy + end)
      chmodSync(copy + end, 0o600)
    }
    if (stampOf(path) === before) return
  }
  throw new ExtractError('unreadable', say('history.busy'))
}

function stampOf(path: string): string {
  const stats = besides.map((end) => statSync(path + end, { throwIfNoEntry: false, bigint: true }))
  return stats.map((found) => `${found?.size} ${found?.mtimeNs}`).join()
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const { code } = error
  if (code === 'SQLITE_NOTADB') {
    return new ExtractError('damaged', say('history.notDatabase'), { cause: error })
  }
  return new ExtractError('damaged', say('history.unreadable', { reason: messageOf(error) }), { cause: error })
}
