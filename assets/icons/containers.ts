/* The two containers that Windows and macOS want an app's icon in; both hold PNG files as they are. */

export interface Drawn {
  /** Pixels of each side. */
  readonly size: number
  readonly png: Uint8Array
}

/** An .ico: a table of 16-byte entries, little-endian, then the pictures. A side of 256 is written as 0. */
export function icoFile(pictures: readonly Drawn[]): Uint8Array {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [i, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * i
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.byteLength, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += png.byteLength
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** Kinds of picture in an .icns; those of double density come after their size. */
const kinds: readonly (readonly [kind: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

/** An .icns: 'icns', the file's length, then per picture its kind, its length with these 8 bytes, its bytes; big-endian. */
export function icnsFile(pictures: readonly Drawn[]): Uint8Array {
  const parts = kinds.flatMap(([kind, size]) => {
    const picture = pictures.find((one) => one.size === size)
    return picture === undefined ? [] : [block(kind, picture.png)]
  })
  return block('icns', Buffer.concat(parts))
}

function block(kind: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(kind, 'latin1')
  head.writeUInt32BE(bytes.byteLength + 8, 4)
  return Buffer.concat([head, bytes])
}
