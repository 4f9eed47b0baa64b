import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { SourceName } from '../types.ts'
import { isOnlineOnly, placeholderOf } from '../sources/online-only.ts'
import type { ContainerFile } from './containers/container.ts'
import { containerFormatOf } from './containers/formats.ts'
import { isMailAttachment, isMaildirMessage, isMail, isPictureName } from './document-kind.ts'
import { extractText, kindOfFile, refuseTooLarge } from './extract.ts'
import { ExtractError } from './extracted.ts'
import { factsOfCarrier } from './formats/apple-attachment.ts'
import { noSubject } from './formats/mail-text.ts'
import { asNote, isInVault } from './formats/vault-note.ts'
import { hashBytes } from './hash.ts'
import { namedOnlyKind, type NamedOnlyKind } from './named-only.ts'
import { noHost, prepareContainer, type PartsHost } from './prepare-parts.ts'
import { hashOfNamed, kindByName, preparedByName } from './prepare-named.ts'
import { preparedAttachments } from './prepare-part.ts'
import { type ReadOptions, usualOptions } from './read-options.ts'
import { type FileFacts, notRegular, type Prepared, preparedText, problemOf } from './prepared.ts'
import { say } from '../sayings/say.ts'

/** A file to be prepared, and what is known of it. */
export interface PrepareRequest {
  /** Absolute path of a regular file. */
  readonly path: string
  /** Name of its folder where that says something of it: part of each chunk's header. Those of messages ('cur', 'INBOX') say nothing. */
  readonly folder?: string
  /** Bytes it had when it was last looked at, for whoever shares out the work. */
  readonly size?: number
  /** The `hash` of the file's bytes when it was last prepared; null for a file that is new. */
  readonly knownHash: bigint | null
  /** What the reader of a file with parts remembered of it; none: all of it is read. */
  readonly state?: Uint8Array | null
  /** Default: as usual. */
  readonly reading?: ReadOptions
  /** Answer the text whether or not it is one that is kept. */
  readonly wantsText?: boolean
}

const HEAD_BYTES = 4096

/**
 * Reads, hashes, extracts and chunks one file, or all documents in it, which go to `host` one after the other. Never rejects for
 * what is wrong with a file. Blocks its thread: for workers.
 */
export async function prepareDocument(request: PrepareRequest, host: PartsHost = noHost()): Promise<Prepared> {
  const { path, knownHash, reading = usualOptions } = request
  let facts: FileFacts = { size: 0, mtimeMs: 0 }
  let hash: bigint | null = null
  const named = namedOnlyKind(path)
  const isRead = named === 'picture' && reading.ocr !== null && isPictureName(path)
  try {
    const { head, ...found } = lookAt(path)
    facts = found
    if (named !== null && !isRead) return await prepareNamed(path, named, { ...facts, knownHash })
    const format = containerFormatOf(path, head)
    if (format !== undefined) {
      const file: ContainerFile = { path, ...facts, state: request.state ?? null, reading }
      return await prepareContainer(format, { file, wantsText: request.wantsText === true }, host)
    }
    const file = readWholeFile(path, reading, (stated) => (facts = stated))
    facts = file.facts
    hash = await hashBytes(file.bytes)
    if (hash === knownHash) return { kind: 'unchanged', hash, ...facts }
    const read = await extractText(path, file.bytes, reading)
    const isNote = read.kind === 'markdown' && isInVault(path)
    const isAttachment = isMailAttachment(path)
    const carried = isAttachment ? { ...read, facts: { ...(await factsOfCarrier(path)), ...read.facts } } : read
    const extracted = isNote ? asNote(read, path) : carried
    const source: SourceName = isNote ? 'notes' : isMail(extracted.kind) || isAttachment ? 'mail' : 'folder'
    const name = isMaildirMessage(path) ? noSubject : path
    const folder = source === 'mail' ? '' : (request.folder ?? '')
    const options = { name, folder, size: facts.size, hash, wantsText: request.wantsText === true, source }
    const prepared = preparedText(extracted, options)
    const parts = await preparedAttachments('', extracted, { ...options, reading, steps: host.steps })
    return { ...prepared, ...facts, parts }
  } catch (error) {
    const problem = problemOf(error)
    const kind = isRead ? named : kindByName(path, problem.code)
    if (kind === null || problem.code === 'unreadable') return { kind: 'failed', hash, ...facts, ...problem }
    const prepared = await preparedByName({ path, kind, ...facts, head: (bytes) => headOf(path, bytes) })
    // Most photos have no text: that is no problem.
    return isRead && problem.code === 'no-text' ? prepared : { ...prepared, problem }
  }
}

async function prepareNamed(
  path: string,
  kind: NamedOnlyKind,
  { knownHash, ...facts }: FileFacts & { readonly knownHash: bigint | null },
): Promise<Prepared> {
  const hash = await hashOfNamed(facts)
  if (hash === knownHash) return { kind: 'unchanged', hash, ...facts }
  return preparedByName({ path, kind, ...facts, head: (bytes) => headOf(path, bytes) })
}

/** Size, time and first bytes of a regular file. */
function lookAt(path: string): FileFacts & { readonly head: Uint8Array } {
  // Before opening: to open a pipe waits for its writer.
  const stats = statSync(path)
  if (!stats.isFile()) throw notRegular()
  if (isOnlineOnly(stats) || placeholderOf(path) !== null) throw new ExtractError('online-only', say('file.onlineOnly'))
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const { size, mtimeMs } = fstatSync(file)
    return { size, mtimeMs, head: headIn(file, Math.min(size, HEAD_BYTES)) }
  } finally {
    closeSync(file)
  }
}

/** The first bytes of a file that was looked at. */
function headOf(path: string, bytes: number): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    return headIn(file, bytes)
  } finally {
    closeSync(file)
  }
}

function headIn(file: number, bytes: number): Uint8Array {
  const head = new Uint8Array(bytes)
  return head.subarray(0, readSync(file, head, 0, bytes, 0))
}

/** Bytes and facts of a file that agree; when it grew or shrank meanwhile it is read once more. `onStat` hears before reading. */
function readWholeFile(
  path: string,
  reading: ReadOptions,
  onStat: (facts: FileFacts) => void,
): { readonly facts: FileFacts; readonly bytes: Uint8Array } {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    for (let attempt = 0; ; attempt++) {
      const { size, mtimeMs } = fstatSync(file)
      onStat({ size, mtimeMs })
      refuseTooLarge(path, { kind: kindOfFile(path, reading), size, limits: reading.limits })
      const bytes = readFrom(file, size)
      if (bytes.length === size) return { facts: { size, mtimeMs }, bytes }
      if (attempt === 1) throw new ExtractError('unreadable', say('file.changing'))
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
