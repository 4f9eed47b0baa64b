import { crc32 } from 'node:zlib'
import type { DocumentTerms } from '../keywords/document-terms.ts'
import { type ChunkRanges, cutIntoChunks } from './chunker.ts'
import type { ExtractedText } from './extracted.ts'
import { languageOf } from './language.ts'
import { isMail } from './document-kind.ts'
import { chunkHeader, encodeOutline, inflatedOutline, ownEndOf, type Outline, type OutlineHeading } from './outline.ts'

/** What the encoder sees of one chunk: see `headers` and `ownEnds`. */
export interface ChunkInput {
  readonly header: string
  readonly text: string
}

/** What the inputs of a document's chunks are made of: bytes, which cross threads without a copy and leave nothing for V8 to collect. */
export type ChunkTexts = Pick<ChunkedDocument, 'utf8' | 'starts' | 'ownEnds' | 'headers'>

export function chunkInput({ utf8, starts, ownEnds, headers }: ChunkTexts, chunk: number): ChunkInput {
  const bytes = utf8.subarray(starts[chunk], ownEnds[chunk])
  return { header: headers[chunk], text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() }
}

/** A document ready for the index. The arrays have one entry per chunk. */
export interface ChunkedDocument {
  /** The text as UTF-8, in memory of its own; chunk ranges are offsets into it. */
  readonly utf8: Uint8Array<ArrayBuffer>
  /** `encodeOutline`'s bytes. */
  readonly outline: Uint8Array
  readonly title: string
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Where what the encoder sees of each chunk ends: for a mail's before the quotation that follows its own words. */
  readonly ownEnds: Uint32Array
  /** `chunkCheck` of each chunk. */
  readonly checks: Uint32Array
  /** Of each chunk: title > heading path > folder > who and when; may be empty. */
  readonly headers: readonly string[]
  /** Two-letter code; null where the text has none that is known (see `languageOf`). */
  readonly language: string | null
  /** By these words (of files, folders, people) its first chunk is found. */
  readonly names: string
  /** For the keyword index; null: not counted yet (see `chunkTerms`). */
  readonly terms: DocumentTerms | null
}

const encoder = new TextEncoder()

/** Of all chunks. */
export function chunkInputs(texts: ChunkTexts): readonly ChunkInput[] {
  return texts.headers.map((_, chunk) => chunkInput(texts, chunk))
}

/** What is known of a document from where it is. */
export interface DocumentPlace {
  /** See `ChunkedDocument`. */
  readonly names?: string
  /** Name of the folder that it is in: part of every chunk's header. */
  readonly folder?: string
}

/**
 * Cuts a document and prepares what the index stores of it. `fallbackTitle` serves where the text has neither a title nor a leading
 * heading.
 */
export function chunkDocument(
  extracted: ExtractedText,
  fallbackTitle: string,
  { names = '', folder = '' }: DocumentPlace = {},
): ChunkedDocument {
  const utf8 = extracted.utf8 ?? encoder.encode(extracted.text)
  const language = languageOf(extracted.text) || null
  const outline: Outline = {
    title: extracted.title || leadingHeading(extracted.headings) || fallbackTitle,
    headings: byteHeadings(extracted, utf8.length === extracted.text.length),
    context: [folder, authorOf(extracted)].filter((part) => part !== '').join(' > '),
  }
  const before = extracted.bodyStart ?? 0
  const bodyStart = before === 0 ? 0 : Buffer.byteLength(extracted.text.slice(0, before))
  const { starts, ends } = cutBody(utf8, bodyStart, outline)
  const encoded = encodeOutline(outline)
  const quoting = isMail(extracted.kind) ? inflatedOutline(encoded) : null
  const checks = new Uint32Array(starts.length)
  const ownEnds = ends.slice()
  const headers: string[] = []
  for (let i = 0; i < starts.length; i++) {
    const header = chunkHeader(outline, starts[i])
    const bytes = utf8.subarray(starts[i], ends[i])
    checks[i] = chunkCheck(header, bytes)
    if (quoting !== null) ownEnds[i] = ownEndOf(quoting, { start: starts[i], end: ends[i] })
    headers.push(header)
  }
  return {
    utf8,
    outline: encoded,
    title: outline.title,
    starts,
    ends,
    ownEnds,
    checks,
    headers,
    language,
    names,
    terms: null,
  }
}

/** Chunks of what comes from `bodyStart` on, in bytes of all of the text. */
function cutBody(utf8: Uint8Array, bodyStart: number, { headings }: Outline): ChunkRanges {
  if (bodyStart === 0) return cutIntoChunks(utf8, headings)
  const inBody = headings.flatMap((heading) =>
    heading.start < bodyStart ? [] : [{ ...heading, start: heading.start - bodyStart }],
  )
  const { starts, ends } = cutIntoChunks(utf8.subarray(bodyStart), inBody)
  const shifted = (places: Uint32Array): Uint32Array => places.map((place) => place + bodyStart)
  return { starts: shifted(starts), ends: shifted(ends) }
}

/** Who wrote a document, and when, where it says so: 'Anna Smith, 3 May 2024'. A page's date is that of its last visit: nobody's. */
function authorOf({ kind, facts = {} }: ExtractedText): string {
  if (kind === 'history') return ''
  const name = (facts.sender ?? '').replace(/\s*<[^<>]*>\s*$/u, '').replaceAll(/^["']+|["']+$/gu, '')
  const date = facts.dated === undefined ? '' : longDate(new Date(facts.dated))
  return [name.slice(0, mostNameCharacters).toWellFormed(), date].filter((part) => part !== '').join(', ')
}

const mostNameCharacters = 60
const months = 'January February March April May June July August September October November December'.split(' ')

/** The same on every machine, whatever its language and zone. */
function longDate(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/**
 * 32 bits over what a chunk is embedded from: equal checks within a document mean that the embedding is the same, and
 * a different one at query time that the file is no longer what was indexed.
 */
export function chunkCheck(header: string, text: Uint8Array): number {
  return crc32(text, crc32(`${header}\n`))
}

/** The first heading, where it stands above all others and near the top: the chapter files of books begin with "## …". */
function leadingHeading(headings: ExtractedText['headings']): string {
  const [first, ...rest] = headings
  const leads = first !== undefined && first.start < 400 && rest.every(({ level }) => level > first.level)
  return leads ? first.text : ''
}

/** Headings with byte offsets in place of UTF-16 ones; one pass over the text. */
function byteHeadings({ text, headings }: ExtractedText, isAscii: boolean): OutlineHeading[] {
  if (isAscii) return headings.map(({ level, text, start }) => ({ level, text, start }))
  let chars = 0
  let bytes = 0
  return headings.map((heading) => {
    bytes += Buffer.byteLength(text.slice(chars, heading.start))
    chars = heading.start
    return { level: heading.level, text: heading.text, start: bytes }
  })
}
