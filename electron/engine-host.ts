import type { CheckOptions } from '../core/checking/check-work.ts'
import { AppError, sayingOf } from '../core/errors.ts'
import { say } from '../core/sayings/say.ts'
import type { Library, Log } from '../core/library.ts'
import { Pace, type PaceName } from '../core/pace.ts'
import type { WatchParts } from '../core/watching/library-watcher.ts'
import { AnswerRuns } from './answer-runs.ts'
import type { LibraryCheck, LibraryRepair, Saying } from '../core/types.ts'
import type { AppStatus, ModelChoice, Reply } from './contract.ts'
import type { EngineHandlers, EngineRequestName, EngineRequests, FromEngine, ToEngine } from './engine-messages.ts'
import { DiskWatch } from './disk-space.ts'
import { folderNames } from './folder-names.ts'
import { Following, type Watcher } from './following.ts'
import { HeldLibrary, type OpenOptions } from './held-library.ts'
import { IndexingRun } from './indexing-run.ts'
import { LibraryChecks } from './library-checks.ts'
import { libraryRequests } from './library-requests.ts'
import { ModelChoices } from './model-choices.ts'
import type { OpenedCopies } from './opened-copies.ts'
import { Pictures } from './pictures.ts'
import { providerChoices } from './provider-choices.ts'
import { replyOf } from './replies.ts'
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

const statusEveryMs = 200

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
  readonly #handlers: EngineHandlers

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
    this.#handlers = this.#handlersOf()
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

  #handlersOf(): EngineHandlers {
    return {
      ...libraryRequests({
        open: () => this.#library(),
        readAgain: (library) => void this.#indexAndWatch(library),
        tell: this.#tell,
        rootLeft: async () => this.#following?.updateRoots(),
        copies: this.#parts.copies,
        pictures: this.#pictures,
      }),
      search: (ask, client) => this.#searches.search(ask, client),
      similar: (ask, client) => this.#searches.similar(ask, client),
      similarFile: (ask, client) => this.#searches.similarFile(ask, client),
      answer: async (ask, client) => this.#answers.answer(await this.#library(), ask, client),
      stopAnswer: async (_ask, client) => this.#answers.stop(client),
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
      status: async () => this.#status(await this.#library()),
      stopIndexing: () => this.#indexing.stop(),
    }
  }

  async #usedModel(): Promise<string> {
    const { model } = await (await this.#library()).status()
    return model
  }

  async #measureModel(name: string): Promise<ModelChoice[]> {
    await this.#models.measure(name)
    return this.#models.list(await this.#library())
  }
}

/** Why what was opened and judged does not count, and why words alone answer. */
function troublesOf(library: Library): Saying[] {
  return [library.modelTrouble(), library.feedback.look()].flatMap((trouble) =>
    trouble === null ? [] : [sayingOf(trouble)],
  )
}
