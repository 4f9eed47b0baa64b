/* What a file, or a document in it, is for the index: text, chunks, facts; or why it has none. */
import { basename, dirname, extname } from 'node:path'
import { messageOf, systemCode } from '../errors.ts'
import type { FileProblemCode, Saying, SourceName } from '../types.ts'
import { type ChunkedDocument, chunkDocument } from './chunk-document.ts'
import { isContainer } from './document-kind.ts'
import { type DocumentKind, ExtractError, type ExtractedText, type TextFacts } from './extracted.ts'
import { say } from '../sayings/say.ts'

export interface FileFacts {
  /** Bytes of the file. */
  readonly size: number
  readonly mtimeMs: number
}

/** A text ready for the index. */
export interface PreparedText extends ChunkedDocument {
  readonly kind: 'prepared'
  /** Bytes of the file or the part. */
  readonly size: number
  /** xxHash64 of the bytes of the file or the part. */
  readonly hash: bigint
  readonly documentKind: DocumentKind
  /** The text is the file itself: chunk ranges can be read from it. */
  readonly isOwnBytes: boolean
  /** UTF-8 bytes of the text. */
  readonly textBytes: number
  /** The text as UTF-8 where parsing again would be slow (see `isCached`) or it was asked for; else null. */
  readonly cachedText: Uint8Array | null
  readonly facts: TextFacts
  readonly source: SourceName
}

interface Failure {
  readonly kind: 'failed'
  readonly size: number
  /** Null where the file was not read, or its reader did not survive. */
  readonly hash: bigint | null
  readonly code: FileProblemCode
  readonly message: string
}

/** Why only the name of a document is known, or not all of its text. */
export type Problem = Pick<Failure, 'code' | 'message'>

/** One of the documents in a file. `unchanged`: its hash is one of the known ones; what is attached to it stays as well. */
export type PreparedPart =
  | { readonly kind: 'unchanged'; readonly part: string; readonly hash: bigint }
  | (PreparedText & { readonly part: string; readonly problem?: Problem })
  | (Failure & { readonly part: string })

/** A file that is a document. */
export interface PreparedDocument extends PreparedText, FileFacts {
  /** What is attached to it. */
  readonly parts: readonly PreparedPart[]
  /** Why only its name is known, where a person wanted its text. */
  readonly problem?: Problem
}

/** A file with parts, all of which were handed to the host. */
export interface PreparedContainer extends FileFacts {
  readonly kind: 'container'
  readonly format: string
  readonly state: Uint8Array | null
  /** Only its end was read: the parts before that stay as they are. */
  readonly isGrown: boolean
}

/** What became of a file. */
export type Prepared =
  | (FileFacts & { readonly kind: 'unchanged'; readonly hash: bigint })
  | PreparedDocument
  | PreparedContainer
  | (FileFacts & Failure)

/** Files from this size on keep their extracted text when it is not their own bytes. */
const CACHED_BYTES = 256 * 1024

interface TextOptions {
  /** Serves as a title where the text has none. */
  readonly name: string
  /** See `PrepareRequest`. */
  readonly folder?: string
  readonly size: number
  readonly hash: bigint
  readonly wantsText: boolean
  /** The text is to be kept in the cache whatever its kind. */
  readonly isKept?: boolean
  readonly source: SourceName
}

/** An extracted text with its chunks and whatever else the library keeps of it. */
export function preparedText(
  extracted: ExtractedText,
  { name, folder = '', size, hash, wantsText, isKept = false, source }: TextOptions,
): PreparedText {
  const place = { names: namesOf(name, extracted), folder }
  const chunks = chunkDocument(extracted, basename(name, extname(name)), place)
  return {
    ...chunks,
    kind: 'prepared',
    size,
    hash,
    documentKind: extracted.kind,
    isOwnBytes: extracted.isOwnBytes,
    textBytes: chunks.utf8.length,
    cachedText: wantsText || isKept || isCached(extracted, size) ? chunks.utf8 : null,
    facts: extracted.facts ?? {},
    source,
  }
}

/** By what a person may remember a document: file and folder, people, host. */
function namesOf(name: string, { facts = {} }: ExtractedText): string {
  const { sender = '', recipients = [], site = '', names = '' } = facts
  const people = recipients.join(' ').slice(0, longestRecipients)
  return [basename(name), basename(dirname(name)), sender, people, site, names].join(' ')
}

/** A mail to everybody is not found by each of them. */
const longestRecipients = 500

/** Whether a document's text is kept: formats that are slow to parse always, others when their file is large. */
function isCached({ kind, isOwnBytes }: ExtractedText, size: number): boolean {
  return !isOwnBytes && (isContainer(kind) || size >= CACHED_BYTES)
}

/** What is wrong with a folder, a pipe or a device in place of a file. */
export function notRegular(): ExtractError {
  return new ExtractError('unreadable', say('file.notRegular'))
}

/** An error of the system as a file's own problem; any other as it is. */
export function asExtractError(error: unknown): unknown {
  const code = systemCode(error)
  if (error instanceof ExtractError || code === '' || !/^E[A-Z]+$/.test(code)) return error
  return new ExtractError('unreadable', unreadable(code), { cause: error })
}

function unreadable(code: string): Saying {
  if (code === 'EACCES' || code === 'EPERM') return say('file.noRight')
  if (code === 'ENOENT') return say('file.gone')
  return say('file.unreadable', { reason: code })
}

/** Anything that a parser throws says that the file is damaged; a bug in ours shows in the same place, with its message. */
export function problemOf(error: unknown): Problem {
  const known = asExtractError(error)
  if (known instanceof ExtractError) return { code: known.code, message: known.message }
  return { code: 'damaged', message: say('file.notParsed', { reason: messageOf(error) }).text }
}
