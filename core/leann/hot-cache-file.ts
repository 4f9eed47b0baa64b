/*
 * hot-cache.lhc: embeddings of a library's hot chunks, one byte a dimension; little-endian. It holds the cache's budget as well,
 * so that everybody who opens the library uses it alike.
 *
 *   offset  bytes            field
 *   0       4                magic         'LHOT'
 *   4       2                version       1
 *   6       2                dimensions
 *   8       8                budget        float64, bytes
 *   16      4                count
 *   20      4                hubs          so many of the entries, the first, are hubs of a graph; the rest was recomputed lately
 *   24      8                model         the first bytes of the sha256 of its fingerprint
 *   32      4                body check    CRC-32 of all from byte 40 on
 *   36      4                header check  CRC-32 of the first 36 bytes
 *   40      4*count          documents     u32, ids of document versions
 *   ...     4*count          starts        u32, where the chunk begins in the document's text
 *   ...     4*count          scales        float32: an embedding is its bytes times this
 *   ...     count*dimensions vectors       int8
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AppError } from '../errors.ts'
import { say } from '../sayings/say.ts'

/** The file's name in a library's folder. */
export const hotCacheName = 'hot-cache.lhc'

const magic = 0x544f484c
const version = 1
export const headerBytes = 40

/** What the file holds. The arrays have an entry, or a row, for each chunk; hubs first. */
export interface HotCacheContent {
  /** `modelNumber` of the model's fingerprint: another model's embeddings are of no use. */
  readonly model: bigint
  readonly dimensions: number
  readonly budgetBytes: number
  readonly hubs: number
  readonly documents: Uint32Array
  readonly starts: Uint32Array
  readonly scales: Float32Array
  /** [count × dimensions] */
  readonly vectors: Int8Array
}

/** Stands for a model in the file. */
export function modelNumber(fingerprint: string): bigint {
  return createHash('sha256').update(fingerprint).digest().readBigUInt64LE(0)
}

/** Bytes of one entry in the file. */
export function entryBytesInFile(dimensions: number): number {
  return dimensions + 12
}

/** The bytes of the file. */
export function writeHotCache(content: HotCacheContent): Uint8Array {
  const { model, dimensions, budgetBytes, hubs, documents, starts, scales, vectors } = content
  const count = documents.length
  const bytes = new Uint8Array(headerBytes + count * entryBytesInFile(dimensions))
  let at = headerBytes
  for (const part of [documents, starts, scales, vectors]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  const header = new DataView(bytes.buffer)
  header.setUint32(0, magic, true)
  header.setUint16(4, version, true)
  header.setUint16(6, dimensions, true)
  header.setFloat64(8, budgetBytes, true)
  header.setUint32(16, count, true)
  header.setUint32(20, hubs, true)
  header.setBigUint64(24, model, true)
  header.setUint32(32, crc32(bytes.subarray(headerBytes)), true)
  header.setUint32(36, crc32(bytes.subarray(0, 36)), true)
  return bytes
}

/** @throws AppError `library-damaged`, `library-too-new` */
export function readHotCache(bytes: Uint8Array): HotCacheContent {
  const header = readHeader(bytes)
  const { model, dimensions, budgetBytes, count, hubs } = header
  const expected = headerBytes + count * entryBytesInFile(dimensions)
  if (bytes.byteLength !== expected) throw damaged(`${bytes.byteLength} bytes, expected ${expected}`)
  // Copied: the sections' views need their own alignment, and what was read may be part of a larger buffer.
  const body = new Uint8Array(bytes.subarray(headerBytes))
  if (crc32(body) !== header.bodyCheck) throw damaged('its checksum is wrong')
  return {
    model,
    dimensions,
    budgetBytes,
    hubs,
    documents: new Uint32Array(body.buffer, 0, count),
    starts: new Uint32Array(body.buffer, 4 * count, count),
    scales: new Float32Array(body.buffer, 8 * count, count),
    vectors: new Int8Array(body.buffer, 12 * count, count * dimensions),
  }
}

/** The budget in a file whose entries may be damaged; null where the header is. */
export function readHotCacheBudget(bytes: Uint8Array): number | null {
  try {
    return readHeader(bytes).budgetBytes
  } catch {
    // The caller has the reason already: reading the whole file told it.
    return null
  }
}

interface Header {
  readonly dimensions: number
  readonly budgetBytes: number
  readonly count: number
  readonly hubs: number
  readonly model: bigint
  readonly bodyCheck: number
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.byteLength < headerBytes) throw damaged(`only ${bytes.byteLength} bytes long`)
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  if (header.getUint32(0, true) !== magic) throw damaged('not a cache of embeddings')
  const found = header.getUint16(4, true)
  if (found > version) {
    throw new AppError('library-too-new', say('library.tooNew', { name: hotCacheName, found, known: version }))
  }
  if (header.getUint32(36, true) !== crc32(bytes.subarray(0, 36))) throw damaged('the checksum of its header is wrong')
  return {
    dimensions: header.getUint16(6, true),
    budgetBytes: header.getFloat64(8, true),
    count: header.getUint32(16, true),
    hubs: header.getUint32(20, true),
    model: header.getBigUint64(24, true),
    bodyCheck: header.getUint32(32, true),
  }
}

function damaged(reason: string): AppError {
  return new AppError('library-damaged', say('library.hotCacheDamaged', { name: hotCacheName, reason }))
}
