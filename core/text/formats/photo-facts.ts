/*
 * What a photo says of itself: size, camera, and when it was taken. Read from its first bytes, without decoding the picture.
 *
 *   JPEG   FF D8, then segments: FF, marker, u16 length (big-endian, its own two bytes included), bytes
 *          APP1 (E1) "Exif\0\0" + TIFF structure; SOFn (C0 to CF but C4, C8, CC): u8 precision, u16 height, u16 width
 *   PNG    8 bytes of signature, then IHDR: u32 length, type, u32 width, u32 height; eXIf: the TIFF structure
 *   TIFF   "II" or "MM", u16 42, u32 place of the first directory; a directory: u16 count, then 12 bytes an entry:
 *          u16 tag, u16 type, u32 count, value or its place
 */
import { startsWith } from './text.ts'

/** `dated` in milliseconds; where the photo names no zone, its hands of the clock are read as UTC's. */
export interface PhotoFacts {
  readonly dated?: number
  /** Maker and model. */
  readonly camera?: string
  readonly width?: number
  readonly height?: number
}

/** Where a camera writes these facts. */
export const photoHeadBytes = 64 * 1024

/** Never fails: what is damaged or of another format says nothing. */
export function photoFacts(head: Uint8Array): PhotoFacts {
  try {
    if (startsWith(head, 0xff, 0xd8)) return jpegFacts(head)
    if (startsWith(head, 0x89, 0x50, 0x4e, 0x47)) return pngFacts(head)
    return startsWith(head, 0x49, 0x49, 0x2a, 0) || startsWith(head, 0x4d, 0x4d, 0, 0x2a) ? tiffFacts(head) : {}
  } catch (error) {
    if (error instanceof RangeError) return {}
    throw error
  }
}

const exifMarker = 0xe1
const scanMarker = 0xda

function jpegFacts(head: Uint8Array): PhotoFacts {
  const view = viewOf(head)
  let facts: PhotoFacts = {}
  for (let at = 2; at + 4 <= head.length && head[at] === 0xff;) {
    const marker = head[at + 1]
    if (marker === scanMarker) break
    const length = view.getUint16(at + 2)
    const isExif = marker === exifMarker && startsWith(head.subarray(at + 4), 0x45, 0x78, 0x69, 0x66, 0, 0)
    if (isExif) facts = { ...facts, ...tiffFacts(head.subarray(at + 10, at + 2 + length)) }
    if (isFrame(marker)) return { ...facts, height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + length
  }
  return facts
}

/** Of the markers from C0 to CF three are no frames. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

const exifChunk = 0x65584966
const dataChunk = 0x49444154

function pngFacts(head: Uint8Array): PhotoFacts {
  const view = viewOf(head)
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  for (let at = 8; at + 8 <= head.length;) {
    const length = view.getUint32(at)
    const type = view.getUint32(at + 4)
    if (type === dataChunk) break
    if (type === exifChunk) return { ...tiffFacts(head.subarray(at + 8, at + 8 + length)), ...size }
    at += 12 + length
  }
  return size
}

const tags = { width: 0x100, height: 0x101, make: 0x10f, model: 0x110, exif: 0x8769, taken: 0x9003, zone: 0x9011 }
const asciiType = 2
const shortType = 3

function tiffFacts(tiff: Uint8Array): PhotoFacts {
  const view = viewOf(tiff)
  const isLittle = tiff[0] === 0x49
  const main = directoryAt(tiff, view.getUint32(4, isLittle), isLittle)
  const exifAt = main.get(tags.exif)
  const exif = typeof exifAt === 'number' ? directoryAt(tiff, exifAt, isLittle) : new Map<number, string | number>()
  const dated = momentOf(exif.get(tags.taken), exif.get(tags.zone))
  const camera = cameraOf(main.get(tags.make), main.get(tags.model))
  const [width, height] = [main.get(tags.width), main.get(tags.height)]
  return {
    ...(dated !== null && { dated }),
    ...(camera !== '' && { camera }),
    ...(typeof width === 'number' && typeof height === 'number' && { width, height }),
  }
}

const mostEntries = 512

/** A directory's texts and first numbers, by tag. */
function directoryAt(tiff: Uint8Array, place: number, isLittle: boolean): Map<number, string | number> {
  const view = viewOf(tiff)
  const values = new Map<number, string | number>()
  const count = Math.min(mostEntries, view.getUint16(place, isLittle))
  for (let i = 0; i < count; i++) {
    const at = place + 2 + i * 12
    const type = view.getUint16(at + 2, isLittle)
    const length = view.getUint32(at + 4, isLittle)
    const value = type === shortType ? view.getUint16(at + 8, isLittle) : view.getUint32(at + 8, isLittle)
    if (type !== asciiType) values.set(view.getUint16(at, isLittle), value)
    else values.set(view.getUint16(at, isLittle), asciiAt(tiff, length <= 4 ? at + 8 : value, length))
  }
  return values
}

const longestText = 100

function asciiAt(tiff: Uint8Array, start: number, length: number): string {
  const bytes = tiff.subarray(start, start + Math.min(length, longestText))
  const text = Buffer.from(bytes).toString('latin1').split('\0')[0] ?? ''
  return text.replaceAll(/[^\x20-\x7e\xa0-\xff]+/gu, ' ').trim()
}

/** '2024:05:03 14:00:09' and perhaps '+02:00'. */
function momentOf(taken: string | number | undefined, zone: string | number | undefined): number | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/u.exec(String(taken ?? ''))
  if (parts === null) return null
  const [, year, month, day, time] = parts
  const offset = /^[+-]\d\d:\d\d$/u.test(String(zone ?? '')) ? String(zone) : 'Z'
  const moment = Date.parse(`${year}-${month}-${day}T${time}${offset}`)
  // Cameras whose clock was never set write zeros.
  return Number.isNaN(moment) || Number(year) < 1900 ? null : moment
}

/** Most models begin with their maker's name: 'Canon', 'Canon EOS 80D'. */
function cameraOf(make: string | number | undefined = '', model: string | number | undefined = ''): string {
  const [maker, name] = [String(make), String(model)]
  const first = maker.split(' ')[0].toLowerCase()
  return name.toLowerCase().startsWith(first) ? name : `${maker} ${name}`.trim()
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
