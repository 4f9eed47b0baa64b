/*
 * The body of a row of `packed`: documents one after the other, column by column (packed-columns.ts), in Brotli. What they have in
 * common takes next to nothing so, and what their names and titles share is said once.
 *
 *   varint     documents
 *   numbers    id, kind, size, place, text_bytes, chunks, language, sender, thread, site (columns of `documents`)
 *   byte       1: dated is numbers; 0: doubles
 *   ...        dated
 *   texts      name, title, recipients ('' for none)
 *   bytes      what the outline has after its title (text/outline.ts)
 *   numbers    1: its hash is that of a page, `stampOfPage` of name, title, dated and size, and is not kept; 0: it is
 *   bits       the hashes that are kept
 */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { ByteReader, ByteWriter } from '../bytes.ts'
import { stampOfPage } from '../text/containers/history-page.ts'
import { inflatedOutline } from '../text/outline.ts'
import {
  readBits,
  readBytes,
  readDoubles,
  readNumbers,
  readTexts,
  writeBits,
  writeBytes,
  writeDoubles,
  writeNumbers,
  writeTexts,
} from './packed-columns.ts'

/** Columns of `documents` that each document in a block has for itself; strings by their ids. */
export interface PackedDocument {
  readonly id: number
  readonly name: string
  readonly kind: number
  readonly size: number
  /** As a signed number. That of a page is made when it is read. */
  readonly hash: bigint
  readonly place: number
  readonly textBytes: number
  readonly chunks: number
  /** `encodeOutline`'s bytes. */
  readonly outline: Uint8Array
  readonly language: number | null
  /** Milliseconds. */
  readonly dated: number
  readonly sender: number | null
  readonly recipients: string | null
  readonly thread: number | null
  readonly site: number | null
}

const numberColumns = [
  'id',
  'kind',
  'size',
  'place',
  'textBytes',
  'chunks',
  'language',
  'sender',
  'thread',
  'site',
] as const

type NumberColumns = Readonly<Record<(typeof numberColumns)[number], readonly (number | null)[]>>

/** Of Brotli. 11 takes twice the time and saves 1.5 bytes a page of a history, 5 a fifteenth and costs 4.5. */
const quality = 10

/** The body of a block; at least one document, ascending by id. */
export function encodeBlock(documents: readonly PackedDocument[]): Uint8Array {
  const writer = new ByteWriter()
  writer.varint(documents.length)
  for (const column of numberColumns)
    writeNumbers(
      writer,
      documents.map((document) => document[column]),
    )
  const dates = documents.map(({ dated }) => dated)
  const areWhole = dates.every((dated) => Number.isSafeInteger(dated * 4))
  writer.byte(areWhole ? 1 : 0)
  if (areWhole) writeNumbers(writer, dates)
  else writeDoubles(writer, dates)
  const outlines = documents.map(({ outline }) => takenApart(outline))
  for (const texts of [
    documents.map(({ name }) => name),
    outlines.map(({ title }) => title),
    documents.map(({ recipients }) => recipients ?? ''),
  ])
    writeTexts(writer, texts)
  writeBytes(
    writer,
    outlines.map(({ rest }) => rest),
  )
  const areStamps = documents.map((document, at) => document.hash === pageHash(document, outlines[at].title))
  writeNumbers(
    writer,
    areStamps.map((isStamp) => (isStamp ? 1 : 0)),
  )
  writeBits(
    writer,
    documents.filter((_, at) => !areStamps[at]).map(({ hash }) => hash),
  )
  const plain = writer.bytes()
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  })
}

/** A block that was read: columns, and documents made of them as they are asked for. */
export class PackedBlock {
  readonly ids: readonly number[]
  readonly names: readonly string[]
  /** Bytes that it takes in memory, about. */
  readonly bytes: number
  readonly #numbers: NumberColumns
  readonly #dates: readonly (number | null)[]
  /** Null where it is that of a page. */
  readonly #hashes: readonly (bigint | null)[]
  readonly #titles: readonly string[]
  readonly #recipients: readonly string[]
  readonly #rests: readonly Uint8Array[]

  /** @throws Error where the body is damaged */
  constructor(body: Uint8Array) {
    const plain = brotliDecompressSync(body)
    const reader = new ByteReader(plain)
    const count = reader.varint()
    this.#numbers = Object.fromEntries(
      numberColumns.map((column) => [column, readNumbers(reader, count)]),
    ) as unknown as NumberColumns
    this.ids = this.#numbers.id.map(Number)
    this.#dates = reader.byte() === 1 ? readNumbers(reader, count) : readDoubles(reader, count)
    this.names = readTexts(reader, count)
    this.#titles = readTexts(reader, count)
    this.#recipients = readTexts(reader, count)
    this.#rests = readBytes(reader, count)
    const areStamps = readNumbers(reader, count)
    const kept = readBits(reader, areStamps.filter((isStamp) => isStamp === 0).length).values()
    this.#hashes = areStamps.map((isStamp) => (isStamp === 1 ? null : (kept.next().value ?? 0n)))
    // Numbers of a column are 8 bytes each, arrays and strings have heads.
    this.bytes = plain.length + count * (numberColumns.length * 8 + 200)
  }

  /** The document at place `at`. */
  document(at: number): PackedDocument {
    const numbers = this.#numbers
    const stamped = { name: this.names[at], size: Number(numbers.size[at]), dated: this.#dates[at] ?? 0 }
    const hash = this.#hashes[at]
    const title = this.#titles[at]
    return {
      ...stamped,
      id: this.ids[at],
      kind: Number(numbers.kind[at]),
      get hash() {
        return hash ?? pageHash(stamped, title)
      },
      place: Number(numbers.place[at]),
      textBytes: Number(numbers.textBytes[at]),
      chunks: Number(numbers.chunks[at]),
      outline: putTogether(this.#titles[at], this.#rests[at]),
      language: numbers.language[at],
      sender: numbers.sender[at],
      recipients: this.#recipients[at] === '' ? null : this.#recipients[at],
      thread: numbers.thread[at],
      site: numbers.site[at],
    }
  }
}

function pageHash({ name, dated, size }: Pick<PackedDocument, 'name' | 'dated' | 'size'>, title: string): bigint {
  return BigInt.asIntN(64, stampOfPage(name, { title, visited: dated, visits: size }))
}

function takenApart(outline: Uint8Array): { readonly title: string; readonly rest: Uint8Array } {
  const inflated = inflatedOutline(outline)
  const reader = new ByteReader(inflated)
  const title = reader.text()
  return { title, rest: inflated.subarray(reader.position) }
}

/** The outline, not deflated. */
function putTogether(title: string, rest: Uint8Array): Uint8Array {
  const writer = new ByteWriter()
  writer.byte(0)
  writer.text(title)
  const beginning = writer.bytes()
  const outline = new Uint8Array(beginning.length + rest.length)
  outline.set(beginning)
  outline.set(rest, beginning.length)
  return outline
}
