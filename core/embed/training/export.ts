import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeTableModel, type QuantizedTable } from '../table/table-model.ts'

/** Each row by its own largest value: frequent tokens are short, rare ones long. */
function quantize(table: Float32Array, dimensions: number): QuantizedTable {
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
  await writeFile(join(folder, 'model.onnx'), writeTableModel(quantize(silent, dimensions), dimensions))
  await writeFile(join(folder, 'tokenizer.json'), tokenizer)
  await writeFile(join(folder, 'model.json'), `${JSON.stringify(description, null, 2)}\n`)
}
