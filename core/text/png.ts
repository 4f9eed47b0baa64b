import { crc32, deflateSync } from 'node:zlib'

/** Pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

const bitsPerSample = 8
const trueColour = 2
const pngMark = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** A PNG of RGB pixels, three bytes each; every line as it is (filter 0). */
export function png(pixels: Uint8Array, { width, height }: PictureSize): Uint8Array {
  const lines = new Uint8Array(height * (width * 3 + 1))
  for (let y = 0; y < height; y++) {
    lines.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1)
  }
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, bitsPerSample)
  header.setUint8(9, trueColour)
  return Buffer.concat([
    pngMark,
    pngPart('IHDR', new Uint8Array(header.buffer)),
    pngPart('IDAT', deflateSync(lines, { level: 6 })),
    pngPart('IEND', new Uint8Array(0)),
  ])
}

function pngPart(name: string, data: Uint8Array): Uint8Array {
  const part = Buffer.alloc(12 + data.length)
  part.writeUInt32BE(data.length, 0)
  part.write(name, 4, 'latin1')
  part.set(data, 8)
  part.writeUInt32BE(crc32(part.subarray(4, 8 + data.length)), 8 + data.length)
  return part
}
