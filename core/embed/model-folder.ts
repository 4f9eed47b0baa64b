import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError, messageOf, systemCode } from '../errors.ts'

const modelDescription = z.object({
  name: z.string().min(1),
  dimensions: z.number().int().min(1).max(4096),
  maxTokens: z.number().int().min(8).max(65536),
  inputs: z.array(z.enum(['input_ids', 'attention_mask', 'token_type_ids'])).nonempty(),
  output: z.string().min(1),
  licence: z.string().min(1),
})

/** What model.json says about the model beside it. `dimensions`: of an embedding; `maxTokens`: in one window. */
export type ModelDescription = z.infer<typeof modelDescription>

/** The bytes and facts of a model folder. */
export interface ModelFolder {
  readonly description: ModelDescription
  readonly model: Uint8Array
  /** The text of tokenizer.json. */
  readonly tokenizer: string
  /** sha256, hex, over model.onnx and then tokenizer.json. */
  readonly fingerprint: string
  /** Mean of the embeddings of typical chunks, [dimensions]; zero where the folder has no centre.f32. */
  readonly centre: Float32Array
}

/** Where the model that comes with the app is: from core/embed/ in the sources and from out/main/ in a bundle. */
export function embeddedModelFolder(): string {
  return fileURLToPath(new URL('../../assets/model/', import.meta.url))
}

/** @throws AppError `model-missing` (a file is not there), `model-mismatch` (model.json or centre.f32 is not as expected) */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const [json, model, tokenizer] = await Promise.all([
    readNeeded(folder, 'model.json'),
    readNeeded(folder, 'model.onnx'),
    readNeeded(folder, 'tokenizer.json'),
  ])
  const description = parseModelDescription(json.toString('utf8'))
  return {
    description,
    model,
    tokenizer: tokenizer.toString('utf8'),
    fingerprint: createHash('sha256').update(model).update(tokenizer).digest('hex'),
    centre: await readCentre(folder, description.dimensions),
  }
}

/** @throws AppError `model-mismatch` naming the key that is wrong */
export function parseModelDescription(text: string): ModelDescription {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    throw new AppError('model-mismatch', `Expected model.json to be JSON: ${messageOf(error)}`, { cause: error })
  }
  const parsed = modelDescription.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new AppError('model-mismatch', `model.json is not as expected: ${z.prettifyError(parsed.error)}`)
}

async function readNeeded(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name))
  } catch (error) {
    const found = systemCode(error) === 'ENOENT' ? 'is missing' : `cannot be read (${messageOf(error)})`
    const todo = 'Install Leantern again, or choose a folder with model.json, model.onnx and tokenizer.json.'
    throw new AppError('model-missing', `${name} ${found} in the model folder ${folder}. ${todo}`, { cause: error })
  }
}

/** centre.f32: `dimensions` little-endian float32, nothing else. */
async function readCentre(folder: string, dimensions: number): Promise<Float32Array> {
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, 'centre.f32'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return new Float32Array(dimensions)
    throw new AppError('model-missing', `centre.f32 cannot be read in ${folder}: ${messageOf(error)}`, { cause: error })
  }
  if (bytes.length !== dimensions * 4) {
    const message = `Expected centre.f32 to have ${dimensions * 4} bytes, got ${bytes.length}, in ${folder}`
    throw new AppError('model-mismatch', message)
  }
  const centre = new Float32Array(dimensions)
  for (let i = 0; i < dimensions; i++) centre[i] = bytes.readFloatLE(i * 4)
  return centre
}
