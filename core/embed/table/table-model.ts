/*
 * model.onnx of a model that is a table: a vector for each token, a text's embedding their sum, of length 1. It is an ONNX model
 * like any other, so that every program can run it; where it is read here, table-session.ts does the sum itself.
 */
import { fieldsOf, numbersOf, textOf } from '../protobuf.ts'
import { writeOnnx } from '../onnx-writer.ts'

/** A table as bytes with a scale for each row: row = scale · bytes. */
export interface QuantizedTable {
  /** [rows x dimensions]. */
  readonly bytes: Int8Array
  /** [rows]. */
  readonly scales: Float32Array
}

/**
 * model.onnx: `input_ids` and `attention_mask`, int64 [batch x tokens], to `sentence_embedding`, float32 [batch x dimensions]: the sum of
 * the rows of the tokens whose mask is 1, of length 1, or zero where they are zero.
 */
export function writeTableModel({ bytes, scales }: QuantizedTable, dimensions: number): Uint8Array {
  const tokens = ['batch', 'tokens']
  return writeOnnx({
    opset: 13,
    inputs: [
      { name: 'input_ids', type: 'int64', dims: tokens },
      { name: 'attention_mask', type: 'int64', dims: tokens },
    ],
    outputs: [{ name: 'sentence_embedding', type: 'float32', dims: ['batch', dimensions] }],
    initializers: [
      { name: 'table', type: 'int8', dims: [scales.length, dimensions], data: bytes },
      { name: 'scale', type: 'float32', dims: [scales.length], data: scales },
      { name: 'axis1', type: 'int64', dims: [1], data: BigInt64Array.of(1n) },
      { name: 'tiny', type: 'float32', dims: [1], data: Float32Array.of(1e-9) },
    ],
    nodes: [
      { type: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows8'], attributes: { axis: 0 } },
      { type: 'Cast', inputs: ['rows8'], outputs: ['rows'], attributes: { to: 1 } },
      { type: 'Gather', inputs: ['scale', 'input_ids'], outputs: ['scales'], attributes: { axis: 0 } },
      { type: 'Cast', inputs: ['attention_mask'], outputs: ['mask'], attributes: { to: 1 } },
      { type: 'Mul', inputs: ['scales', 'mask'], outputs: ['weights'] },
      { type: 'Unsqueeze', inputs: ['weights', 'axis1'], outputs: ['weightRow'] },
      // A product of weights and rows is the weighted sum, in one pass over the rows.
      { type: 'MatMul', inputs: ['weightRow', 'rows'], outputs: ['sumRow'] },
      { type: 'Squeeze', inputs: ['sumRow', 'axis1'], outputs: ['sum'] },
      { type: 'ReduceL2', inputs: ['sum'], outputs: ['length'], attributes: { axes: [1], keepdims: 1 } },
      { type: 'Max', inputs: ['length', 'tiny'], outputs: ['divisor'] },
      { type: 'Div', inputs: ['sum', 'divisor'], outputs: ['sentence_embedding'] },
    ],
  })
}

/** Fields of onnx.proto. */
const modelFields = { graph: 7, operators: 8 } as const
const graphFields = { node: 1, initializer: 5, input: 11, output: 12 } as const
const tensorFields = { dims: 1, type: 2, name: 8, data: 9 } as const
const elementTypes = { float32: 1, int8: 3 } as const

/**
 * The table of a model that `writeTableModel` wrote, whoever changed nothing but its numbers; null for any other model and for what
 * is none. `bytes` is a view of `model`.
 */
export function readTableModel(model: Uint8Array, dimensions: number): QuantizedTable | null {
  const template = writeTableModel({ bytes: new Int8Array(dimensions), scales: new Float32Array(1) }, dimensions)
  if (!isSame(frameOf(model), frameOf(template))) return null
  const [table, scale] = tensorsOf(model)
  const [rows] = numbersOf(scale, tensorFields.dims)
  const bytes = dataOf(table, { name: 'table', type: elementTypes.int8, dims: [rows, dimensions] })
  const scales = dataOf(scale, { name: 'scale', type: elementTypes.float32, dims: [rows] })
  if (bytes?.length !== rows * dimensions || scales?.length !== rows * 4) return null
  return {
    bytes: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    // A copy, since it may lie at any byte.
    scales: new Float32Array(new Uint8Array(scales).buffer),
  }
}

/** All that two tables' models have in common. */
function frameOf(model: Uint8Array): Uint8Array[] {
  const { node, input, output } = graphFields
  return [
    ...fieldsOf(model, modelFields.operators),
    ...[...fieldsOf(model, modelFields.graph)].flatMap((graph) =>
      [node, input, output].flatMap((field) => [...fieldsOf(graph, field)]),
    ),
    ...tensorsOf(model).slice(2),
  ]
}

function isSame(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, i) => Buffer.compare(bytes, b[i]) === 0)
}

function tensorsOf(model: Uint8Array): Uint8Array[] {
  return [...fieldsOf(model, modelFields.graph)].flatMap((graph) => [...fieldsOf(graph, graphFields.initializer)])
}

/** A tensor's bytes; undefined when it is another than expected. */
function dataOf(
  tensor: Uint8Array,
  expected: { readonly name: string; readonly type: number; readonly dims: readonly number[] },
): Uint8Array | undefined {
  const [type] = numbersOf(tensor, tensorFields.type)
  const dims = [...numbersOf(tensor, tensorFields.dims)]
  if (textOf(tensor, tensorFields.name) !== expected.name || type !== expected.type) return undefined
  return dims.join() === expected.dims.join() ? [...fieldsOf(tensor, tensorFields.data)][0] : undefined
}
