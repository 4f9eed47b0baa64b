import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { say } from '../sayings/say.ts'
import { externalWeights } from './external-weights.ts'
import { describeHubFolder, onnxNames, readOptional } from './hub-folder.ts'
import { parseModelDescription, type ModelDescription } from './model-description.ts'

/** The bytes and facts of a model folder. */
export interface ModelFolder {
  readonly description: ModelDescription
  readonly model: Uint8Array
  /** Where `model` was read from, when weights of it are in files beside it; else null. */
  readonly modelPath: string | null
  /** The text of tokenizer.json. */
  readonly tokenizer: string
  /** The text of tokenizer_config.json; `{}` where there is none. */
  readonly tokenizerConfig: string
  /** See `fingerprintOf`. */
  readonly fingerprint: string
  /** Mean of the embeddings of typical chunks, [dimensions]; zero where the folder has no centre.f32. */
  readonly centre: Float32Array
}

/** Where the model that comes with the app is: from core/embed/ in the sources and from out/main/ in a bundle. */
export function embeddedModelFolder(): string {
  return fileURLToPath(new URL('../../assets/model/', import.meta.url))
}

/**
 * A folder with model.json, or one in the hub's layout.
 * @throws AppError `model-missing` (a file is not there), `model-mismatch` (a file is not as expected)
 */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const [json, { path, bytes: model }, { bytes: tokenizer }, tokenizerConfig] = await Promise.all([
    readOptional(folder, 'model.json'),
    readFirst(folder, onnxNames),
    readFirst(folder, ['tokenizer.json']),
    readOptional(folder, 'tokenizer_config.json'),
  ])
  const description = json === null ? await describeHubFolder(folder) : parseModelDescription(json)
  const beside = externalWeights(model).map((name) => join(dirname(path), name))
  return {
    description,
    model,
    modelPath: beside.length === 0 ? null : path,
    tokenizer: tokenizer.toString('utf8'),
    tokenizerConfig: tokenizerConfig ?? '{}',
    fingerprint: await fingerprintOf(description, [model, tokenizer, ...beside.map(piecesOf)]),
    centre: await readCentre(folder, description.dimensions),
  }
}

/**
 * sha256, hex, over model.onnx, tokenizer.json, the files of weights beside it and then, for a model that does not give embeddings
 * itself, what decides about the vectors of passages. The prefix of queries is not in it: a library stays good when that changes.
 */
async function fingerprintOf(
  description: ModelDescription,
  files: readonly (Uint8Array | AsyncIterable<Uint8Array>)[],
): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) {
    if (file instanceof Uint8Array) hash.update(file)
    else for await (const piece of file) hash.update(piece)
  }
  const { pooling, normalise, passagePrefix, maxTokens, output = null } = description
  if (pooling !== 'none' || passagePrefix !== '') {
    hash.update(JSON.stringify({ pooling, normalise, passagePrefix, maxTokens, output }))
  }
  return hash.digest('hex')
}

/** A file of weights, too large to be read at once. @throws AppError `model-missing` */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    // A stream without an encoding gives bytes.
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) yield piece as Uint8Array
  } catch (error) {
    throw unusable(path, error, 'model.weightsMissing')
  }
}

async function readFirst(folder: string, names: readonly string[]): Promise<{ path: string; bytes: Buffer }> {
  for (const name of names) {
    const path = join(folder, name)
    try {
      return { path, bytes: await readFile(path) }
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) continue
      throw unusable(path, error)
    }
  }
  throw unusable(join(folder, names[0]))
}

/** A file of a model that is not there (no `error`, or one that says so) or cannot be read. `absent`: what is said where it is not there. */
function unusable(
  path: string,
  error?: unknown,
  absent: 'model.incomplete' | 'model.weightsMissing' = 'model.incomplete',
): AppError {
  const [folder, name] = [dirname(path), basename(path)]
  const isAbsent = error === undefined || systemCode(error) === 'ENOENT'
  if (resolve(folder) === resolve(embeddedModelFolder()))
    return new AppError('model-missing', say('model.notWhole', { name, folder }), { cause: error })
  if (isAbsent) return new AppError('model-missing', say(absent, { name, folder }), { cause: error })
  const reason = messageOf(error)
  return new AppError('model-missing', say('model.unreadable', { name, folder, reason }), { cause: error })
}

/** centre.f32: `dimensions` little-endian float32, nothing else; zero where there is none. @throws AppError `model-mismatch` */
export async function readCentre(folder: string, dimensions: number): Promise<Float32Array> {
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
