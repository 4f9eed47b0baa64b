/* Small-number byte coding that several file formats share: LEB128 varints and length-prefixed UTF-8 text. */

/** Appends to a buffer that grows. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(256)
  #length = 0

  byte(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#length++] = value
  }

  /** Unsigned, below 2^53. */
  varint(value: number): void {
    if (!(value >= 0 && Number.isSafeInteger(value))) throw new RangeError(`Expected a whole number, got ${value}`)
    this.#reserve(8)
    let rest = value
    while (rest > 127) {
      this.#buffer[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#buffer[this.#length++] = rest
  }

  /** A varint of the byte length, then UTF-8. */
  text(value: string): void {
    const length = Buffer.byteLength(value)
    this.varint(length)
    this.#reserve(length)
    this.#length += this.#buffer.write(value, this.#length)
  }

  /** What was written so far, a copy. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(0, this.#length))
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + count))
    this.#buffer.copy(grown, 0, 0, this.#length)
    this.#buffer = grown
  }
}

/** Reads what `ByteWriter` wrote; throws RangeError past the end, so that damage cannot pass for data. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #position: number

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  byte(): number {
    if (this.#position >= this.#bytes.length) throw new RangeError(`No byte at ${this.#position}`)
    return this.#bytes[this.#position++]
  }

  varint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
      if (scale > 2 ** 49) throw new RangeError('A varint is longer than 8 bytes')
    }
  }

  /** The next `count` bytes, not copied. */
  bytes(count: number): Uint8Array {
    const end = this.#position + count
    if (end > this.#bytes.length) throw new RangeError(`${count} bytes go past the end`)
    const part = this.#bytes.subarray(this.#position, end)
    this.#position = end
    return part
  }

  /** Moves past `count` varints. */
  skipVarints(count: number): void {
    for (let left = count; left > 0;) if (this.byte() < 128) left--
  }

  /** Moves past a text. */
  skipText(): void {
    const length = this.varint()
    if (this.#position + length > this.#bytes.length)
      throw new RangeError(`A text of ${length} bytes goes past the end`)
    this.#position += length
  }

  /** Goes to a byte. */
  seek(position: number): void {
    this.#position = position
  }

  text(): string {
    const length = this.varint()
    const end = this.#position + length
    if (end > this.#bytes.length) throw new RangeError(`A text of ${length} bytes goes past the end`)
    const part = this.#bytes.subarray(this.#position, end)
    this.#position = end
    return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8')
  }
}
