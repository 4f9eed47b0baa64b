/* The files in an archive, by what its first bytes say that it is: zip, tar, tar packed by gzip, or one file packed by gzip. */
import { ExtractError } from '../extracted.ts'
import { say } from '../../sayings/say.ts'
import { type ArchiveBudget, archiveLimits, type Member, type PackedBytes } from './archive-member.ts'
import { gunzipSequence, plainSequence } from './byte-sequence.ts'
import { isTarHeader, tarMembers } from './tar-members.ts'
import { zipMembers } from './zip-members.ts'

/** An archive, in a file or in memory. */
export interface Archive {
  readonly name: string
  readonly bytes: PackedBytes
  /** Before the names of its members. */
  readonly prefix: string
  /** How many archives it is in, itself counted. */
  readonly depth: number
}

/** Its members in their order. ExtractError 'damaged' where it is no archive. */
export async function* membersOf({ name, bytes }: Archive, budget: ArchiveBudget): AsyncGenerator<Member> {
  const head = bytes.read(0, 512)
  if (head.length >= 2 && head[0] === 0x50 && head[1] === 0x4b) return yield* zipMembers(bytes)
  if (!isGzip(bytes)) {
    if (!isTarHeader(head)) throw new ExtractError('damaged', say('archive.none'))
    return yield* tarMembers(plainSequence(bytes))
  }
  const probe = gunzipSequence(bytes)
  const isTar = isTarHeader(await probe.read(512).finally(() => probe.close()))
  if (!isTar) return yield packedMember(name, bytes, budget)
  const sequence = gunzipSequence(bytes)
  try {
    yield* tarMembers(sequence)
  } finally {
    await sequence.close()
  }
}

/** Whether gzip packed it: all before a member is unpacked to get at it. */
export function isGzip(bytes: PackedBytes): boolean {
  const [first, second] = bytes.read(0, 2)
  return first === 0x1f && second === 0x8b
}

/** The one file in 'notes.txt.gz', whose size shows only when it is unpacked. */
function packedMember(name: string, bytes: PackedBytes, budget: ArchiveBudget): Member {
  async function unpacked(): Promise<Uint8Array> {
    const sequence = gunzipSequence(bytes)
    try {
      const all = await sequence.read(archiveLimits.memberBytes + 1)
      if (all.length > archiveLimits.memberBytes) throw new ExtractError('too-large', say('archive.unpacksLarge'))
      budget.countBytes(Math.max(0, all.length - bytes.size))
      return all
    } finally {
      await sequence.close()
    }
  }
  const plainName = name.replace(/\.t?gz$/iu, '')
  const open = async () => gunzipSequence(bytes)
  return { name: plainName, size: bytes.size, packed: bytes.size, facts: null, bytes: unpacked, open }
}
