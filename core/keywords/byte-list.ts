/** Bytes that grow at the end by whole parts. */
export class ByteList {
  #bytes = new Uint8Array(1 << 12)
  length = 0

  add(part: Uint8Array): void {
    this.#reserve(part.length)
    this.#bytes.set(part, this.length)
    this.length += part.length
  }

  /** LEB128; `value` is a whole number from 0 to 2^31 - 1. */
  varint(value: number): void {
    this.#reserve(5)
    let rest = value
    for (; rest > 127; rest >>>= 7) this.#bytes[this.length++] = (rest & 127) | 128
    this.#bytes[this.length++] = rest
  }

  /** A view of what was added. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  #reserve(count: number): void {
    const needed = this.length + count
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, needed))
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}
