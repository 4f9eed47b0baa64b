import { closeSync } from 'node:fs'
import type { SourceName } from '../types.ts'
import type { ContainerFile, ContainerFormat } from './containers/container.ts'
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
import { type FileFacts, type Prepared, preparedText, problemOf } from './prepared.ts'
import { allBytesIn, factsOf, headIn, headOf, openRegular } from './regular-file.ts'
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
/** Files up to this size are read before it is known whether they are documents themselves. */
const SMALL_BYTES = 64 * 1024

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
    const nameOnly = isRead ? null : named
    const content = contentOf(path, { nameOnly, reading, onStat: (found) => (facts = found) })
    if (content.kind === 'named') return await prepareNamed(path, content.as, { ...facts, knownHash })
    if (content.kind === 'container') {
      const file: ContainerFile = { path, ...facts, state: request.state ?? null, reading }
      return await prepareContainer(content.format, { file, wantsText: request.wantsText === true }, host)
    }
    const { bytes } = content
    hash = await hashBytes(bytes)
    if (hash === knownHash) return { kind: 'unchanged', hash, ...facts }
    const found = await extractText(path, bytes, reading)
    const read = found.isOwnBytes ? { ...found, utf8: bytes } : found
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

type FileContent =
  | { readonly kind: 'named'; readonly as: NamedOnlyKind }
  | { readonly kind: 'container'; readonly format: ContainerFormat }
  | { readonly kind: 'document'; readonly bytes: Uint8Array<ArrayBuffer> }

interface Looking {
  /** What it is if only its name is looked at. */
  readonly nameOnly: NamedOnlyKind | null
  readonly reading: ReadOptions
  /** Hears the facts that the bytes will agree with. */
  onStat(facts: FileFacts): void
}

/** What a file is; its bytes where it is a document itself. It is opened once. */
function contentOf(path: string, { nameOnly, reading, onStat }: Looking): FileContent {
  const file = openRegular(path)
  try {
    const facts = factsOf(file)
    onStat(facts)
    if (nameOnly !== null) return { kind: 'named', as: nameOnly }
    const { size } = facts
    const small = size <= SMALL_BYTES ? allBytesIn(file, size) : null
    const head = small?.subarray(0, HEAD_BYTES) ?? headIn(file, Math.min(size, HEAD_BYTES))
    const format = containerFormatOf(path, head)
    if (format !== undefined) return { kind: 'container', format }
    const refuse = (bytes: number): void =>
      refuseTooLarge(path, { kind: kindOfFile(path, reading), size: bytes, limits: reading.limits })
    refuse(size)
    return { kind: 'document', bytes: small ?? allBytesIn(file, size) ?? bytesOnceMore(file, { refuse, onStat }) }
  } finally {
    closeSync(file)
  }
}

interface Rereading extends Pick<Looking, 'onStat'> {
  /** Throws where so many bytes are too many. */
  refuse(bytes: number): void
}

/** Of a file that grew or shrank while it was read. */
function bytesOnceMore(file: number, { refuse, onStat }: Rereading): Uint8Array<ArrayBuffer> {
  const facts = factsOf(file)
  onStat(facts)
  refuse(facts.size)
  const bytes = allBytesIn(file, facts.size)
  if (bytes === null) throw new ExtractError('unreadable', say('file.changing'))
  return bytes
}
