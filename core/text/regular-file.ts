/* Bytes of files, read in one go. Blocks its thread. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { isOnlineOnly, placeholderOf } from '../sources/online-only.ts'
import { ExtractError } from './extracted.ts'
import { type FileFacts, notRegular } from './prepared.ts'
import { say } from '../sayings/say.ts'

/** Opens a regular file whose bytes are here. @throws ExtractError for any other */
export function openRegular(path: string): number {
  // Before opening: to open a pipe waits for its writer.
  const stats = statSync(path)
  if (!stats.isFile()) throw notRegular()
  if (isOnlineOnly(stats) || placeholderOf(path) !== null) throw new ExtractError('online-only', say('file.onlineOnly'))
  return openQuietly(path)
}

function openQuietly(path: string): number {
  return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
}

export function factsOf(file: number): FileFacts {
  const { size, mtimeMs } = fstatSync(file)
  return { size, mtimeMs }
}

/** The first bytes of an open file. */
export function headIn(file: number, bytes: number): Uint8Array {
  const head = new Uint8Array(bytes)
  return head.subarray(0, readSync(file, head, 0, bytes, 0))
}

/** The first bytes of a file that was looked at. */
export function headOf(path: string, bytes: number): Uint8Array {
  const file = openQuietly(path)
  try {
    return headIn(file, bytes)
  } finally {
    closeSync(file)
  }
}

const byteBehind = new Uint8Array(1)

/** All bytes of an open file, in memory of their own; null where it has more or fewer than `size`: it grew or shrank meanwhile. */
export function allBytesIn(file: number, size: number): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(size)
  for (let length = 0; length < size;) {
    const read = readSync(file, bytes, length, size - length, length)
    if (read === 0) return null
    length += read
  }
  return readSync(file, byteBehind, 0, 1, size) === 0 ? bytes : null
}
