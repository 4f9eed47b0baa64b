/* Files that wait to be read, and files that could not be read, or not all that is in them. */
import { atOrBelow, pathValues } from './conditions.ts'
import { problemOf, type ProblemRecord, type ProblemRow } from './document-record.ts'
import type { Statements } from './statements.ts'

/** The tables `pending` and `problems`: no generations, whoever reads them sees them as they are. */
export class UnreadFiles {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  isPending(path: string): boolean {
    return this.#sql.get('SELECT 1 FROM pending WHERE path = :path', { path }) !== undefined
  }

  pendingPaths(): string[] {
    return this.#sql.all<{ path: string }>('SELECT path FROM pending ORDER BY path').map(({ path }) => path)
  }

  addPending(paths: Iterable<string>): void {
    this.#sql.transaction(() => {
      for (const path of paths) this.#sql.run('INSERT OR IGNORE INTO pending (path) VALUES (:path)', { path })
    })
  }

  /** Replaces the list of waiting files below `root` by what a scan of it found. */
  setPendingBelow(root: string, paths: Iterable<string>): void {
    this.#sql.transaction(() => {
      this.#sql.run(`DELETE FROM pending WHERE ${atOrBelow}`, pathValues(root))
      for (const path of paths) this.#sql.run('INSERT OR IGNORE INTO pending (path) VALUES (:path)', { path })
    })
  }

  /** What is wrong with the file itself, or with a part of it. */
  problemAt(path: string, part = ''): ProblemRecord | undefined {
    const row = this.#sql.get<ProblemRow>('SELECT * FROM problems WHERE path = :path AND part = :part', { path, part })
    return row === undefined ? undefined : problemOf(row)
  }

  /** What is wrong with a part of it, the first by name. */
  partProblemAt(path: string): ProblemRecord | undefined {
    const sql = "SELECT * FROM problems WHERE path = :path AND part <> '' ORDER BY part LIMIT 1"
    const row = this.#sql.get<ProblemRow>(sql, { path })
    return row === undefined ? undefined : problemOf(row)
  }

  /** What is wrong with its parts. */
  partProblemsAt(path: string): ProblemRecord[] {
    const sql = "SELECT * FROM problems WHERE path = :path AND part <> ''"
    return this.#sql.all<ProblemRow>(sql, { path }).map(problemOf)
  }

  problems(): ProblemRecord[] {
    return this.#sql.all<ProblemRow>('SELECT * FROM problems ORDER BY path, part').map(problemOf)
  }

  problemPathsBelow(root: string): string[] {
    return this.#sql
      .all<{ path: string }>(`SELECT DISTINCT path FROM problems WHERE ${atOrBelow}`, pathValues(root))
      .map(({ path }) => path)
  }

  addProblem({ path, part = '', size, mtimeMs, code, message }: ProblemRecord): void {
    const values = { path, part, size, mtimeMs, code, message }
    this.#sql.run('INSERT OR REPLACE INTO problems VALUES (:path, :part, :size, :mtimeMs, :code, :message)', values)
  }

  /** The file is dealt with: it waits no more, and what was wrong with it and its parts is forgotten. */
  settle(path: string): void {
    this.#sql.run('DELETE FROM pending WHERE path = :path', { path })
    this.#sql.run('DELETE FROM problems WHERE path = :path', { path })
  }

  /** The file is being read: what was wrong with these parts, or (null) with any, is forgotten. */
  forgetParts(path: string, parts: readonly string[] | null): void {
    const isBegun = parts === null ? "part <> ''" : 'part IN (SELECT value FROM json_each(:names))'
    this.#sql.run(`DELETE FROM problems WHERE path = :path AND ${isBegun}`, { path, names: JSON.stringify(parts) })
  }

  /** A file with parts was read to its end: it waits no more, and nothing is wrong with the file itself. */
  settleFile(path: string): void {
    this.#sql.run('DELETE FROM pending WHERE path = :path', { path })
    this.#sql.run("DELETE FROM problems WHERE path = :path AND part = ''", { path })
  }

  /** Forgets problems and waiting files at and below `path`. */
  forgetBelow(path: string): void {
    for (const table of ['problems', 'pending'])
      this.#sql.run(`DELETE FROM ${table} WHERE ${atOrBelow}`, pathValues(path))
  }

  /** Problems with some documents, with what is attached to them, and with files of which no document is left. */
  forgetProblemsOf(documents: readonly { readonly path: string; readonly part: string }[]): void {
    this.#sql.transaction(() => {
      for (const { path, part } of documents)
        this.#sql.run(
          `DELETE FROM problems WHERE path = :path AND (part = :part OR substr(part, 1, length(:part) + 2) = :part || '//')`,
          { path, part },
        )
    })
  }
}
