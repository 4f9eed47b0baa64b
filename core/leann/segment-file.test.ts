import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { madeBits, madeDocument } from '../test/codes.ts'
import { bitFlips, truncations } from '../test/damage.ts'
import { chunkAt, documentIndexOfId, readSegment, rowsOfDocument, writeSegment } from './segment-file.ts'

const documents = [madeDocument(1, 3), madeDocument(2, 1), madeDocument(9, 2), madeDocument(70_000, 5)]

function codeOfFailure(bytes: Uint8Array): string {
  try {
    readSegment(bytes, 'segment-1.lsg')
    return 'read'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** The file with some header bytes replaced and a right checksum: what a bug could write, not what a disk does. */
function forged(change: (header: DataView) => void): Uint8Array {
  const bytes = writeSegment(documents, madeBits)
  const header = new DataView(bytes.buffer)
  change(header)
  header.setUint32(20, crc32(bytes.subarray(24), crc32(bytes.subarray(0, 20))), true)
  return bytes
}

describe('a segment file', () => {
  test('gives back every document as it was written', () => {
    const segment = readSegment(writeSegment(documents, madeBits), 'segment-1.lsg')
    expect(segment.rowCount).toBe(11)
    expect([...segment.documentIds]).toEqual([1, 2, 9, 70_000])
    for (const [index, document] of documents.entries()) expect(rowsOfDocument(segment, index)).toEqual(document)
  })

  test('finds a chunk by its row, and a document by its id', () => {
    const segment = readSegment(writeSegment(documents, madeBits), 'segment-1.lsg')
    const expected = documents.flatMap(({ id, starts, ends, checks }) =>
      Array.from(starts, (start, i) => ({ document: id, start, end: ends[i], check: checks[i] })),
    )
    expect(expected.map((_, row) => chunkAt(segment, row))).toEqual(expected)
    expect([0, 1, 2, 9, 70_000, 70_001].map((id) => documentIndexOfId(segment, id))).toEqual([-1, 0, 1, 2, 3, -1])
  })

  test('counts its bytes: codes and chunk map are the whole file', () => {
    const bytes = writeSegment(documents, madeBits)
    const segment = readSegment(bytes, 'segment-1.lsg')
    expect(segment.bytes.codes).toBe(11 * (madeBits / 8 + 2))
    expect(segment.bytes.codes + segment.bytes.chunkMap).toBe(bytes.length)
  })

  test('can be read from the middle of a larger buffer, at any alignment', () => {
    const bytes = writeSegment(documents, madeBits)
    for (let shift = 0; shift < 8; shift++) {
      const buffer = Buffer.alloc(bytes.length + 16)
      buffer.set(bytes, shift)
      const segment = readSegment(buffer.subarray(shift, shift + bytes.length), 'segment-1.lsg')
      expect(chunkAt(segment, 10).end).toBe(documents[3].ends[4])
      expect([...rowsOfDocument(segment, 3).codes.signs]).toEqual([...documents[3].codes.signs])
    }
  })

  test('that is cut off anywhere is refused as damaged', () => {
    for (const cut of truncations(writeSegment(documents, madeBits))) expect(codeOfFailure(cut)).toBe('library-damaged')
  })

  test('with something after its end is refused as damaged', () => {
    const bytes = writeSegment(documents, madeBits)
    expect(codeOfFailure(new Uint8Array([...bytes, 0]))).toBe('library-damaged')
  })

  test('with any one bit changed is refused, as damaged or as too new', () => {
    let flips = 0
    for (const flipped of bitFlips(writeSegment(documents, madeBits))) {
      expect(codeOfFailure(flipped)).toMatch(/^library-(?:damaged|too-new)$/u)
      flips++
    }
    expect(flips).toBeGreaterThan(1000)
  })

  test('of a newer format is refused as too new, whatever is in it', () => {
    expect(codeOfFailure(forged((header) => header.setUint16(4, 9, true)))).toBe('library-too-new')
  })

  test('whose counts contradict each other is refused as damaged, though its checksum is right', () => {
    const changes: ((header: DataView) => void)[] = [
      (header) => header.setUint32(8, 10, true),
      (header) => header.setUint32(12, 3, true),
      (header) => header.setUint32(12, 5, true),
      (header) => header.setUint32(12, 0xffff_ffff, true),
      (header) => header.setUint32(16, 1, true),
      (header) => header.setUint16(6, 32, true),
    ]
    for (const change of changes) expect(codeOfFailure(forged(change))).toBe('library-damaged')
  })
})
