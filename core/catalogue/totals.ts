/* Sums over the visible documents of a catalogue. */
import { sourceNames, type SourceName } from '../types.ts'
import { visible } from './conditions.ts'
import type { Statements } from './statements.ts'

/** What the whole catalogue has; bytes are of text and of the indexed files. */
export interface CatalogueTotals {
  readonly documents: number
  readonly textBytes: number
  readonly sourceBytes: number
  readonly problems: number
  readonly pending: number
}

/** Sums over the visible documents of one library. */
export class Totals {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  whole(generation: number): CatalogueTotals {
    const sums = this.#sql.get<Record<string, bigint>>(
      `SELECT count(*) AS documents, coalesce(sum(d.text_bytes), 0) AS text, coalesce(sum(d.size) FILTER (WHERE c.folder IS NULL), 0) AS source
       FROM documents d LEFT JOIN containers c ON c.folder = d.folder WHERE ${visible}`,
      { generation },
    )
    const containers = this.#sql.get<{ size: bigint }>(
      'SELECT coalesce(sum(size), 0) AS size FROM containers WHERE is_document = 0',
    )
    const count = (table: string): number =>
      Number(this.#sql.get<{ n: bigint }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0)
    return {
      documents: Number(sums?.documents ?? 0),
      textBytes: Number(sums?.text ?? 0),
      sourceBytes: Number(sums?.source ?? 0) + Number(containers?.size ?? 0),
      problems: count('problems'),
      pending: count('pending'),
    }
  }

  /** Visible documents by the folder they are in, or the file they are parts of. */
  byPlace(generation: number): { path: string; documents: number; textBytes: number }[] {
    const rows = this.#sql.all<{ path: string; documents: bigint; text: bigint }>(
      `SELECT f.path AS path, count(*) AS documents, sum(d.text_bytes) AS text
       FROM documents d JOIN folders f ON f.id = d.folder WHERE ${visible} GROUP BY d.folder`,
      { generation },
    )
    return rows.map(({ path, documents, text }) => ({ path, documents: Number(documents), textBytes: Number(text) }))
  }

  /** Documents and bytes of text of each source. */
  bySource(
    generation: number,
  ): { readonly source: SourceName; readonly documents: number; readonly textBytes: number }[] {
    const sql = `SELECT source, count(*) AS documents, sum(text_bytes) AS text FROM documents d WHERE ${visible} GROUP BY source ORDER BY source`
    return this.#sql.all<{ source: bigint; documents: bigint; text: bigint }>(sql, { generation }).map((row) => ({
      source: sourceNames[Number(row.source)],
      documents: Number(row.documents),
      textBytes: Number(row.text),
    }))
  }

  /** The source of each version, visible or not, whose text is kept in the cache. */
  cachedSources(): Map<number, SourceName> {
    const rows = this.#sql.all<{ id: bigint; source: bigint }>('SELECT id, source FROM documents WHERE place = 2')
    return new Map(rows.map(({ id, source }) => [Number(id), sourceNames[Number(source)]]))
  }
}
