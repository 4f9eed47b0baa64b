/*
 * A model is made ready in a folder of its own, tried on sample texts, and only then put in its place: what is in the folder of
 * models works.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably } from '../../durable-file.ts'
import { AppError } from '../../errors.ts'
import { openEncoder, type Encoder } from '../encoder.ts'
import { installedName, listModels, readInstalled, writeInstalled, type InstalledModel } from './installed-models.ts'
import { sampleInputs } from './sample-texts.ts'
import { say } from '../../sayings/say.ts'

/** A model on its way in. */
export interface NewModel {
  readonly name: string
  /** Where it comes from: an address, or the path of a folder. */
  readonly source: string
  /** The folder of models. */
  readonly models: string
  /** Whether it takes the place of the one that has its name, once it works; default: no. */
  readonly replaces?: boolean
}

/** Fills the folder it is given and says what belongs into model.json. */
export type Fill = (folder: string) => Promise<object>

/** @throws AppError `bad-request` (the name is taken), `model-mismatch` (it does not work), and what `fill` throws */
export async function install(
  { name, source, models, replaces = false }: NewModel,
  fill: Fill,
): Promise<InstalledModel> {
  const id = idOf(name)
  const existing = (await listModels(models)).find((model) => idOf(model.name) === id)
  if (existing !== undefined && !replaces) {
    throw new AppError('bad-request', say('model.there', { name: existing.name }))
  }
  // Left by an interrupted download: the next one goes on with what is there.
  const staging = join(models, `.${id}.adding`)
  await mkdir(staging, { recursive: true, mode: 0o700 })
  const description = await fill(staging)
  await writeFile(join(staging, 'model.json'), `${JSON.stringify(description, null, 2)}\n`)
  try {
    await tryOut(staging, source)
  } catch (error) {
    // What does not work is no start for another attempt.
    await rm(staging, { recursive: true, force: true })
    throw error
  }
  const target = join(models, id)
  await rm(target, { recursive: true, force: true })
  await rename(staging, target)
  const model = await readInstalled(target)
  if (model === null) throw new Error(`${target} has no ${installedName}`)
  return model
}

/** Embeds the sample: bad vectors show now, and their mean is what codes are centred on. */
async function tryOut(folder: string, source: string): Promise<void> {
  const encoder = await openEncoder(folder)
  try {
    const vectors = await encoder.embed(sampleInputs)
    checkSample(vectors, encoder)
    const centre = join(folder, 'centre.f32')
    if (!(await exists(centre))) await writeFile(centre, meanOf(vectors, encoder.dimensions).mean)
    const { name, fingerprint, dimensions, maxTokens } = encoder
    const description = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Partial<InstalledModel>
    const { kind, languages = [], licence = 'unknown' } = description
    const isEndpoint = kind === 'endpoint'
    const facts = {
      name,
      fingerprint,
      dimensions,
      maxTokens,
      languages,
      licence,
      source,
      bytes: await bytesOf(folder),
      folder,
    }
    await replaceDurably(
      join(folder, installedName),
      writeInstalled({ ...facts, kind: isEndpoint ? 'endpoint' : 'onnx' }),
    )
  } finally {
    await encoder.close()
  }
}

/** A model that gives every text about the same vector, or none, cannot find anything. */
function checkSample(vectors: Float32Array, { dimensions, name }: Encoder): void {
  const { mean, known } = meanOf(vectors, dimensions)
  if (known >= sampleInputs.length / 3 && Math.hypot(...mean) < 0.9999) return
  throw new AppError('model-mismatch', say('model.sameVectors', { name }))
}

/** Of the rows that are vectors; `known`: how many those are. */
function meanOf(vectors: Float32Array, dimensions: number): { mean: Float32Array; known: number } {
  const mean = new Float32Array(dimensions)
  let known = 0
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions)
    if (row.some((value) => value !== 0)) known++
    for (let d = 0; d < dimensions; d++) mean[d] += row[d]
  }
  for (let d = 0; d < dimensions; d++) mean[d] /= Math.max(1, known)
  return { mean, known }
}

async function bytesOf(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size
  return bytes
}

/** The name of its folder. */
function idOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/gu, '-')
    .replace(/^\.+/u, '')
}

/** Whether there is a file or folder at `path`. */
export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
