/*
 * feedback.sqlite: what the person told the library by using it. It stays in the library's folder; nothing of it is ever sent.
 *
 *   opened   a result was opened for a query: it comes earlier the next time, less so from week to week
 *   judged   "this was it": a set of the person's own, on which `tune` sets the weights
 *   setting  whether opening counts, and the weight that was tuned
 */
import Database from 'better-sqlite3'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, messageOf, systemCode } from '../../errors.ts'
import { fold } from '../../keywords/fold.ts'
import { say } from '../../sayings/say.ts'
import { parseQuery } from '../query/parse-query.ts'
import { checkedRequest } from '../request.ts'

/** The file's name in a library's folder. */
export const feedbackName = 'feedback.sqlite'

const schema = `
  CREATE TABLE IF NOT EXISTS opened (query TEXT NOT NULL, path TEXT NOT NULL, part TEXT NOT NULL, start INTEGER NOT NULL, at REAL NOT NULL);
  CREATE INDEX IF NOT EXISTS opened_query ON opened (query);
  CREATE TABLE IF NOT EXISTS judged (
    query TEXT NOT NULL, path TEXT NOT NULL, part TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (query, path, part)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
`

/** An opened result counts half after this long. */
const halfLifeMs = 28 * 86_400_000
/** Another program that writes is waited for so long. */
const busyMs = 2000
/** Opened results that are kept, the latest. */
const mostOpened = 5000
/** A beginning of so many letters of an earlier query counts as that query. */
const leastBeginning = 3

/** SQL with `openedValues`: what counts as opened for a query. */
const isOpenedFor = '(query = ? OR (length(?) >= ? AND substr(query, 1, length(?)) = ?))'

function openedValues(key: string): readonly [string, string, number, string, string] {
  return [key, key, leastBeginning, key, key]
}

/** A result that was opened for a query, or one that begins so. */
export interface Latch {
  readonly path: string
  readonly part: string
  /** Of the chunk, in the document's text. */
  readonly start: number
  /** How often and how lately: 1 for once just now, halved every four weeks. */
  readonly strength: number
}

/** What was said to be the right result of a query. */
export interface Judgement {
  readonly query: string
  readonly path: string
  readonly part: string
}

/** A place that was opened or judged. */
export interface FeedbackPlace {
  readonly query: string
  readonly path: string
  readonly part?: string
  readonly start?: number
}

/** What one library was told; its file is made with the first thing told. */
export class Feedback {
  readonly #path: string
  #database: Database.Database | null = null

  constructor(folder: string) {
    this.#path = join(folder, feedbackName)
  }

  /** A result was opened for a query. Does nothing where the person switched this off. */
  opened({ query, path, part = '', start = 0 }: FeedbackPlace, now: number): void {
    if (!this.isLatching()) return
    const database = this.#forWriting()
    database.prepare('INSERT INTO opened VALUES (?, ?, ?, ?, ?)').run(keyOf(query), path, part, start, now)
    database.prepare('DELETE FROM opened WHERE rowid <= (SELECT max(rowid) FROM opened) - ?').run(mostOpened)
  }

  /** What was opened for this query, strongest first. */
  latches(query: string, now: number): Latch[] {
    return this.#unlessBusy([], () => this.#latches(keyOf(query), now))
  }

  #latches(key: string, now: number): Latch[] {
    const database = this.#forReading()
    if (database === null || key === '' || !this.isLatching()) return []
    const rows = database
      .prepare(`SELECT path, part, start, at FROM opened WHERE ${isOpenedFor}`)
      .all(...openedValues(key)) as { path: string; part: string; start: number; at: number }[]
    const sums = new Map<string, Latch>()
    for (const { path, part, start, at } of rows) {
      const place = `${path}\n${part}\n${start}`
      const strength = (sums.get(place)?.strength ?? 0) + 2 ** (-Math.max(0, now - at) / halfLifeMs)
      sums.set(place, { path, part, start, strength })
    }
    return [...sums.values()].toSorted((a, b) => b.strength - a.strength)
  }

  /** "This was it." @throws AppError `bad-request` for a query that no search takes: nothing could be tuned on it */
  judged({ query, path, part = '' }: FeedbackPlace, now: number): void {
    parseQuery(checkedRequest({ query, limit: 1, strategy: 'codes' }).query, new Date(now))
    this.#forWriting().prepare('INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?)').run(query.trim(), path, part, now)
  }

  /**
   * Takes back what was told of a document for a query: that it was it, and that it was opened for this query or one that begins so.
   * Answers whether there was anything.
   */
  takeBack({ query, path, part = '' }: Omit<FeedbackPlace, 'start'>): boolean {
    const database = this.#forReading()
    const key = keyOf(query)
    if (database === null || key === '') return false
    let changes = 0
    database.transaction(() => {
      const judged = this.judgements().filter(
        (one) => keyOf(one.query) === key && one.path === path && one.part === part,
      )
      const ofOne = database.prepare('DELETE FROM judged WHERE query = ? AND path = ? AND part = ?')
      for (const one of judged) changes += ofOne.run(one.query, path, part).changes
      changes += database
        .prepare(`DELETE FROM opened WHERE path = ? AND part = ? AND ${isOpenedFor}`)
        .run(path, part, ...openedValues(key)).changes
    })()
    return changes > 0
  }

  /** What was said to be it for this query. */
  judgedFor(query: string): Judgement[] {
    const key = keyOf(query)
    return this.#unlessBusy([], () => this.judgements().filter((one) => keyOf(one.query) === key))
  }

  judgements(): Judgement[] {
    const rows = this.#forReading()?.prepare('SELECT query, path, part FROM judged ORDER BY at').all() ?? []
    // The columns that were asked for.
    return rows as Judgement[]
  }

  /** Whether opening a result brings it forward; it does until it is switched off. */
  isLatching(): boolean {
    return this.#setting('latching') !== 0
  }

  setLatching(isOn: boolean): void {
    this.#set('latching', isOn ? 1 : 0)
  }

  /** What meaning counts beside words, as `tune` found it; undefined: as for everybody. */
  meaningWeight(): number | undefined {
    return this.#unlessBusy(undefined, () => this.#setting('meaning-weight'))
  }

  /** null: as for everybody again. */
  setMeaningWeight(weight: number | null): void {
    if (weight === null) this.#forReading()?.prepare("DELETE FROM setting WHERE name = 'meaning-weight'").run()
    else this.#set('meaning-weight', weight)
  }

  /** Forgets what was opened and judged of some documents and, where a time is given, what was opened and judged in it. */
  forget(
    documents: readonly { readonly path: string; readonly part: string }[],
    time: { readonly since: number | null; readonly until: number | null } | null,
  ): void {
    const database = this.#forReading()
    if (database === null) return
    database.transaction(() => {
      for (const table of ['opened', 'judged']) {
        const ofOne = database.prepare(`DELETE FROM ${table} WHERE path = ? AND part = ?`)
        for (const { path, part } of documents) ofOne.run(path, part)
        if (time !== null)
          database
            .prepare(`DELETE FROM ${table} WHERE at >= ? AND at < ?`)
            .run(time.since ?? -Number.MAX_VALUE, time.until ?? Number.MAX_VALUE)
      }
    })()
    database.exec('VACUUM')
  }

  /** Forgets what was opened, judged and tuned. */
  reset(): void {
    this.#forReading()?.exec(
      "DELETE FROM opened; DELETE FROM judged; DELETE FROM setting WHERE name = 'meaning-weight'; VACUUM",
    )
  }

  close(): void {
    this.#database?.close()
    this.#database = null
  }

  /** A search goes on without what was told while another program writes it, and writes for long. */
  #unlessBusy<T>(otherwise: T, read: () => T): T {
    try {
      return read()
    } catch (error) {
      if (isBusy(error)) return otherwise
      throw error
    }
  }

  #setting(name: string): number | undefined {
    const row = this.#forReading()?.prepare('SELECT value FROM setting WHERE name = ?').get(name)
    // The column that was asked for.
    return (row as { value: number } | undefined)?.value
  }

  #set(name: string, value: number): void {
    this.#forWriting().prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run(name, value)
  }

  /** null where nothing was ever told. */
  #forReading(): Database.Database | null {
    return this.#database !== null || existsSync(this.#path) ? this.#forWriting() : null
  }

  #forWriting(): Database.Database {
    if (this.#database !== null) return this.#database
    try {
      const database = new Database(this.#path, { timeout: busyMs })
      database.exec(schema)
      chmodSync(this.#path, 0o600)
      return (this.#database = database)
    } catch (error) {
      if (isBusy(error)) throw error
      throw new AppError('failed', say('library.learnedDamaged', { path: this.#path, reason: messageOf(error) }), {
        cause: error,
      })
    }
  }
}

function isBusy(error: unknown): boolean {
  return systemCode(error).startsWith('SQLITE_BUSY')
}

/** Queries that differ in case, accents and blanks are one. */
function keyOf(query: string): string {
  return fold(query).replaceAll(/\s+/gu, ' ').trim()
}
