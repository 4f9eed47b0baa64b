/*
 * Large models keep their weights in files beside model.onnx ('model.onnx_data'), whose names stand in it. They are read out of
 * the protocol buffer here: onnxruntime looks for the files itself, but they have to be copied, downloaded and hashed as well.
 * Field numbers are those of onnx.proto.
 */
import { AppError } from '../errors.ts'

const wire = { number: 0, eightBytes: 1, bytes: 2, fourBytes: 5 } as const
const graphField = 7
const initializerField = 5
const externalDataField = 13
const entryFields = { key: 1, value: 2 } as const

/**
 * Names of the files that hold weights of the model, in the order they are met; none where all are in it. Empty as well for what
 * is no model: loading it says so.
 * @throws AppError `model-mismatch` for a name that leads out of the model's folder
 */
export function externalWeights(model: Uint8Array): readonly string[] {
  const names = new Set<string>()
  for (const graph of fieldsOf(model, graphField)) {
    for (const tensor of fieldsOf(graph, initializerField)) {
      for (const entry of fieldsOf(tensor, externalDataField)) {
        if (textOf(entry, entryFields.key) === 'location') names.add(plainName(textOf(entry, entryFields.value)))
      }
    }
  }
  return [...names]
}

function plainName(location: string): string {
  const name = location.replace(/^\.\//u, '')
  if (/^[^/\\:\0]+$/u.test(name) && !/^\.+$/u.test(name)) return name
  throw new AppError(
    'model-mismatch',
    `model.onnx wants weights from "${location}"; expected the name of a file beside it.`,
  )
}

function textOf(entry: Uint8Array, field: number): string {
  const [bytes] = fieldsOf(entry, field)
  return bytes === undefined ? '' : new TextDecoder().decode(bytes)
}

/** What fields of this number, of those that have a length, hold; up to where the bytes make no sense. */
function* fieldsOf(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const tag = readNumber(bytes, at)
    if (tag === null) return
    const kind = tag.value % 8
    at = tag.end
    if (kind === wire.bytes || kind === wire.number) {
      const number = readNumber(bytes, at)
      if (number === null) return
      at = number.end
      if (kind === wire.number) continue
      if (at + number.value > bytes.length) return
      if (Math.floor(tag.value / 8) === wanted) yield bytes.subarray(at, at + number.value)
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
