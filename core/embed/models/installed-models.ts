/*
 * The models a person has: the one that comes with the app, and a folder for each that was added, below the data folder. A
 * folder counts from the moment that it has its installed.json, which is when everything else in it is there.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { readOptional } from '../hub-folder.ts'
import { embeddedModelFolder, readModelFolder } from '../model-folder.ts'
import { say } from '../../sayings/say.ts'

export const installedName = 'installed.json'

const installedSchema = z.object({
  name: z.string().min(1),
  kind: z.enum(['onnx', 'endpoint']),
  fingerprint: z.string(),
  dimensions: z.int().positive(),
  maxTokens: z.int().positive(),
  languages: z.array(z.string()),
  licence: z.string(),
  /** Of its files. */
  bytes: z.int().nonnegative(),
  /** Where it came from: an address, or the path of a folder. */
  source: z.string(),
})

/** A model that can be used. */
export interface InstalledModel extends Readonly<Omit<z.infer<typeof installedSchema>, 'kind' | 'languages'>> {
  /** `embedded`: comes with the app. `endpoint`: a server embeds. */
  readonly kind: 'embedded' | 'onnx' | 'endpoint'
  readonly languages: readonly string[]
  readonly folder: string
}

/** The folder of added models: LEANTERN_MODELS, else in the platform's folder for application data. */
export function modelsFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['LEANTERN_MODELS'] ?? ''
  return chosen === '' ? join(envPaths('leantern', { suffix: '' }).data, 'models') : chosen
}

/** What comes with the app, and then what was added, by name. What is damaged is left out. */
export async function listModels(folder = modelsFolder()): Promise<readonly InstalledModel[]> {
  const [embedded, added] = await Promise.all([embeddedIfWhole(), addedModels(folder)])
  return [...embedded, ...added]
}

/** What was added, by name. */
export async function addedModels(folder = modelsFolder()): Promise<readonly InstalledModel[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(names.toSorted().map((name) => readInstalled(join(folder, name))))
  return found.filter((model) => model !== null)
}

/** By its name, whatever the case. @throws AppError `model-missing` naming those that are there */
export async function findModel(name: string, folder = modelsFolder()): Promise<InstalledModel> {
  const models = await listModels(folder)
  const found = models.find((model) => model.name.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return found
  const known = models.map((model) => model.name).join(', ')
  throw new AppError('model-missing', say('model.missing', { name, known }))
}

/** @throws AppError `model-missing`, `bad-request` for the one that comes with the app */
export async function removeModel(name: string, folder = modelsFolder()): Promise<InstalledModel> {
  const model = await findModel(name, folder)
  if (model.kind === 'embedded') throw new AppError('bad-request', say('model.stays', { name: model.name }))
  // First what makes the folder count: from then on it is a left-over.
  await rm(join(model.folder, installedName))
  await rm(model.folder, { recursive: true, force: true })
  return model
}

/** The model of a folder below the folder of models; null where it is none. */
export async function readInstalled(folder: string): Promise<InstalledModel | null> {
  const text = await readOptional(folder, installedName).catch(() => null)
  if (text === null) return null
  try {
    return { ...installedSchema.parse(JSON.parse(text)), folder }
  } catch {
    return null
  }
}

/** The text of installed.json. */
export function writeInstalled(model: InstalledModel): string {
  return `${JSON.stringify(installedSchema.parse(model), null, 2)}\n`
}

/** Without it another one can still be chosen. */
async function embeddedIfWhole(): Promise<readonly InstalledModel[]> {
  try {
    return [await embeddedModel()]
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

async function embeddedModel(): Promise<InstalledModel> {
  const folder = embeddedModelFolder()
  const { description, fingerprint, model, tokenizer } = await readModelFolder(folder)
  const { name, dimensions, maxTokens, languages, licence } = description
  const bytes = model.length + Buffer.byteLength(tokenizer)
  return {
    name,
    kind: 'embedded',
    fingerprint,
    dimensions,
    maxTokens,
    languages,
    licence,
    bytes,
    source: 'Leantern',
    folder,
  }
}
