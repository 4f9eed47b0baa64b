import { basename, dirname } from 'node:path'
import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { DocumentRecord } from '../../catalogue/document-record.ts'
import { AppError } from '../../errors.ts'
import type { NameHit } from '../../types.ts'
import { decodeOutline } from '../../text/outline.ts'
import { documentUri } from '../document-uri.ts'
import { NameIndex, type NamedDocument } from './name-index.ts'

/** New documents that are kept apart before one index is made of all. */
const mostNew = 5000
const mostHits = 1000
/** A longer query is no name. */
const longestQuery = 200

/** Visible documents with ids above `id`, ascending. */
export type DocumentsAfter = (id: number, generation: number) => Iterable<DocumentRecord>

/** A document and how well its names fit. */
export interface NamedMatch {
  readonly document: DocumentRecord
  /** As `NameHit.score`. */
  readonly score: number
}

/**
 * Finds documents by name, on every keystroke. The index is made at the first question (20,000 documents a second) and told of
 * new documents when the library has them; documents that left are passed over.
 */
export class Names {
  readonly #catalogue: Catalogue
  readonly #documentsAfter: DocumentsAfter
  #generation = -1
  #old = new NameIndex([])
  #new = new NameIndex([])
  /** Of the old ones only the index is kept: their names are in the catalogue. */
  #lastOld = 0
  #newDocuments: NamedDocument[] = []

  /** `documentsAfter`: those that are to be found; default: all. */
  constructor(
    catalogue: Catalogue,
    documentsAfter: DocumentsAfter = (id, generation) => catalogue.documentsAfter(id, generation),
  ) {
    this.#catalogue = catalogue
    this.#documentsAfter = documentsAfter
  }

  /** @throws AppError `bad-request` for a limit out of bounds */
  find(query: string, limit: number, generation: number): NameHit[] {
    if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) {
      throw new AppError('bad-request', `Expected a limit from 1 to ${mostHits}, got ${limit}.`)
    }
    return this.matches(query, { limit, generation }).map(({ document, score }) => hitOf(document, score))
  }

  /** The same as records of the catalogue. `among`: ids, ascending, of which they are to be; default: all. */
  matches(
    query: string,
    {
      limit,
      generation,
      among,
    }: { readonly limit: number; readonly generation: number; readonly among?: Uint32Array | undefined },
  ): NamedMatch[] {
    this.#update(generation)
    const typed = query.slice(0, longestQuery)
    const wanted = among === undefined ? undefined : new Set(among)
    const accepts = wanted && ((id: number) => wanted.has(id))
    // Some may have left since: a few more are asked for.
    const matches = [this.#new, this.#old].flatMap((index) => index.find(typed, limit * 2, accepts))
    const sorted = matches.toSorted((a, b) => b.score - a.score)
    const documents = this.#catalogue.documentsOf(
      sorted.map(({ id }) => id),
      generation,
    )
    return sorted
      .flatMap(({ id, score }) => {
        const document = documents.get(id)
        return document === undefined ? [] : [{ document, score }]
      })
      .slice(0, limit)
  }

  /** Documents known by name. */
  get size(): number {
    return this.#old.size + this.#new.size
  }

  #update(generation: number): void {
    if (generation === this.#generation) return
    const isOlder = generation < this.#generation
    const last = isOlder ? 0 : (this.#newDocuments.at(-1)?.id ?? this.#lastOld)
    const fresh = Array.from(this.#documentsAfter(last, generation), namedDocument)
    this.#generation = generation
    if (isOlder || this.#newDocuments.length + fresh.length > mostNew) {
      const all = last === 0 ? fresh : Array.from(this.#documentsAfter(0, generation), namedDocument)
      this.#old = new NameIndex(all)
      this.#lastOld = all.at(-1)?.id ?? 0
      this.#newDocuments = []
    } else this.#newDocuments.push(...fresh)
    this.#new = new NameIndex(this.#newDocuments)
  }
}

function namedDocument(document: DocumentRecord): NamedDocument {
  const { id, path, part, source, sender, site, dated } = document
  const { title } = decodeOutline(document.outline)
  const isFile = part === '' || source === 'folder'
  return {
    id,
    name: isFile ? basename(part === '' ? path : part) : title,
    title,
    sender: sender ?? '',
    folder: `${basename(dirname(path))}${part === '' ? '' : ` ${basename(path)}`}`,
    // A page's words are in its address too.
    host: `${site ?? ''} ${/^https?:/.test(part) ? part.slice(0, 200) : ''}`.trim(),
    dated,
  }
}

function hitOf(document: DocumentRecord, score: number): NameHit {
  const { id, path, part, kind, source, dated, sender } = document
  const { title } = decodeOutline(document.outline)
  return { document: id, path, part, uri: documentUri(document), title, kind, source, dated, sender, score }
}
