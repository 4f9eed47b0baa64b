/*
 * Parquet of texts, as data sets have them: one row a document, with its text in a column named as the fields of JSON Lines are. A
 * part's name is the row's number. Columns are compressed in groups of rows, so that to read one row again means to read its
 * group: texts are kept.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { messageOf } from '../../errors.ts'
import { limits } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import { recordKeys, textOfRecord } from './text-record.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'

export const parquetReader: ContainerReader = { open: openParquet, read: readRow }

/** The columns of a group that are read are all in memory at once. */
const mostGroupBytes = 512 * 1024 * 1024

type Row = Record<string, unknown>

async function openParquet({ path }: ContainerFile): Promise<OpenContainer> {
  const table = await openTable(path)
  async function* parts(): AsyncGenerator<FoundPart> {
    let from = 0
    for (const { num_rows: count } of table.metadata.row_groups) {
      const rows = await rowsOf(table, from, from + Number(count))
      for (const [i, row] of rows.entries()) yield await partOf(row, from + i)
      from += Number(count)
    }
  }
  return { reread: null, parts, end: async () => null, close: () => table.handle.close() }
}

async function readRow(path: string, part: string): Promise<PartContent | null> {
  if (!/^\d{1,12}$/u.test(part)) return null
  const table = await openTable(path)
  try {
    const [row] = await rowsOf(table, Number(part), Number(part) + 1)
    return row === undefined ? null : contentOf(row)
  } finally {
    await table.handle.close()
  }
}

async function partOf(row: Row, number: number): Promise<FoundPart> {
  const bytes = Buffer.from(
    JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
  )
  return { part: String(number), hash: await hashBytes(bytes), size: bytes.length, read: async () => contentOf(row) }
}

function contentOf(row: Row): PartContent | null {
  const text = textOfRecord(row)
  if (text === null) return null
  if (text.text.length > limits.markupBytes) throw new ExtractError('too-large', say('table.long'))
  return { kind: 'text', text, isKept: true }
}

interface Table {
  readonly handle: FileHandle
  readonly file: AsyncBuffer
  readonly metadata: FileMetaData
  /** Those that are read. */
  readonly columns: readonly string[]
}

async function openTable(path: string): Promise<Table> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const file: AsyncBuffer = { byteLength: size, slice: (start, end = size) => sliceOf(handle, start, end) }
    const metadata = await asDamage(() => parquetMetadataAsync(file))
    const there = new Set(metadata.row_groups[0]?.columns.map((column) => column.meta_data?.path_in_schema[0] ?? ''))
    return { handle, file, metadata, columns: recordKeys.filter((key) => there.has(key)) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function sliceOf(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start))
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
  if (bytesRead < bytes.length) throw new Error('it ends too early')
  return bytes.buffer
}

async function rowsOf({ file, metadata, columns }: Table, rowStart: number, rowEnd: number): Promise<readonly Row[]> {
  const sizes = metadata.row_groups.map((group) =>
    group.columns
      .filter(({ meta_data: meta }) => columns.includes(meta?.path_in_schema[0] ?? ''))
      .reduce((sum, { meta_data: meta }) => sum + Number(meta?.total_uncompressed_size ?? 0), 0),
  )
  if (Math.max(0, ...sizes) > mostGroupBytes) {
    throw new ExtractError('too-large', say('table.group', { limit: mostGroupBytes / MB }))
  }
  const isFewer = rowEnd - rowStart < Number(metadata.row_groups[0]?.num_rows ?? 0)
  return asDamage(() =>
    parquetReadObjects({
      file,
      metadata,
      columns: [...columns],
      rowStart,
      rowEnd,
      compressors,
      useOffsetIndex: isFewer,
    }),
  )
}

/** The package says in errors of its own what is wrong with a file. */
async function asDamage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new ExtractError('damaged', say('table.damaged', { reason: messageOf(error) }))
  }
}
