/* A damaged feedback.sqlite: what can still be read of it goes into a new file. */
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { systemCode } from '../../errors.ts'
import { explainFeedback, openFeedback } from './feedback-file.ts'

/** The columns of each table in the order of its rows, numbers marked. */
const tables = {
  opened: { columns: ['query', 'path', 'part', 'start', 'at'], numbers: ['start', 'at'], order: ['rowid'] },
  judged: { columns: ['query', 'path', 'part', 'at'], numbers: ['at'], order: ['query', 'path', 'part'] },
  setting: { columns: ['name', 'value'], numbers: ['value'], order: ['name'] },
} as const

type Table = keyof typeof tables
type Row = readonly (string | number)[]

/** How much of the file at `damaged` is in the new one at `path`, which is made for its owner only. @throws AppError `library-busy` */
export function rescueFeedback(damaged: string, path: string): { readonly judged: number; readonly opened: number } {
  const found = readableRows(damaged)
  // Of a repair that was cut off.
  for (const ending of ['', '-journal']) rmSync(`${path}${ending}`, { force: true })
  const database = openFeedback(path)
  try {
    database.transaction(() => {
      for (const [table, rows] of found) {
        const places = tables[table].columns.map(() => '?').join(', ')
        const insert = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${places})`)
        for (const row of rows) insert.run(...row)
      }
    })()
  } finally {
    database.close()
  }
  return { judged: found.get('judged')?.length ?? 0, opened: found.get('opened')?.length ?? 0 }
}

function readableRows(path: string): Map<Table, Row[]> {
  const names = Object.keys(tables) as Table[]
  return new Map(names.map((table) => [table, rowsOf(path, table)]))
}

/** From the beginning as far as can be read, then from the end: a damaged page hides what is behind it only from one side. */
function rowsOf(path: string, table: Table): Row[] {
  const fromStart = readUntilDamage(path, table, 'ASC')
  if (fromStart.isWhole) return fromStart.rows
  const fromEnd = readUntilDamage(path, table, 'DESC').rows.toReversed()
  const known = new Set(fromStart.rows.map((row) => JSON.stringify(row)))
  return [...fromStart.rows, ...fromEnd.filter((row) => !known.has(JSON.stringify(row)))]
}

function readUntilDamage(path: string, table: Table, direction: 'ASC' | 'DESC'): { rows: Row[]; isWhole: boolean } {
  const { columns, numbers, order } = tables[table]
  const rows: Row[] = []
  let database: Database.Database | undefined
  try {
    database = new Database(path, { fileMustExist: true })
    // Else SQLite refuses a file that is shorter than it says of itself as a whole.
    database.unsafeMode(true).pragma('writable_schema = ON')
    const sql = `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${order.map((name) => `${name} ${direction}`).join(', ')}`
    for (const row of database.prepare(sql).raw().iterate()) {
      const values = row as unknown[]
      const isSound = values.every((value, at) =>
        (numbers as readonly string[]).includes(columns[at]) ? Number.isFinite(value) : typeof value === 'string',
      )
      if (isSound) rows.push(values as Row)
    }
    return { rows, isWhole: true }
  } catch (error) {
    const isOfFile = /^SQLITE_(?!BUSY)/u.test(systemCode(error))
    if (isOfFile) return { rows, isWhole: false }
    throw explainFeedback(error, path)
  } finally {
    database?.close()
  }
}
