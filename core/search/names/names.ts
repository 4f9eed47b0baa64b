import { basename, dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { DocumentRecord } from '../../catalogue/document-record.ts'
import { AppError } from '../../errors.ts'
import { allSteps, inSteps, type Steps } from '../../in-steps.ts'
import type { Pace } from '../../pace.ts'
import type { NameHit } from '../../types.ts'
import { decodeOutline } from '../../text/outline.ts'
import { documentUri } from '../document-uri.ts'
import { NameIndex, type NamedDocument } from './name-index.ts'

/** New documents that are kept apart before one index is made of all. */
const mostNew = 5000
const mostHits = 1000
/** Documents that are read in one query; between two, indexing may write. */
const readAtOnce = 128
/** A longer query is no name. */
const longestQuery = 200

/** Visible documents with ids above `id`, ascending. */
export type DocumentsAfter = (id: number, generation: number) => Iterable<DocumentRecord>

interface AskedNames {
  readonly limit: number
  readonly generation: number
  /** Ids, ascending, of which they are to be; default: all. */
  readonly among?: Uint32Array | undefined
}

/** A document and how well its names fit. */
export interface NamedMatch {
  readonly document: DocumentRecord
  /** As `NameHit.score`. */
  readonly score: number
}

type NamesCatalogue = Pick<Catalogue, 'documentsOf' | 'documentsAfter'>

export interface NamesParts {
  readonly catalogue: NamesCatalogue
  /** Those that are to be found; default: all. */
  readonly documentsAfter?: DocumentsAfter
  /** Awaited between two steps of making the index; default: the event loop turns. */
  readonly turn?: Pace['turn'] | undefined
}

/**
 * Finds documents by name, on every keystroke. The index is made at the first question (20,000 documents a second) and told of
 * new documents when the library has them; documents that left are passed over.
 */
export class Names {
  readonly #catalogue: NamesCatalogue
  readonly #documentsAfter: DocumentsAfter
  readonly #turn: Pace['turn']
  #updated: Promise<void> = Promise.resolve()
  #generation = -1
  #old = allSteps(NameIndex.of([]))
  #new = allSteps(NameIndex.of([]))
  /** Of the old ones only the index is kept: their names are in the catalogue. */
  #lastOld = 0
  #newDocuments: NamedDocument[] = []

  constructor({
    catalogue,
    documentsAfter = (id, generation) => catalogue.documentsAfter(id, generation),
    turn = nextTurn,
  }: NamesParts) {
    this.#catalogue = catalogue
    this.#documentsAfter = documentsAfter
    this.#turn = turn
  }

  /** Whoever asks for something else meanwhile does not wait for the index. @throws AppError `bad-request` for a limit out of bounds */
  async find(query: string, limit: number, generation: number): Promise<NameHit[]> {
    if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) {
      throw new AppError('bad-request', `Expected a limit from 1 to ${mostHits}, got ${limit}.`)
    }
    await this.prepare(generation)
    return this.#matches(query, { limit, generation }).map(({ document, score }) => hitOf(document, score))
  }

  /** Makes the index, or tells it of new documents, so that the next question finds it so. */
  async prepare(generation: number): Promise<void> {
    const updated = this.#updated.then(() => inSteps(this.#update(generation), this.#turn))
    this.#updated = updated.catch(() => {})
    await updated
  }

  /** The same at once, as records of the catalogue. */
  matches(query: string, asked: AskedNames): NamedMatch[] {
    allSteps(this.#update(asked.generation))
    return this.#matches(query, asked)
  }

  #matches(query: string, { limit, generation, among }: AskedNames): NamedMatch[] {
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

  *#update(generation: number): Steps<void> {
    if (generation === this.#generation) return
    const isOlder = generation < this.#generation
    const last = isOlder ? 0 : (this.#newDocuments.at(-1)?.id ?? this.#lastOld)
    const fresh = yield* this.#namedAfter(last, generation)
    let documents = [...this.#newDocuments, ...fresh]
    if (isOlder || documents.length > mostNew) {
      const all = last === 0 ? fresh : yield* this.#namedAfter(0, generation)
      this.#old = yield* NameIndex.of(all)
      this.#lastOld = all.at(-1)?.id ?? 0
      documents = []
    }
    this.#new = yield* NameIndex.of(documents)
    this.#newDocuments = documents
    this.#generation = generation
  }

  *#namedAfter(id: number, generation: number): Steps<NamedDocument[]> {
    const documents: NamedDocument[] = []
    for (let last = id, isMore = true; isMore; last = documents.at(-1)?.id ?? last) {
      const before = documents.length
      for (const document of this.#documentsAfter(last, generation)) {
        documents.push(namedDocument(document))
        if (documents.length - before === readAtOnce) break
      }
      isMore = documents.length - before === readAtOnce
      yield
    }
    return documents
  }
}

function namedDocument(document: DocumentRecord): NamedDocument {
  const { id, path, part, source, sender, site, dated, chunks } = document
  const { title, context = '' } = decodeOutline(document.outline)
  const isFile = part === '' || source === 'folder'
  return {
    id,
    name: isFile ? basename(part === '' ? path : part) : title,
    title,
    sender: sender ?? '',
    // Of what has no words this is all there is: a photo's camera, the subject of the message that a scan came with.
    folder: [basename(dirname(path)), part === '' ? '' : basename(path), chunks === 0 ? context : ''].join(' ').trim(),
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
