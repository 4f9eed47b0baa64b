/*
 * Makes a model folder of what train.py wrote, and checks that onnxruntime gives PyTorch's embeddings:
 *
 *   node core/embed/training/transformer/write-model.ts /tmp/transformer /tmp/training/tokenizer.json /tmp/transformer-model [fp32|int8]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { AppError } from '../../../errors.ts'
import { transformerModel, type Precision, type TransformerShape, type TransformerWeights } from './graph.ts'

/** weights.json. */
interface WeightsFile {
  readonly shape: TransformerShape
  readonly tensors: readonly { readonly name: string; readonly dims: readonly number[]; readonly offset: number }[]
}

/** check.json: texts as token ids, and PyTorch's embedding of each. */
interface Check {
  readonly ids: readonly (readonly number[])[]
  readonly embeddings: readonly (readonly number[])[]
}

/** Least cosine between onnxruntime's and PyTorch's embedding of a text; bytes round. */
const AGREEMENT: Readonly<Record<Precision, number>> = { fp32: 0.9999, int8: 0.97 }

/**
 * Writes model.onnx, tokenizer.json and model.json; answers the least cosine with PyTorch's embeddings.
 * @throws AppError `failed` where they disagree, or a weight is missing
 */
export async function writeModel(
  trained: string,
  tokenizer: string,
  out: string,
  precision: Precision,
): Promise<number> {
  const weights = await readWeights(trained)
  const model = transformerModel(weights, precision)
  // Written by train.py.
  const check = JSON.parse(await readFile(join(trained, 'check.json'), 'utf8')) as Check
  const cosine = await leastCosine(model, check)
  if (!(cosine >= AGREEMENT[precision])) {
    const expected = `a cosine of at least ${AGREEMENT[precision]}`
    throw new AppError('failed', `Expected onnxruntime to give PyTorch's embeddings (${expected}), got ${cosine}.`)
  }
  const description = {
    name: `leantern-transformer-${weights.shape.layers}x${weights.shape.width}`,
    dimensions: weights.shape.width,
    maxTokens: weights.shape.positions,
    inputs: ['input_ids', 'attention_mask'],
    output: 'sentence_embedding',
    licence: 'MIT',
    languages: ['en'],
  }
  await mkdir(out, { recursive: true })
  await writeFile(join(out, 'model.onnx'), model)
  await writeFile(join(out, 'tokenizer.json'), await readFile(tokenizer))
  await writeFile(join(out, 'model.json'), `${JSON.stringify(description, null, 2)}\n`)
  return cosine
}

async function readWeights(folder: string): Promise<TransformerWeights> {
  // Written by train.py.
  const { shape, tensors } = JSON.parse(await readFile(join(folder, 'weights.json'), 'utf8')) as WeightsFile
  const bytes = await readFile(join(folder, 'weights.f32'))
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const places = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  return {
    shape,
    tensor(name) {
      const found = places.get(name)
      if (found === undefined) throw new AppError('failed', `Expected weights.json to have ${name}, it has not.`)
      return floats.subarray(found.offset, found.offset + found.dims.reduce((product, size) => product * size, 1))
    },
  }
}

async function leastCosine(model: Uint8Array, { ids, embeddings }: Check): Promise<number> {
  const session = await InferenceSession.create(model)
  try {
    let least = 1
    for (const [i, text] of ids.entries()) {
      const dims = [1, text.length]
      const { sentence_embedding: embedding } = await session.run({
        input_ids: new Tensor('int64', BigInt64Array.from(text, BigInt), dims),
        attention_mask: new Tensor('int64', new BigInt64Array(text.length).fill(1n), dims),
      })
      // An output of type float32.
      const values = embedding.data as Float32Array
      least = Math.min(
        least,
        embeddings[i].reduce((sum, value, d) => sum + value * values[d], 0),
      )
    }
    return least
  } finally {
    await session.release()
  }
}

async function main([trained, tokenizer, out, precision = 'int8']: readonly string[]): Promise<void> {
  if (
    trained === undefined ||
    tokenizer === undefined ||
    out === undefined ||
    !(precision === 'fp32' || precision === 'int8')
  ) {
    throw new Error('Expected: write-model.ts <folder of train.py> <tokenizer.json> <folder to write> [fp32|int8]')
  }
  const cosine = await writeModel(trained, tokenizer, out, precision)
  process.stdout.write(`model written to ${out}; least cosine with PyTorch's embeddings ${cosine.toFixed(5)}\n`)
}

if (import.meta.main) await main(process.argv.slice(2))
