/*
 * Reads chunks again from where they come: by range from the file, from the parsed document, or from the text cache.
 * Every chunk is checked against what was indexed.
 */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import { unreachable } from '../errors.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import { isOnlineOnly } from '../sources/online-only.ts'
import { containerFacts } from '../sources/file-stamp.ts'
import { chunkCheck } from '../text/chunk-document.ts'
import { textOfPart } from '../text/containers/history-page.ts'
import { hashBytes } from '../text/hash.ts'
import { headerAt, type OutlinePlace } from '../text/outline.ts'
import { readDocumentText } from '../text/read-text.ts'
import { countByte } from './count-bytes.ts'
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
  /** Its document's disk, or folder, is not there now: the text is the one that was kept, or empty. */
  readonly isAway?: boolean
  /** What follows in the document, as much as was asked for. */
  readonly beyond: string
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

// A pipe in a file's place would keep the opener waiting for its writer.
const openMode = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Reads the texts of chunks for the searches of one library. */
export class PassageReader {
  readonly #parts: PassageParts
  readonly #outlines = new OutlineCache()
  readonly #parsed = new Map<number, Uint8Array>()
  #parsedBytes = 0

  constructor(parts: PassageParts) {
    this.#parts = parts
  }

  /**
   * The passages of `chunks` in their order; null for a chunk whose document left or whose text is no longer what was
   * indexed. Reads are synchronous: fifty small reads take 2 ms so, 15 ms through promises. `beyond`: bytes to read of what
   * follows each chunk. `withAway`: a chunk whose disk is not there comes with its kept text, or none, instead of null.
   */
  async read(
    chunks: readonly ChunkRef[],
    generation: number,
    { beyond = 0, withAway = false }: { readonly beyond?: number | undefined; readonly withAway?: boolean } = {},
  ): Promise<(Passage | null)[]> {
    const passages: (Passage | null)[] = Array.from({ length: chunks.length }, () => null)
    const changed: string[] = []
    const byDocument = Map.groupBy(chunks.keys(), (i) => chunks[i].document)
    const documents = this.#parts.catalogue.documentsOf([...byDocument.keys()], generation)
    for await (const { id, document, opened } of this.#eachOpened([...documents])) {
      const placeOf = (offset: number): OutlinePlace => this.#outlines.at(document, offset)
      const isAway = opened === nothing && this.#parts.isAway(document.path)
      let isChanged = opened.isTouched
      for (const place of byDocument.get(id) ?? []) {
        const wanted = { chunk: chunks[place], document, placeOf, opened }
        if (isAway) passages[place] = withAway ? this.#awayPassage(wanted) : null
        else passages[place] = passageOf(wanted, beyond)
        isChanged ||= passages[place] === null
      }
      opened.close()
      if (isChanged && !isAway) changed.push(document.path)
    }
    if (changed.length > 0) this.#parts.noticeChanged(changed)
    return passages
  }

  /** Those that are parsed are begun some at a time: reading a mail is five parts of waiting for its file to one of work. */
  async *#eachOpened(
    documents: readonly (readonly [number, DocumentRecord])[],
  ): AsyncGenerator<{ readonly id: number; readonly document: DocumentRecord; readonly opened: OpenedText }> {
    for (let from = 0; from < documents.length; from += parsedAtOnce) {
      const group = documents.slice(from, from + parsedAtOnce)
      const begun = group.map(([, document]) => (document.place === 'parsed' ? this.#open(document) : null))
      for (const [i, [id, document]] of group.entries()) {
        yield { id, document, opened: await (begun[i] ?? this.#open(document)) }
      }
    }
  }

  /**
   * How often a byte is in a document's text before byte `end`; null where it is no longer what was indexed, or cannot be read.
   */
  async countBefore(document: DocumentRecord, end: number, wanted: number): Promise<number | null> {
    const opened = await this.#open(document)
    try {
      return opened.isTouched ? null : countedBefore(opened, end, wanted)
    } finally {
      opened.close()
    }
  }

  /** What is known of a chunk without its file. */
  #awayPassage(wanted: Wanted): Passage {
    const { chunk, document, placeOf } = wanted
    const kept =
      document.place === 'cached' ? passageOf({ ...wanted, opened: this.#keptText(document, true) }, 0) : null
    if (kept !== null) return { ...kept, isAway: true }
    const place = placeOf(chunk.start)
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

/** One document's text, to be read by ranges. */
interface OpenedText {
  /** Its file is not, or no longer, what was indexed: by size and time. */
  readonly isTouched: boolean
  /** null where there is nothing to read. `into`: memory that may be used for it. */
  read(start: number, end: number, into?: Uint8Array): Uint8Array | null
  close(): void
}

/** What is counted at once: it stays in the processor's cache, and is used for all texts. */
const piece = new Uint8Array(64 * 1024)

function countedBefore(text: OpenedText, end: number, wanted: number): number | null {
  let count = 0
  for (let start = 0; start < end; start += piece.length) {
    const bytes = text.read(start, Math.min(end, start + piece.length), piece)
    if (bytes === null) return null
    // What is a part of other memory may begin anywhere in it.
    count += countByte(bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(), wanted)
  }
  return count
}

const nothing: OpenedText = { isTouched: true, read: () => null, close: () => {} }

type Wanted = Pick<Passage, 'chunk' | 'document'> & {
  readonly opened: OpenedText
  placeOf(offset: number): OutlinePlace
}

function passageOf({ chunk, document, placeOf, opened }: Wanted, beyond: number): Passage | null {
  const bytes = opened.read(chunk.start, chunk.end)
  if (bytes === null) return null
  const place = placeOf(chunk.start)
  const header = headerAt(place)
  if (chunkCheck(header, bytes) !== chunk.check) return null
  const end = Math.min(chunk.end + beyond, document.textBytes)
  const after = end > chunk.end ? opened.read(chunk.end, end) : null
  return { chunk, document, place, header, text: textOf(bytes), beyond: after === null ? '' : textOf(after) }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

type FoundFile = ReturnType<typeof containerFacts>

/** By the file's size and time; of a file with parts, the time: its size is not that of the part. */
function isAsIndexed({ part, size, mtimeMs }: DocumentRecord, found: FoundFile | null): boolean {
  return found !== null && found.isFile && (part !== '' || found.size === size) && found.mtimeMs === mtimeMs
}

/** null: gone, or no longer to be reached. */
function statOf({ path, part }: DocumentRecord): FoundFile | null {
  try {
    if (part !== '') return containerFacts(path)
    const found = statSync(path)
    return { size: found.size, mtimeMs: found.mtimeMs, isFile: found.isFile() }
  } catch {
    return null
  }
}

/**
 * Whether a kept text may still be what its file says. A file with parts changes all the time (a mailbox, a history) while most of
 * its parts stay: as long as it is there they are shown as they were, and the next run tells.
 */
async function mayBeAsIndexed(document: DocumentRecord, found: FoundFile | null): Promise<boolean> {
  if (document.part !== '' && found !== null) return found.isFile
  return hasHash(document)
}

async function hasHash({ path, size, hash }: DocumentRecord): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile() || found.size !== size || isOnlineOnly(found)) return false
  const bytes = await readFile(path).catch(() => null)
  return bytes !== null && (await hashBytes(bytes)) === hash
}

/** Opened before it is looked at: one look at what is read, and no other file can come between. */
function openedFile(document: DocumentRecord): OpenedText {
  let file: number
  try {
    file = openSync(document.path, openMode)
  } catch {
    // Gone or not readable: the caller reports the document as changed.
    return nothing
  }
  const found = fstatSync(file)
  if (!found.isFile() || isOnlineOnly(found)) {
    closeSync(file)
    return nothing
  }
  const read = (start: number, end: number, into?: Uint8Array): Uint8Array | null => {
    const bytes = into?.subarray(0, end - start) ?? Buffer.allocUnsafe(end - start)
    return readSync(file, bytes, 0, bytes.length, start) === bytes.length ? bytes : null
  }
  return {
    isTouched: !isAsIndexed(document, { size: found.size, mtimeMs: found.mtimeMs, isFile: true }),
    read,
    close: () => closeSync(file),
  }
}

function openedBytes(utf8: Uint8Array | null, isTouched: boolean): OpenedText {
  if (utf8 === null) return nothing
  return { isTouched, read: (start, end) => (end <= utf8.length ? utf8.subarray(start, end) : null), close: () => {} }
}
