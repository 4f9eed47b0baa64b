/* The text of one document where it is, to be read by ranges: its file as it is now, held against what was indexed. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { isOnlineOnly } from '../sources/online-only.ts'
import { containerFacts } from '../sources/file-stamp.ts'
import { hashBytes } from '../text/hash.ts'
import { ByteCounter } from './counting/count-byte.ts'

// A pipe in a file's place would keep the opener waiting for its writer.
const openMode = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** One document's text, to be read by ranges. */
export interface OpenedText {
  /** Its file is not, or no longer, what was indexed: by size and time. */
  readonly isTouched: boolean
  /** null where there is nothing to read. `into`: memory that may be used for it, where it is large enough. */
  read(start: number, end: number, into?: Uint8Array): Uint8Array | null
  close(): void
}

/** One for all texts, made when a place is first asked for. */
let counter: ByteCounter | undefined

/** How often a byte is in the text before byte `end`; null where it cannot be read. */
export function countedBefore(text: OpenedText, end: number, wanted: number): number | null {
  counter ??= new ByteCounter()
  const { piece } = counter
  let count = 0
  for (let start = 0; start < end; start += piece.length) {
    const bytes = text.read(start, Math.min(end, start + piece.length), piece)
    if (bytes === null) return null
    // A text that is in memory gives a part of that.
    if (bytes.buffer !== piece.buffer) piece.set(bytes)
    count += counter.count(bytes.length, wanted)
  }
  return count
}

/** What cannot be read. */
export const nothing: OpenedText = { isTouched: true, read: () => null, close: () => {} }

type FoundFile = ReturnType<typeof containerFacts>

/** By the file's size and time; of a file with parts, the time: its size is not that of the part. */
export function isAsIndexed({ part, size, mtimeMs }: DocumentRecord, found: FoundFile | null): boolean {
  return found !== null && found.isFile && (part !== '' || found.size === size) && found.mtimeMs === mtimeMs
}

/** null: gone, or no longer to be reached. */
export function statOf({ path, part }: DocumentRecord): FoundFile | null {
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
export async function mayBeAsIndexed(document: DocumentRecord, found: FoundFile | null): Promise<boolean> {
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
export function openedFile(document: DocumentRecord): OpenedText {
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
    const length = end - start
    const bytes = into !== undefined && length <= into.length ? into.subarray(0, length) : Buffer.allocUnsafe(length)
    return readSync(file, bytes, 0, bytes.length, start) === bytes.length ? bytes : null
  }
  return {
    isTouched: !isAsIndexed(document, { size: found.size, mtimeMs: found.mtimeMs, isFile: true }),
    read,
    close: () => closeSync(file),
  }
}

/** A text that is in memory; null: it could not be had. */
export function openedBytes(utf8: Uint8Array | null, isTouched: boolean): OpenedText {
  if (utf8 === null) return nothing
  return { isTouched, read: (start, end) => (end <= utf8.length ? utf8.subarray(start, end) : null), close: () => {} }
}
