import type Database from 'better-sqlite3'
import { explainSqlite, type Subject, withExplainedErrors } from './sqlite-errors.ts'

/** Filters of searches make statements of their own, in any number: all are prepared anew now and then. */
const mostKept = 300

/** A database's statements, each prepared once; its errors are a person's. */
export class Statements {
  readonly #database: Database.Database
  readonly #subject: Subject
  readonly #statements = new Map<string, Database.Statement>()

  /** `subject` as in 'the catalogue'. */
  constructor(database: Database.Database, subject: Subject) {
    this.#database = database
    this.#subject = subject
  }

  get<T>(sql: string, values: object = {}): T | undefined {
    return withExplainedErrors(this.#subject, () => this.#statement(sql).get(values) as T | undefined)
  }

  all<T>(sql: string, values: object = {}): T[] {
    return withExplainedErrors(this.#subject, () => this.#statement(sql).all(values) as T[])
  }

  /** One row after the other, while nothing else is asked of the database. */
  *rows<T>(sql: string, values: object): Generator<T> {
    try {
      for (const row of this.#statement(sql).iterate(values)) yield row as T
    } catch (error) {
      throw explainSqlite(error, this.#subject)
    }
  }

  run(sql: string, values: object = {}): void {
    withExplainedErrors(this.#subject, () => this.#statement(sql).run(values))
  }

  transaction(work: () => void): void {
    withExplainedErrors(this.#subject, () => this.#database.transaction(work).immediate())
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      if (this.#statements.size >= mostKept) this.#statements.clear()
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
