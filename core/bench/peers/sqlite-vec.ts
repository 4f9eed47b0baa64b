import { join } from 'node:path'
import Database from 'better-sqlite3'
import { rowCount, rowOf, type OpenPeer, type Peer, type PeerData, type PeerPlace, type PeerVariant } from './peer.ts'

/** The part of the package's interface that is used here. */
interface SqliteVecModule {
  getLoadablePath(): string
}

/** A column's type, and how a float32 vector becomes a value of it. */
interface Column {
  readonly label: string
  readonly type: (dimensions: number) => string
  readonly value: string
  readonly isTimed: boolean
}

const columns: readonly Column[] = [
  { label: 'scan float', type: (n) => `float[${n}] distance_metric=cosine`, value: '?', isTimed: true },
  {
    label: 'scan int8',
    type: (n) => `int8[${n}] distance_metric=cosine`,
    value: "vec_quantize_int8(?, 'unit')",
    isTimed: false,
  },
  { label: 'scan bit', type: (n) => `bit[${n}]`, value: 'vec_quantize_binary(?)', isTimed: true },
]

/** A SQLite extension that scans every vector; `bit` keeps one sign a dimension and compares these alone. */
export const sqliteVec: Peer = {
  name: 'sqlite-vec',
  variants: (load) => {
    // The package's own types are not there unless it is installed.
    const module = load('sqlite-vec') as SqliteVecModule
    return columns.map((column) => variant(module.getLoadablePath(), column))
  },
}

function variant(extension: string, { label, type, value, isTimed }: Column): PeerVariant {
  const openDatabase = (folder: string): Database.Database =>
    new Database(join(folder, 'vectors.sqlite')).loadExtension(extension)
  return {
    label,
    isTimed,
    build: async (data) => {
      const database = openDatabase(data.folder)
      database.exec(`CREATE VIRTUAL TABLE chunks USING vec0(vector ${type(data.dimensions)})`)
      insertAll(database, `INSERT INTO chunks(rowid, vector) VALUES (?, ${value})`, data)
      database.close()
    },
    open: async ({ folder }: PeerPlace): Promise<OpenPeer> => {
      const database = openDatabase(folder)
      const select = database
        .prepare<[Float32Array, number], number>(
          `SELECT rowid FROM chunks WHERE vector MATCH ${value} AND k = ? ORDER BY distance`,
        )
        .pluck()
      return {
        search: async (query, count) => select.all(query, count).map((id) => id - 1),
        close: () => database.close(),
      }
    },
  }
}

function insertAll(database: Database.Database, sql: string, data: PeerData): void {
  const insert = database.prepare(sql)
  database.transaction(() => {
    // Row ids begin at 1, and a number that is not a bigint would be bound as a float.
    for (let row = 0; row < rowCount(data); row++) insert.run(BigInt(row + 1), rowOf(data, row))
  })()
}
