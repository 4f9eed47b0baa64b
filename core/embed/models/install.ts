/* Adds models: by name from the catalogue, from a repository of a hub, from a folder, or as a server's. */
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { AppError } from '../../errors.ts'
import { isLoopback, type EndpointDescription } from '../endpoint/endpoint-description.ts'
import { probeDimensions } from '../endpoint/endpoint-encoder.ts'
import { externalWeights } from '../external-weights.ts'
import { describeHubFolder, hubFiles, onnxNames, readOptional } from '../hub-folder.ts'
import { parseModelDescription, type ModelDescription } from '../model-description.ts'
import { parseAddress } from '../network/http-request.ts'
import { fileAddress, hubAddress, type CatalogueModel } from './catalogue.ts'
import { ask, fetchFile, firstThere, isThere, type InstallParts } from './fetch-file.ts'
import { modelsFolder, type InstalledModel } from './installed-models.ts'
import { knownModels } from './known-models.ts'
import { exists, install } from './staging.ts'
import { say } from '../../sayings/say.ts'

/** Where repositories keep the weights, best first. */
const remoteOnnxNames = ['onnx/model.onnx', 'model.onnx', 'onnx/model_quantized.onnx']

/** What is said about a model in place of what its files say. */
export type Wishes = Partial<
  Pick<ModelDescription, 'name' | 'queryPrefix' | 'passagePrefix' | 'pooling' | 'maxTokens' | 'licence' | 'languages'>
>

/** @throws AppError `not-found` for a name the catalogue has not, and what downloads and models throw */
export async function installByName(name: string, parts: InstallParts): Promise<InstalledModel> {
  const models = await knownModels(parts.env)
  const entry = models.find((model) => model.name.toLowerCase() === name.toLowerCase())
  if (entry === undefined) {
    const known = models.map((model) => model.name).join(', ')
    throw new AppError('not-found', say('model.unknown', { known, name }))
  }
  return installEntry(entry, parts)
}

/** A model of the catalogue. `replaces`: see `NewModel`. */
export async function installEntry(
  entry: CatalogueModel,
  parts: InstallParts,
  { replaces = false }: { readonly replaces?: boolean } = {},
): Promise<InstalledModel> {
  const { files, repository, revision, summary: _, ...facts } = entry
  const source = `${hubAddress(parts.env)}/${repository}`
  return install({ name: entry.name, source, models: folderOf(parts), replaces }, async (folder) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    await ask({ host: parseAddress(source).host, kind: 'download', bytes }, parts)
    for (const { path, name, sha256 } of files) {
      await fetchFile({ url: fileAddress(source, revision, path), target: join(folder, name), sha256 }, parts)
    }
    return facts
  })
}

/** A repository of a hub by its address, in the hub's layout. */
export async function installFromHub(
  address: string,
  parts: InstallParts,
  wishes: Wishes = {},
): Promise<InstalledModel> {
  const repository = address.replace(/\/+$/u, '')
  const { host, pathname } = parseAddress(repository)
  const name = wishes.name ?? nameFrom(pathname)
  return install({ name, source: repository, models: folderOf(parts) }, async (folder) => {
    await ask({ host, kind: 'download', bytes: null }, parts)
    const url = (path: string): string => fileAddress(repository, 'main', path)
    const needed = ['config.json', 'tokenizer.json']
    for (const path of new Set([...needed, ...hubFiles])) {
      if (!needed.includes(path) && !(await isThere(url(path), parts))) continue
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await fetchFile({ url: url(path), target: join(folder, path), sha256: null }, parts)
    }
    const weights = await firstThere(remoteOnnxNames, url, parts)
    const target = join(folder, 'model.onnx')
    await fetchFile({ url: url(weights), target, sha256: null }, parts)
    for (const beside of externalWeights(await readFile(target))) {
      const path = posix.join(posix.dirname(weights), beside)
      await fetchFile({ url: url(path), target: join(folder, beside), sha256: null }, parts)
    }
    return { ...(await describeHubFolder(folder)), name, ...wishes }
  })
}

/** A folder with model.onnx, tokenizer.json and config.json or model.json; its files are copied. @throws AppError `not-found`, and what models throw */
export async function installFromFolder(
  source: string,
  parts: InstallParts,
  wishes: Wishes = {},
): Promise<InstalledModel> {
  if (!(await exists(source))) throw new AppError('not-found', say('root.notThere', { path: source }))
  const json = await readOptional(source, 'model.json')
  const described = json === null ? await describeHubFolder(source) : parseModelDescription(json)
  const description = { ...described, ...wishes }
  return install({ name: description.name, source, models: folderOf(parts) }, async (folder) => {
    const weights = join(source, await firstFile(source, onnxNames))
    await copyFile(weights, join(folder, 'model.onnx'))
    for (const beside of externalWeights(await readFile(weights))) await copyNeeded(dirname(weights), folder, beside)
    await copyNeeded(source, folder, 'tokenizer.json')
    for (const name of ['tokenizer_config.json', 'centre.f32']) {
      if (await exists(join(source, name))) await copyFile(join(source, name), join(folder, name))
    }
    return description
  })
}

/** What is needed to know of a server's model; its dimensions are found out. */
export type EndpointWishes = Pick<EndpointDescription, 'protocol' | 'url' | 'model'> &
  Partial<
    Pick<EndpointDescription, 'name' | 'keyVariable' | 'queryPrefix' | 'passagePrefix' | 'maxCharacters' | 'languages'>
  >

/** A model that a server runs. */
export async function installEndpoint(wishes: EndpointWishes, parts: InstallParts): Promise<InstalledModel> {
  const { host } = parseAddress(wishes.url)
  const name = wishes.name ?? nameFrom(wishes.model)
  return install({ name, source: wishes.url, models: folderOf(parts) }, async () => {
    if (!isLoopback(wishes.url)) await ask({ host, kind: 'send', bytes: null }, parts)
    const endpoint = {
      kind: 'endpoint' as const,
      queryPrefix: '',
      passagePrefix: '',
      maxCharacters: 6000,
      licence: "the server's",
      languages: [],
      ...wishes,
      name,
    }
    const patience = { ...parts.patience, ...(parts.env === undefined ? {} : { env: parts.env }) }
    return { ...endpoint, dimensions: await probeDimensions(endpoint, patience, parts.signal) }
  })
}

function folderOf({ folder, env }: InstallParts): string {
  return folder ?? modelsFolder(env)
}

async function firstFile(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) if (await exists(join(folder, name))) return name
  throw new AppError('model-missing', say('model.noneOf', { name: names[0], folder, names: names.join(', ') }))
}

async function copyNeeded(source: string, folder: string, name: string): Promise<void> {
  if (!(await exists(join(source, name)))) throw new AppError('model-missing', say('model.noFile', { name, source }))
  await copyFile(join(source, name), join(folder, name))
}

/** What a person would call it: the last part of a path or of a server's name. */
function nameFrom(path: string): string {
  return path.split('/').findLast((part) => part !== '') ?? 'model'
}
