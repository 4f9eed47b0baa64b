import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnnx } from '../onnx-writer.ts'

/** A table as bytes with a scale for each row: row = scale · bytes. */
export interface QuantizedTable {
  /** [rows x dimensions]. */
  readonly bytes: Int8Array
  /** [rows]. */
  readonly scales: Float32Array
}

/** Each row by its own largest value: frequent tokens are short, rare ones long. */
export function quantize(table: Float32Array, dimensions: number): QuantizedTable {
  const rows = table.length / dimensions
  const bytes = new Int8Array(table.length)
  const scales = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    const values = table.subarray(row * dimensions, (row + 1) * dimensions)
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    if (largest === 0) continue
    scales[row] = largest / 127
    values.forEach((value, i) => (bytes[row * dimensions + i] = Math.round((value * 127) / largest)))
  }
  return { bytes, scales }
}

/**
 * model.onnx: `input_ids` and `attention_mask`, int64 [batch x tokens], to `sentence_embedding`, float32 [batch x dimensions]: the sum of
 * the rows of the tokens whose mask is 1, of length 1, or zero where they are zero.
 */
export function writeStaticModel({ bytes, scales }: QuantizedTable, dimensions: number): Uint8Array {
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

export interface ModelFacts {
  readonly name: string
  readonly dimensions: number
  readonly languages: readonly string[]
}

/** Writes model.onnx, tokenizer.json (the text given) and model.json; centre.ts adds centre.f32. Rows 0 and 1, `[PAD]` and `[UNK]`, say nothing. */
export async function writeModelFolder(
  folder: string,
  { tokenizer, table, facts }: { readonly tokenizer: string; readonly table: Float32Array; readonly facts: ModelFacts },
): Promise<void> {
  const { name, dimensions, languages } = facts
  const silent = table.slice()
  silent.fill(0, 0, 2 * dimensions)
  const description = {
    name,
    dimensions,
    maxTokens: 512,
    inputs: ['input_ids', 'attention_mask'],
    output: 'sentence_embedding',
    licence: 'MIT',
    languages,
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'model.onnx'), writeStaticModel(quantize(silent, dimensions), dimensions))
  await writeFile(join(folder, 'tokenizer.json'), tokenizer)
  await writeFile(join(folder, 'model.json'), `${JSON.stringify(description, null, 2)}\n`)
}
