/* The rows of one new version of a document. Words that many documents share are kept once. */
import { crc32 } from 'node:zlib'
import { sourceNames } from '../types.ts'
import { placeOf } from './conditions.ts'
import { places, type DocumentRecord } from './document-record.ts'
import type { FileRows } from './file-rows.ts'
import type { Statements } from './statements.ts'

/** Rows that are there, by path and by text. */
interface KnownIds {
  readonly folders: Map<string, bigint>
  readonly containers: Map<string, bigint>
  readonly strings: Map<string, bigint>
}

/** Writes rows of documents and the strings they share. */
export class DocumentWriter {
  readonly #sql: Statements
  readonly #files: FileRows

  constructor(sql: Statements, files: FileRows) {
    this.#sql = sql
    this.#files = files
  }

  /** Within one transaction: what was looked up for one of them is good for the others. */
  insertAll(records: readonly DocumentRecord[], generation: number): void {
    const ids: KnownIds = { folders: new Map(), containers: new Map(), strings: new Map() }
    for (const record of records) this.#insert(record, generation, ids)
  }

  #insert(record: DocumentRecord, generation: number, ids: KnownIds): void {
    const isPart = record.part !== ''
    const { folder, name } = isPart ? { folder: record.path, name: record.part } : placeOf(record.path)
    const folderId = isPart ? this.#containerId(folder, generation, ids) : this.#folderId(folder, ids)
    this.#sql.run(
      `INSERT INTO documents (id, folder, name, kind, size, mtime, hash, place, text_bytes, chunks, outline, generation,
         source, language, dated, sender, recipients, thread, site)
       VALUES (:id, :folder, :name, :kind, :size, :mtimeMs, :hash, :place, :textBytes, :chunks, :outline, :generation,
         :source, :language, :dated, :sender, :recipients, :thread, :site)`,
      {
        id: record.id,
        folder: folderId,
        name,
        kind: this.#stringId(record.kind, ids),
        size: record.size,
        mtimeMs: isPart ? 0 : record.mtimeMs,
        hash: BigInt.asIntN(64, record.hash),
        place: places.indexOf(record.place),
        textBytes: record.textBytes,
        chunks: record.chunks,
        outline: record.outline,
        generation,
        source: sourceNames.indexOf(record.source),
        language: this.#stringId(record.language, ids),
        dated: !isPart && record.dated === record.mtimeMs ? null : record.dated,
        sender: this.#stringId(record.sender, ids),
        recipients: this.#stringIds(record.recipients, ids),
        thread: record.thread === null ? null : BigInt(`0x${record.thread}`),
        site: this.#stringId(record.site, ids),
      },
    )
  }

  #folderId(path: string, { folders }: KnownIds): bigint {
    const id = folders.get(path) ?? this.#files.folderId(path)
    folders.set(path, id)
    return id
  }

  /** The folder's row of a file with parts, which has one in `containers` as well. */
  #containerId(path: string, generation: number, { containers }: KnownIds): bigint {
    const known = containers.get(path)
    if (known !== undefined) return known
    const folderId = this.#files.folderId(path)
    const insert =
      'INSERT OR IGNORE INTO containers (folder, is_document, generation) VALUES (:folderId, 0, :generation)'
    this.#sql.run(insert, { folderId, generation })
    containers.set(path, folderId)
    return folderId
  }

  /** The id of a word that documents share; null for none. */
  #stringId(text: string | null, { strings }: KnownIds): bigint | null {
    if (text === null) return null
    const id = strings.get(text) ?? this.#findOrInsert(text)
    strings.set(text, id)
    return id
  }

  #findOrInsert(text: string): bigint {
    const values = { text, hash: crc32(text) }
    const find = 'SELECT id FROM strings WHERE hash = :hash AND text = :text'
    const known = this.#sql.get<{ id: bigint }>(find, values)
    if (known !== undefined) return known.id
    this.#sql.run('INSERT INTO strings (text, hash) VALUES (:text, :hash)', values)
    const made = this.#sql.get<{ id: bigint }>(find, values)
    if (made === undefined) throw new Error('A string that was just inserted is missing')
    return made.id
  }

  #stringIds(texts: readonly string[], ids: KnownIds): string | null {
    return texts.length === 0 ? null : `[${texts.map((text) => this.#stringId(text, ids)).join(',')}]`
  }
}
