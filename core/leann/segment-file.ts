/*
 * segment-N.lsg: the rows of one immutable segment, little-endian. A row is one chunk; a document's rows are neighbours.
 *
 *   offset          bytes              field
 *   0               4                  magic         'LSEG'
 *   4               2                  version       1
 *   6               2                  bits          of one code
 *   8               4                  rowCount
 *   12              4                  documentCount
 *   16              4                  mapBytes
 *   20              4                  checksum      CRC-32 of the first 20 bytes and of all that follows offset 24
 *   24              rows * bits/8      signs         the codes, planes of signs (`codes.ts`)
 *   ...             rows * 2           scales        float16
 *   ... (to 4)      rows * 4           checks        u32, `chunkCheck` of what each chunk is embedded from
 *   ...             mapBytes           chunk map     per document: varint id (gap from the one before), varint rows,
 *                                                    then per row: varint start (gap from the end before), varint length
 */
import { crc32 } from 'node:zlib'
import { ByteReader, ByteWriter } from '../bytes.ts'
import { AppError, damagedPart } from '../errors.ts'
import type { DocumentTerms } from '../keywords/document-terms.ts'
import type { Codes } from './codes.ts'
import { scaleBytes } from './codes.ts'
import { say } from '../sayings/say.ts'

const magic = 0x4745534c
const version = 1
const headerBytes = 24

/** One document's rows, as they go into a segment: at least one. All arrays have one entry per chunk. */
export interface DocumentRows {
  /** Id of the document's version in the catalogue; ids are never used twice. */
  readonly id: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly checks: Uint32Array
  readonly codes: Codes
  /** Words of the chunks; null where the document comes out of a segment, whose keyword file has them. */
  readonly terms: DocumentTerms | null
}

/** A chunk as the chunk map has it. */
export interface ChunkRef {
  readonly document: number
  /** Byte range in the document's text. */
  readonly start: number
  readonly end: number
  readonly check: number
}

/** Bytes of a segment file by part. */
export interface SegmentBytes {
  readonly codes: number
  /** Chunk ranges, document ids, checks and the header. */
  readonly chunkMap: number
}

/** An open segment: views into the file's bytes. */
export interface Segment {
  readonly name: string
  readonly rowCount: number
  readonly codes: Codes
  readonly checks: Uint32Array
  /** [documents], ascending. */
  readonly documentIds: Uint32Array
  /** [documents + 1]: rows of document d are [firstRows[d], firstRows[d + 1]). */
  readonly firstRows: Uint32Array
  readonly bytes: SegmentBytes
  /** Ranges of document number `index` (not its id). */
  ranges(index: number): { starts: Uint32Array; ends: Uint32Array }
}

/** The file's bytes for `documents`, ascending by id. */
export function writeSegment(documents: readonly DocumentRows[], bits: number): Uint8Array {
  const map = writeChunkMap(documents)
  const rowCount = documents.reduce((sum, { starts }) => sum + starts.length, 0)
  const places = layout(rowCount, bits)
  const bytes = new Uint8Array(places.map + map.length)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, magic, true)
  header.setUint16(4, version, true)
  header.setUint16(6, bits, true)
  header.setUint32(8, rowCount, true)
  header.setUint32(12, documents.length, true)
  header.setUint32(16, map.length, true)
  const scales = new Float16Array(bytes.buffer, places.scales, rowCount)
  const checks = new Uint32Array(bytes.buffer, places.checks, rowCount)
  let row = 0
  for (const document of documents) {
    bytes.set(document.codes.signs, headerBytes + row * (bits / 8))
    scales.set(document.codes.scales, row)
    checks.set(document.checks, row)
    row += document.starts.length
  }
  bytes.set(map, places.map)
  header.setUint32(20, checksum(bytes), true)
  return bytes
}

function writeChunkMap(documents: readonly DocumentRows[]): Uint8Array {
  const writer = new ByteWriter()
  let lastId = 0
  for (const { id, starts, ends } of documents) {
    writer.varint(id - lastId)
    writer.varint(starts.length)
    lastId = id
    let lastEnd = 0
    for (let i = 0; i < starts.length; i++) {
      writer.varint(starts[i] - lastEnd)
      writer.varint(ends[i] - starts[i])
      lastEnd = ends[i]
    }
  }
  return writer.bytes()
}

function layout(rowCount: number, bits: number): { scales: number; checks: number; map: number } {
  const scales = headerBytes + rowCount * (bits / 8)
  const checks = Math.ceil((scales + rowCount * scaleBytes) / 4) * 4
  return { scales, checks, map: checks + rowCount * 4 }
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(headerBytes), crc32(bytes.subarray(0, 20)))
}

/** @throws AppError `library-damaged`, `library-too-new` */
export function readSegment(bytes: Uint8Array, name: string): Segment {
  if (bytes.byteLength < headerBytes) throw damaged(name, `only ${bytes.byteLength} bytes long`)
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  if (header.getUint32(0, true) !== magic) throw damaged(name, 'not a segment file')
  const found = header.getUint16(4, true)
  if (found > version) {
    throw new AppError('library-too-new', say('library.tooNew', { name, found, known: version }))
  }
  if (header.getUint32(20, true) !== checksum(bytes)) throw damaged(name, 'its checksum is wrong')
  const bits = header.getUint16(6, true)
  const rowCount = header.getUint32(8, true)
  const mapBytes = header.getUint32(16, true)
  const places = layout(rowCount, bits)
  if (places.map + mapBytes !== bytes.byteLength)
    throw damaged(name, `${bytes.byteLength} bytes, expected ${places.map + mapBytes}`)
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  const { buffer, byteOffset } = aligned
  const codes: Codes = {
    count: rowCount,
    signs: aligned.subarray(headerBytes, places.scales),
    scales: new Float16Array(buffer, byteOffset + places.scales, rowCount),
  }
  const map = aligned.subarray(places.map)
  const documents = scanChunkMap(map, header.getUint32(12, true))
  if (documents === null || documents.firstRows[documents.firstRows.length - 1] !== rowCount)
    throw damaged(name, 'its chunk map is incomplete')
  return {
    name,
    rowCount,
    codes,
    checks: new Uint32Array(buffer, byteOffset + places.checks, rowCount),
    documentIds: documents.ids,
    firstRows: documents.firstRows,
    bytes: {
      codes: rowCount * (bits / 8 + scaleBytes),
      chunkMap: bytes.byteLength - rowCount * (bits / 8 + scaleBytes),
    },
    ranges: (index) =>
      readRanges(map, documents.offsets[index], documents.firstRows[index + 1] - documents.firstRows[index]),
  }
}

interface ChunkMap {
  readonly ids: Uint32Array
  readonly firstRows: Uint32Array
  readonly offsets: Uint32Array
}

/** One pass over the chunk map: where each document's ranges begin; null when it ends before all documents. */
function scanChunkMap(map: Uint8Array, count: number): ChunkMap | null {
  // A document takes two bytes at least; a count beyond that would only allocate.
  if (count * 2 > map.length) return null
  const ids = new Uint32Array(count)
  const firstRows = new Uint32Array(count + 1)
  const offsets = new Uint32Array(count)
  const reader = new ByteReader(map)
  let id = 0
  try {
    for (let i = 0; i < count; i++) {
      id += reader.varint()
      const rows = reader.varint()
      ids[i] = id
      firstRows[i + 1] = firstRows[i] + rows
      offsets[i] = reader.position
      reader.skipVarints(rows * 2)
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
  return { ids, firstRows, offsets }
}

function readRanges(map: Uint8Array, offset: number, count: number): { starts: Uint32Array; ends: Uint32Array } {
  const reader = new ByteReader(map, offset)
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let end = 0
  for (let i = 0; i < count; i++) {
    starts[i] = end + reader.varint()
    end = starts[i] + reader.varint()
    ends[i] = end
  }
  return { starts, ends }
}

/** The chunk at `row`, 0 to rowCount - 1. */
export function chunkAt(segment: Segment, row: number): ChunkRef {
  const index = documentIndexOfRow(segment, row)
  const { starts, ends } = segment.ranges(index)
  const i = row - segment.firstRows[index]
  return { document: segment.documentIds[index], start: starts[i], end: ends[i], check: segment.checks[row] }
}

function documentIndexOfRow({ firstRows }: Segment, row: number): number {
  let low = 0
  let high = firstRows.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (firstRows[middle] <= row) low = middle
    else high = middle
  }
  return low
}

/** Number of the document with this id, -1 when it is not here. */
export function documentIndexOfId({ documentIds }: Segment, id: number): number {
  let low = 0
  let high = documentIds.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (documentIds[middle] === id) return middle
    if (documentIds[middle] < id) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The rows of document number `index`, as they were written. */
export function rowsOfDocument(segment: Segment, index: number): DocumentRows {
  const from = segment.firstRows[index]
  const to = segment.firstRows[index + 1]
  const { codes } = segment
  const rowBytes = codes.count === 0 ? 0 : codes.signs.length / codes.count
  return {
    id: segment.documentIds[index],
    ...segment.ranges(index),
    checks: segment.checks.subarray(from, to),
    terms: null,
    codes: {
      count: to - from,
      signs: codes.signs.subarray(from * rowBytes, to * rowBytes),
      scales: codes.scales.subarray(from, to),
    },
  }
}

function damaged(name: string, reason: string): AppError {
  return damagedPart(say('part.damaged', { name, reason }))
}
