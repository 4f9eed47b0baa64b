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
  /** Of what is passed over in a packed tar, and of all mail, which is read a message at a time. */
  unpackedBytes: 4096 * MB,
  members: 10_000,
  /** Unpacked to packed bytes; more is made to fill a disk. Counts from `ratioFreeBytes` on. */
  ratio: 250,
  ratioFreeBytes: 16 * MB,
  /** An archive, one inside it, and so on. */
  depth: 4,
})

/** One file in an archive. */
export interface Member {
  /** As it is written there. */
  readonly name: string
  /** Unpacked bytes, as the archive states them. */
  readonly size: number
  /** Bytes that it takes in the archive. */
  readonly packed: number
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

/** Counts what one archive, with all those inside it, is unpacked to. Its methods throw ExtractError 'too-large'. */
export class ArchiveBudget {
  readonly #packed: number
  #members = 0
  #bytes = 0
  #mailBytes = 0

  /** `packed`: bytes of the outermost archive, or of all that are attached to a message. */
  constructor(packed: number) {
    this.#packed = packed
  }

  countMember(): void {
    if (++this.#members <= archiveLimits.members) return
    throw new ExtractError('too-large', say('archive.manyFiles', { limit: archiveLimits.members }))
  }

  /** What is held in memory. */
  countBytes(size: number): void {
    this.#bytes += size
    if (this.#bytes > archiveLimits.totalBytes) throw totalLarge(archiveLimits.totalBytes)
    this.#refuseBomb()
  }

  /** What goes by in pieces. */
  countMail(size: number): void {
    this.#mailBytes += size
    if (this.#mailBytes > archiveLimits.unpackedBytes) throw totalLarge(archiveLimits.unpackedBytes)
    this.#refuseBomb()
  }

  /** Archives in archives are small each, and together more than any disk has. */
  #refuseBomb(): void {
    const size = this.#bytes + this.#mailBytes
    if (isBomb(size, this.#packed))
      throw new ExtractError('too-large', say('archive.tarBomb', { packed: this.#packed, size: Math.floor(size / MB) }))
  }
}

function totalLarge(limit: number): ExtractError {
  return new ExtractError('too-large', say('archive.totalLarge', { limit: limit / MB }))
}

/** Whether so much comes out of so little as of no document. */
export function isBomb(size: number, packed: number): boolean {
  return size > archiveLimits.ratioFreeBytes && size > packed * archiveLimits.ratio
}

/** Bytes that reading the member will take; 0 where it is refused. */
export function heldBytes({ size, packed }: Member): number {
  return size > archiveLimits.memberBytes || isBomb(size, packed) ? 0 : size
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
  if (isBomb(size, packed)) throw new ExtractError('too-large', say('archive.memberBomb', { packed, size: size / MB }))
}
