/* An encoder as slow as those that people install: a transformer of 6 layers, 384 wide, with random weights. */
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { openEncoder, type Encoder } from '../../embed/encoder.ts'
import { embeddedModelFolder } from '../../embed/model-folder.ts'
import { makeTransformer, onnxOf } from '../../embed/testing/transformer.ts'
import { keptOrMade } from '../kept-folder.ts'

export const slowEncoderName = 'transformer-6x384'

const shape = { layers: 6, width: 384, heads: 12, seed: 1 }
export const slowTokens = 128

/** The model's folder is kept in the benches' temporary folder (100 MB). It tokenizes as the embedded model does. */
export async function openSlowEncoder(): Promise<Encoder> {
  const tokenizer = join(embeddedModelFolder(), 'tokenizer.json')
  const text = await readFile(tokenizer, 'utf8')
  const key = createHash('sha256').update(JSON.stringify({ shape, slowTokens })).update(text).digest('hex').slice(0, 12)
  const folder = await keptOrMade({ name: slowEncoderName, key }, async (made) => {
    const transformer = makeTransformer({ ...shape, positions: slowTokens, vocabulary: idsIn(text) })
    await writeFile(join(made, 'model.onnx'), onnxOf(transformer))
    await copyFile(tokenizer, join(made, 'tokenizer.json'))
    const description = { dimensions: shape.width, maxTokens: slowTokens, pooling: 'mean', licence: 'MIT' }
    await writeFile(join(made, 'model.json'), JSON.stringify({ name: slowEncoderName, ...description }))
  })
  return openEncoder(folder, { threads: availableParallelism() })
}

/** One more than the highest id of a tokenizer.json. */
function idsIn(text: string): number {
  // Ours, so of a known shape: a word list with ids.
  const { model, added_tokens: added = [] } = JSON.parse(text) as {
    model: { vocab: Record<string, number> }
    added_tokens?: { id: number }[]
  }
  let most = 0
  for (const id of [...Object.values(model.vocab), ...added.map((token) => token.id)]) most = Math.max(most, id)
  return most + 1
}
