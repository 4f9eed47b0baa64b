/*
 * Columns of numbers, texts and bytes as a packed block has them: nothing here is small by itself, but what is alike lies together,
 * and Brotli sees that.
 *
 *   numbers    byte width, then `width` planes of one byte each, the lowest first: zigzag of the difference to the one before;
 *              NULL counts as 0, a number as one more than it is
 *   doubles    8 planes of float64, little-endian
 *   bits       8 planes of u64, little-endian
 *   texts      numbers shared (with the one before), numbers length of the rest, both in UTF-16 units; the rests, a text (bytes.ts)
 *   bytes      numbers length, then all of them
 */
import type { ByteReader, ByteWriter } from '../bytes.ts'

/** Longer beginnings that two texts share are not looked for. */
const mostShared = 1000

/** Whole numbers of at most 52 bits, and NULLs. */
export function writeNumbers(writer: ByteWriter, values: readonly (number | null)[]): void {
  let last = 0
  const steps = values.map((value) => {
    const shifted = value === null ? 0 : value >= 0 ? value + 1 : value
    const step = shifted - last
    last = shifted
    return step < 0 ? -2 * step - 1 : 2 * step
  })
  let width = 0
  for (let most = Math.max(0, ...steps); most > 0; most = Math.floor(most / 256)) width++
  writer.byte(width)
  let rest = steps
  for (let plane = 0; plane < width; plane++) {
    for (const step of rest) writer.byte(step % 256)
    rest = rest.map((step) => Math.floor(step / 256))
  }
}

export function readNumbers(reader: ByteReader, count: number): (number | null)[] {
  const steps = new Float64Array(count)
  const width = reader.byte()
  for (let plane = 0; plane < width; plane++) {
    const scale = 256 ** plane
    const bytes = reader.bytes(count)
    for (let i = 0; i < count; i++) steps[i] += bytes[i] * scale
  }
  const values: (number | null)[] = []
  let last = 0
  for (const step of steps) {
    last += step % 2 === 1 ? -(step + 1) / 2 : step / 2
    values.push(last === 0 ? null : last > 0 ? last - 1 : last)
  }
  return values
}

export function writeDoubles(writer: ByteWriter, values: readonly number[]): void {
  writePlanes(writer, new Uint8Array(Float64Array.from(values).buffer))
}

export function readDoubles(reader: ByteReader, count: number): number[] {
  return [...new Float64Array(readPlanes(reader, count))]
}

/** Signed or unsigned, of 64 bits. */
export function writeBits(writer: ByteWriter, values: readonly bigint[]): void {
  writePlanes(writer, new Uint8Array(BigInt64Array.from(values).buffer))
}

/** Signed. */
export function readBits(reader: ByteReader, count: number): BigInt64Array {
  return new BigInt64Array(readPlanes(reader, count))
}

const wideBytes = 8

function writePlanes(writer: ByteWriter, bytes: Uint8Array): void {
  for (let plane = 0; plane < wideBytes; plane++) {
    for (let at = plane; at < bytes.length; at += wideBytes) writer.byte(bytes[at])
  }
}

function readPlanes(reader: ByteReader, count: number): ArrayBuffer {
  const bytes = new Uint8Array(count * wideBytes)
  for (let plane = 0; plane < wideBytes; plane++) {
    const its = reader.bytes(count)
    for (let i = 0; i < count; i++) bytes[i * wideBytes + plane] = its[i]
  }
  return bytes.buffer
}

export function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  const shared = texts.map((text, i) => (i === 0 ? 0 : sharedLength(texts[i - 1], text)))
  const rests = texts.map((text, i) => text.slice(shared[i]))
  writeNumbers(writer, shared)
  writeNumbers(
    writer,
    rests.map(({ length }) => length),
  )
  writer.text(rests.join(''))
}

export function readTexts(reader: ByteReader, count: number): string[] {
  const shared = readNumbers(reader, count)
  const lengths = readNumbers(reader, count)
  const rests = reader.text()
  const texts: string[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = at + (lengths[i] ?? 0)
    texts.push((texts[i - 1] ?? '').slice(0, shared[i] ?? 0) + rests.slice(at, end))
    at = end
  }
  return texts
}

/** Characters that two texts begin with, none cut in two. */
function sharedLength(before: string, text: string): number {
  const most = Math.min(before.length, text.length, mostShared)
  let length = 0
  while (length < most && before[length] === text[length]) length++
  return text.slice(0, length).isWellFormed() ? length : length - 1
}

export function writeBytes(writer: ByteWriter, parts: readonly Uint8Array[]): void {
  writeNumbers(
    writer,
    parts.map(({ length }) => length),
  )
  for (const part of parts) for (const byte of part) writer.byte(byte)
}

export function readBytes(reader: ByteReader, count: number): Uint8Array[] {
  return readNumbers(reader, count).map((length) => reader.bytes(length ?? 0))
}
