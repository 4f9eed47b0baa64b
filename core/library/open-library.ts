/* An open library at work: searches, indexes and updates, each in its turn. */
import { availableParallelism } from 'node:os'
import type { DocumentPage, PageRequest } from '../document-page.ts'
import type { EncoderInput } from '../embed/windows.ts'
import { AppError } from '../errors.ts'
import { ExcludedPaths } from '../excluded-paths.ts'
import { Forgotten } from '../forgotten.ts'
import { HotCacheFolder } from '../leann/hot-cache-folder.ts'
import { makeGraphs } from '../leann/make-graphs.ts'
import type {
  DocumentEntry,
  Held,
  IndexOptions,
  Library,
  OptimizeOptions,
  SettleOptions,
  SwitchModelOptions,
} from '../library.ts'
import { answer } from '../search/answer.ts'
import { AtOnce } from '../search/at-once.ts'
import { Feedback } from '../search/feedback/feedback.ts'
import type { Tuning } from '../search/feedback/tune.ts'
import { fillHubs } from '../search/fill-hubs.ts'
import { NamedOnly } from '../search/named-only.ts'
import { Names } from '../search/names/names.ts'
import { PassageReader } from '../search/passages.ts'
import { forgetWords } from '../search/query-words.ts'
import { forgetHashes } from '../search/term-hashes.ts'
import { SharedLock } from '../shared-lock.ts'
import type { SourceSummary } from '../source-summary.ts'
import type { FolderWalk, ListedFolder } from '../sources/folder-tree.ts'
import { consentFor } from '../sources/consent.ts'
import { foundSources } from '../sources/found-sources.ts'
import { ReadingRulesFile } from '../sources/reading-rules.ts'
import { isInside } from '../is-inside.ts'
import { RootDisks } from '../sources/root-disks.ts'
import type { Original } from '../text/containers/container.ts'
import { createExtractPool, type ExtractPool } from '../text/extract-pool.ts'
import type {
  Consent,
  DocumentText,
  FileProblem,
  ForgetSummary,
  ForgetWhat,
  RememberWhat,
  ForgottenList,
  FoundSource,
  IndexSummary,
  LeftOutRule,
  LibraryStatus,
  NameHit,
  OptimizeSummary,
  OptInSource,
  ReadingRules,
  SearchAnswer,
  SearchRequest,
  SwitchSummary,
  TextRequest,
  WhyAnswer,
} from '../types.ts'
import { optimize } from '../upkeep/optimize.ts'
import { noteChanged } from './changed-files.ts'
import { addRoot, excludeBelow, removeBelow } from './contents.ts'
import { forget, remember, type ForgettingParts } from './forgetting.ts'
import { indexRoots } from './index-run.ts'
import { ModelInUse } from './model-in-use.ts'
import { heldAs, originalOfHeld, pageUrlOf } from './originals.ts'
import type { Parts } from './parts.ts'
import { readDocumentPassages } from './read-passages.ts'
import { changeReading, excludeSite, leftOutRules, optIn, type ReadingParts } from './reading.ts'
import { documentEntries, documentPage, statusOf } from './report.ts'
import { rootFolders, type KeptOut } from './roots-as-sources.ts'
import { switchTo } from './switching.ts'
import { judgedSearches, tuneOn } from './tuning.ts'
import { askedPlace } from '../asked-place.ts'
import { whyAsked } from './why-asked.ts'
import { say } from '../sayings/say.ts'

const defaultGraphRows = 500_000

/** Whoever searched so lately may search again. */
const searchesGoOnMs = 60_000

/** Searches under way at a time: a hundred at once would take 150 MB more and be over no sooner. */
const searchesAtOnce = 4

/** Each method as `Library` says. */
export class OpenLibrary implements Library {
  readonly folder: string
  readonly feedback: Feedback
  readonly #parts: Parts
  readonly #model: ModelInUse
  readonly #passages: PassageReader
  readonly #names: Names
  readonly #namedOnly: NamedOnly
  readonly #searches = new AtOnce(searchesAtOnce)
  readonly #excluded: ExcludedPaths
  readonly #forgotten: Forgotten
  readonly #disks: RootDisks
  readonly #reading: ReadingRulesFile
  readonly #hotCache: HotCacheFolder
  /** For all runs: its threads end by themselves when there was nothing to read for a while. */
  readonly #pool: ExtractPool
  #searchedAt = -Infinity
  #isSwitching = false
  /** One run of the indexer at a time. */
  readonly #indexing = new SharedLock()
  /** Shared by searches; alone, the codes and the encoder change together. */
  readonly #searching = new SharedLock()
  /** Shared by what uses one encoder or one set of codes for long; alone, the model changes. */
  readonly #working = new SharedLock()

  constructor(parts: Parts) {
    this.folder = parts.folder
    this.feedback = new Feedback(parts.folder)
    this.#parts = parts
    this.#model = new ModelInUse(parts)
    const { hotCacheBytes, log, isInBackground } = parts.options
    this.#pool = createExtractPool({
      workers: Math.min(4, Math.max(1, availableParallelism() - 1)),
      ...(isInBackground !== undefined && { isInBackground }),
    })
    this.#hotCache = new HotCacheFolder({ budgetBytes: hotCacheBytes, log })
    const { pace } = parts.options
    this.#names = new Names({ catalogue: parts.catalogue, turn: () => pace.turn() })
    this.#namedOnly = new NamedOnly(parts.catalogue)
    this.#excluded = new ExcludedPaths(parts.folder)
    this.#forgotten = new Forgotten(parts.folder)
    this.#disks = new RootDisks(parts.folder)
    this.#reading = new ReadingRulesFile(parts.folder)
    this.#passages = new PassageReader({
      catalogue: parts.catalogue,
      texts: parts.texts,
      noticeChanged: (paths) => noteChanged(paths, parts),
      isAway: (path) => this.#isAway(path),
    })
  }

  async search(
    request: SearchRequest,
    signal?: AbortSignal,
    onPartial?: (answer: SearchAnswer) => void,
  ): Promise<SearchAnswer> {
    this.#searchedAt = performance.now()
    await this.refresh()
    const search = (): Promise<SearchAnswer> => this.#searching.shared(() => this.#search(request, signal, onPartial))
    const { pace } = this.#parts.options
    return pace.first(search)
  }

  /** Whether all folders of the library that a path is in are gone now, or their disks. */
  #isAway(path: string): boolean {
    const around = this.#parts.catalogue.roots().filter((root) => isInside(path, root))
    return around.length > 0 && around.every((root) => this.#disks.isAway(root))
  }

  /** Whether somebody searches here, and would see what is not in files yet. */
  #isSearched(): boolean {
    return performance.now() - this.#searchedAt < searchesGoOnMs
  }

  async #search(
    request: SearchRequest,
    signal?: AbortSignal,
    onPartial?: (answer: SearchAnswer) => void,
  ): Promise<SearchAnswer> {
    const { store, catalogue } = this.#parts
    const encoder = await this.#model.forSearch()
    try {
      const hotCache = await this.#hotCache.open(store)
      const parts = {
        catalogue,
        encoder,
        passages: this.#passages,
        hotCache,
        feedback: this.feedback,
        namedOnly: this.#namedOnly,
      }
      return await this.#searches.run(
        // What is shown when it begins is what it goes by: indexing changes that meanwhile.
        () => answer({ ...parts, store: store.snapshot() }, request, { signal, onPartial }),
        signal,
      )
    } catch (error) {
      if (signal?.aborted === true) throw new AppError('cancelled', say('search.cancelled'), { cause: error })
      throw error
    }
  }

  async refresh(): Promise<void> {
    const { store, release } = this.#parts
    if (release !== null || (await store.isCurrent())) return
    await this.#searching.alone(async () => {
      await store.refresh()
      await this.#model.closeIfOther()
    })
  }

  async text(request: TextRequest): Promise<DocumentText> {
    const { store, catalogue } = this.#parts
    await this.refresh()
    return readDocumentPassages({ store, catalogue, passages: this.#passages }, request)
  }

  async embed(texts: readonly (string | EncoderInput)[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const encoder = await this.#model.open()
    const rows = await encoder.embed(
      texts.map((text) => (typeof text === 'string' ? { header: '', text } : text)),
      signal,
    )
    return texts.map((_, row) => rows.subarray(row * encoder.dimensions, (row + 1) * encoder.dimensions))
  }

  modelTrouble(): AppError | null {
    return this.#model.trouble
  }

  async names(query: string, limit: number): Promise<readonly NameHit[]> {
    this.#searchedAt = performance.now()
    await this.refresh()
    return this.#names.find(query, limit, this.#parts.store.generation)
  }

  async wake(): Promise<void> {
    this.#searchedAt = performance.now()
    await this.refresh()
    this.#parts.store.wake()
    const encoder = await this.#model.forSearch()
    // Without its model words alone answer, which the first search says.
    await encoder.wake?.().catch(() => {})
    await this.#names.prepare(this.#parts.store.generation)
  }

  async rest(): Promise<void> {
    this.#passages.rest()
    forgetWords()
    forgetHashes()
    // What another process writes may be gone when it is to be read again.
    if (this.#parts.release !== null) await this.#parts.store.rest()
  }

  async tune(signal?: AbortSignal): Promise<Tuning> {
    const judgements = judgedSearches(this.feedback)
    await this.refresh()
    const { store, catalogue } = this.#parts
    const parts = { store, catalogue, encoder: await this.#model.open(), passages: this.#passages }
    return tuneOn(judgements, this.feedback, parts, signal)
  }

  roots(): readonly string[] {
    return this.#parts.catalogue.roots()
  }

  async addRoot(path: string): Promise<string> {
    this.#mustWrite()
    return addRoot(path, this.#parts)
  }

  async remove(path: string): Promise<number> {
    this.#mustWrite()
    return this.#working.shared(() => removeBelow(path, this.#parts))
  }

  excluded(): readonly string[] {
    return this.#excluded.paths
  }

  async exclude(path: string): Promise<number> {
    this.#mustWrite()
    return this.#working.shared(() => excludeBelow(path, this.#parts, this.#excluded))
  }

  async excludeSite(host: string): Promise<number> {
    this.#mustWrite()
    return this.#working.shared(() => excludeSite(host, this.#readingParts()))
  }

  async include(path: string): Promise<void> {
    this.#mustWrite()
    await this.#excluded.remove(path)
  }

  async *folders(root: string, walk: FolderWalk): AsyncGenerator<ListedFolder> {
    await this.#disks.check(root)
    yield* rootFolders(root, walk, this.#keptOut())
  }

  #keptOut(): KeptOut {
    return { libraryFolder: this.folder, excluded: this.#excluded.paths, reading: this.#reading.rules }
  }

  #readingParts(): ReadingParts {
    return { parts: this.#parts, rules: this.#reading, forgotten: this.#forgotten }
  }

  foundSources(): Promise<readonly FoundSource[]> {
    return foundSources(this.roots())
  }

  consent(source: OptInSource): Consent {
    return consentFor(source)
  }

  async optIn(source: OptInSource, path: string): Promise<string> {
    this.#mustWrite()
    return optIn(source, path, this.#readingParts())
  }

  reading(): ReadingRules {
    return this.#reading.rules
  }

  async setReading(change: Partial<ReadingRules>): Promise<ReadingRules> {
    this.#mustWrite()
    return this.#working.shared(() => changeReading(change, this.#readingParts()))
  }

  leftOutRules(): readonly LeftOutRule[] {
    return leftOutRules(this.#reading.rules)
  }

  async index(options: IndexOptions = {}): Promise<IndexSummary> {
    this.#mustWrite()
    return this.#indexing.alone(() => this.#working.shared(() => this.#index(options)))
  }

  async #index(options: IndexOptions): Promise<IndexSummary> {
    const parts = {
      parts: this.#parts,
      encoder: await this.#model.open(),
      pool: this.#pool,
      disks: this.#disks,
      forgotten: this.#forgotten,
      keptOut: this.#keptOut(),
      isWatched: () => this.#isSearched(),
    }
    const summary = await indexRoots(parts, options)
    await this.#hotCache.save(this.#parts.store)
    return summary
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
      const encoder = await this.#model.open()
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
    if (this.#isSwitching) throw new AppError('library-busy', say('library.changingModel'))
    this.#isSwitching = true
    const parts = {
      parts: this.#parts,
      model: this.#model,
      passages: this.#passages,
      working: this.#working,
      searching: this.#searching,
    }
    try {
      return await switchTo(name, parts, { signal, onProgress })
    } finally {
      this.#isSwitching = false
    }
  }

  /** Embeddings that the walks of a new graph need most, where the library keeps any. */
  async #fillHubs(signal: AbortSignal): Promise<void> {
    const { store } = this.#parts
    const hotCache = await this.#hotCache.open(store)
    if (hotCache === null) return
    await fillHubs({ store, encoder: await this.#model.open(), passages: this.#passages, hotCache, signal })
    await this.#hotCache.save(store)
  }

  async forget(what: ForgetWhat): Promise<ForgetSummary> {
    this.#mustWrite()
    return this.#working.shared(async () => {
      const summary = await forget(what, this.#forgettingParts())
      await this.#hotCache.save(this.#parts.store)
      return summary
    })
  }

  forgotten(): ForgottenList {
    return this.#forgotten.list
  }

  async remember(what: RememberWhat): Promise<void> {
    this.#mustWrite()
    await remember(what, this.#forgettingParts())
  }

  #forgettingParts(): ForgettingParts {
    const parts = this.#parts
    return {
      ...this.#readingParts(),
      excluded: this.#excluded,
      feedback: this.feedback,
      search: async (query) =>
        (await this.#search({ query: query.slice(0, 1000), limit: 10, strategy: 'codes' })).results,
      names: (query) => this.#names.find(query.slice(0, 1000), 10, parts.store.generation),
    }
  }

  async why(asked: string): Promise<WhyAnswer> {
    await this.refresh()
    const { catalogue, store } = this.#parts
    return whyAsked(askedPlace(asked), {
      catalogue,
      generation: store.generation,
      keptOut: this.#keptOut(),
      forgotten: this.#forgotten,
    })
  }

  places(): readonly SourceSummary[] {
    const { catalogue, store } = this.#parts
    return catalogue.totals.byPlace(store.generation)
  }

  documents(): Iterable<DocumentEntry> {
    return documentEntries(this.#parts)
  }

  documentPage(request: PageRequest): DocumentPage {
    return documentPage(this.#parts, request)
  }

  heldAs(path: string, part = ''): Held | null {
    return heldAs(path, part, this.#parts)
  }

  pageUrl(path: string, part: string): Promise<string | null> {
    return pageUrlOf(path, part, this.#parts)
  }

  original(path: string, part = ''): Promise<Original | null> {
    return originalOfHeld(path, part, this.#parts)
  }

  problems(): readonly FileProblem[] {
    return this.#parts.catalogue.unread.problems().map(({ path, part, code, message }) => ({
      path,
      ...(part !== undefined && { part }),
      code,
      message,
    }))
  }

  pending(): readonly string[] {
    return this.#parts.catalogue.unread.pendingPaths()
  }

  async status(): Promise<LibraryStatus> {
    await this.refresh()
    return statusOf(this.#parts)
  }

  async close(): Promise<void> {
    const { catalogue, texts, release } = this.#parts
    await this.#pool.close()
    await this.#model.close()
    if (release !== null) await this.#hotCache.save(this.#parts.store)
    this.feedback.close()
    texts.close()
    catalogue.close()
    release?.()
  }

  #mustWrite(): void {
    if (this.#parts.release === null) throw new Error('This library was opened for reading')
  }
}
