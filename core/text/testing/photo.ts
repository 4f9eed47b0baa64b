/* Photos of a few bytes, as cameras write them. */

const ascii = 2
const long = 4

interface Entry {
  readonly tag: number
  readonly value: string | number
}

export interface PhotoParts {
  readonly make?: string
  readonly model?: string
  /** '2024:05:03 14:00:09' */
  readonly taken?: string
  /** '+02:00' */
  readonly zone?: string
  readonly width?: number
  readonly height?: number
}

/** A TIFF structure (big-endian) of two directories, as in the Exif of a photo. */
export function makeExif({ make, model, taken, zone }: PhotoParts): Buffer {
  const main: Entry[] = [
    ...(make === undefined ? [] : [{ tag: 0x10f, value: make }]),
    ...(model === undefined ? [] : [{ tag: 0x110, value: model }]),
  ]
  const exif: Entry[] = [
    ...(taken === undefined ? [] : [{ tag: 0x9003, value: taken }]),
    ...(zone === undefined ? [] : [{ tag: 0x9011, value: zone }]),
  ]
  const exifAt = 8 + sizeOf([...main, { tag: 0x8769, value: 0 }])
  const directories = [directory([...main, { tag: 0x8769, value: exifAt }], 8), directory(exif, exifAt)]
  return Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), ...directories])
}

/** A JPEG without a picture: its Exif and the size of its frame. */
export function makeJpeg(parts: PhotoParts = {}): Buffer {
  const { width = 4032, height = 3024 } = parts
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), makeExif(parts)])
  const frame = Buffer.alloc(15)
  frame.writeUInt8(8, 0)
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, exif),
    segment(0xc0, frame),
    Buffer.from([0xff, 0xd9]),
  ])
}

function segment(marker: number, bytes: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(bytes.length + 2, 2)
  return Buffer.concat([head, bytes])
}

function sizeOf(entries: readonly Entry[]): number {
  const texts = entries.reduce((sum, { value }) => sum + (typeof value === 'string' ? value.length + 1 : 0), 0)
  return 2 + entries.length * 12 + 4 + texts
}

/** Texts stand behind the directory, all of them longer than four bytes. */
function directory(entries: readonly Entry[], start: number): Buffer {
  const head = Buffer.alloc(2 + entries.length * 12 + 4)
  head.writeUInt16BE(entries.length, 0)
  const texts: Buffer[] = []
  let textAt = start + head.length
  for (const [i, { tag, value }] of entries.entries()) {
    const at = 2 + i * 12
    const text = typeof value === 'string' ? Buffer.from(`${value}\0`, 'latin1') : null
    head.writeUInt16BE(tag, at)
    head.writeUInt16BE(text === null ? long : ascii, at + 2)
    head.writeUInt32BE(text?.length ?? 1, at + 4)
    head.writeUInt32BE(text === null ? Number(value) : textAt, at + 8)
    if (text !== null) texts.push(text)
    textAt += text?.length ?? 0
  }
  return Buffer.concat([head, ...texts])
}
