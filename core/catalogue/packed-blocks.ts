/* Rows of `packed`: each is many documents of one file (packed-block.ts), read when they are needed. */
import type Database from 'better-sqlite3'
import { PackedBlock, type PackedDocument } from './packed-block.ts'
import { damagedDatabase } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'

/** Blocks that were read last stay, up to so many bytes: about 60,000 documents. To read one again takes a millisecond, and a search needs many. */
const mostBytes = 24 * 1024 * 1024

/** A row of `packed` without its body. */
export interface BlockHead {
  readonly id: number
  /** The least id in it. */
  readonly first: number
  readonly folder: number
  readonly source: number
  /** Ids of documents that are rows again, or gone. */
  readonly gone: ReadonlySet<number>
}

interface HeadRow {
  readonly id: bigint
  readonly first: bigint
  readonly folder: bigint
  readonly source: bigint
  readonly gone: string | null
}

/** What the SQL of conditions sees of a packed document, in the order of the columns of `unpacked`. */
const unpackedColumns = [
  'id',
  'name',
  'kind',
  'size',
  'place',
  'text_bytes',
  'chunks',
  'outline',
  'language',
  'dated',
  'sender',
  'recipients',
  'thread',
  'site',
]

/**
 * SQL: packed documents with the columns of `documents`, for conditions: no hashes, and one generation for all. A table with a
 * parameter that is NULL would have no rows.
 */
export const unpackedDocuments = `(
  SELECT CAST(u.id AS INTEGER) AS id, p.folder, u.name, u.kind, u.size, 0 AS mtime, NULL AS hash, u.place, u.text_bytes, u.chunks, u.outline,
    0 AS generation, NULL AS retired, p.source, u.language, u.dated, u.sender, u.recipients, u.thread, u.site
  FROM packed p, unpacked(p.id, p.body, coalesce(p.gone, '[]')) u)`

/** The blocks of a catalogue, and the SQL table of what is in them. */
export class PackedBlocks {
  readonly #sql: Statements
  readonly #blocks = new Map<number, PackedBlock>()
  #bytes = 0
  #isThere = false

  constructor(sql: Statements, database: Database.Database) {
    this.#sql = sql
    database.table('unpacked', {
      columns: unpackedColumns,
      parameters: ['block', 'body', 'gone'],
      rows: unpackedRows(this),
    })
  }

  /** Whether there are none. Catalogues of before have no table of them until somebody writes. */
  get isEmpty(): boolean {
    this.#isThere ||=
      this.#sql.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'packed'") !== undefined
    return !this.#isThere || this.#sql.get('SELECT 1 FROM packed LIMIT 1') === undefined
  }

  /** Blocks that may have some of `ids`, which ascend. */
  spanning(ids: readonly number[]): BlockHead[] {
    return this.heads('p.first <= :most AND p.last >= :least', { least: ids[0], most: ids[ids.length - 1] })
  }

  /** Blocks that fit an SQL condition on packed as p and folders as f, by the order given. */
  heads(condition: string, values: object, order = 'p.id'): BlockHead[] {
    if (this.isEmpty) return []
    const sql = `SELECT p.id, p.first, p.folder, p.source, p.gone FROM packed p JOIN folders f ON f.id = p.folder WHERE ${condition} ORDER BY ${order}`
    return this.#sql.all<HeadRow>(sql, values).map((row) => ({
      id: Number(row.id),
      first: Number(row.first),
      folder: Number(row.folder),
      source: Number(row.source),
      gone: goneIds(row.gone),
    }))
  }

  /** What is in a block and has not left. */
  living({ id, gone }: BlockHead): PackedDocument[] {
    const block = this.block(id)
    return [...block.ids.keys()].filter((at) => !gone.has(block.ids[at])).map((at) => block.document(at))
  }

  /** A block's content never changes: another has another id. */
  block(id: number): PackedBlock {
    const known = this.#cached(id)
    if (known !== undefined) return known
    const row = this.#sql.get<{ body: Uint8Array }>('SELECT body FROM packed WHERE id = :id', { id })
    if (row === undefined) throw damagedDatabase(new Error(`block ${id} of packed documents is gone`), 'the catalogue')
    return this.#read(id, row.body)
  }

  #cached(id: number): PackedBlock | undefined {
    const known = this.#blocks.get(id)
    if (known === undefined) return undefined
    // A Map lists its keys as they were set: the first is the one not used for longest.
    this.#blocks.delete(id)
    this.#blocks.set(id, known)
    return known
  }

  #read(id: number, body: Uint8Array): PackedBlock {
    const known = this.#cached(id)
    if (known !== undefined) return known
    const block = openBlock(body)
    this.#blocks.set(id, block)
    this.#bytes += block.bytes
    for (const [oldest, { bytes }] of this.#blocks) {
      if (this.#bytes <= mostBytes || oldest === id) break
      this.#blocks.delete(oldest)
      this.#bytes -= bytes
    }
    return block
  }

  /** Rows of `unpacked` for a block: `unpackedColumns`. */
  *unpacked(id: number, body: Uint8Array, gone: string): Generator<unknown[]> {
    const block = this.#read(id, body)
    const left = goneIds(gone)
    for (const at of block.ids.keys()) {
      if (left.has(block.ids[at])) continue
      const d = block.document(at)
      const numbers = [d.kind, d.size, d.place, d.textBytes, d.chunks, d.outline, d.language, d.dated]
      yield [d.id, d.name, ...numbers, d.sender, d.recipients, d.thread, d.site]
    }
  }
}

/** What SQLite calls with the parameters of `unpacked`. */
function unpackedRows(packed: PackedBlocks) {
  return function* (id: unknown, body: unknown, gone: unknown): Generator<unknown[]> {
    yield* packed.unpacked(Number(id), body as Uint8Array, String(gone))
  }
}

function openBlock(body: Uint8Array): PackedBlock {
  try {
    return new PackedBlock(body)
  } catch (error) {
    throw damagedDatabase(error, 'the catalogue')
  }
}

/** Places in a block of those of `ids` (ascending) that are in it and have not left. */
export function placesOf({ gone }: BlockHead, { ids: own }: PackedBlock, ids: readonly number[]): number[] {
  const found: number[] = []
  let at = 0
  for (const id of ids) {
    while (at < own.length && own[at] < id) at++
    if (own[at] === id && !gone.has(id)) found.push(at)
  }
  return found
}

function goneIds(gone: string | null): ReadonlySet<number> {
  return gone === null ? noIds : new Set(JSON.parse(gone) as number[])
}

const noIds: ReadonlySet<number> = new Set()
