/*
 * Writes ONNX models: just enough of the format (a protocol buffer) for our own model and for what tests and benches make. Field numbers
 * are those of onnx.proto; all that is variable-length is a byte string with its length in front.
 */

export type ElementType = 'float32' | 'float16' | 'int8' | 'uint8' | 'int32' | 'int64'

const elementTypes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  float16: 10,
}

export interface OnnxTensor {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
  /** Little-endian, row-major. */
  readonly data: NodeJS.TypedArray
}

/** An input or output; a dimension given by name is dynamic. */
export interface OnnxValue {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly (number | string)[]
}

export interface OnnxNode {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Whole numbers are written as integers, `{ float }` as a float. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly initializers: readonly OnnxTensor[]
  readonly nodes: readonly OnnxNode[]
  /** Version of the standard operators; default: 17. */
  readonly opset?: number
}

/** The bytes of a model.onnx. */
export function writeOnnx({ inputs, outputs, initializers, nodes, opset = 17 }: OnnxGraph): Uint8Array {
  const graph = [
    ...nodes.map((node) => bytesField(1, nodeBytes(node))),
    textField(2, 'graph'),
    ...initializers.map((tensor) => bytesField(5, tensorBytes(tensor))),
    ...inputs.map((value) => bytesField(11, valueBytes(value))),
    ...outputs.map((value) => bytesField(12, valueBytes(value))),
  ]
  const operators = bytesField(8, Buffer.concat([textField(1, ''), numberField(2, opset)]))
  return Buffer.concat([numberField(1, 8), textField(2, 'leantern'), bytesField(7, Buffer.concat(graph)), operators])
}

function nodeBytes({ type, inputs, outputs, attributes = {} }: OnnxNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, type),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attributeBytes(name, value))),
  ])
}

function attributeBytes(name: string, value: number | readonly number[] | { readonly float: number }): Buffer {
  if (typeof value === 'number') return Buffer.concat([textField(1, name), numberField(3, value), numberField(20, 2)])
  if ('float' in value) return Buffer.concat([textField(1, name), floatField(2, value.float), numberField(20, 1)])
  return Buffer.concat([textField(1, name), ...value.map((item) => numberField(8, item)), numberField(20, 7)])
}

function tensorBytes({ name, type, dims, data }: OnnxTensor): Buffer {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return Buffer.concat([
    ...dims.map((size) => numberField(1, size)),
    numberField(2, elementTypes[type]),
    textField(8, name),
    bytesField(9, raw),
  ])
}

function valueBytes({ name, type, dims }: OnnxValue): Buffer {
  const sizes = dims.map((size) => bytesField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)))
  const tensor = Buffer.concat([numberField(1, elementTypes[type]), bytesField(2, Buffer.concat(sizes))])
  return Buffer.concat([textField(1, name), bytesField(2, bytesField(1, tensor))])
}

function textField(field: number, text: string): Buffer {
  return bytesField(field, Buffer.from(text))
}

function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([variable(field * 8 + 2), variable(bytes.length), bytes])
}

function numberField(field: number, value: number): Buffer {
  return Buffer.concat([variable(field * 8), variable(value)])
}

function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return Buffer.concat([variable(field * 8 + 5), bytes])
}

/** A whole number in groups of seven bits; negative ones as 64 bits of two's complement. */
function variable(value: number): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}
