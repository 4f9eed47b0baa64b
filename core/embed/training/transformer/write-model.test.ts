import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomNumbers } from '../../../random.ts'
import { embeddedModelFolder } from '../../model-folder.ts'
import { openEncoder } from '../../encoder.ts'
import { writeModel } from './write-model.ts'

const shape = { layers: 1, width: 8, heads: 2, embedding: 4, positions: 16, vocabulary: 50 }

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'leantern-transformer-'))))
afterEach(async () => rm(folder, { recursive: true }))

/** The sizes of the weights, as PyTorch names them. */
function sizes(): [name: string, dims: readonly number[]][] {
  const linear = (name: string, outputs: number, inputs: number): [string, number[]][] => [
    [`${name}.weight`, [outputs, inputs]],
    [`${name}.bias`, [outputs]],
  ]
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [8]],
    [`${name}.bias`, [8]],
  ]
  return [
    ['words.weight', [50, 4]],
    ...linear('widen', 8, 4),
    ['positions.weight', [16, 8]],
    ...norm('layers.0.norm1'),
    ...norm('layers.0.norm2'),
    ...['query', 'key', 'value', 'output'].flatMap((part) => linear(`layers.0.${part}`, 8, 8)),
    ...linear('layers.0.up', 32, 8),
    ...linear('layers.0.down', 8, 32),
    ...norm('norm'),
  ]
}

async function writeTrained(embeddings: readonly (readonly number[])[]): Promise<void> {
  const random = randomNumbers(1)
  let offset = 0
  const tensors = sizes().map(([name, dims]) => {
    const tensor = { name, dims, offset }
    offset += dims.reduce((product, size) => product * size, 1)
    return tensor
  })
  const weights = Float32Array.from({ length: offset }, () => random() - 0.5)
  await writeFile(join(folder, 'weights.f32'), weights)
  await writeFile(join(folder, 'weights.json'), JSON.stringify({ shape, tensors }))
  await writeFile(join(folder, 'check.json'), JSON.stringify({ ids: embeddings.map(() => [3, 7, 11]), embeddings }))
}

const tokenizer = join(embeddedModelFolder(), 'tokenizer.json')

test('a model that does not give the embeddings of PyTorch is not written', async () => {
  await writeTrained([[1, 0, 0, 0, 0, 0, 0, 0]])
  const out = join(folder, 'model')
  await expect(writeModel(folder, tokenizer, out, 'fp32')).rejects.toThrow("PyTorch's embeddings")
  await expect(readFile(join(out, 'model.onnx'))).rejects.toThrow('ENOENT')
})

test('a missing weight is named', async () => {
  await writeTrained([])
  const json = await readFile(join(folder, 'weights.json'), 'utf8')
  await writeFile(join(folder, 'weights.json'), json.replace('layers.0.key.bias', 'other'))
  await expect(writeModel(folder, tokenizer, join(folder, 'model'), 'fp32')).rejects.toThrow('layers.0.key.bias')
})

test('what is written opens as a model, and bytes give about the vectors of floats', async () => {
  await writeTrained([])
  const vectors = []
  for (const precision of ['fp32', 'int8'] as const) {
    const out = join(folder, precision)
    await writeModel(folder, tokenizer, out, precision)
    const encoder = await openEncoder(out)
    // Ids below 50 are letters.
    vectors.push(await encoder.embed([{ header: '', text: '0 1 2' }]))
    await encoder.close()
  }
  const [floats, bytes] = vectors
  expect(Math.hypot(...floats)).toBeCloseTo(1, 4)
  expect(floats.reduce((sum, value, d) => sum + value * bytes[d], 0)).toBeGreaterThan(0.98)
})
