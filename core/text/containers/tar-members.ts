/*
 * Members of a tar archive, plain or packed by gzip: a block of 512 bytes with name (0, 100), size (124, 12, octal or base 256),
 * checksum (148, 8), type (156) and a prefix of the name (345, 155), then the bytes up to a full block. What long names need stands in a
 * member before: type 'L' (GNU) or 'x' ('length key=value' lines).
 */
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { messageOf } from '../../errors.ts'
import { ExtractError } from '../extracted.ts'
import { archiveLimits, type Member, type PackedBytes, refuseLargeMember } from './archive-member.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'

const blockBytes = 512
const pieceBytes = 256 * 1024
const mostHeaderBytes = 1024 * 1024

/** Bytes that are read from their beginning to their end. */
interface ByteSequence {
  /** Shorter at the end. */
  read(length: number): Promise<Buffer>
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
    async skip(length) {
      at += length
    },
    close: async () => {},
  }
}

/** What gzip packed. Reading throws ExtractError 'damaged' for bytes that are cut off, 'too-large' for those of a bomb. */
export function gunzipSequence(bytes: PackedBytes): ByteSequence {
  const pieces = unpackedPieces(bytes)
  let rest: Buffer = Buffer.alloc(0)
  const next = async (): Promise<boolean> => {
    const { done, value } = await pieces.next()
    rest = done === true ? Buffer.alloc(0) : value
    return done !== true
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
  return {
    async read(length) {
      const taken: Buffer[] = []
      await take(length, (piece) => taken.push(piece))
      return taken.length === 1 ? taken[0] : Buffer.concat(taken)
    },
    skip: (length) => take(length, () => {}),
    close: async () => void (await pieces.return(undefined)),
  }
}

async function* unpackedPieces(bytes: PackedBytes): AsyncGenerator<Buffer, undefined> {
  let packed = 0
  function* packedPieces(): Generator<Buffer> {
    while (packed < bytes.size) {
      const piece = bytes.read(packed, pieceBytes)
      if (piece.length === 0) return
      packed += piece.length
      yield piece
    }
  }
  const gunzip = createGunzip({ chunkSize: pieceBytes })
  const source = Readable.from(packedPieces())
  source.pipe(gunzip)
  let size = 0
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      size += piece.length
      refuseBomb(size, packed)
      yield piece
    }
  } catch (error) {
    if (error instanceof ExtractError) throw error
    throw new ExtractError('damaged', say('archive.tarCut', { reason: messageOf(error) }), {
      cause: error,
    })
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

function refuseBomb(size: number, packed: number): void {
  if (size > archiveLimits.totalBytes || (size > archiveLimits.ratioFreeBytes && size > packed * archiveLimits.ratio))
    throw new ExtractError('too-large', say('archive.tarBomb', { packed, size: Math.floor(size / MB) }))
}

/** All files of the archive; links and devices are passed over. ExtractError 'damaged' where it is cut off or no tar. */
export async function* tarMembers(sequence: ByteSequence): AsyncGenerator<Member> {
  let extended: Readonly<Record<string, string>> = {}
  for (;;) {
    const block = await sequence.read(blockBytes)
    if (block.length === blockBytes && isZero(block)) return
    if (!isTarHeader(block)) throw damaged(block.length < blockBytes ? 'it is cut off' : 'a header is not one')
    const type = String.fromCharCode(block[156])
    const size = Number(extended['size'] ?? numberAt(block, 124))
    if (!Number.isSafeInteger(size) || size < 0) throw damaged('a size is not a number')
    const paddedSize = Math.ceil(size / blockBytes) * blockBytes
    if (type === 'L' || type === 'x') {
      extended = { ...extended, ...extendedHeader(type, await headerBytes(sequence, size)) }
      await sequence.skip(paddedSize - size)
      continue
    }
    const name = extended['path'] ?? nameOf(block)
    extended = {}
    let isRead = false
    if ((type === '0' || type === '\0' || type === '7') && !name.endsWith('/')) {
      yield {
        name,
        size,
        facts: null,
        bytes: async () => {
          refuseLargeMember(size, size)
          isRead = true
          return wholeOf(sequence, size)
        },
      }
    }
    await sequence.skip(isRead ? paddedSize - size : paddedSize)
  }
}

/** Whether the bytes begin with the header of a tar: its checksum counts its own place as blanks. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < blockBytes) return false
  let sum = 0
  for (let i = 0; i < blockBytes; i++) sum += i >= 148 && i < 156 ? 32 : block[i]
  return !isZero(block) && numberAt(Buffer.from(block.subarray(0, blockBytes)), 148, 8) === sum
}

function isZero(block: Uint8Array): boolean {
  return block.subarray(0, blockBytes).every((byte) => byte === 0)
}

/** Octal digits; sizes from 8 GB on are binary, with the first bit set. */
function numberAt(block: Buffer, at: number, length = 12): number {
  if ((block[at] & 0x80) !== 0) return Number(block.readBigUInt64BE(at + length - 8))
  const digits = textAt(block, at, length).trim()
  return digits === '' ? 0 : /^[0-7]+$/u.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}

function textAt(block: Buffer, at: number, length: number): string {
  return block.toString('utf8', at, at + length).split('\0', 1)[0]
}

function nameOf(block: Buffer): string {
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textAt(block, 345, 155) : ''
  return prefix === '' ? textAt(block, 0, 100) : `${prefix}/${textAt(block, 0, 100)}`
}

function headerBytes(sequence: ByteSequence, size: number): Promise<Buffer> {
  if (size > mostHeaderBytes) throw damaged('a name is longer than names are')
  return wholeOf(sequence, size)
}

function extendedHeader(type: 'L' | 'x', bytes: Buffer): Record<string, string> {
  if (type === 'L') return { path: bytes.toString('utf8').split('\0', 1)[0] }
  const found: Record<string, string> = {}
  for (const [, key, value] of bytes.toString('utf8').matchAll(/^\d+ (path|size)=(.*)$/gmu)) found[key] = value
  return found
}

async function wholeOf(sequence: ByteSequence, size: number): Promise<Buffer> {
  const bytes = await sequence.read(size)
  if (bytes.length < size) throw damaged('it is cut off')
  return bytes
}

function damaged(why: string): ExtractError {
  return new ExtractError('damaged', say('archive.notTar', { reason: why }))
}
