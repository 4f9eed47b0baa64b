/* Parts of files, from rows to blocks. */
import { encodeBlock, type PackedDocument } from './packed-block.ts'
import type { PackedDocuments } from './packed-documents.ts'
import type { Statements } from './statements.ts'

/** Documents of a block. */
const full = 512
/** Fewer stay rows: each block takes a page or two of the file. */
const least = 64
/** Blocks with fewer are packed anew, together with what is new: each document is packed again four times at most. */
const small = full / 2

/**
 * Rows of `documents` as d that nothing changes for now. Rows of texts in the cache stay: they say whose these are; those without
 * passages too, which are looked for by themselves.
 */
const canBePacked = `d.folder IN (SELECT folder FROM containers) AND d.retired IS NULL AND d.generation <= :generation
  AND d.place <> 2 AND d.chunks > 0 AND d.mtime = 0 AND d.dated IS NOT NULL`

/**
 * Packs the parts of files that `generation`, the published one, shows; one block a step, each of them a transaction, since Brotli
 * takes a tenth of a millisecond a document.
 */
export function* packParts(sql: Statements, packed: PackedDocuments, generation: number): Generator<void> {
  const groups = sql.all<{ folder: bigint; source: bigint }>(
    `SELECT d.folder, d.source FROM documents d WHERE ${canBePacked} GROUP BY d.folder, d.source HAVING count(*) >= :least`,
    { generation, least },
  )
  for (const group of groups) {
    sql.transaction(() => packed.takeSmall(Number(group.folder), Number(group.source), small))
    const ids = sql.all<{ id: bigint }>(
      `SELECT d.id FROM documents d WHERE ${canBePacked} AND d.folder = :folder AND d.source = :source ORDER BY d.id`,
      { ...group, generation },
    )
    for (let from = 0; from + least <= ids.length; from += full) {
      const slice = JSON.stringify(ids.slice(from, from + full).map(({ id }) => Number(id)))
      sql.transaction(() => packSlice(sql, { ...group, generation, slice }))
      yield
    }
  }
}

interface Slice {
  readonly folder: bigint
  readonly source: bigint
  readonly generation: number
  /** JSON: ids. */
  readonly slice: string
}

/** Some of them may have changed since they were listed: they are looked at once more. */
function packSlice(sql: Statements, { folder, source, generation, slice }: Slice): void {
  const rows = sql.all<PackableRow>(
    `SELECT d.* FROM documents d WHERE d.id IN (SELECT value FROM json_each(:slice)) AND d.folder = :folder AND d.source = :source
       AND ${canBePacked} ORDER BY d.id`,
    { slice, folder, source, generation },
  )
  if (rows.length < least) return
  const documents = rows.map(packable)
  const languages = [...new Set(documents.map(({ language }) => language))]
  sql.run(
    `INSERT INTO packed (first, last, folder, source, documents, text_bytes, languages, body)
     VALUES (:first, :last, :folder, :source, :documents, :textBytes, :languages, :body)`,
    {
      first: documents[0].id,
      last: documents[documents.length - 1].id,
      folder,
      source,
      documents: documents.length,
      textBytes: documents.reduce((sum, { textBytes }) => sum + textBytes, 0),
      languages: JSON.stringify(languages),
      body: encodeBlock(documents),
    },
  )
  sql.run('DELETE FROM documents WHERE id IN (SELECT value FROM json_each(:ids))', {
    ids: JSON.stringify(documents.map(({ id }) => id)),
  })
}

interface PackableRow {
  readonly id: bigint
  readonly name: string
  readonly kind: bigint
  readonly size: bigint
  readonly hash: bigint
  readonly place: bigint
  readonly text_bytes: bigint
  readonly chunks: bigint
  readonly outline: Uint8Array
  readonly language: bigint | null
  readonly dated: number
  readonly sender: bigint | null
  readonly recipients: string | null
  readonly thread: bigint | null
  readonly site: bigint | null
}

function packable(row: PackableRow): PackedDocument {
  const orNull = (value: bigint | null): number | null => (value === null ? null : Number(value))
  return {
    id: Number(row.id),
    name: row.name,
    kind: Number(row.kind),
    size: Number(row.size),
    hash: row.hash,
    place: Number(row.place),
    textBytes: Number(row.text_bytes),
    chunks: Number(row.chunks),
    outline: row.outline,
    language: orNull(row.language),
    dated: row.dated,
    sender: orNull(row.sender),
    recipients: row.recipients,
    thread: orNull(row.thread),
    site: orNull(row.site),
  }
}
