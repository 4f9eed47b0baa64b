/* Reads protocol buffers without a schema, as much of them as ONNX files need: fields by their number. */

const wire = { number: 0, eightBytes: 1, bytes: 2, fourBytes: 5 } as const

/** What fields of this number, of those that have a length, hold; up to where the bytes make no sense. */
export function* fieldsOf(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (const { field, value } of everyField(bytes)) {
    if (field === wanted && value instanceof Uint8Array) yield value
  }
}

/** The whole numbers, not negative, in fields of this number; up to where the bytes make no sense. */
export function* numbersOf(bytes: Uint8Array, wanted: number): Generator<number> {
  for (const { field, value } of everyField(bytes)) if (field === wanted && typeof value === 'number') yield value
}

/** The first field of this number as text; empty where there is none. */
export function textOf(bytes: Uint8Array, field: number): string {
  const [text] = fieldsOf(bytes, field)
  return text === undefined ? '' : new TextDecoder().decode(text)
}

/** Fields that are a fixed number of bytes are passed over. */
function* everyField(bytes: Uint8Array): Generator<{ field: number; value: Uint8Array | number }> {
  for (let at = 0; at < bytes.length;) {
    const tag = readNumber(bytes, at)
    if (tag === null) return
    const kind = tag.value % 8
    const field = Math.floor(tag.value / 8)
    at = tag.end
    if (kind === wire.bytes || kind === wire.number) {
      const number = readNumber(bytes, at)
      if (number === null) return
      at = number.end
      if (kind === wire.number) {
        yield { field, value: number.value }
        continue
      }
      if (at + number.value > bytes.length) return
      yield { field, value: bytes.subarray(at, at + number.value) }
      at += number.value
    } else if (kind === wire.eightBytes) at += 8
    else if (kind === wire.fourBytes) at += 4
    else return
  }
}

/** Groups of seven bits, lowest first; null where they do not end. Exact up to 2^53, which no length exceeds. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } | null {
  let value = 0
  for (let i = 0; i < 10 && start + i < bytes.length; i++) {
    value += (bytes[start + i] & 127) * 2 ** (7 * i)
    if (bytes[start + i] < 128) return { value, end: start + i + 1 }
  }
  return null
}
