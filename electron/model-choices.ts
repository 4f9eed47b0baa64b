/* The models that the library could have: what each costs, and what it gives on this machine. */
import { openInstalled } from '../core/embed/models/model-of-library.ts'
import { hubAddress, type CatalogueModel } from '../core/embed/models/catalogue.ts'
import type { InstallProgress } from '../core/embed/models/fetch-file.ts'
import { installEntry, installFromFolder } from '../core/embed/models/install.ts'
import { findModel, listModels, type InstalledModel } from '../core/embed/models/installed-models.ts'
import { knownModels } from '../core/embed/models/known-models.ts'
import { chooseProvider } from '../core/embed/providers/choose-provider.ts'
import { sampleInputs } from '../core/embed/models/sample-texts.ts'
import { AppError, messageOf, saidOf } from '../core/errors.ts'
import type { Library } from '../core/library.ts'
import type { ModelChange, ModelChoice } from './contract.ts'
import { sayOfApp } from './texts/say-of-app.ts'
import { throttle } from './throttle.ts'

const measureMs = 1_500
/** How often a download tells where it stands. */
const tellEveryMs = 200

/** What was measured since the engine started, by the model's name. */
export class ModelChoices {
  readonly #tell: (change: ModelChange) => void
  readonly #rates = new Map<string, number>()
  #change: ModelChange = { kind: 'idle' }
  #running: AbortController | null = null

  constructor(tell: (change: ModelChange) => void) {
    this.#tell = tell
  }

  get change(): ModelChange {
    return this.#change
  }

  /** Those that are here, then those of the catalogue. */
  async list(library: Library): Promise<ModelChoice[]> {
    const [{ used, isLacking }, installed, catalogue] = await Promise.all([
      usedModel(library),
      listModels(),
      knownModels(),
    ])
    const names = new Set(catalogue.map(({ name }) => name))
    // Of a model that is not whole there is nothing to use; what can be fetched can be fetched again.
    const here = installed.filter(({ name }) => !(isLacking && name === used && names.has(name)))
    const known = new Set(here.map(({ name }) => name))
    const summaries = new Map(catalogue.map(({ name, summary }) => [name, summary]))
    return [
      ...here.map((model) => this.#installed(model, isLacking ? '' : used, summaries.get(model.name) ?? '')),
      ...catalogue.filter(({ name }) => !known.has(name)).map(available),
    ]
  }

  /** `used`: the name of the library's model, where that can be used. */
  #installed(model: InstalledModel, used: string, summary: string): ModelChoice {
    const { name, languages, dimensions, bytes } = model
    const chunksPerSecond = this.#rates.get(name) ?? null
    return {
      name,
      summary,
      languages,
      dimensions,
      bytes,
      isHere: true,
      isUsed: name === used,
      licence: model.licence,
      host: '',
      files: [],
      chunksPerSecond,
    }
  }

  /** Embeds texts of many kinds for a moment. @throws AppError `model-missing` */
  async measure(name: string): Promise<void> {
    const encoder = await openInstalled(await findModel(name))
    try {
      const texts = [...sampleInputs]
      // The first run loads what the next ones find in memory.
      await encoder.embed(texts.slice(0, 8))
      const started = performance.now()
      let done = 0
      while (performance.now() - started < measureMs) {
        await encoder.embed(texts)
        done += texts.length
      }
      this.#rates.set(name, (done * 1000) / (performance.now() - started))
    } finally {
      await encoder.close()
    }
  }

  /** Copies a model from a folder. @throws AppError `model-missing`, `model-mismatch`, `bad-request` (its name is taken) */
  async add(folder: string): Promise<void> {
    // Nothing is fetched for it.
    await installFromFolder(folder, { consent: async () => false })
  }

  /** Downloads the model where it is not here, then changes the library over. Returns at once; `tell` hears how it goes. */
  use(library: Library, name: string): void {
    if (this.#running !== null) throw new AppError('library-busy', sayOfApp('app.changingModel'))
    const mine = new AbortController()
    this.#running = mine
    this.#set({ kind: 'running', name, done: 0, total: 0 })
    void this.#work(library, name, mine.signal)
  }

  stop(): void {
    this.#running?.abort()
  }

  async #work(library: Library, name: string, signal: AbortSignal): Promise<void> {
    try {
      const model = (await usableModel(library, name)) ?? (await this.#fetch(name, signal))
      this.#set({ kind: 'running', name, done: 0, total: 0 })
      // What runs it is found out once, before thousands of chunks are embedded with it.
      if (model.kind === 'onnx') await chooseProvider(model, { signal })
      await library.switchModel(name, {
        signal,
        onProgress: ({ done, total }) => this.#set({ kind: 'running', name, done, total }),
      })
      this.#set({ kind: 'idle' })
    } catch (error) {
      this.#set(
        signal.aborted ? { kind: 'idle' } : { kind: 'failed', name, message: messageOf(error), ...saidOf(error) },
      )
    } finally {
      this.#running = null
    }
  }

  /** What came before of an interrupted download is not asked for again. */
  async #fetch(name: string, signal: AbortSignal): Promise<InstalledModel> {
    const entry = (await knownModels()).find((model) => model.name === name)
    if (entry === undefined) return findModel(name)
    const total = bytesOf(entry.files)
    const tell = throttle((bytes: number) => this.#set({ kind: 'fetching', name, bytes, total }), tellEveryMs)
    const came = new Map<string, number>()
    const onProgress = ({ file, bytes }: InstallProgress): void => {
      came.set(file, bytes)
      tell([...came.values()].reduce((sum, bytes) => sum + bytes, 0))
    }
    try {
      // The person saw the host, the size and the checksums, and pressed the button that says so. What is here stays until it came.
      return await installEntry(entry, { consent: async () => true, signal, onProgress }, { replaces: true })
    } finally {
      tell.stop()
    }
  }

  #set(change: ModelChange): void {
    this.#change = change
    this.#tell(change)
  }
}

/** The model that the library was made with, and whether it cannot be had. */
async function usedModel(library: Library): Promise<{ readonly used: string; readonly isLacking: boolean }> {
  const { model } = await library.status()
  return { used: model, isLacking: library.modelTrouble() !== null }
}

/** undefined: it is to be fetched, also where what is here of it cannot be used. */
async function usableModel(library: Library, name: string): Promise<InstalledModel | undefined> {
  const here = (await listModels()).find((model) => model.name === name)
  const { used, isLacking } = await usedModel(library)
  const canBeFetched = here?.kind === 'onnx' && (await knownModels()).some((model) => model.name === name)
  return isLacking && used === name && canBeFetched ? undefined : here
}

function bytesOf(files: CatalogueModel['files']): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

function available({ name, summary, languages, dimensions, licence, files }: CatalogueModel): ModelChoice {
  return {
    name,
    summary,
    languages,
    dimensions,
    bytes: bytesOf(files),
    isHere: false,
    isUsed: false,
    licence,
    host: new URL(hubAddress()).host,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    chunksPerSecond: null,
  }
}
