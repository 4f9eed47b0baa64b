/* Bits in bytes, the highest first. */

/** Zero bytes at the end of a stream, so that a reader may look ahead. */
const padding = 4

/** Appends bits to a buffer that grows. */
export class BitWriter {
  #bytes = new Uint8Array(1024)
  #bits = 0

  /** The lowest `width` bits of `value`; width 0 to 31. */
  write(value: number, width: number): void {
    if (this.#bits + width > this.#bytes.length * 8) this.#grow()
    for (let left = width; left > 0;) {
      const free = 8 - (this.#bits % 8)
      const taken = Math.min(free, left)
      const part = (value >>> (left - taken)) & ((1 << taken) - 1)
      this.#bytes[Math.floor(this.#bits / 8)] |= part << (free - taken)
      this.#bits += taken
      left -= taken
    }
  }

  /** What was written, filled up to a byte, and the padding. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits / 8) + padding)
    bytes.set(this.#bytes.subarray(0, Math.ceil(this.#bits / 8)))
    return bytes
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2)
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}

/** Reads what `BitWriter` wrote. Past the end it reads zeros: compare `isPastEnd` before trusting what came. */
export class BitReader {
  readonly #bytes: Uint8Array
  #bits = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isPastEnd(): boolean {
    return this.#bits > (this.#bytes.length - padding) * 8
  }

  /** The next `width` bits without moving on; width 1 to 24. */
  peek(width: number): number {
    const bytes = this.#bytes
    const at = Math.floor(this.#bits / 8)
    if (at + 3 >= bytes.length) return 0
    const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
    return (word << (this.#bits % 8)) >>> (32 - width)
  }

  skip(width: number): void {
    this.#bits += width
  }

  /** Width 0 to 31. */
  read(width: number): number {
    if (width === 0) return 0
    if (width > 24) return this.read(width - 16) * 65536 + this.read(16)
    const value = this.peek(width)
    this.#bits += width
    return value
  }
}
