/*
 * Members of a tar archive, plain or packed by gzip: a block of 512 bytes with name (0, 100), size (124, 12, octal or base 256),
 * checksum (148, 8), type (156) and a prefix of the name (345, 155), then the bytes up to a full block. What long names need stands in a
 * member before: type 'L' (GNU) or 'x' ('length key=value' lines).
 */
import { ExtractError } from '../extracted.ts'
import { type Member, refuseLargeMember } from './archive-member.ts'
import { type ByteSequence, shareOf } from './byte-sequence.ts'
import { say } from '../../sayings/say.ts'

const blockBytes = 512
const mostHeaderBytes = 1024 * 1024

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
    const content = shareOf(sequence, size)
    if ((type === '0' || type === '\0' || type === '7') && !name.endsWith('/')) {
      yield {
        name,
        size,
        packed: size,
        facts: null,
        bytes: async () => {
          refuseLargeMember(size, size)
          return wholeOf(content, size)
        },
        open: async () => content,
      }
    }
    await sequence.skip(paddedSize - size + content.left)
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
