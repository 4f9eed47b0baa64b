import { askedPlace } from '../core/asked-place.ts'
import type { CheckOptions } from '../core/checking/check-work.ts'
import { AppError, sayingOf } from '../core/errors.ts'
import { say } from '../core/sayings/say.ts'
import { understood } from '../core/sayings/understood.ts'
import type { Library, Log } from '../core/library.ts'
import { ocrProblem } from '../core/text/formats/ocr.ts'
import { Pace, type PaceName } from '../core/pace.ts'
import { sourcesOf } from '../core/source-summary.ts'
import type { WatchParts } from '../core/watching/library-watcher.ts'
import { AnswerRuns } from './answer-runs.ts'
import type { FileProblem, LibraryCheck, LibraryRepair, RememberWhat, Saying } from '../core/types.ts'
import type { AddedFolder, AppStatus, Learning, ModelChoice, Reply, ToldProblem } from './contract.ts'
import type { EngineRequestName, EngineRequests, FromEngine, ToEngine } from './engine-messages.ts'
import { DiskWatch } from './disk-space.ts'
import { folderNames } from './folder-names.ts'
import { Following, type Watcher } from './following.ts'
import { HeldLibrary, type OpenOptions } from './held-library.ts'
import { IndexingRun } from './indexing-run.ts'
import { LibraryChecks } from './library-checks.ts'
import { ModelChoices } from './model-choices.ts'
import { newestDocuments } from './newest-documents.ts'
import type { OpenedCopies } from './opened-copies.ts'
import { Pictures } from './pictures.ts'
import { providerChoices } from './provider-choices.ts'
import { replyOf } from './replies.ts'
import { measureSearches } from './search-speed.ts'
import { surveyPlaces } from './survey.ts'
import { throttle, type Throttled } from './throttle.ts'
import { WindowSearches } from './window-searches.ts'

/** What the engine needs from outside. engine.ts passes the real ones, tests pass plain objects. */
export interface EngineParts {
  /** `pace` is followed by the library's work in the background. */
  openLibrary(pace: Pace, options: OpenOptions): Promise<Library>
  /** Before the library is closed: whoever else was let into it is shown out. */
  release(): Promise<void>
  /** Reads all files of the library, which nothing here has open. */
  checkLibrary(options: CheckOptions): Promise<LibraryCheck>
  /** Takes out what is damaged in it. */
  repairLibrary(options: CheckOptions): Promise<LibraryRepair>
  watch(parts: WatchParts): Watcher
  readonly copies: Pick<OpenedCopies, 'write' | 'clear'>
  /** On the library's disk; null: not known. */
  freeBytes(): Promise<number | null>
  send(message: FromEngine): void
  readonly runtime: string
  readonly log: Log
}

type EngineHandlers = {
  readonly [Name in EngineRequestName]: (
    ask: EngineRequests[Name]['ask'],
    client: string,
  ) => Promise<EngineRequests[Name]['answer']>
}

const statusEveryMs = 200

/** More than anybody reads; a library on a broken disk may have millions. */
const mostProblems = 10_000

/** The one writer of a library: answers requests, runs the indexer, and tells how it goes at most five times a second. */
export class EngineHost {
  readonly #parts: EngineParts
  readonly #indexing: IndexingRun
  readonly #tell: Throttled<Library>
  readonly #pace = new Pace()
  readonly #disk: DiskWatch
  readonly #searches: WindowSearches
  readonly #answers: AnswerRuns
  readonly #models: ModelChoices
  readonly #checks: LibraryChecks
  readonly #pictures = new Pictures()
  readonly #held: HeldLibrary
  #following: Following | null = null
  #wantedPace: PaceName = 'normal'
  #troubles: readonly Saying[] = []
  #isClosed = false
  #lacksModel = false

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#held = new HeldLibrary((options) => parts.openLibrary(this.#pace, options))
    this.#tell = throttle((library) => void this.#sendStatus(library), statusEveryMs)
    this.#disk = new DiskWatch({ freeBytes: parts.freeBytes, onChange: () => this.#followDisk() })
    this.#indexing = new IndexingRun({ onChange: (library) => this.#followModel(library), log: parts.log })
    this.#searches = new WindowSearches({
      library: () => this.#library(),
      tell: (client, answer) => parts.send({ kind: 'partial', client, answer }),
      onModelTrouble: (library) => this.#followModel(library),
    })
    this.#answers = new AnswerRuns((client, piece) => parts.send({ kind: 'answerText', client, piece }))
    this.#checks = new LibraryChecks((progress) => parts.send({ kind: 'checking', progress }))
    this.#models = new ModelChoices((change) => {
      parts.send({ kind: 'modelChanged', change })
      if (change.kind === 'idle')
        void this.#library().then(
          (library) => this.#followModel(library),
          () => {},
        )
    })
  }

  /** Opens the library and takes up what changed on disk while the app was not running. */
  async start(): Promise<void> {
    try {
      await this.#disk.look()
      await this.#takeUp()
    } catch (error) {
      this.#parts.log('library.unopened', { error: error instanceof AppError ? error.code : String(error) })
    }
  }

  receive(message: ToEngine): void {
    if (message.kind === 'cancel') {
      this.#searches.stop(message.client)
      this.#answers.stop(message.client)
    }
    if (message.kind === 'pace') this.#setPace(message.name)
    if (message.kind !== 'ask') return
    const { id, name, ask, client } = message
    void this.#answer(name, ask, client).then((reply) => this.#parts.send({ kind: 'reply', id, reply }))
  }

  /** Nobody has searched, and nothing was read, for a while. */
  async rest(): Promise<void> {
    const library = await this.#held.now?.catch(() => null)
    await library?.rest()
  }

  /** Ends searches, watching and indexing and closes the library. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#disk.close()
    this.#models.stop()
    this.#checks.stop()
    await this.#pictures.close()
    await this.#endUse()
    this.#tell.stop()
    const library = await this.#held.now?.catch(() => null)
    await library?.close()
  }

  #library(): Promise<Library> {
    return this.#held.get()
  }

  async #takeUp(): Promise<void> {
    await this.#followed(await this.#library())?.takeUp()
  }

  async #indexAndWatch(library: Library): Promise<void> {
    await this.#followed(library)?.indexAndWatch()
  }

  /** null: the library has been closed meanwhile. */
  #followed(library: Library): Following | null {
    if (this.#following?.library === library) return this.#following
    if (this.#isClosed || !this.#held.holds(library)) return null
    const { watch, log } = this.#parts
    this.#following = new Following({
      library,
      indexing: this.#indexing,
      watch,
      onTrouble: (troubles) => {
        this.#troubles = troubles
        this.#tell(library)
      },
      log,
    })
    return this.#following
  }

  /** Ends searches, watching and indexing: nobody uses the library any more. */
  async #endUse(): Promise<void> {
    this.#searches.stop()
    this.#answers.stop()
    // A paused run could not end.
    this.#pace.set('normal')
    const following = this.#following
    this.#following = null
    this.#troubles = []
    await following?.close()
    await this.#parts.release()
  }

  /** Has work done on the library's files while it is closed; after it all goes on. @throws AppError `library-busy` */
  async #aside<T>(work: () => Promise<T>, optionsAfter: (done: T) => OpenOptions = () => ({})): Promise<T> {
    const { kind } = this.#models.change
    if (kind === 'running' || kind === 'fetching') throw new AppError('library-busy', say('library.changingModel'))
    try {
      return await this.#held.aside({ endUse: () => this.#endUse(), work, optionsAfter })
    } finally {
      this.#setPace()
      // Where it cannot be opened now either, the next request says why.
      await this.#takeUp().then(
        () => this.#held.now?.then(this.#tell),
        () => {},
      )
    }
  }

  /** As the person and the machine want it; on a full disk nothing is read that would have to be written. */
  #setPace(wanted: PaceName = this.#wantedPace): void {
    this.#wantedPace = wanted
    if (!this.#isClosed) this.#pace.set(this.#disk.space?.kind === 'short' ? 'paused' : wanted)
  }

  #followDisk(): void {
    this.#setPace()
    if (this.#disk.space !== null) this.#parts.log('disk.low', { kind: this.#disk.space.kind })
    void this.#held.now?.then(this.#tell, () => {})
  }

  async #status(library: Library): Promise<AppStatus> {
    const status = await library.status()
    return {
      library: status,
      folders: library.roots(),
      folderNames: folderNames(library.roots()),
      indexing: this.#indexing.state,
      troubles: [...this.#troubles, ...troublesOf(library)],
      disk: this.#disk.space,
      runtime: this.#parts.runtime,
    }
  }

  /** What could not be read without the model is read once it is there. */
  #followModel(library: Library): void {
    const isLacking = library.modelTrouble() !== null
    if (this.#lacksModel && !isLacking) void this.#indexAndWatch(library)
    this.#lacksModel = isLacking
    this.#tell(library)
  }

  async #sendStatus(library: Library): Promise<void> {
    try {
      this.#parts.send({ kind: 'status', status: await this.#status(library) })
    } catch (error) {
      this.#parts.log('status.failed', { error: String(error) })
    }
  }

  #answer<Name extends EngineRequestName>(
    name: Name,
    ask: EngineRequests[Name]['ask'],
    client: string,
  ): Promise<Reply<unknown>> {
    return replyOf<unknown>(
      () => this.#handlers[name](ask, client),
      (error) => this.#parts.log('request.failed', { request: name, error: String(error) }),
    )
  }

  readonly #handlers: EngineHandlers = {
    search: (ask, client) => this.#searches.search(ask, client),
    similar: (ask, client) => this.#searches.similar(ask, client),
    similarFile: (ask, client) => this.#searches.similarFile(ask, client),
    answer: async (ask, client) => this.#answers.answer(await this.#library(), ask, client),
    stopAnswer: async (_ask, client) => this.#answers.stop(client),
    opened: async ({ query, path, part, start }) =>
      (await this.#library()).feedback.opened({ query, path, part, start }, Date.now()),
    picture: async (ask) => {
      // Only what the library holds is shown.
      const library = await this.#library()
      await library.text({ path: ask.path, part: ask.part, at: ask.at })
      return this.#pictures.of(ask, ask.part === '' ? null : await library.original(ask.path, ask.part))
    },
    why: async ({ path }) => (await this.#library()).why(path),
    survey: async ({ paths }) => {
      const library = await this.#library()
      return surveyPlaces(paths, {
        libraryFolder: library.folder,
        excluded: library.excluded(),
        reading: library.reading(),
      })
    },
    foundSources: async () => (await this.#library()).foundSources(),
    consent: async ({ source }) => (await this.#library()).consent(source),
    optIn: async ({ source, path }) => {
      const library = await this.#library()
      const added = await library.optIn(source, path)
      void this.#indexAndWatch(library)
      return added
    },
    reading: async () => (await this.#library()).reading(),
    ocrProblem: async () => ocrProblem((await this.#library()).reading().ocr.languages),
    setReading: async (change) => {
      const library = await this.#library()
      const rules = await library.setReading(change)
      void this.#indexAndWatch(library)
      return rules
    },
    leftOutRules: async () => (await this.#library()).leftOutRules(),
    forget: async (what) => {
      const library = await this.#library()
      const summary = await library.forget(what)
      await this.#parts.copies.clear()
      this.#tell(library)
      return summary
    },
    forgotten: async () => (await this.#library()).forgotten(),
    remember: async (what) => {
      const library = await this.#library()
      await library.remember(what)
      void this.#indexAndWatch(library)
    },
    learning: async () => learningOf(await this.#library()),
    setLearning: ({ isOn }) => this.#learn((feedback) => feedback.setLatching(isOn)),
    forgetLearning: () => this.#learn((feedback) => feedback.reset()),
    judge: (place) => this.#learn((feedback) => feedback.judged(place, Date.now())),
    takeBack: (place) => this.#learn((feedback) => void feedback.takeBack(place)),
    models: async () => this.#models.list(await this.#library()),
    measureModel: ({ name }) => this.#measureModel(name),
    addModel: async ({ path }) => {
      await this.#models.add(path)
      return this.#models.list(await this.#library())
    },
    useModel: async ({ name }) => this.#models.use(await this.#library(), name),
    modelChange: async () => this.#models.change,
    stopModelChange: async () => this.#models.stop(),
    providers: async ({ isAgain }) => providerChoices(await this.#usedModel(), { isAgain }),
    useProvider: async ({ name }) => {
      const model = await this.#usedModel()
      // What runs a model is chosen when the model is opened.
      return this.#aside(() => providerChoices(model, { use: name }))
    },
    searchSpeed: async () => measureSearches(await this.#library()),
    wake: async () => (await this.#library()).wake(),
    names: async ({ query, limit }) => (await this.#library()).names(query, limit),
    newest: async ({ limit }) => newestDocuments(await this.#library(), limit),
    text: async (ask) => (await this.#library()).text(ask),
    problems: async () => (await this.#library()).problems().slice(0, mostProblems).map(told),
    sources: async () => sourcesOf(await this.#library()),
    removeFolder: async ({ path }) => this.#forget(path, (library) => library.remove(path)),
    exclude: async ({ path }) => this.#forget(path, (library) => library.exclude(path)),
    excludeSite: async ({ host }) => {
      const library = await this.#library()
      const left = await library.excludeSite(host)
      void this.#indexAndWatch(library)
      this.#tell(library)
      return left
    },
    include: async ({ path }) => {
      const library = await this.#library()
      if (library.excluded().includes(path)) await library.include(path)
      else await library.remember(rememberedAs(path))
      void this.#indexAndWatch(library)
    },
    excluded: async () => (await this.#library()).excluded(),
    checkLibrary: () => this.#checks.run((options) => this.#aside(() => this.#parts.checkLibrary(options))),
    repairLibrary: async () => {
      const done = await this.#checks.run((options) =>
        this.#aside(
          () => this.#parts.repairLibrary(options),
          ({ kind }) => ({ rebuild: kind === 'rebuild' }),
        ),
      )
      this.#parts.log('library.repaired', { kind: done.kind })
      return done
    },
    stopCheck: async () => this.#checks.stop(),
    updateNow: async () => void this.#indexAndWatch(await this.#library()),
    status: async () => this.#status(await this.#library()),
    addFolders: async ({ paths }) => {
      const library = await this.#library()
      const added: AddedFolder[] = []
      for (const path of paths) added.push(await addFolder(library, path))
      if (added.some(({ refused }) => refused === null)) void this.#indexAndWatch(library)
      this.#tell(library)
      return added
    },
    stopIndexing: () => this.#indexing.stop(),
    heldAs: async ({ path, part }) => (await this.#library()).heldAs(path, part),
    pageUrl: async ({ path, part }) => (await this.#library()).pageUrl(path, part),
    copyOf: async ({ path, part, use }) => {
      const original = await (await this.#library()).original(path, part)
      return original === null ? null : this.#parts.copies.write(original, use)
    },
  }

  async #learn(work: (feedback: Library['feedback']) => void): Promise<Learning> {
    const library = await this.#library()
    work(library.feedback)
    return learningOf(library)
  }

  async #usedModel(): Promise<string> {
    const { model } = await (await this.#library()).status()
    return model
  }

  async #measureModel(name: string): Promise<ModelChoice[]> {
    await this.#models.measure(name)
    return this.#models.list(await this.#library())
  }

  /** What leaves the library; the watcher stops looking at it. */
  async #forget(path: string, work: (library: Library) => Promise<number>): Promise<number> {
    const library = await this.#library()
    const isRoot = library.roots().includes(path)
    const left = await work(library)
    if (isRoot) await this.#following?.updateRoots()
    this.#tell(library)
    return left
  }
}

/** A problem with what its sentence was made of. */
function told(problem: FileProblem): ToldProblem {
  const said = understood(problem.message)
  return said === null ? problem : { ...problem, said }
}

/** What was forgotten, as `why` names it. */
function rememberedAs(asked: string): RememberWhat {
  const place = askedPlace(asked)
  if (place.kind === 'page') return { kind: 'page', address: place.url }
  return place.kind === 'part' ? { ...place, kind: 'document' } : { kind: 'path', path: asked }
}

async function addFolder(library: Library, path: string): Promise<AddedFolder> {
  try {
    return { path: await library.addRoot(path), refused: null }
  } catch (error) {
    if (error instanceof AppError) return { path, refused: sayingOf(error) }
    throw error
  }
}

function learningOf({ feedback }: Library): Learning {
  const trouble = feedback.look()
  return {
    isOn: feedback.isLatching(),
    judged: trouble === null ? feedback.judgements().length : 0,
    meaningWeight: feedback.meaningWeight() ?? null,
    trouble: trouble === null ? null : sayingOf(trouble),
  }
}

/** Why what was opened and judged does not count, and why words alone answer. */
function troublesOf(library: Library): Saying[] {
  return [library.modelTrouble(), library.feedback.look()].flatMap((trouble) =>
    trouble === null ? [] : [sayingOf(trouble)],
  )
}
