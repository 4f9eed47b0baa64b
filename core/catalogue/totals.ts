/* Sums over the visible documents of a catalogue. */
import { sourceNames, type SourceName } from '../types.ts'
import { visible } from './conditions.ts'
import type { PackedDocuments } from './packed-documents.ts'
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
  readonly #packed: PackedDocuments

  constructor(sql: Statements, packed: PackedDocuments) {
    this.#sql = sql
    this.#packed = packed
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
    const shown = added([
      { documents: Number(sums?.documents ?? 0), textBytes: Number(sums?.text ?? 0) },
      ...this.#packed.sums(),
    ])
    const count = (table: string): number =>
      Number(this.#sql.get<{ n: bigint }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0)
    return {
      ...shown,
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
    const places = rows.map(({ path, documents, text }) => ({
      path,
      documents: Number(documents),
      textBytes: Number(text),
    }))
    return [...Map.groupBy([...places, ...this.#packed.sums()], ({ path }) => path)].map(([path, of]) => ({
      path,
      ...added(of),
    }))
  }

  /** Documents and bytes of text of each source. */
  bySource(
    generation: number,
  ): { readonly source: SourceName; readonly documents: number; readonly textBytes: number }[] {
    const sql = `SELECT source, count(*) AS documents, sum(text_bytes) AS text FROM documents d WHERE ${visible} GROUP BY source ORDER BY source`
    const rows = this.#sql.all<{ source: bigint; documents: bigint; text: bigint }>(sql, { generation }).map((row) => ({
      source: sourceNames[Number(row.source)],
      documents: Number(row.documents),
      textBytes: Number(row.text),
    }))
    const bySource = Map.groupBy([...rows, ...this.#packed.sums()], ({ source }) => source)
    return sourceNames.flatMap((source) => {
      const of = bySource.get(source)
      return of === undefined ? [] : [{ source, ...added(of) }]
    })
  }

  /** The source of each version, visible or not, whose text is kept in the cache. */
  cachedSources(): Map<number, SourceName> {
    const rows = this.#sql.all<{ id: bigint; source: bigint }>('SELECT id, source FROM documents WHERE place = 2')
    return new Map(rows.map(({ id, source }) => [Number(id), sourceNames[Number(source)]]))
  }
}

interface Sums {
  readonly documents: number
  readonly textBytes: number
}

function added(sums: readonly Sums[]): Sums {
  return {
    documents: sums.reduce((sum, { documents }) => sum + documents, 0),
    textBytes: sums.reduce((sum, { textBytes }) => sum + textBytes, 0),
  }
}
