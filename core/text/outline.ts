/*
 * The outline of a document: its title and headings with the byte offsets of their lines. Stored once per document in
 * the catalogue; the header that each chunk is embedded with is rebuilt from it.
 *
 *   byte      0 = plain, 1 = deflated (raw) from here on
 *   varint    length of the title, then its UTF-8 bytes
 *   varint    number of headings, then each: varint start (gap from the one before), byte level, varint length, UTF-8
 *   varint    length of the context, then its UTF-8 bytes; nothing where it is ''
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { ByteReader, ByteWriter } from '../bytes.ts'

/** A heading, and at which byte of the text its part begins. */
export interface OutlineHeading {
  /** 1 to 6. */
  readonly level: number
  readonly text: string
  /** Byte offset of the heading's line in the document's text (UTF-8). */
  readonly start: number
}

/** What is kept of how a text is divided. */
export interface Outline {
  readonly title: string
  /** Ascending by start. */
  readonly headings: readonly OutlineHeading[]
  /** Its folder, who wrote it and when, for the chunks' headers; '' or missing: nothing is said. */
  readonly context?: string
}

const minDeflateBytes = 160

/** The bytes that the catalogue keeps; `decodeOutline` reads them. */
export function encodeOutline({ title, headings, context = '' }: Outline): Uint8Array {
  const writer = new ByteWriter()
  writer.text(title)
  writer.varint(headings.length)
  let last = 0
  for (const { level, text, start } of headings) {
    writer.varint(start - last)
    writer.byte(level)
    writer.text(text)
    last = start
  }
  if (context !== '') writer.text(context)
  const plain = writer.bytes()
  const packed = plain.length >= minDeflateBytes ? deflateRawSync(plain) : plain
  const isPacked = packed.length < plain.length
  const bytes = new Uint8Array(1 + Math.min(packed.length, plain.length))
  bytes[0] = isPacked ? 1 : 0
  bytes.set(isPacked ? packed : plain, 1)
  return bytes
}

/** @throws RangeError when the bytes are damaged. */
export function decodeOutline(bytes: Uint8Array): Outline {
  const plain = inflatedOutline(bytes)
  const reader = new ByteReader(plain)
  const title = reader.text()
  const count = reader.varint()
  const headings: OutlineHeading[] = []
  let start = 0
  for (let i = 0; i < count; i++) {
    start += reader.varint()
    const level = reader.byte()
    headings.push({ level, text: reader.text(), start })
  }
  return reader.position < plain.length ? { title, headings, context: reader.text() } : { title, headings }
}

/** What `encodeOutline` gave, without its first byte and not deflated. */
export function inflatedOutline(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(1)
  return bytes[0] === 1 ? inflateRawSync(body) : body
}

/** What an outline says of one place in its document. */
export interface OutlinePlace {
  readonly title: string
  /** Headings that enclose the place, outermost first. */
  readonly path: readonly string[]
  readonly context: string
}

/**
 * The same as `decodeOutline` and `headingPath` for byte `offset`, of `inflatedOutline`: only the headings that enclose it become
 * strings, since a search asks for one place in each of a hundred documents.
 */
export function outlineAt(inflated: Uint8Array, offset: number): OutlinePlace {
  const reader = new ByteReader(inflated)
  const title = reader.text()
  const count = reader.varint()
  const levels: number[] = []
  const places: number[] = []
  let start = 0
  for (let i = 0; i < count; i++) {
    start += reader.varint()
    const level = reader.byte()
    if (start <= offset) {
      while (levels.length > 0 && levels[levels.length - 1] >= level) {
        levels.pop()
        places.pop()
      }
      levels.push(level)
      places.push(reader.position)
    }
    reader.skipText()
  }
  const context = reader.position < inflated.length ? reader.text() : ''
  return { title, path: places.map((place) => textAt(reader, place)), context }
}

/** The heading of what a mail quotes, and of its signature. */
export const quotedHeading = 'Quoted'

/**
 * Where in a mail's chunk the words end that it is embedded by: a long quotation behind a short answer would drown it. `end` where no
 * quotation begins inside the chunk. Bytes of the mail's text; the outline as `inflatedOutline` gives it.
 */
export function ownEndOf(
  inflated: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  const reader = new ByteReader(inflated)
  reader.skipText()
  const count = reader.varint()
  let at = 0
  for (let i = 0; i < count && at < end; i++) {
    at += reader.varint()
    reader.byte()
    const isQuoted = reader.text() === quotedHeading
    if (isQuoted && at > start && at < end) return at
  }
  return end
}

function textAt(reader: ByteReader, position: number): string {
  reader.seek(position)
  return reader.text()
}

/** Headings that enclose byte `offset`, outermost first: the last one of each level above it. */
export function headingPath({ headings }: Outline, offset: number): string[] {
  const path: OutlineHeading[] = []
  for (const heading of headings) {
    if (heading.start > offset) break
    while (path.length > 0 && path[path.length - 1].level >= heading.level) path.pop()
    path.push(heading)
  }
  return path.map(({ text }) => text)
}

/** The header a chunk at byte `start` is embedded with: title > heading path, a repeated title said once; folder, who and when at the end. */
export function chunkHeader(outline: Outline, start: number): string {
  return headerAt({ title: outline.title, path: headingPath(outline, start), context: outline.context ?? '' })
}

/** The same of a place. */
export function headerAt({ title, path, context }: OutlinePlace): string {
  const below = path[0] === title ? path.slice(1) : path
  return [title, ...below, context].filter((part) => part !== '').join(' > ')
}
