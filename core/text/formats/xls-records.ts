/** One record of a workbook's stream with what continues it. */
export interface XlsRecord {
  readonly id: number
  /** Byte of the stream at which it begins. */
  readonly offset: number
  /** Its own bytes. */
  readonly view: DataView
  /** Its own bytes, then those of each CONTINUE record after it. */
  readonly segments: readonly Uint8Array[]
}

const CONTINUE = 0x3c

/** The records of a stream; one that is longer than the stream ends the list. */
export function* readRecords(stream: Uint8Array): Generator<XlsRecord> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length)
  for (let at = 0; at + 4 <= stream.length;) {
    const id = view.getUint16(at, true)
    const offset = at
    const segments: Uint8Array[] = []
    do {
      const length = view.getUint16(at + 2, true)
      segments.push(stream.subarray(at + 4, at + 4 + length))
      at += 4 + length
    } while (at + 4 <= stream.length && view.getUint16(at, true) === CONTINUE)
    const [own] = segments
    yield { id, offset, view: new DataView(own.buffer, own.byteOffset, own.length), segments }
  }
}

const flags = { isWide: 1, hasPhonetics: 4, hasRuns: 8 } as const

/** Reads strings that may go on in the next record, which then begins with a new flag for the width of its characters. */
export class StringReader {
  readonly #segments: readonly Uint8Array[]
  readonly #charset: string
  #segment = 0
  #at: number

  constructor(segments: readonly Uint8Array[], offset: number, charset: string) {
    this.#segments = segments
    this.#at = offset
    this.#charset = charset
  }

  get isAtEnd(): boolean {
    this.#settle()
    return this.#segment >= this.#segments.length
  }

  uint8(): number {
    this.#settle()
    return this.#segments[this.#segment]?.[this.#at++] ?? 0
  }

  uint16(): number {
    return this.uint8() | (this.uint8() << 8)
  }

  uint32(): number {
    return (this.uint16() | (this.uint16() << 16)) >>> 0
  }

  /** A string of `length` bytes in the workbook's code page. */
  bytes(length: number): string {
    const bytes = this.#segments[this.#segment]?.subarray(this.#at, this.#at + length) ?? new Uint8Array(0)
    this.#at += length
    return new TextDecoder(this.#charset).decode(bytes)
  }

  /** A string of `length` characters after its flags: one or two bytes each; how it is formatted and said is skipped. */
  wide(length: number): string {
    const options = this.uint8()
    const runs = (options & flags.hasRuns) === 0 ? 0 : this.uint16()
    const phoneticBytes = (options & flags.hasPhonetics) === 0 ? 0 : this.uint32()
    const parts: string[] = []
    let isWide = (options & flags.isWide) !== 0
    for (let left = length; left > 0;) {
      const segment = this.#segments[this.#segment]
      if (segment === undefined) break
      const size = isWide ? 2 : 1
      const count = Math.min(left, Math.floor((segment.length - this.#at) / size))
      if (count > 0) parts.push(decode(segment.subarray(this.#at, this.#at + count * size), isWide))
      this.#at += Math.max(0, count) * size
      left -= Math.max(0, count)
      if (left === 0) break
      this.#segment++
      this.#at = 1
      isWide = ((this.#segments[this.#segment]?.[0] ?? 0) & flags.isWide) !== 0
    }
    this.#skip(runs * 4 + phoneticBytes)
    return parts.join('')
  }

  #skip(bytes: number): void {
    let left = bytes
    while (left > 0 && !this.isAtEnd) {
      const step = Math.min(left, this.#segments[this.#segment].length - this.#at)
      this.#at += step
      left -= step
    }
  }

  /** At the end of a segment the next begins. */
  #settle(): void {
    while (this.#segment < this.#segments.length && this.#at >= this.#segments[this.#segment].length) {
      this.#segment++
      this.#at = 0
    }
  }
}

function decode(bytes: Uint8Array, isWide: boolean): string {
  // The other form is the lower bytes of UTF-16, which is Latin-1 (TextDecoder's is windows-1252).
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(isWide ? 'utf16le' : 'latin1')
}
