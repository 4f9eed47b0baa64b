/*
 * Archives: zip, tar, tar packed by gzip, and a single file packed by gzip. A part's name is the member's path; in an archive that is a
 * member itself it stands behind '!/' ('old.zip!/letters/anna.txt'), and of the conversations of an export the place in their file does.
 * Members are unpacked in memory, one at a time.
 */
import { closeSync, fstatSync, openSync } from 'node:fs'
import { basename } from 'node:path'
import { refuseTooLarge } from '../extract.ts'
import { kindOfPath } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { hashBytes } from '../hash.ts'
import { namedOnlyKind } from '../named-only.ts'
import {
  ArchiveBudget,
  archiveLimits,
  heldBytes,
  type Member,
  packedFile,
  packedMemory,
  type PackedBytes,
} from './archive-member.ts'
import { messageParts } from './archive-mail.ts'
import { type Archive, isGzip, membersOf } from './archive-members.ts'
import { outlookMemberParts } from './archive-outlook.ts'
import { plainSequence } from './byte-sequence.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, Original, PartContent } from './container.ts'
import { conversationAt, conversationsIn } from './conversations.ts'
import { isConversationsHead } from './conversations-head.ts'
import { isMboxHead } from './mbox-separator.ts'
import { innerMark, type MemberKind, memberKind, memberName } from './member-name.ts'
import { MB } from '../read-options.ts'
import type { Steps } from '../steps.ts'
import { say } from '../../sayings/say.ts'

export const archiveReader: ContainerReader = {
  open: openArchive,
  read: (path, part) => memberIn(path, part, (found) => found.read()),
  original: (path, part) => memberIn(path, part, async (found) => (await found.original?.()) ?? null),
}

async function openArchive({ path, size, steps }: ContainerFile): Promise<OpenContainer> {
  if (size > archiveLimits.packedBytes)
    throw new ExtractError(
      'too-large',
      say('archive.tooLarge', { size: size / MB, limit: archiveLimits.packedBytes / MB }),
    )
  const handle = openSync(path, 'r')
  const parts = (): AsyncGenerator<FoundPart> =>
    partsOf(basename(path), packedFile(handle, size), { wanted: null, steps })
  return { reread: null, parts, end: async () => null, close: () => closeSync(handle) }
}

async function memberIn<T>(
  path: string,
  part: string,
  use: (found: FoundPart) => Promise<T | null>,
): Promise<T | null> {
  const handle = openSync(path, 'r')
  try {
    for await (const found of partsOf(basename(path), packedFile(handle, fstatSync(handle).size), { wanted: part })) {
      if (found.part === part) return await use(found)
    }
    return null
  } finally {
    closeSync(handle)
  }
}

function partsOf(name: string, bytes: PackedBytes, walk: Omit<Walk, 'budget'>): AsyncGenerator<FoundPart> {
  return partsIn({ name, bytes, prefix: '', depth: 1 }, { ...walk, budget: new ArchiveBudget(bytes.size) })
}

/** A file that a message carries. */
export interface CarriedFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Its own name as a part. */
  readonly part: string
  /** How many archives count as around it; default: none. */
  readonly depth?: number
  /** Shared with the others that one message carries; default: its own. */
  readonly budget?: ArchiveBudget
  readonly steps?: Steps | undefined
}

/** The documents in an archive or a mailbox that a message carries; of `wanted` alone where that is given, the whole name of a part. */
export function partsOfCarried(
  { name, bytes, part, depth = 0, budget = new ArchiveBudget(bytes.length), steps }: CarriedFile,
  wanted: string | null = null,
): AsyncGenerator<FoundPart> {
  const packed = packedMemory(bytes)
  const { length: size } = bytes
  const open = async () => plainSequence(packed)
  const member: Member = { name, size, packed: size, facts: null, bytes: async () => bytes, open }
  const archive = { name, bytes: packed, prefix: '', depth }
  return memberParts(memberKind(name), { member, name, part, archive }, { wanted, budget, steps })
}

interface Walk {
  /** The only part that is looked for; null for all. */
  readonly wanted: string | null
  readonly budget: ArchiveBudget
  /** See `ContainerFile`. */
  readonly steps?: Steps | undefined
}

async function* partsIn(archive: Archive, walk: Walk): AsyncGenerator<FoundPart> {
  const once = new NamesOnce()
  let count = 0
  try {
    for await (const member of membersOf(archive, walk.budget)) {
      count++
      walk.budget.countMember()
      const name = memberName(member.name)
      const kind = memberKind(name)
      const part = archive.prefix + once.name(name)
      if (kind === 'nothing' || (walk.wanted !== null && !isOrHolds(part, walk.wanted))) continue
      yield* survivedParts(kind, { member, name, part, archive }, walk)
    }
  } catch (error) {
    // Of what is read before an archive turns out to be damaged nothing is lost.
    if (count === 0) throw error
    yield failedPart(archive.prefix + once.name('(the rest of the archive)'), error)
  }
}

/** The documents in one member; one that a thread did not survive is passed over. */
async function* survivedParts(kind: MemberKind, place: Place, walk: Walk): AsyncGenerator<FoundPart> {
  try {
    walk.steps?.take()
  } catch (error) {
    return yield await unreadPart(place, error)
  }
  yield* memberParts(kind, place, walk)
}

/** The documents in one member. */
async function* memberParts(kind: MemberKind, place: Place, walk: Walk): AsyncGenerator<FoundPart> {
  const { member, name, part } = place
  if (kind === 'name') {
    const is = namedOnlyKind(name) ?? 'file'
    const hash = await hashOf([name, member.size])
    const original = async (): Promise<Original> => ({ name, bytes: await member.bytes() })
    return yield { part, hash, size: member.size, read: async () => ({ kind: 'name', name, is }), original }
  }
  if (kind === 'mbox' || (kind === 'unsure' && (await isMbox(member)))) return yield* mboxParts(place, walk)
  if (kind === 'unsure' && kindOfPath(name) === null) return
  if (kind === 'outlook') return yield* outlookParts(place, walk)
  try {
    walk.budget.countBytes(heldBytes(member))
  } catch (error) {
    yield await unreadPart(place, error)
    throw error
  }
  if (kind === 'archive') yield* innerParts(place, walk)
  else if (kind === 'conversations') yield* conversationParts(place)
  else yield await documentPart(place)
}

/** Whether the member begins as an mbox does: list archives have them as texts, Thunderbird without an ending. */
async function isMbox(member: Member): Promise<boolean> {
  try {
    const content = await member.open()
    try {
      return isMboxHead(await content.peek(4096))
    } finally {
      await content.close()
    }
  } catch (error) {
    // What is wrong with it is said where it is read.
    if (error instanceof ExtractError) return false
    throw error
  }
}

async function* outlookParts(place: Place, { budget, steps }: Walk): AsyncGenerator<FoundPart> {
  try {
    yield* outlookMemberParts(place.member, { prefix: place.part + innerMark, budget, steps })
  } catch (error) {
    yield await unreadPart(place, error)
  }
}

async function* mboxParts(place: Place, walk: Walk): AsyncGenerator<FoundPart> {
  try {
    const content = await place.member.open()
    try {
      yield* messageParts(content, { ...walk, prefix: place.part + innerMark })
    } finally {
      await content.close()
    }
  } catch (error) {
    yield await unreadPart(place, error)
  }
}

/** A name that stands twice in an archive is told apart by a number. */
class NamesOnce {
  /** How often each was there. */
  readonly #counts = new Map<string, number>()

  name(name: string): string {
    let count = (this.#counts.get(name) ?? 0) + 1
    const numbered = (): string => (count === 1 ? name : `${name} (${count})`)
    while (count > 1 && this.#counts.has(numbered())) count++
    this.#counts.set(name, count)
    if (count > 1) this.#counts.set(numbered(), 1)
    return numbered()
  }
}

/** Whether the member is the wanted one, or the archive or the conversations that it is in. */
function isOrHolds(part: string, wanted: string): boolean {
  return wanted === part || wanted.startsWith(part + innerMark)
}

interface Place {
  readonly member: Member
  readonly name: string
  readonly part: string
  readonly archive: Archive
}

async function documentPart({ member, name, part, archive }: Place): Promise<FoundPart> {
  const { facts } = member
  if (facts !== null)
    return {
      part,
      hash: await hashOf(facts),
      size: member.size,
      read: async () => contentOf(name, archive, await bytesOf(member, name)),
      original: async () => ({ name, bytes: await bytesOf(member, name) }),
    }
  try {
    const bytes = await bytesOf(member, name)
    const read = async (): Promise<PartContent> => contentOf(name, archive, bytes)
    const original = async (): Promise<Original> => ({ name, bytes })
    return { part, hash: await hashBytes(bytes), size: bytes.length, read, original }
  } catch (error) {
    return unreadPart({ member, name, part, archive }, error)
  }
}

/** To get at a member of what gzip packed, or of an archive inside, all before it is unpacked: its text is kept. */
function contentOf(name: string, { bytes, depth }: Archive, unpacked: Uint8Array): PartContent {
  return { kind: 'bytes', name, bytes: unpacked, isKept: depth > 1 || isGzip(bytes) }
}

async function bytesOf(member: Member, name: string): Promise<Uint8Array> {
  const kind = kindOfPath(name)
  if (kind !== null) refuseTooLarge(name, { kind, size: member.size })
  return member.bytes()
}

async function* innerParts({ member, name, part, archive }: Place, walk: Walk): AsyncGenerator<FoundPart> {
  try {
    if (archive.depth >= archiveLimits.depth) throw tooDeep()
    const bytes = packedMemory(await member.bytes())
    yield* partsIn({ name: basename(name), bytes, prefix: part + innerMark, depth: archive.depth + 1 }, walk)
  } catch (error) {
    yield await unreadPart({ member, name, part, archive }, error)
  }
}

function tooDeep(): ExtractError {
  return new ExtractError('unsupported', say('archive.nested', { limit: archiveLimits.depth }))
}

/** Each conversation of an export; a file that only has the name of one is a document. */
async function* conversationParts(place: Place): AsyncGenerator<FoundPart> {
  const { member, part } = place
  try {
    const bytes = Buffer.from(await member.bytes())
    if (!isConversationsHead(bytes.subarray(0, 4096))) {
      yield await documentPart({ ...place, member: { ...member, bytes: async () => bytes } })
      return
    }
    for (const { offset, length } of conversationsIn(bytes)) {
      const own = bytes.subarray(offset, offset + length)
      const hash = await hashBytes(own)
      yield {
        part: `${part}${innerMark}${offset}-${length}`,
        hash,
        size: length,
        read: async () => conversationAt(own),
      }
    }
  } catch (error) {
    yield await unreadPart(place, error)
  }
}

async function hashOf(facts: readonly (string | number)[]): Promise<bigint> {
  return hashBytes(Buffer.from(JSON.stringify(facts)))
}

/** A member that has a name, and nothing that can be read. */
async function unreadPart({ member: { name, size }, part }: Place, error: unknown): Promise<FoundPart> {
  const read = (): Promise<never> => Promise.reject(error)
  return { part, hash: await hashOf([name, size]), size, read }
}

function failedPart(part: string, error: unknown): FoundPart {
  const read = (): Promise<never> => Promise.reject(error)
  // No document has this hash: what failed is tried again whenever the archive has changed.
  return { part, hash: 0n, size: 0, read }
}
