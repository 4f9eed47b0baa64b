/* Opens a library folder and wires the parts. The hosts (the app's engine, the command line) use nothing else of core. */
import { realpath } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { openCatalogue, type Catalogue } from './catalogue/catalogue.ts'
import { TextCache } from './catalogue/text-cache.ts'
import { lockForWriting, type Release } from './catalogue/writer-lock.ts'
import type { Encoder } from './embed/encoder.ts'
import type { EncoderInput } from './embed/windows.ts'
import { findModel, modelsFolder } from './embed/models/installed-models.ts'
import { openInstalled, openModelOf } from './embed/models/model-of-library.ts'
import { AppError } from './errors.ts'
import { ExcludedPaths } from './excluded-paths.ts'
import { runIndexer } from './indexing/indexer.ts'
import { isWithin } from './indexing/scan.ts'
import { HotCacheFolder } from './leann/hot-cache-folder.ts'
import { noLibrary } from './leann/live-segments.ts'
import { createStore, hasStore, openStore, type Store } from './leann/store.ts'
import { libraryBytes, makeLibraryFolder, throwIndexAway } from './library-folder.ts'
import { Forgotten } from './forgotten.ts'
import { whyOf } from './library-why.ts'
import { partialSources, rootFolders, rootSource, type KeptOut } from './library-sources.ts'
import { readDocumentPassages } from './library-text.ts'
import { answer, placesByWeight } from './search/answer.ts'
import { fillHubs } from './search/fill-hubs.ts'
import { Names } from './search/names/names.ts'
import { AtOnce } from './search/at-once.ts'
import { Feedback } from './search/feedback/feedback.ts'
import { leastJudged, tune, tunedWeights, usualWeight, type Tuning } from './search/feedback/tune.ts'
import { PassageReader } from './search/passages.ts'
import type { FolderWalk, ListedFolder } from './sources/folder-tree.ts'
import type { SourceSummary } from './source-summary.ts'
import { checkRoot } from './sources/root.ts'
import { createExtractPool } from './text/extract-pool.ts'
import { isReadableFile } from './text/readable.ts'
import { decodeOutline } from './text/outline.ts'
import { makeGraphs } from './leann/make-graphs.ts'
import { forgetDocuments, meantBy } from './upkeep/forget.ts'
import { optimize } from './upkeep/optimize.ts'
import { switchModel } from './upkeep/switch-model.ts'
import type { Pace } from './pace.ts'
import { SharedLock } from './shared-lock.ts'
import type {
  BitsPerDimension,
  DocumentText,
  FileProblem,
  ForgetSummary,
  ForgetWhat,
  IndexProgress,
  IndexSummary,
  LibraryStatus,
  NameHit,
  OptimizeProgress,
  OptimizeSummary,
  SearchAnswer,
  SearchRequest,
  SourceName,
  SourceStatus,
  SwitchProgress,
  SwitchSummary,
  TextRequest,
  WhyAnswer,
} from './types.ts'

/** One line of the person's log: an event name and fields; ids and counts only, never paths or text. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void

export interface LibraryOptions {
  /** The library's folder. `write` creates it when it is missing; `read` fails with `no-library`. */
  readonly folder: string
  /** `write` takes the library's one writer lock (`library-busy` when another process holds it). */
  readonly access: 'read' | 'write'
  /** Folder with model.onnx, tokenizer.json and model.json; default: the model that the library was made with. */
  readonly modelFolder?: string
  /** The folder of added models; default: the one in the data folder. */
  readonly modelsFolder?: string
  /** `write`: open the library also where its model is not here, for `switchModel`; all that needs the model fails then. */
  readonly mayLackModel?: boolean
  /** How fast work in the background goes: indexing and changing the model. The host sets it; default: as fast as it can. */
  readonly pace?: Pace
  /** Throws the index away first and keeps only the list of folders: the way out of a damaged library. */
  readonly rebuild?: boolean
  /** Bits a dimension of the codes of a library that is made or rebuilt; default: as before the rebuild, else 1. */
  readonly codeBits?: BitsPerDimension
  /** `write`: expect a library that is there already (`no-library`) instead of making one. */
  readonly mustExist?: boolean
  /** Rows from which on `settle` gives a segment a graph; default: 500,000, where a walk begins to be faster than a scan. */
  readonly graphRows?: number
  /**
   * Bytes for embeddings that searches need not recompute; 0: none, and those there are go. The library remembers it when it is
   * opened for writing. Default: as the library has it, 0 at first.
   */
  readonly hotCacheBytes?: number
  readonly log?: Log
}

export interface IndexOptions {
  /** Absolute root paths to bring up to date; default: every root. */
  readonly roots?: readonly string[]
  /**
   * Only the files directly in these folders (absolute paths in roots, whatever `roots` says), as when something changed there.
   * A folder that is gone stands for the nearest one above it.
   */
  readonly folders?: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: IndexProgress) => void
  /** What is ready is committed this often; default: 5,000. */
  readonly commitEveryMs?: number
  /** What is ready is shown to this process's searches this often; default: 1,000. */
  readonly showEveryMs?: number
}

export interface SettleOptions {
  readonly signal?: AbortSignal
  /** Rows placed so far, of how many, in the segment at hand. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface SwitchModelOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SwitchProgress) => void
}

export interface OptimizeOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: OptimizeProgress) => void
}

export interface DocumentEntry {
  readonly path: string
  /** As in `SearchHit`. */
  readonly part: string
  readonly title: string
  readonly kind: string
  readonly chunks: number
  readonly textBytes: number
  readonly sourceBytes: number
  readonly modifiedMs: number
}

/** An open library: the one thing the hosts use. */
export interface Library {
  readonly folder: string
  /**
   * `onPartial` hears of an answer by words alone, before meaning has been asked.
   * @throws AppError `bad-request` (a query that is empty, too long or not understood), `cancelled`
   */
  search(
    request: SearchRequest,
    signal?: AbortSignal,
    onPartial?: (answer: SearchAnswer) => void,
  ): Promise<SearchAnswer>
  /** A place in a document with its neighbours, as it was indexed. @throws AppError `not-found`, `bad-request` */
  text(request: TextRequest): Promise<DocumentText>
  /** Unit vectors of texts, by the library's model; zero for a text without a known word. A passage has a header: see `passageHeader`. */
  embed(texts: readonly (string | EncoderInput)[], signal?: AbortSignal): Promise<readonly Float32Array[]>
  /** Takes over what another process has published since; `search`, `text` and `status` do so by themselves. */
  refresh(): Promise<void>
  /**
   * Documents whose file, title, people, folder or host is named so: fast enough for every keystroke. The first call makes the
   * index in memory (20,000 documents a second). @throws AppError `bad-request` for a limit out of bounds
   */
  names(query: string, limit: number): Promise<readonly NameHit[]>
  /** What the person told by using the library: opened results, judgements, tuned weights. Kept in its folder only. */
  readonly feedback: Feedback
  /**
   * Finds what meaning should count beside words on the queries that were judged ("this was it"), and keeps it where that is
   * better. @throws AppError `bad-request` where too few were judged
   */
  tune(signal?: AbortSignal): Promise<Tuning>
  /** Absolute paths of the folders in the library. */
  roots(): readonly string[]
  /** Registers a folder; it is read by the next `index`. Returns its absolute path. @throws AppError `not-found`, `bad-request` */
  addRoot(path: string): Promise<string>
  /** Forgets a root, or everything at and below a path inside one. Returns how many documents left. @throws AppError `not-found` */
  remove(path: string): Promise<number>
  /** Absolute paths that are not read, nor anything below them. */
  excluded(): readonly string[]
  /** Excludes a path from now on and forgets what is at and below it. Returns how many documents left. @throws AppError `bad-request` */
  exclude(path: string): Promise<number>
  /** Takes an exclusion back; the next `index` reads what is there. @throws AppError `not-found` */
  include(path: string): Promise<void>
  /** The folders of a root that `index` reads, without a look at their files. @throws AppError `not-found`, `bad-request` */
  folders(root: string, walk: FolderWalk): AsyncIterable<ListedFolder>
  /** Brings the library up to date with its roots. Aborting ends it early with a valid library and `cancelled: true`. */
  index(options?: IndexOptions): Promise<IndexSummary>
  /**
   * Work that is due in the background: graphs of very large segments, made from their codes. Searching and indexing go on.
   * Returns how many graphs were made; aborting leaves the rest for later.
   */
  settle(options?: SettleOptions): Promise<number>
  /**
   * Makes one segment of all and builds its graph from embeddings, which are all computed again: for the strategies that
   * walk it. A run that was stopped goes on at the next call.
   */
  optimize(options?: OptimizeOptions): Promise<OptimizeSummary>
  /**
   * Gives the library another model, by its name among the installed ones: every chunk is embedded again while the old index
   * answers and takes in what changes; then the library changes over in one step. A run that was stopped goes on at the next call.
   * @throws AppError `model-missing`, `model-mismatch`, `library-busy`
   */
  switchModel(name: string, options?: SwitchModelOptions): Promise<SwitchSummary>
  documents(): Iterable<DocumentEntry>
  /** How much there is in each folder, and in each file that holds many documents. */
  places(): readonly SourceSummary[]
  problems(): readonly FileProblem[]
  /** Files known to be new or changed that are not indexed yet. */
  pending(): readonly string[]
  /**
   * Forgets documents for good: they leave every file of the library and do not come back, until `remember`. Ends with searches that
   * must find nothing of them. @throws AppError `not-found` where there is nothing of the kind, `failed` where something is left
   */
  forget(what: ForgetWhat): Promise<ForgetSummary>
  /** Takes back what was forgotten: the next `index` reads it again. @throws AppError `not-found` */
  remember(what: ForgetWhat): Promise<void>
  /** Why a file or folder is found, or is not: the rule, the error, the place in the queue. */
  why(path: string): Promise<WhyAnswer>
  status(): Promise<LibraryStatus>
  close(): Promise<void>
}

const defaultGraphRows = 500_000

/** Searches under way at a time: a hundred at once would take 150 MB more and be over no sooner. */
const searchesAtOnce = 4

/** @throws AppError `no-library`, `library-damaged`, `library-too-new`, `library-busy`, `model-missing`, `model-mismatch` */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const folder = resolve(options.folder)
  return options.access === 'write' ? openForWriting(folder, options) : openForReading(folder, options)
}

async function openForReading(path: string, options: LibraryOptions): Promise<Library> {
  const store = await openStore(path)
  const folder = await realpath(path)
  const catalogue = openCatalogue(folder, 'read')
  try {
    const texts = new TextCache(folder, 'read')
    return new OpenLibrary({ folder, store, catalogue, texts, options, release: null })
  } catch (error) {
    catalogue.close()
    throw error
  }
}

async function openForWriting(path: string, options: LibraryOptions): Promise<Library> {
  const { codeBits } = options
  if (options.mustExist === true && !(await hasStore(path))) throw noLibrary(path)
  await makeLibraryFolder(path)
  // Real, so that a walk over the documents knows the library's folder when it meets it.
  const folder = await realpath(path)
  const release = lockForWriting(folder)
  const opened: { close(): unknown }[] = []
  try {
    const start = options.rebuild === true ? await throwIndexAway(folder) : undefined
    const access = (await hasStore(folder)) ? 'write' : 'create'
    const catalogue = openCatalogue(folder, access)
    opened.push(catalogue)
    const texts = new TextCache(folder, access)
    opened.push(texts)
    const existing = access === 'create' ? null : await openStore(folder)
    const encoder =
      existing === null ? await openModelOf(start?.model ?? null, options) : await openOwnEncoder(existing, options)
    if (encoder !== null) opened.push(encoder)
    if (existing === null && encoder !== null)
      await createStore(folder, encoder, codeBits === undefined ? start : { ...start, bitsPerDimension: codeBits })
    const store = existing ?? (await openStore(folder))
    if (codeBits !== undefined) checkCodeBits(store, codeBits)
    await undoUnpublished({ store, catalogue, texts })
    const parts = { folder, store, catalogue, texts, options, release }
    return new OpenLibrary(encoder === null ? parts : { ...parts, encoder })
  } catch (error) {
    for (const part of opened) await part.close()
    release()
    throw error
  }
}

function checkModel({ model, folder }: Store, encoder: Encoder): void {
  if (model.fingerprint === encoder.fingerprint) return
  throw new AppError(
    'model-mismatch',
    `The library in ${folder} was made with the model ${model.name}, which differs from the one here (${encoder.name}). Change the library to it with: leantern model use ${encoder.name}; or add ${model.name} again.`,
  )
}

function checkCodeBits({ codec, folder }: Store, wanted: BitsPerDimension): void {
  if (codec.bitsPerDimension === wanted) return
  throw new AppError(
    'bad-request',
    `Expected codes of ${wanted} bits a dimension, got a library in ${folder} made with ${codec.bitsPerDimension}. Leave the wish out, or run the index command with --rebuild as well.`,
  )
}

/** null where the library may lack its model, and does. */
async function openOwnEncoder(store: Store, options: LibraryOptions): Promise<Encoder | null> {
  try {
    return await openMatchingEncoder({ store, options })
  } catch (error) {
    const isLacking = error instanceof AppError && ['model-missing', 'model-mismatch'].includes(error.code)
    if (options.mayLackModel === true && isLacking) return null
    throw error
  }
}

async function openMatchingEncoder({ store, options }: Pick<Parts, 'store' | 'options'>): Promise<Encoder> {
  const encoder = await openModelOf(store.model, options)
  try {
    checkModel(store, encoder)
    return encoder
  } catch (error) {
    await encoder.close()
    throw error
  }
}

/** What a crash, or a run that failed, left behind: versions that were never published and texts that belong to none. */
async function undoUnpublished({
  store,
  catalogue,
  texts,
}: Pick<Parts, 'store' | 'catalogue' | 'texts'>): Promise<void> {
  store.discard()
  catalogue.rollBackTo(store.generation)
  texts.remove(catalogue.purge(store.generation))
  texts.keepOnly(new Set(catalogue.cachedIds()))
  await store.sweep()
}

function nothingToSwitch({ model }: Store): SwitchSummary {
  return { model: model.name, embedded: 0, resumed: 0, stale: 0, elapsedMs: 0, cancelled: false }
}

interface Parts {
  readonly folder: string
  readonly store: Store
  readonly catalogue: Catalogue
  readonly texts: TextCache
  readonly options: LibraryOptions
  /** null: opened for reading. */
  readonly release: Release | null
  readonly encoder?: Encoder
}

class OpenLibrary implements Library {
  readonly folder: string
  readonly feedback: Feedback
  readonly #parts: Parts
  readonly #passages: PassageReader
  readonly #names: Names
  readonly #searches = new AtOnce(searchesAtOnce)
  readonly #excluded: ExcludedPaths
  readonly #forgotten: Forgotten
  readonly #hotCache: HotCacheFolder
  #encoder: Promise<Encoder> | null
  #isIndexing = false
  #isSwitching = false
  /** Shared by searches; alone, the codes and the encoder change together. */
  readonly #searching = new SharedLock()
  /** Shared by what uses one encoder or one set of codes for long; alone, the model changes. */
  readonly #working = new SharedLock()

  constructor(parts: Parts) {
    this.folder = parts.folder
    this.feedback = new Feedback(parts.folder)
    this.#parts = parts
    this.#encoder = parts.encoder === undefined ? null : Promise.resolve(parts.encoder)
    const { hotCacheBytes, log } = parts.options
    this.#hotCache = new HotCacheFolder({ budgetBytes: hotCacheBytes, log })
    this.#names = new Names(parts.catalogue)
    this.#excluded = new ExcludedPaths(parts.folder)
    this.#forgotten = new Forgotten(parts.folder)
    this.#passages = new PassageReader({
      catalogue: parts.catalogue,
      texts: parts.texts,
      noticeChanged: (paths) => this.#noticeChanged(paths),
    })
  }

  async search(
    request: SearchRequest,
    signal?: AbortSignal,
    onPartial?: (answer: SearchAnswer) => void,
  ): Promise<SearchAnswer> {
    await this.refresh()
    return this.#searching.shared(() => this.#search(request, signal, onPartial))
  }

  async #search(
    request: SearchRequest,
    signal?: AbortSignal,
    onPartial?: (answer: SearchAnswer) => void,
  ): Promise<SearchAnswer> {
    const { store, catalogue } = this.#parts
    const encoder = await this.#openEncoder()
    try {
      const hotCache = await this.#hotCache.open(store)
      const parts = { store, catalogue, encoder, passages: this.#passages, hotCache, feedback: this.feedback }
      return await this.#searches.run(() => answer(parts, request, { signal, onPartial }), signal)
    } catch (error) {
      if (signal?.aborted === true) throw new AppError('cancelled', 'The search was cancelled.', { cause: error })
      throw error
    }
  }

  async refresh(): Promise<void> {
    const { store, release } = this.#parts
    if (release !== null || (await store.isCurrent())) return
    await this.#searching.alone(async () => {
      await store.refresh()
      await this.#closeOtherEncoder()
    })
  }

  /** Where the library has another model by now, the next search opens that. */
  async #closeOtherEncoder(): Promise<void> {
    const encoder = await this.#encoder?.catch(() => null)
    if (encoder === undefined || encoder?.fingerprint === this.#parts.store.model.fingerprint) return
    this.#encoder = null
    await encoder?.close()
  }

  async text(request: TextRequest): Promise<DocumentText> {
    const { store, catalogue } = this.#parts
    await this.refresh()
    return readDocumentPassages({ store, catalogue, passages: this.#passages }, request)
  }

  async embed(texts: readonly (string | EncoderInput)[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const encoder = await this.#openEncoder()
    const rows = await encoder.embed(
      texts.map((text) => (typeof text === 'string' ? { header: '', text } : text)),
      signal,
    )
    return texts.map((_, row) => rows.subarray(row * encoder.dimensions, (row + 1) * encoder.dimensions))
  }

  async names(query: string, limit: number): Promise<readonly NameHit[]> {
    await this.refresh()
    return this.#names.find(query, limit, this.#parts.store.generation)
  }

  async tune(signal?: AbortSignal): Promise<Tuning> {
    const judgements = this.feedback.judgements()
    if (judgements.length < leastJudged) {
      throw new AppError(
        'bad-request',
        `Expected at least ${leastJudged} judged searches to tune on, got ${judgements.length}. Say which result was it, then try again.`,
      )
    }
    await this.refresh()
    const { store, catalogue } = this.#parts
    const parts = { store, catalogue, encoder: await this.#openEncoder(), passages: this.#passages }
    const present = this.feedback.meaningWeight() ?? usualWeight
    const places = []
    for (const judgement of judgements) {
      signal?.throwIfAborted()
      places.push(await placesByWeight(parts, judgement, [...new Set([present, ...tunedWeights])]))
    }
    const tuning = tune(places, present)
    if (tuning.isBetter) this.feedback.setMeaningWeight(tuning.after.weight)
    return tuning
  }

  roots(): readonly string[] {
    return this.#parts.catalogue.roots()
  }

  async addRoot(path: string): Promise<string> {
    this.#mustWrite()
    const { catalogue } = this.#parts
    const root = await checkRoot(path, isReadableFile)
    if (isWithin(root, this.folder)) {
      throw new AppError('bad-request', `Expected a folder of documents, got the library's own folder ${root}.`)
    }
    const roots = catalogue.roots()
    const around = roots.find((known) => known !== root && isWithin(root, known))
    if (around !== undefined) return around
    for (const inside of roots.filter((known) => known !== root && isWithin(known, root))) catalogue.removeRoot(inside)
    catalogue.addRoot(root)
    return root
  }

  async remove(path: string): Promise<number> {
    this.#mustWrite()
    return this.#working.shared(() => this.#remove(path))
  }

  async #remove(path: string): Promise<number> {
    const { catalogue, store, texts } = this.#parts
    const target = await realpath(path).catch(() => resolve(path))
    // What a run of the indexer under way has shown stays.
    if (store.isFlushed) await store.inTurn(() => undoUnpublished(this.#parts))
    const documents = [...catalogue.documentsBelow(target, store.generation)].map(({ id }) => id)
    const single = catalogue.stampAt(target, store.generation)
    if (single !== undefined) documents.push(single.id)
    const roots = catalogue.roots().filter((root) => isWithin(root, target))
    if (documents.length === 0 && roots.length === 0) {
      throw new AppError('not-found', `Nothing in the library is at or below ${target}. See: leantern list`)
    }
    await store.inTurn(async () => {
      const change = await store.prepare({ add: [], remove: documents })
      catalogue.apply({ generation: change.generation, add: [], retire: documents, problems: [], settled: [] })
      await change.publish()
      texts.remove(catalogue.purge(store.generation))
    })
    for (const root of roots) catalogue.removeRoot(root)
    catalogue.forgetBelow(target)
    return documents.length
  }

  excluded(): readonly string[] {
    return this.#excluded.paths
  }

  async exclude(path: string): Promise<number> {
    this.#mustWrite()
    const target = await realpath(path).catch(() => resolve(path))
    const { catalogue } = this.#parts
    if (!catalogue.roots().some((root) => root !== target && isWithin(target, root))) {
      throw new AppError('bad-request', `Expected a path inside a folder of the library, got ${target}.`)
    }
    await this.#excluded.add(target)
    try {
      return await this.remove(target)
    } catch (error) {
      // Nothing of it was indexed: it is kept out all the same.
      if (error instanceof AppError && error.code === 'not-found') return 0
      throw error
    }
  }

  async include(path: string): Promise<void> {
    this.#mustWrite()
    await this.#excluded.remove(path)
  }

  folders(root: string, walk: FolderWalk): AsyncIterable<ListedFolder> {
    return rootFolders(root, walk, this.#keptOut())
  }

  #keptOut(): KeptOut {
    return { libraryFolder: this.folder, excluded: this.#excluded.paths }
  }

  async index(options: IndexOptions = {}): Promise<IndexSummary> {
    this.#mustWrite()
    if (this.#isIndexing) throw new AppError('library-busy', 'This library is being indexed already.')
    this.#isIndexing = true
    try {
      return await this.#working.shared(() => this.#index(options))
    } finally {
      this.#isIndexing = false
    }
  }

  async #index({
    roots,
    folders,
    signal = new AbortController().signal,
    onProgress = () => {},
    commitEveryMs,
    showEveryMs,
  }: IndexOptions): Promise<IndexSummary> {
    const pool = createExtractPool({ workers: Math.min(4, Math.max(1, availableParallelism() - 1)) })
    try {
      const { catalogue, store, texts } = this.#parts
      // An earlier run of this process may have failed between writing and publishing, on a full disk for example.
      await store.inTurn(() => undoUnpublished(this.#parts))
      const encoder = await this.#openEncoder()
      const sources =
        folders === undefined
          ? (roots ?? catalogue.roots()).map((root) => rootSource(root, this.#keptOut()))
          : partialSources(catalogue.roots(), folders, this.#keptOut())
      const summary = await runIndexer(
        { catalogue, texts, store, encoder, pool, pace: this.#parts.options.pace, forgotten: this.#forgotten },
        { sources, signal, onProgress, commitEveryMs, showEveryMs },
      )
      catalogue.checkpoint()
      texts.checkpoint()
      await this.#forgotten.save()
      await this.#hotCache.save(store)
      return summary
    } finally {
      await pool.close()
    }
  }

  async settle({ signal, onProgress }: SettleOptions = {}): Promise<number> {
    this.#mustWrite()
    const { store, options } = this.#parts
    const leastRows = options.graphRows ?? defaultGraphRows
    return this.#working.shared(() => makeGraphs({ store, leastRows, signal, onProgress }))
  }

  async optimize({
    signal = new AbortController().signal,
    onProgress = () => {},
  }: OptimizeOptions = {}): Promise<OptimizeSummary> {
    this.#mustWrite()
    return this.#working.shared(async () => {
      const encoder = await this.#openEncoder()
      const { store } = this.#parts
      const summary = await optimize({ store, encoder, passages: this.#passages }, { signal, onProgress })
      if (!summary.cancelled) await this.#fillHubs(signal)
      return summary
    })
  }

  async switchModel(
    name: string,
    { signal = new AbortController().signal, onProgress = () => {} }: SwitchModelOptions = {},
  ): Promise<SwitchSummary> {
    this.#mustWrite()
    if (this.#isSwitching) throw new AppError('library-busy', 'This library is changing its model already.')
    this.#isSwitching = true
    try {
      return await this.#switchModel(name, { signal, onProgress })
    } finally {
      this.#isSwitching = false
    }
  }

  async #switchModel(name: string, options: Required<SwitchModelOptions>): Promise<SwitchSummary> {
    const { store, options: places } = this.#parts
    const model = await findModel(name, places.modelsFolder ?? modelsFolder())
    if (model.fingerprint === store.model.fingerprint) return nothingToSwitch(store)
    const encoder = await openInstalled(model)
    const lastStep = (work: () => Promise<void>): Promise<void> => this.#working.alone(work)
    const changeOver = (publish: () => Promise<void>): Promise<void> =>
      this.#searching.alone(async () => {
        await publish()
        await this.#useEncoder(encoder)
      })
    const parts = { store, encoder, passages: this.#passages, pace: places.pace, lastStep, changeOver }
    try {
      return await switchModel(parts, options)
    } finally {
      if (store.model.fingerprint !== encoder.fingerprint) await encoder.close()
    }
  }

  async #useEncoder(encoder: Encoder): Promise<void> {
    const old = this.#encoder
    this.#encoder = Promise.resolve(encoder)
    await (await old?.catch(() => null))?.close()
  }

  /** Embeddings that the walks of a new graph need most, where the library keeps any. */
  async #fillHubs(signal: AbortSignal): Promise<void> {
    const { store } = this.#parts
    const hotCache = await this.#hotCache.open(store)
    if (hotCache === null) return
    await fillHubs({ store, encoder: await this.#openEncoder(), passages: this.#passages, hotCache, signal })
    await this.#hotCache.save(store)
  }

  async forget(what: ForgetWhat): Promise<ForgetSummary> {
    this.#mustWrite()
    const meant =
      what.kind === 'path' ? { ...what, path: await realpath(what.path).catch(() => resolve(what.path)) } : what
    const { catalogue, store, texts } = this.#parts
    const search = async (query: string) =>
      (await this.#search({ query: query.slice(0, 1000), limit: 10, strategy: 'codes' })).results
    return this.#working.shared(async () => {
      const ids = meantBy(meant, { catalogue, store })
      if (ids.length === 0) throw new AppError('not-found', 'Nothing of the kind is in the library. See: leantern list')
      await this.#keepForgotten(meant)
      const summary = await forgetDocuments({ store, catalogue, texts, search }, ids)
      await this.#hotCache.save(store)
      return summary
    })
  }

  /** What is forgotten must not come back with the next run. */
  async #keepForgotten(what: ForgetWhat): Promise<void> {
    const { catalogue } = this.#parts
    if (what.kind !== 'path') return this.#forgotten.add(what)
    catalogue.forgetBelow(what.path)
    for (const root of catalogue.roots().filter((one) => isWithin(one, what.path))) catalogue.removeRoot(root)
    if (catalogue.roots().some((root) => isWithin(what.path, root))) await this.#excluded.add(what.path)
  }

  async remember(what: ForgetWhat): Promise<void> {
    this.#mustWrite()
    if (what.kind === 'path') return this.include(await realpath(what.path).catch(() => resolve(what.path)))
    if (!(await this.#forgotten.remove(what)))
      throw new AppError('not-found', 'Expected something that was forgotten before.')
    this.#parts.catalogue.files.reopenContainers()
  }

  async why(path: string): Promise<WhyAnswer> {
    await this.refresh()
    const target = await realpath(path).catch(() => resolve(path))
    const { catalogue, store } = this.#parts
    return whyOf(target, {
      catalogue,
      generation: store.generation,
      keptOut: this.#keptOut(),
      forgotten: this.#forgotten,
    })
  }

  places(): readonly SourceSummary[] {
    const { catalogue, store } = this.#parts
    return catalogue.placeTotals(store.generation)
  }

  *documents(): Generator<DocumentEntry> {
    const { catalogue, store } = this.#parts
    for (const { path, part, kind, chunks, textBytes, size, mtimeMs, outline } of catalogue.documents(
      store.generation,
    )) {
      const { title } = decodeOutline(outline)
      yield { path, part, title, kind, chunks, textBytes, sourceBytes: size, modifiedMs: mtimeMs }
    }
  }

  problems(): readonly FileProblem[] {
    return this.#parts.catalogue.problems().map(({ path, part, code, message }) => ({
      path,
      ...(part !== undefined && { part }),
      code,
      message,
    }))
  }

  pending(): readonly string[] {
    return this.#parts.catalogue.pendingPaths()
  }

  async status(): Promise<LibraryStatus> {
    const { store, catalogue } = this.#parts
    await this.refresh()
    const { documents, textBytes, sourceBytes, problems, pending } = catalogue.totals(store.generation)
    const bytes = await libraryBytes(this.folder, store)
    const shareOf = (part: number): number => (textBytes === 0 ? 0 : part / textBytes)
    return {
      documents,
      chunks: store.liveRows,
      textBytes,
      sourceBytes,
      bytes,
      share: { semantic: shareOf(bytes.semantic), total: shareOf(bytes.total) },
      errors: problems,
      pending,
      sources: this.#sources(),
      dimensions: store.model.dimensions,
      model: store.model.name,
    }
  }

  #sources(): SourceStatus[] {
    const { catalogue, texts, store } = this.#parts
    const kept = catalogue.cachedSources()
    const cacheBytes = new Map<SourceName, number>()
    for (const [id, size] of texts.sizes()) {
      const source = kept.get(id)
      if (source !== undefined) cacheBytes.set(source, (cacheBytes.get(source) ?? 0) + size)
    }
    return catalogue
      .sourceTotals(store.generation)
      .map((sums) => ({ ...sums, cacheBytes: cacheBytes.get(sums.source) ?? 0 }))
  }

  async close(): Promise<void> {
    const { catalogue, texts, release } = this.#parts
    // One that could not be opened has been reported and needs no closing.
    const encoder = await this.#encoder?.catch(() => null)
    await encoder?.close()
    if (release !== null) await this.#hotCache.save(this.#parts.store)
    this.feedback.close()
    texts.close()
    catalogue.close()
    release?.()
  }

  #openEncoder(): Promise<Encoder> {
    this.#encoder ??= openMatchingEncoder(this.#parts).catch((error: unknown) => {
      // The next search tries again.
      this.#encoder = null
      throw error
    })
    return this.#encoder
  }

  #mustWrite(): void {
    if (this.#parts.release === null) throw new Error('This library was opened for reading')
  }

  /** Files that changed under us are read again by the next run. A reader says so through a connection of its own. */
  #noticeChanged(paths: readonly string[]): void {
    const { catalogue, release, options } = this.#parts
    options.log?.('documents.changed', { count: paths.length })
    if (release !== null) return catalogue.addPending(paths)
    try {
      const writable = openCatalogue(this.folder, 'write')
      writable.addPending(paths)
      writable.close()
    } catch {
      // A library on a read-only disk: the next run of the indexer finds the change by itself.
      options.log?.('documents.changed.unrecorded', { count: paths.length })
    }
  }
}
