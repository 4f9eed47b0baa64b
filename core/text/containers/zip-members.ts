/*
 * Members of a ZIP archive, by the directory at its end:
 *
 *   end record      'PK\5\6', 22 bytes and a comment; at 10: members, 12: bytes and 16: offset of the directory
 *   its long form   'PK\6\6', where those numbers do not fit; found by 'PK\6\7' 20 bytes before the end record
 *   directory       'PK\1\2', 46 bytes, name, extra fields, comment, for each member
 *   member          'PK\3\4', 30 bytes, name, extra fields, packed bytes
 */
import { isUtf8 } from 'node:buffer'
import { crc32, inflateRawSync } from 'node:zlib'
import { systemCode } from '../../errors.ts'
import { ExtractError } from '../extracted.ts'
import { decodeText } from '../formats/text.ts'
import { type Member, type PackedBytes, refuseBomb, refuseLargeMember } from './archive-member.ts'
import { type ByteSequence, inflateSequence, plainSequence } from './byte-sequence.ts'
import { say } from '../../sayings/say.ts'

const endBytes = 22
const mostCommentBytes = 0xffff
const mostDirectoryBytes = 64 * 1024 * 1024

interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly offset: number
}

/** All files of the archive. ExtractError 'damaged' where it has no directory. */
export function* zipMembers(archive: PackedBytes): Generator<Member> {
  const { offset, length, shift } = directoryOf(archive)
  const directory = archive.read(offset, length)
  let at = 0
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50) {
    const { entry, end } = entryAt(directory, at)
    at = end
    if (/[/\\]$/u.test(entry.name)) continue
    const { name, size, packedSize, crc, method } = entry
    const packed = { archive, entry, shift }
    yield {
      name,
      size,
      packed: packedSize,
      facts: [name, size, crc, method],
      bytes: async () => unpacked(packed),
      open: async () => opened(packed),
    }
  }
  if (at < directory.length || directory.length < length) throw damaged('its list of files ends too early')
}

interface Directory {
  readonly offset: number
  readonly length: number
  /** Bytes before the archive, which its offsets do not count: a program that unpacks it. */
  readonly shift: number
}

function directoryOf(archive: PackedBytes): Directory {
  const tailStart = Math.max(0, archive.size - endBytes - mostCommentBytes)
  const tail = archive.read(tailStart, archive.size - tailStart)
  const at = tail.lastIndexOf('PK\u0005\u0006', tail.length - endBytes, 'latin1')
  if (at < 0) throw damaged('its list of files is missing')
  let [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (at >= 20 && tail.readUInt32LE(at - 20) === 0x07064b50) {
    const long = archive.read(Number(tail.readBigUInt64LE(at - 12)), 56)
    if (long.length === 56 && long.readUInt32LE(0) === 0x06064b50)
      [length, offset] = [Number(long.readBigUInt64LE(40)), Number(long.readBigUInt64LE(48))]
  }
  if (length > mostDirectoryBytes || offset + length > archive.size)
    throw damaged('its list of files is not where it says')
  const shift = tailStart + at - length - offset
  const isShifted = shift > 0 && isEntry(archive.read(offset + shift, 4)) && !isEntry(archive.read(offset, 4))
  return isShifted ? { offset: offset + shift, length, shift } : { offset, length, shift: 0 }
}

function isEntry(bytes: Buffer): boolean {
  return bytes.length === 4 && bytes.readUInt32LE(0) === 0x02014b50
}

function entryAt(directory: Buffer, at: number): { readonly entry: Entry; readonly end: number } {
  const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
  const end = extraEnd + directory.readUInt16LE(at + 32)
  if (end > directory.length) throw damaged('its list of files ends too early')
  const name = directory.subarray(at + 46, nameEnd)
  const [size, packedSize, offset] = longNumbers(
    [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)],
    directory.subarray(nameEnd, extraEnd),
  )
  const entry: Entry = {
    name: isUtf8(name) ? name.toString('utf8') : decodeText(name).text,
    flags: directory.readUInt16LE(at + 8),
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packedSize,
    size,
    offset,
  }
  return { entry, end }
}

/** Numbers that do not fit stand in the extra field 1, in this order. */
function longNumbers(numbers: readonly number[], extra: Buffer): number[] {
  let long: Buffer = Buffer.alloc(0)
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) long = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
  }
  let at = 0
  return numbers.map((number) => {
    if (number !== 0xffffffff || at + 8 > long.length) return number
    at += 8
    return Number(long.readBigUInt64LE(at - 8))
  })
}

interface PackedEntry {
  readonly archive: PackedBytes
  readonly entry: Entry
  readonly shift: number
}

function unpacked(packed: PackedEntry): Uint8Array {
  const { method, crc, packedSize, size } = packed.entry
  refuseUnreadable(packed.entry)
  refuseLargeMember(size, packedSize)
  const bytes = packedOf(packed)
  const content = bytes.read(0, packedSize)
  if (content.length < packedSize) throw damaged('it is cut off')
  const whole = method === 0 ? content : inflated(content, size)
  if (whole.length !== size || crc32(whole) !== crc) throw damaged('a file is not what its list says')
  return whole
}

function opened(packed: PackedEntry): ByteSequence {
  const { method, crc, packedSize, size } = packed.entry
  refuseUnreadable(packed.entry)
  refuseBomb(size, packedSize)
  const bytes = packedOf(packed)
  if (method === 0) return plainSequence(bytes)
  let sum = 0
  return inflateSequence(bytes, (piece, sizeSoFar) => {
    sum = crc32(piece, sum)
    const isEnd = sizeSoFar === size
    if (sizeSoFar > size || (isEnd && sum !== crc)) throw damaged('a file is not what its list says')
  })
}

function refuseUnreadable({ flags, method }: Entry): void {
  if ((flags & 1) === 1) throw new ExtractError('encrypted', say('file.memberPassword'))
  if (method !== 0 && method !== 8) throw new ExtractError('unsupported', say('archive.packing', { method }))
}

/** The packed bytes of a member. */
function packedOf({ archive, entry, shift }: PackedEntry): PackedBytes {
  const offset = entry.offset + shift
  const head = archive.read(offset, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) throw damaged('a file is not where its list says')
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const size = entry.packedSize
  return { size, read: (at, length) => archive.read(start + at, Math.max(0, Math.min(length, size - at))) }
}

function inflated(packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch (error) {
    const isLonger = systemCode(error) === 'ERR_BUFFER_TOO_LARGE'
    throw damaged(isLonger ? 'a file unpacks to more than its list says' : 'a file cannot be unpacked', error)
  }
}

function damaged(why: string, cause?: unknown): ExtractError {
  return new ExtractError('damaged', say('archive.notZip', { reason: why }), { cause })
}
