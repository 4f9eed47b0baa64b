/*
 * deletes-N-G.ldl: which rows of segment N are deleted, as of generation G; little-endian.
 *
 *   offset  bytes        field
 *   0       4            magic     'LDEL'
 *   4       2            version   1
 *   6       2            (zero)
 *   8       4            rowCount
 *   12      4            checksum  CRC-32 of the first 12 bytes and of the bitmap
 *   16      rows/8       bitmap    bit row & 7 of byte row >> 3 is 1 for a deleted row
 */
import { crc32 } from 'node:zlib'
import { AppError, damagedPart } from '../errors.ts'
import { RowSet } from './row-set.ts'
import { say } from '../sayings/say.ts'

const magic = 0x4c45444c
const version = 1
const headerBytes = 16

/** The bytes of the file. */
export function writeDeletes({ rowCount, bitmap }: RowSet): Uint8Array {
  const bytes = new Uint8Array(headerBytes + bitmap.length)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, magic, true)
  header.setUint16(4, version, true)
  header.setUint32(8, rowCount, true)
  bytes.set(bitmap, headerBytes)
  header.setUint32(12, checksum(bytes), true)
  return bytes
}

/** @throws AppError `library-damaged`, `library-too-new` */
export function readDeletes(bytes: Uint8Array, name: string): RowSet {
  const fail = (reason: string): AppError => damagedPart(say('part.damaged', { name, reason }))
  if (bytes.byteLength < headerBytes) throw fail(`only ${bytes.byteLength} bytes long`)
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  if (header.getUint32(0, true) !== magic) throw fail('not a list of deleted rows')
  const found = header.getUint16(4, true)
  if (found > version) {
    throw new AppError('library-too-new', say('library.tooNew', { name, found, known: version }))
  }
  if (header.getUint32(12, true) !== checksum(bytes)) throw fail('its checksum is wrong')
  const rowCount = header.getUint32(8, true)
  const expected = headerBytes + Math.ceil(rowCount / 8)
  if (bytes.byteLength !== expected) throw fail(`${bytes.byteLength} bytes, expected ${expected}`)
  return new RowSet(rowCount, bytes.slice(headerBytes))
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(headerBytes), crc32(bytes.subarray(0, 12)))
}
