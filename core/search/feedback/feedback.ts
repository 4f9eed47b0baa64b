/* What the person told the library by using it, kept in feedback.sqlite; a search goes on without it where that cannot be read. */
import type Database from 'better-sqlite3'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { fold } from '../../keywords/fold.ts'
import { parseQuery } from '../query/parse-query.ts'
import { checkedRequest } from '../request.ts'
import { explainFeedback, feedbackName, openFeedback } from './feedback-file.ts'

/** An opened result counts half after this long. */
const halfLifeMs = 28 * 86_400_000
/** Opened results that are kept, the latest. */
const mostOpened = 5000
/** A file that another program has to itself is not tried again for so long: each try waits. */
const busyPauseMs = 1000
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

/** What of it searches read, and what they keep in it, each by itself: one may work where another does not. */
type Reading = 'opened' | 'judged' | 'setting' | 'keeping'

/**
 * What one library was told; its file is made with the first thing told. What a search reads of it is nothing where the file cannot be
 * read, and `trouble` says why; what a person asks for throws that.
 */
export class Feedback {
  readonly #folder: string
  readonly #path: string
  #database: Database.Database | null = null
  /** Which file `#database` is: another process may have put a new one in its place. */
  #file = ''
  readonly #troubles = new Map<Reading, AppError>()
  #busyUntil = -Infinity

  constructor(folder: string) {
    this.#folder = folder
    this.#path = join(folder, feedbackName)
  }

  /** Why the last search could not read all of this: `library-damaged`, `library-too-new`, `library-busy` or `failed`; null: it could. */
  get trouble(): AppError | null {
    return this.#troubles.values().next().value ?? null
  }

  /** Tries to read it now. As `trouble`. */
  look(): AppError | null {
    this.isLatching()
    for (const table of ['opened', 'judged'] as const)
      this.#told(table, undefined, () => this.#forReading()?.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get())
    return this.trouble
  }

  /** A result was opened for a query. Does nothing where the person switched this off, or where it cannot be written: searches tell that. */
  opened({ query, path, part = '', start = 0 }: FeedbackPlace, now: number): void {
    if (!this.isLatching()) return
    this.#told('keeping', undefined, () => {
      const database = this.#forWriting()
      database.prepare('INSERT INTO opened VALUES (?, ?, ?, ?, ?)').run(keyOf(query), path, part, start, now)
      database.prepare('DELETE FROM opened WHERE rowid <= (SELECT max(rowid) FROM opened) - ?').run(mostOpened)
    })
  }

  /** What was opened for this query, strongest first. */
  latches(query: string, now: number): Latch[] {
    const key = keyOf(query)
    return key === '' ? [] : this.#told('opened', [], () => this.#latches(key, now))
  }

  #latches(key: string, now: number): Latch[] {
    const database = this.#forReading()
    if (database === null || !this.isLatching()) return []
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

  /** "This was it." @throws AppError `bad-request` for a query that no search takes: nothing could be tuned on it; as `trouble` */
  judged({ query, path, part = '' }: FeedbackPlace, now: number): void {
    parseQuery(checkedRequest({ query, limit: 1, strategy: 'codes' }).query, new Date(now))
    this.#write((database) =>
      database.prepare('INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?)').run(query.trim(), path, part, now),
    )
  }

  /**
   * Takes back what was told of a document for a query: that it was it, and that it was opened for this query or one that begins so.
   * Answers whether there was anything. @throws AppError as `trouble`
   */
  takeBack({ query, path, part = '' }: Omit<FeedbackPlace, 'start'>): boolean {
    const key = keyOf(query)
    if (key === '') return false
    let changes = 0
    this.#change((database) => {
      const judged = judgementsIn(database).filter(
        (one) => keyOf(one.query) === key && one.path === path && one.part === part,
      )
      const ofOne = database.prepare('DELETE FROM judged WHERE query = ? AND path = ? AND part = ?')
      for (const one of judged) changes += ofOne.run(one.query, path, part).changes
      changes += database
        .prepare(`DELETE FROM opened WHERE path = ? AND part = ? AND ${isOpenedFor}`)
        .run(path, part, ...openedValues(key)).changes
    })
    return changes > 0
  }

  /** What was said to be it for this query. */
  judgedFor(query: string): Judgement[] {
    const key = keyOf(query)
    return this.#told('judged', [], () => this.judgements().filter((one) => keyOf(one.query) === key))
  }

  /** In the order in which they were told. @throws AppError as `trouble` */
  judgements(): Judgement[] {
    return this.#explained(() => {
      const database = this.#forReading()
      return database === null ? [] : judgementsIn(database)
    })
  }

  /** Whether opening a result brings it forward; it does until it is switched off. */
  isLatching(): boolean {
    return this.#setting('latching') !== 0
  }

  /** @throws AppError as `trouble` */
  setLatching(isOn: boolean): void {
    this.#set('latching', isOn ? 1 : 0)
  }

  /** What meaning counts beside words, as `tune` found it; undefined: as for everybody. */
  meaningWeight(): number | undefined {
    return this.#setting('meaning-weight')
  }

  /** null: as for everybody again. @throws AppError as `trouble` */
  setMeaningWeight(weight: number | null): void {
    if (weight !== null) return this.#set('meaning-weight', weight)
    this.#change((database) => database.prepare("DELETE FROM setting WHERE name = 'meaning-weight'").run())
  }

  /**
   * Forgets what was opened and judged of some documents and, where a time is given, what was opened and judged in it. Damaged files
   * that a repair set aside go as a whole: nothing can be taken out of them. @throws AppError as `trouble`
   */
  forget(
    documents: readonly { readonly path: string; readonly part: string }[],
    time: { readonly since: number | null; readonly until: number | null } | null,
  ): void {
    this.#removeSetAside()
    this.#change((database) => {
      for (const table of ['opened', 'judged']) {
        const ofOne = database.prepare(`DELETE FROM ${table} WHERE path = ? AND part = ?`)
        for (const { path, part } of documents) ofOne.run(path, part)
        if (time !== null)
          database
            .prepare(`DELETE FROM ${table} WHERE at >= ? AND at < ?`)
            .run(time.since ?? -Number.MAX_VALUE, time.until ?? Number.MAX_VALUE)
      }
    })
    this.#vacuum()
  }

  /** Forgets what was opened, judged and tuned; a damaged file goes as a whole. @throws AppError as `trouble`, but for damage */
  reset(): void {
    this.#removeSetAside()
    try {
      this.#change((database) =>
        database.exec("DELETE FROM opened; DELETE FROM judged; DELETE FROM setting WHERE name = 'meaning-weight'"),
      )
      this.#vacuum()
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'library-damaged') throw error
      this.close()
      for (const ending of ['-journal', '']) rmSync(`${this.#path}${ending}`, { force: true, recursive: true })
      this.#troubles.clear()
    }
  }

  close(): void {
    this.#database?.close()
    this.#database = null
  }

  /** What a search reads: `otherwise` where that cannot be read, which is kept as trouble. */
  #told<T>(reading: Reading, otherwise: T, read: () => T): T {
    if (performance.now() < this.#busyUntil) return otherwise
    try {
      const told = this.#explained(read)
      this.#troubles.delete(reading)
      return told
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'library-busy') this.#busyUntil = performance.now() + busyPauseMs
      this.#troubles.set(reading, error)
      return otherwise
    }
  }

  /** A damaged file is opened anew the next time: it may have been mended. */
  #explained<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      const explained = explainFeedback(error, this.#path)
      if (explained instanceof AppError && explained.code === 'library-damaged') this.close()
      throw explained
    }
  }

  /** What there is changes as a whole; nothing where nothing was ever told. */
  #change(change: (database: Database.Database) => void): void {
    this.#explained(() => {
      const database = this.#forReading()
      database?.transaction(() => change(database))()
    })
  }

  #write(write: (database: Database.Database) => void): void {
    this.#explained(() => write(this.#forWriting()))
  }

  /** What was deleted leaves the file, too. */
  #vacuum(): void {
    this.#explained(() => this.#forReading()?.exec('VACUUM'))
  }

  #removeSetAside(): void {
    for (const name of existsSync(this.#folder) ? readdirSync(this.#folder) : [])
      if (name.startsWith(`${feedbackName}.damaged`)) rmSync(join(this.#folder, name), { force: true, recursive: true })
  }

  #setting(name: string): number | undefined {
    return this.#told('setting', undefined, () => {
      const row = this.#forReading()?.prepare('SELECT value FROM setting WHERE name = ?').get(name)
      // The column that was asked for.
      return (row as { value: number } | undefined)?.value
    })
  }

  #set(name: string, value: number): void {
    this.#write((database) => database.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run(name, value))
  }

  /** null where nothing was ever told. */
  #forReading(): Database.Database | null {
    return existsSync(this.#path) ? this.#forWriting() : null
  }

  /** What a repair of another process set aside, or another process took away, is not used any more. */
  #forWriting(): Database.Database {
    if (this.#database !== null && this.#file !== fileAt(this.#path)) this.close()
    if (this.#database !== null) return this.#database
    this.#database = openFeedback(this.#path)
    this.#file = fileAt(this.#path)
    return this.#database
  }
}

/** The same for the same file; '' where there is none. */
function fileAt(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {}
  return ino === undefined ? '' : `${dev}:${ino}`
}

function judgementsIn(database: Database.Database): Judgement[] {
  // The columns that were asked for.
  return database.prepare('SELECT query, path, part FROM judged ORDER BY at').all() as Judgement[]
}

/** Queries that differ in case, accents and blanks are one. */
function keyOf(query: string): string {
  return fold(query).replaceAll(/\s+/gu, ' ').trim()
}
