/*
 * What a build keeps between its steps: the bytes that a step wrote, then 8 that say which build they belong to (`key`) and
 * their CRC-32, written in one step (beside, sync, rename). What does not fit is made again, so a reader just finds nothing.
 */
import { closeSync, fsyncSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { explained } from '../../durable-file.ts'

const endBytes = 8
const pieceBytes = 1 << 20

/** Writes the parts one after the other. @throws AppError `disk-full` */
export function writeChecked(path: string, key: number, parts: readonly Uint8Array[]): void {
  const beside = `${path}.new`
  try {
    const file = openSync(beside, 'w', 0o600)
    try {
      let crc = key
      for (const part of parts) {
        for (let at = 0; at < part.length;) at += writeSync(file, part, at)
        crc = crc32(part, crc)
      }
      const end = new DataView(new ArrayBuffer(endBytes))
      end.setUint32(0, key, true)
      end.setUint32(4, crc, true)
      writeSync(file, new Uint8Array(end.buffer))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
  } catch (error) {
    throw explained(error, path)
  }
}

/** Bytes of the parts of a file that is whole and of this build; null for any other, and for none. */
export function checkedBytes(path: string, key: number): number | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < endBytes) return null
  const file = openSync(path, 'r')
  try {
    const end = Buffer.alloc(endBytes)
    readSync(file, end, 0, endBytes, size - endBytes)
    if (end.readUInt32LE(0) !== key) return null
    const piece = Buffer.alloc(pieceBytes)
    let crc = key
    for (let at = 0; at < size - endBytes;) {
      const read = readSync(file, piece, 0, Math.min(pieceBytes, size - endBytes - at), at)
      crc = crc32(piece.subarray(0, read), crc)
      at += read
    }
    return end.readUInt32LE(4) === crc ? size - endBytes : null
  } finally {
    closeSync(file)
  }
}
