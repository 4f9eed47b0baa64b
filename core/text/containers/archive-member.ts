/* What the readers of archives have in common: packed bytes, a member, and how much is unpacked at most. */
import { readSync } from 'node:fs'
import { ExtractError } from '../extracted.ts'
import { say } from '../../sayings/say.ts'
import type { ByteSequence } from './byte-sequence.ts'

const MB = 1024 * 1024

/** What is read of one archive. */
export const archiveLimits = Object.freeze({
  /** Of the archive itself: what Google's Takeout cuts an export into has 2 GB, or 4 as a person chose. */
  packedBytes: 4096 * MB,
  /** Of one member, unpacked. */
  memberBytes: 100 * MB,
  /** Of all members that are read, unpacked, those of archives inside counted with them. */
  totalBytes: 1024 * MB,
  /** Of what is passed over in a packed tar, and of mail, which is read a message at a time. */
  unpackedBytes: 4096 * MB,
  members: 10_000,
  /** Unpacked to packed bytes; more is made to fill a disk. Counts from `ratioFreeBytes` on. */
  ratio: 250,
  ratioFreeBytes: 16 * MB,
  /** An archive and one inside it. */
  depth: 2,
})

/** One file in an archive. */
export interface Member {
  /** As it is written there. */
  readonly name: string
  /** Unpacked bytes, as the archive states them. */
  readonly size: number
  /** What tells its content without unpacking it; null where only its bytes do. */
  readonly facts: readonly (string | number)[] | null
  /** Its bytes, before the next member is asked for. ExtractError where they cannot be had. */
  bytes(): Promise<Uint8Array>
  /** The same in pieces, however large it is. */
  open(): Promise<ByteSequence>
}

/** Bytes of an archive, in a file or in memory. */
export interface PackedBytes {
  readonly size: number
  /** Shorter at the end. */
  read(offset: number, length: number): Buffer
}

/** `size` bytes of an open file. */
export function packedFile(handle: number, size: number): PackedBytes {
  return {
    size,
    read(offset, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
      return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, offset))
    },
  }
}

/** Bytes in memory. */
export function packedMemory(bytes: Uint8Array): PackedBytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return { size: bytes.length, read: (offset, length) => buffer.subarray(offset, offset + length) }
}

/** Counts what one archive, with those inside it, is unpacked to. Its methods throw ExtractError 'too-large'. */
export class ArchiveBudget {
  #members = 0
  #bytes = 0

  countMember(): void {
    if (++this.#members <= archiveLimits.members) return
    throw new ExtractError('too-large', say('archive.manyFiles', { limit: archiveLimits.members }))
  }

  countBytes(size: number): void {
    this.#bytes += size
    if (this.#bytes <= archiveLimits.totalBytes) return
    throw new ExtractError('too-large', say('archive.totalLarge', { limit: archiveLimits.totalBytes / MB }))
  }
}

/** Refuses a member that is too large, or that unpacks to far more than it is packed. */
export function refuseLargeMember(size: number, packed: number): void {
  if (size > archiveLimits.memberBytes)
    throw new ExtractError(
      'too-large',
      say('archive.memberLarge', { size: size / MB, limit: archiveLimits.memberBytes / MB }),
    )
  refuseBomb(size, packed)
}

/** Refuses a member that unpacks to far more than it is packed. */
export function refuseBomb(size: number, packed: number): void {
  if (size > archiveLimits.ratioFreeBytes && size > packed * archiveLimits.ratio)
    throw new ExtractError('too-large', say('archive.memberBomb', { packed, size: size / MB }))
}
