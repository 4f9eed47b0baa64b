/* An ONNX model as exporters write large ones: its weights in a file beside it. */

interface Field {
  readonly number: number
  /** The whole field, tag included. */
  readonly bytes: Buffer
  /** Of a field that has a length. */
  readonly content: Buffer | null
}

/** Smaller tensors stay in the model, as exporters have it: shapes are worked out from them. */
const leastBytes = 1024

const [graph, initializer, raw, externalData, dataLocation] = [7, 5, 9, 13, 14]

/** The model without its raw weights, and the file that has them, whose name (`location`) the model then states. */
export function weightsBeside(model: Uint8Array, location: string): { model: Buffer; weights: Buffer } {
  const weights: Buffer[] = []
  let offset = 0
  const moved = rewrite(Buffer.from(model), graph, (content) =>
    rewrite(content, initializer, (tensor) => {
      const fields = [...fieldsIn(tensor)]
      const data = fields.find(({ number }) => number === raw)?.content
      if (data === null || data === undefined || data.length < leastBytes) return tensor
      weights.push(data)
      const entries = { location, offset: String(offset), length: String(data.length) }
      offset += data.length
      return Buffer.concat([
        ...fields.filter(({ number }) => number !== raw).map(({ bytes }) => bytes),
        ...Object.entries(entries).map(([key, value]) =>
          field(externalData, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
        ),
        Buffer.from([dataLocation * 8, 1]),
      ])
    }),
  )
  return { model: moved, weights: Buffer.concat(weights) }
}

function rewrite(bytes: Buffer, wanted: number, change: (content: Buffer) => Buffer): Buffer {
  const fields = [...fieldsIn(bytes)].map(({ number, bytes: whole, content }) =>
    number === wanted && content !== null ? field(number, change(content)) : whole,
  )
  return Buffer.concat(fields)
}

function* fieldsIn(bytes: Buffer): Generator<Field> {
  for (let at = 0; at < bytes.length;) {
    const tag = variableAt(bytes, at)
    const [number, kind] = [tag.value >> 3, tag.value & 7]
    const first = variableAt(bytes, tag.end)
    const start = kind === 2 ? first.end : tag.end
    const end = kind === 2 ? first.end + first.value : kind === 0 ? first.end : tag.end + (kind === 1 ? 8 : 4)
    yield { number, bytes: bytes.subarray(at, end), content: kind === 2 ? bytes.subarray(start, end) : null }
    at = end
  }
}

function variableAt(bytes: Buffer, start: number): { value: number; end: number } {
  let [value, at] = [0, start]
  for (let scale = 1; ; scale *= 128) {
    value += (bytes[at] & 127) * scale
    if ((bytes[at++] ?? 0) < 128) return { value, end: at }
  }
}

function field(number: number, content: Buffer): Buffer {
  const bytes: number[] = []
  let rest = content.length
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128)
  return Buffer.concat([Buffer.from([number * 8 + 2, ...bytes, rest]), content])
}
