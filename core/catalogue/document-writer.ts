/* The rows of one new version of a document. Words that many documents share are kept once. */
import { crc32 } from 'node:zlib'
import { sourceNames } from '../types.ts'
import { placeOf } from './conditions.ts'
import { places, type DocumentRecord } from './document-record.ts'
import type { FileRows } from './file-rows.ts'
import type { Statements } from './statements.ts'

export class DocumentWriter {
  readonly #sql: Statements
  readonly #files: FileRows

  constructor(sql: Statements, files: FileRows) {
    this.#sql = sql
    this.#files = files
  }

  insert(record: DocumentRecord, generation: number): void {
    const isPart = record.part !== ''
    const { folder, name } = isPart ? { folder: record.path, name: record.part } : placeOf(record.path)
    const folderId = this.#files.folderId(folder)
    if (isPart) {
      this.#sql.run(
        'INSERT OR IGNORE INTO containers (folder, is_document, generation) VALUES (:folderId, 0, :generation)',
        {
          folderId,
          generation,
        },
      )
    }
    this.#sql.run(
      `INSERT INTO documents (id, folder, name, kind, size, mtime, hash, place, text_bytes, chunks, outline, generation,
         source, language, dated, sender, recipients, thread, site)
       VALUES (:id, :folder, :name, :kind, :size, :mtimeMs, :hash, :place, :textBytes, :chunks, :outline, :generation,
         :source, :language, :dated, :sender, :recipients, :thread, :site)`,
      {
        id: record.id,
        folder: folderId,
        name,
        kind: this.#stringId(record.kind),
        size: record.size,
        mtimeMs: isPart ? 0 : record.mtimeMs,
        hash: BigInt.asIntN(64, record.hash),
        place: places.indexOf(record.place),
        textBytes: record.textBytes,
        chunks: record.chunks,
        outline: record.outline,
        generation,
        source: sourceNames.indexOf(record.source),
        language: this.#stringId(record.language),
        dated: !isPart && record.dated === record.mtimeMs ? null : record.dated,
        sender: this.#stringId(record.sender),
        recipients: this.#stringIds(record.recipients),
        thread: record.thread === null ? null : BigInt(`0x${record.thread}`),
        site: this.#stringId(record.site),
      },
    )
  }

  /** The id of a word that documents share; null for none. */
  #stringId(text: string | null): bigint | null {
    if (text === null) return null
    const values = { text, hash: crc32(text) }
    const find = 'SELECT id FROM strings WHERE hash = :hash AND text = :text'
    const known = this.#sql.get<{ id: bigint }>(find, values)
    if (known !== undefined) return known.id
    this.#sql.run('INSERT INTO strings (text, hash) VALUES (:text, :hash)', values)
    return this.#sql.get<{ id: bigint }>(find, values)?.id ?? null
  }

  #stringIds(texts: readonly string[]): string | null {
    return texts.length === 0 ? null : `[${texts.map((text) => this.#stringId(text)).join(',')}]`
  }
}
