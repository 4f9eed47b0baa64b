/** Bytes that grow at the end by whole parts. */
export class ByteList {
  #bytes = new Uint8Array(1 << 12)
  length = 0

  add(part: Uint8Array): void {
    const length = this.length + part.length
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, length))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(part, this.length)
    this.length = length
  }

  /** A view of what was added. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }
}
