/* A library's passages as a LanceDB table, for those who outgrow one machine. Its packages are not ours: the person installs them. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import type { PassageWithVector } from './passages.ts'

/** The part of the package's interface that is used here. */
interface LanceModule {
  connect(folder: string): Promise<LanceConnection>
}

interface LanceConnection {
  createTable(name: string, rows: readonly object[], options: { readonly mode: 'overwrite' }): Promise<LanceTable>
  close(): void
}

interface LanceTable {
  add(rows: readonly object[]): Promise<unknown>
  countRows(): Promise<number>
  close(): void
}

const tableName = 'passages'

const rowsAtOnce = 2000

/** @throws AppError `bad-request` saying how to install it */
export function loadLance(packages: string): LanceModule {
  // It tells the terminal of things that are as they should be.
  process.env['LANCEDB_LOG'] ??= 'error'
  try {
    // The package's own types are not there unless it is installed.
    return createRequire(join(packages, 'package.json'))('@lancedb/lancedb') as LanceModule
  } catch (error) {
    throw new AppError(
      'bad-request',
      `Expected the package @lancedb/lancedb in ${packages}. Install it: npm install --prefix ${packages} @lancedb/lancedb apache-arrow`,
      { cause: error },
    )
  }
}

/** Replaces the table `passages` in the database `folder`. Returns how many rows it has now. @throws AppError `bad-request` for none */
export async function writeLance(
  lance: LanceModule,
  folder: string,
  passages: AsyncIterable<PassageWithVector>,
): Promise<number> {
  const connection = await lance.connect(folder)
  let table: LanceTable | null = null
  const write = async (rows: readonly object[]): Promise<void> => {
    if (table === null) table = await connection.createTable(tableName, rows, { mode: 'overwrite' })
    else await table.add(rows)
  }
  try {
    let rows: object[] = []
    for await (const { vector, ...rest } of passages) {
      rows.push({ ...rest, vector: Array.from(vector ?? []) })
      if (rows.length < rowsAtOnce) continue
      await write(rows)
      rows = []
    }
    if (rows.length > 0) await write(rows)
    const written = table as LanceTable | null // assigned in `write`
    if (written === null) throw new AppError('bad-request', 'Expected passages to export, the library has none.')
    const count = await written.countRows()
    written.close()
    return count
  } finally {
    connection.close()
  }
}
