/* Bytes that are read from their beginning to their end, as they are or while they are unpacked. */
import { Readable, type Transform } from 'node:stream'
import { createGunzip, createInflateRaw } from 'node:zlib'
import { messageOf } from '../../errors.ts'
import { say } from '../../sayings/say.ts'
import { ExtractError } from '../extracted.ts'
import { MB } from '../read-options.ts'
import { archiveLimits, isBomb, type PackedBytes } from './archive-member.ts'

const pieceBytes = 256 * 1024

/** Bytes that are read from their beginning to their end. */
export interface ByteSequence {
  /** Shorter at the end. */
  read(length: number): Promise<Buffer>
  /** The next ones, which stay to be read. */
  peek(length: number): Promise<Buffer>
  skip(length: number): Promise<void>
  close(): Promise<void>
}

/** Bytes that are not packed. */
export function plainSequence(bytes: PackedBytes): ByteSequence {
  let at = 0
  return {
    async read(length) {
      const read = bytes.read(at, length)
      at += read.length
      return read
    },
    peek: async (length) => bytes.read(at, length),
    async skip(length) {
      at += length
    },
    close: async () => {},
  }
}

/** What gzip packed. Reading throws ExtractError 'damaged' for bytes that are cut off, 'too-large' for those of a bomb. */
export function gunzipSequence(bytes: PackedBytes): ByteSequence {
  return unpackedSequence(bytes, createGunzip({ chunkSize: pieceBytes }), refuseBomb)
}

/** What a member of a zip is packed to; `check` is given each piece and how many bytes came so far. */
export function inflateSequence(bytes: PackedBytes, check: (piece: Buffer, size: number) => void): ByteSequence {
  return unpackedSequence(bytes, createInflateRaw({ chunkSize: pieceBytes }), ({ piece, size }) => check(piece, size))
}

/** `length` bytes of another sequence, which they are taken from; closing it closes nothing. */
export function shareOf(sequence: ByteSequence, length: number): ByteSequence & { readonly left: number } {
  let left = length
  return {
    get left() {
      return left
    },
    async read(wanted) {
      const read = await sequence.read(Math.min(wanted, left))
      left -= read.length
      return read
    },
    peek: (wanted) => sequence.peek(Math.min(wanted, left)),
    async skip(wanted) {
      const count = Math.min(wanted, left)
      left -= count
      await sequence.skip(count)
    },
    close: async () => {},
  }
}

interface Unpacked {
  readonly piece: Buffer
  /** Bytes that came so far, this piece's with them, and those they were packed to. */
  readonly size: number
  readonly packed: number
}

function unpackedSequence(bytes: PackedBytes, unpack: Transform, check: (unpacked: Unpacked) => void): ByteSequence {
  const pieces = unpackedPieces(bytes, unpack, check)
  let rest: Buffer = Buffer.alloc(0)
  let failure: unknown = null
  const next = async (): Promise<boolean> => {
    // After that the pieces are at their end, as if the bytes were cut off.
    if (failure !== null) throw failure
    try {
      const { done, value } = await pieces.next()
      rest = done === true ? Buffer.alloc(0) : value
      return done !== true
    } catch (error) {
      failure = error
      throw error
    }
  }
  async function take(length: number, keep: (piece: Buffer) => void): Promise<void> {
    let missing = length
    while (missing > 0 && (rest.length > 0 || (await next()))) {
      const piece = rest.subarray(0, missing)
      keep(piece)
      rest = rest.subarray(piece.length)
      missing -= piece.length
    }
  }
  async function read(length: number): Promise<Buffer> {
    const taken: Buffer[] = []
    await take(length, (piece) => taken.push(piece))
    return taken.length === 1 ? taken[0] : Buffer.concat(taken)
  }
  return {
    read,
    async peek(length) {
      const taken = await read(length)
      rest = rest.length === 0 ? taken : Buffer.concat([taken, rest])
      return taken
    },
    skip: (length) => take(length, () => {}),
    close: async () => void (await pieces.return(undefined)),
  }
}

async function* unpackedPieces(
  bytes: PackedBytes,
  unpack: Transform,
  check: (unpacked: Unpacked) => void,
): AsyncGenerator<Buffer, undefined> {
  let packed = 0
  function* packedPieces(): Generator<Buffer> {
    while (packed < bytes.size) {
      const piece = bytes.read(packed, pieceBytes)
      if (piece.length === 0) return
      packed += piece.length
      yield piece
    }
  }
  const source = Readable.from(packedPieces())
  source.pipe(unpack)
  let size = 0
  try {
    for await (const piece of unpack as AsyncIterable<Buffer>) {
      size += piece.length
      check({ piece, size, packed })
      yield piece
    }
  } catch (error) {
    if (error instanceof ExtractError) throw error
    throw new ExtractError('damaged', say('archive.tarCut', { reason: messageOf(error) }), { cause: error })
  } finally {
    source.destroy()
    unpack.destroy()
  }
}

function refuseBomb({ size, packed }: Unpacked): void {
  if (isBomb(size, packed) || size > archiveLimits.unpackedBytes)
    throw new ExtractError('too-large', say('archive.tarBomb', { packed, size: Math.floor(size / MB) }))
}
