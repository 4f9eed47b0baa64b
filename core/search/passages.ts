/*
 * Reads chunks again from where they come: by range from the file, from the parsed document, or from the text cache.
 * Every chunk is checked against what was indexed.
 */
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import { unreachable } from '../errors.ts'
import type { Pause } from '../in-steps.ts'
import type { EncoderInput } from '../embed/windows.ts'
import { Recent } from '../recent.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import { chunkCheck } from '../text/chunk-document.ts'
import { textOfPart } from '../text/containers/history-page.ts'
import { headerAt, type OutlinePlace } from '../text/outline.ts'
import { readDocumentText } from '../text/read-text.ts'
import {
  countedBefore,
  isAsIndexed,
  mayBeAsIndexed,
  nothing,
  openedBytes,
  openedFile,
  type OpenedText,
  statOf,
} from './opened-text.ts'
import { OutlineCache } from './outline-cache.ts'

/** A chunk with its text and its document. */
export interface Passage {
  readonly chunk: ChunkRef
  readonly document: DocumentRecord
  /** What the document's outline says of where the chunk begins. */
  readonly place: OutlinePlace
  /** What the chunk is embedded with. */
  readonly header: string
  readonly text: string
  /** What of the text it is embedded by, where that is not all: of a mail's chunk, what its writer wrote above a quotation. */
  readonly own?: string
  /** Its document's disk, or folder, is not there now: the text is the one that was kept, or empty. */
  readonly isAway?: boolean
  /** What follows in the document, as much as was asked for. */
  readonly beyond: string
}

/** What the encoder is given for a passage; nothing for one that is not there. */
export function inputOf(passage: Passage | null): EncoderInput {
  return { header: passage?.header ?? '', text: passage?.own ?? passage?.text ?? '' }
}

export interface PassageParts {
  readonly catalogue: Catalogue
  readonly texts: TextCache
  /** Told of documents whose file is not what was indexed. */
  noticeChanged(paths: readonly string[]): void
  /** Whether the disk, or the folder, that a path is on is not there now. */
  isAway(path: string): boolean
}

/** Parsed texts kept between queries, in bytes. */
const parsedCacheBytes = 8 * 1024 * 1024

const parsedAtOnce = 32

/** UTF-16 units of what names a place in a text, of which counts are kept between queries: some thousand places. */
const countedUnits = 64 * 1024

/** How chunks are read. */
interface ReadingOptions {
  /** Bytes to read of what follows each chunk; default: none. */
  readonly beyond?: number | undefined
  /** A chunk whose disk is not there comes with its kept text, or none, instead of null. */
  readonly withAway?: boolean
  /** Asked after each document whether others have their turn now. */
  readonly pause?: Pause | undefined
}

/** Reads the texts of chunks for the searches of one library. */
export class PassageReader {
  readonly #parts: PassageParts
  readonly #outlines = new OutlineCache()
  readonly #parsed = new Map<number, Uint8Array>()
  /** By document version, place and what is counted. */
  readonly #counted = new Recent<number>({ most: countedUnits })
  #parsedBytes = 0

  constructor(parts: PassageParts) {
    this.#parts = parts
  }

  /**
   * The passages of `chunks` in their order; null for a chunk whose document left or whose text is no longer what was
   * indexed. Reads are synchronous: fifty small reads take 2 ms so, 15 ms through promises.
   * @throws what `pause` gives
   */
  async read(
    chunks: readonly ChunkRef[],
    generation: number,
    { beyond = 0, withAway = false, pause }: ReadingOptions = {},
  ): Promise<(Passage | null)[]> {
    const passages: (Passage | null)[] = Array.from({ length: chunks.length }, () => null)
    const changed: string[] = []
    const byDocument = Map.groupBy(chunks.keys(), (i) => chunks[i].document)
    const documents = [...this.#parts.catalogue.documentsOf([...byDocument.keys()], generation).values()]
    try {
      // Those that are parsed are begun some at a time: a part of a mailbox or an archive waits for its file.
      for (let from = 0; from < documents.length; from += parsedAtOnce) {
        const group = documents.slice(from, from + parsedAtOnce)
        const begun = group.map((document) => (document.place === 'parsed' ? this.#open(document) : null))
        for (const [i, document] of group.entries()) {
          // Without a promise where none is needed: with one for each, reading makes half as much garbage again.
          const opened =
            document.place === 'own-bytes' ? openedFile(document) : await (begun[i] ?? this.#open(document))
          const places = byDocument.get(document.id) ?? []
          const isChanged = this.#readInto(passages, { chunks, places, document, opened }, { beyond, withAway })
          opened.close()
          if (isChanged) changed.push(document.path)
          const others = pause?.() ?? null
          if (others !== null) await others
        }
      }
    } finally {
      if (changed.length > 0) this.#parts.noticeChanged(changed)
    }
    return passages
  }

  /** One document's, at their places; whether what is there is no longer what was indexed. */
  #readInto(
    passages: (Passage | null)[],
    { chunks, places, document, opened }: DocumentChunks,
    { beyond, withAway }: { readonly beyond: number; readonly withAway: boolean },
  ): boolean {
    const isAway = opened === nothing && this.#parts.isAway(document.path)
    let isChanged = opened.isTouched
    for (const place of places) {
      const wanted = { chunk: chunks[place], document, opened }
      if (isAway) passages[place] = withAway ? this.#awayPassage(wanted) : null
      else passages[place] = this.#passageOf(wanted, beyond)
      isChanged ||= passages[place] === null
    }
    return isChanged && !isAway
  }

  /**
   * How often a byte is in a document's text before byte `end`; null where it is no longer what was indexed, or cannot be read.
   */
  async countBefore(document: DocumentRecord, end: number, wanted: number): Promise<number | null> {
    const place = `${document.id} ${end} ${wanted}`
    const known = this.#counted.get(place)
    if (known !== undefined && isAsIndexed(document, statOf(document))) return known
    const opened = await this.#open(document)
    try {
      const count = opened.isTouched ? null : countedBefore(opened, end, wanted)
      if (count !== null) this.#counted.set(place, count)
      return count
    } finally {
      opened.close()
    }
  }

  /** null where the text is not what was indexed. */
  #passageOf({ chunk, document, opened }: Wanted, beyond: number): Passage | null {
    const bytes = opened.read(chunk.start, chunk.end, scratch)
    if (bytes === null) return null
    const place = this.#outlines.at(document, chunk.start)
    const header = headerAt(place)
    if (chunkCheck(header, bytes) !== chunk.check) return null
    const text = textOf(bytes)
    const ownEnd = document.kind === 'mail' ? this.#outlines.ownEnd(document, chunk) : chunk.end
    const own = ownEnd < chunk.end ? { own: textOf(bytes.subarray(0, ownEnd - chunk.start)) } : {}
    const end = Math.min(chunk.end + beyond, document.textBytes)
    const after = end > chunk.end ? opened.read(chunk.end, end, scratch) : null
    return { chunk, document, place, header, text, ...own, beyond: after === null ? '' : textOf(after) }
  }

  /** What is known of a chunk without its file. */
  #awayPassage(wanted: Wanted): Passage {
    const { chunk, document } = wanted
    const kept =
      document.place === 'cached' ? this.#passageOf({ ...wanted, opened: this.#keptText(document, true) }, 0) : null
    if (kept !== null) return { ...kept, isAway: true }
    const place = this.#outlines.at(document, chunk.start)
    return { chunk, document, place, header: headerAt(place), text: '', beyond: '', isAway: true }
  }

  #keptText({ id }: DocumentRecord, isTouched: boolean): OpenedText {
    return { isTouched, read: (start, end) => this.#parts.texts.read(id, start, end), close: () => {} }
  }

  async #open(document: DocumentRecord): Promise<OpenedText> {
    if (document.place === 'own-bytes') return openedFile(document)
    const found = statOf(document)
    const isTouched = !isAsIndexed(document, found)
    switch (document.place) {
      case 'parsed':
        // A page of a history is its title and its address: the database, which changes all day, is not copied for that.
        if (document.kind === 'history')
          return found === null ? nothing : openedBytes(this.#pageText(document), isTouched)
        return openedBytes(await this.#parsedText(document, isTouched), isTouched)
      case 'cached':
        if (isTouched && !(await mayBeAsIndexed(document, found))) return nothing
        return this.#keptText(document, isTouched)
      default:
        return unreachable(document.place)
    }
  }

  /** Lets go of what is kept between queries. */
  rest(): void {
    this.#outlines.clear()
    this.#counted.clear()
    this.#parsed.clear()
    this.#parsedBytes = 0
  }

  async #parsedText({ id, path, part }: DocumentRecord, isTouched: boolean): Promise<Uint8Array | null> {
    const known = this.#parsed.get(id)
    if (known !== undefined && !isTouched) return known
    const utf8 = await readDocumentText(path, part).catch(() => null)
    if (utf8 !== null && !isTouched) this.#keepParsed(id, utf8)
    return utf8
  }

  #pageText(document: DocumentRecord): Uint8Array | null {
    const text = textOfPart(document.part, this.#outlines.at(document, 0).title)
    return text === null ? null : new TextEncoder().encode(text)
  }

  #keepParsed(id: number, utf8: Uint8Array): void {
    this.#parsed.set(id, utf8)
    this.#parsedBytes += utf8.length
    for (const [oldest, bytes] of this.#parsed) {
      if (this.#parsedBytes <= parsedCacheBytes) break
      this.#parsed.delete(oldest)
      this.#parsedBytes -= bytes.length
    }
  }
}

type Wanted = Pick<Passage, 'chunk' | 'document'> & { readonly opened: OpenedText }

/** The chunks of one document: those of `chunks` at `places`. */
interface DocumentChunks {
  readonly chunks: readonly ChunkRef[]
  readonly places: readonly number[]
  readonly document: DocumentRecord
  readonly opened: OpenedText
}

/** What is read of a file until it is a string; larger pieces get memory of their own. */
const scratch = Buffer.allocUnsafeSlow(16 * 1024)

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return buffer.toString('utf8')
}
