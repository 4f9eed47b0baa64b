/*
 * Where a run of the trainer stands, little-endian:
 *
 *   offset  bytes             field
 *   0       4                 magic 'LTRN'
 *   4       4                 step
 *   8       4                 pass
 *   12      4                 next
 *   16      4                 rows
 *   20      4                 dimensions
 *   24      4·rows            history, float32
 *   ...     4·rows·dimensions table, float32
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { AppError, systemCode } from '../../errors.ts'
import type { TableState } from './train-table.ts'

const MAGIC = 0x4e52544c
const HEADER_BYTES = 24

/** Replaces the file as a whole, so that a run that is killed here leaves the one before. */
export async function writeState(path: string, { step, pass, next, table, history }: TableState): Promise<void> {
  const rows = history.length
  const header = Int32Array.of(MAGIC, step, pass, next, rows, table.length / rows)
  const parts = [header, history, table].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  )
  await writeFile(`${path}.part`, Buffer.concat(parts))
  await rename(`${path}.part`, path)
}

/**
 * The state that `writeState` wrote; null where there is none.
 * @throws AppError `failed` when it is not whole
 */
export async function readState(path: string): Promise<TableState | null> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
  const words =
    bytes.length < HEADER_BYTES
      ? []
      : [...new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + HEADER_BYTES))]
  const [magic, step, pass, next, rows, dimensions] = words
  const expected = HEADER_BYTES + 4 * rows * (dimensions + 1)
  if (magic !== MAGIC || bytes.length !== expected) {
    throw new AppError(
      'failed',
      `${path} is not a whole state of the trainer: expected ${expected} bytes, got ${bytes.length}.`,
    )
  }
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + HEADER_BYTES, bytes.byteOffset + bytes.length))
  return { step, pass, next, history: floats.slice(0, rows), table: floats.slice(rows) }
}
