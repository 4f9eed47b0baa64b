import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { messageOf, systemCode } from '../errors.ts'
import type { FileProblemCode } from '../types.ts'
import { type ChunkedDocument, chunkDocument } from './chunk-document.ts'
import { isContainer } from './document-kind.ts'
import { extractText, kindOfFile, refuseTooLarge } from './extract.ts'
import { type DocumentKind, ExtractError, type ExtractedText } from './extracted.ts'
import { hashBytes } from './hash.ts'

export interface PrepareRequest {
  /** Absolute path of a regular file. */
  readonly path: string
  /** The `hash` of the file's bytes when it was last prepared; null for a file that is new. */
  readonly knownHash: bigint | null
  /** Answer the text whether or not it is one that is kept. */
  readonly wantsText?: boolean
}

interface FileFacts {
  /** Bytes of the file. */
  readonly size: number
  readonly mtimeMs: number
}

export interface PreparedDocument extends FileFacts, Omit<ChunkedDocument, 'utf8'> {
  readonly kind: 'prepared'
  /** xxHash64 of the file's bytes. */
  readonly hash: bigint
  readonly documentKind: DocumentKind
  /** The text is the file itself: chunk ranges can be read from it. */
  readonly isOwnBytes: boolean
  /** UTF-8 bytes of the text. */
  readonly textBytes: number
  /** The text as UTF-8 where parsing again would be slow (see `isCached`) or it was asked for; else null. */
  readonly cachedText: Uint8Array | null
}

export type Prepared =
  | (FileFacts & { readonly kind: 'unchanged'; readonly hash: bigint })
  | PreparedDocument
  | (FileFacts & {
      readonly kind: 'failed'
      /** Null where the file was not read, or its reader did not survive. */
      readonly hash: bigint | null
      readonly code: FileProblemCode
      readonly message: string
    })

/** Files from this size on keep their extracted text when it is not their own bytes. */
const CACHED_BYTES = 256 * 1024

/** Reads, hashes, extracts and chunks one file. Never rejects for what is wrong with a file. Blocks its thread: for workers. */
export async function prepareDocument({ path, knownHash, wantsText = false }: PrepareRequest): Promise<Prepared> {
  let facts: FileFacts = { size: 0, mtimeMs: 0 }
  let hash: bigint | null = null
  try {
    const file = readWholeFile(path, (stated) => (facts = stated))
    facts = file.facts
    hash = await hashBytes(file.bytes)
    if (hash === knownHash) return { kind: 'unchanged', hash, ...facts }
    const extracted = await extractText(path, file.bytes)
    const isKept = wantsText || isCached(extracted, facts.size)
    return { kind: 'prepared', hash, ...facts, ...chunked(extracted, path, isKept) }
  } catch (error) {
    return { kind: 'failed', hash, ...facts, ...problemOf(error) }
  }
}

function chunked(extracted: ExtractedText, path: string, isKept: boolean) {
  const { utf8, ...chunks } = chunkDocument(extracted, basename(path, extname(path)))
  return {
    ...chunks,
    documentKind: extracted.kind,
    isOwnBytes: extracted.isOwnBytes,
    textBytes: utf8.length,
    cachedText: isKept ? utf8 : null,
  }
}

/** Whether a document's text is kept: formats that are slow to parse always, others when their file is large. */
function isCached({ kind, isOwnBytes }: ExtractedText, size: number): boolean {
  return !isOwnBytes && (isContainer(kind) || size >= CACHED_BYTES)
}

/**
 * The text of a document as UTF-8, extracted anew: for query time, where it is not kept. Throws ExtractError when the file
 * is gone or no longer has text. The caller compares checks: the file may have changed.
 */
export async function readDocumentText(path: string): Promise<Uint8Array> {
  const kind = kindOfFile(path)
  const bytes = await readRegularFile(path, (size) => refuseTooLarge(path, kind, size))
  const extracted = await extractText(path, bytes)
  return extracted.isOwnBytes ? bytes : new TextEncoder().encode(extracted.text)
}

async function readRegularFile(path: string, check: (size: number) => void): Promise<Uint8Array> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      if (!stats.isFile()) throw notRegular()
      check(stats.size)
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw asExtractError(error)
  }
}

/** Bytes and facts of a file that agree; when it grew or shrank meanwhile it is read once more. `onStat` hears before reading. */
function readWholeFile(
  path: string,
  onStat: (facts: FileFacts) => void,
): { readonly facts: FileFacts; readonly bytes: Uint8Array } {
  // Before opening: to open a pipe waits for its writer.
  if (!statSync(path).isFile()) throw notRegular()
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    for (let attempt = 0; ; attempt++) {
      const { size, mtimeMs } = fstatSync(file)
      onStat({ size, mtimeMs })
      refuseTooLarge(path, kindOfFile(path), size)
      const bytes = readFrom(file, size)
      if (bytes.length === size) return { facts: { size, mtimeMs }, bytes }
      if (attempt === 1) throw new ExtractError('unreadable', 'The file keeps changing while it is read.')
    }
  } finally {
    closeSync(file)
  }
}

/** At most `size + 1` bytes, so that growth shows. */
function readFrom(file: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size + 1)
  let length = 0
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, length)
    if (read === 0) break
    length += read
  }
  return bytes.subarray(0, length)
}

function notRegular(): ExtractError {
  return new ExtractError('unreadable', 'This is not a regular file.')
}

function asExtractError(error: unknown): unknown {
  const code = systemCode(error)
  if (error instanceof ExtractError || code === '' || !/^E[A-Z]+$/.test(code)) return error
  return new ExtractError('unreadable', unreadableMessage(code), { cause: error })
}

function unreadableMessage(code: string): string {
  if (code === 'EACCES' || code === 'EPERM') return 'The file may not be read (permission denied).'
  if (code === 'ENOENT') return 'The file is gone.'
  return `The file cannot be read (${code}).`
}

/** Anything that a parser throws says that the file is damaged; a bug in ours shows in the same place, with its message. */
function problemOf(error: unknown): { readonly code: FileProblemCode; readonly message: string } {
  const known = asExtractError(error)
  if (known instanceof ExtractError) return { code: known.code, message: known.message }
  return { code: 'damaged', message: `The file could not be parsed: ${messageOf(error)}.` }
}
