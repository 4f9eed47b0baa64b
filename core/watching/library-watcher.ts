/*
 * Keeps a library up to date while its host runs. What the system tells of changes is a hint; the rescan of the folder is the truth.
 *
 *   hint ─► ChangeQueue ─► RootWatch.refresh: which folders are there ─► index these folders
 */
import { stat } from 'node:fs/promises'
import { AppError, messageOf, sayingOf } from '../errors.ts'
import type { IndexOptions, Library, Log } from '../library.ts'
import { changesRules } from '../sources/ignore-files.ts'
import { isUnplugged, unpluggedTrouble } from '../sources/root-disks.ts'
import type { Saying } from '../types.ts'
import { ChangeQueue, type ChangedFolder } from './change-queue.ts'
import { isLimit, openWatches, type OpenWatches } from './directory-watches.ts'
import { limitTrouble } from './root-trouble.ts'
import { RootWatch } from './root-watch.ts'

/** What is to be brought up to date: some folders, or whole roots. */
export type WatchedChange = Pick<IndexOptions, 'folders' | 'roots'>

/** What the watcher needs from its host. */
export interface WatchParts {
  readonly library: Pick<Library, 'roots' | 'folders'>
  /** Runs the indexer once no other run is under way. It deals with its errors itself: the watcher only waits for it. */
  index(change: WatchedChange): Promise<void>
  /** What keeps changes from being found at once, one sentence for each root; empty when all is well again. */
  onTrouble(troubles: readonly Saying[]): void
  readonly log: Log
}

/** Milliseconds. */
export interface WatchTimes {
  /** A batch is due when it was quiet for `quietMs`, at the latest after `longestMs`. */
  readonly quietMs: number
  readonly longestMs: number
  /** Roots that are gone are looked for this often. */
  readonly lookEveryMs: number
  /** Roots that cannot be watched are read again this often. */
  readonly unwatchedEveryMs: number
  /** All roots are read again this often, for what was never told. */
  readonly rescanEveryMs: number
}

export interface WatchOptions extends Partial<WatchTimes> {
  readonly openWatches?: OpenWatches
}

const usualTimes: WatchTimes = {
  quietMs: 400,
  longestMs: 2000,
  lookEveryMs: 30_000,
  unwatchedEveryMs: 5 * 60_000,
  rescanEveryMs: 30 * 60_000,
}

/** A clock that stood still for longer than this means that the machine slept. */
const sleptMs = 60_000
/** Beyond this many folders the root is read as a whole: one walk then costs less. */
const mostFolders = 500
/** Linux queues 16,384 events; a process that was told as many at once may have missed others. */
const overflow = { events: 16_000, withinMs: 500 }

interface WatchedRoot {
  readonly kind: 'watched'
  readonly watch: RootWatch
  /** Number of the disk it is on. */
  readonly device: number
}

type RootState =
  | WatchedRoot
  /** Not there, or not to be read. `device`: where it was on a disk that was unplugged. */
  | { readonly kind: 'gone'; readonly trouble: Saying; readonly device: number | null }
  /** The system allows no more watches. */
  | { readonly kind: 'unwatched'; readonly trouble: Saying }

/** Watches the roots of one library and has changed folders read. */
export class LibraryWatcher {
  readonly #parts: WatchParts
  readonly #times: WatchTimes
  readonly #openWatches: OpenWatches
  readonly #queue: ChangeQueue
  readonly #roots = new Map<string, RootState>()
  readonly #stop = new AbortController()
  readonly #ticker: NodeJS.Timeout
  /** One thing after the other: everything that reads folders or indexes waits for what is under way. */
  #work: Promise<void> = Promise.resolve()
  #jobs = 0
  #lastTick = Date.now()
  #rescannedAt = Date.now()
  #unwatchedAt = Date.now()
  #told = { since: 0, events: 0 }

  constructor(parts: WatchParts, { openWatches: open = openWatches, ...times }: WatchOptions = {}) {
    this.#parts = parts
    this.#times = { ...usualTimes, ...times }
    this.#openWatches = open
    this.#queue = new ChangeQueue({ ...this.#times, onDue: () => void this.#do(() => this.#takeChanges()) })
    this.#ticker = setInterval(() => this.#tick(), Math.min(this.#times.lookEveryMs, this.#times.unwatchedEveryMs))
  }

  /** Folders that are watched. */
  get folders(): number {
    return this.#watched().reduce((sum, { watch }) => sum + watch.size, 0)
  }

  /**
   * Watches the library's roots as they are now, and no others; looks again for those that were gone. Resolves when each is watched and
   * what changed until then is indexed.
   */
  updateRoots(): Promise<void> {
    return this.#do(() => this.#takeRoots())
  }

  /** Reads all roots again, as after sleep; tries again to watch those that were not to be watched. */
  rescanAll(): Promise<void> {
    return this.#do(() => this.#rescan())
  }

  /** Ends everything at once, and resolves when nothing of it is left. A run of the indexer is the host's to end. */
  async close(): Promise<void> {
    this.#stop.abort()
    clearInterval(this.#ticker)
    this.#queue.clear()
    await this.#work
    await Promise.all(this.#watched().map(({ watch }) => watch.close()))
    this.#roots.clear()
  }

  #watched(): WatchedRoot[] {
    return [...this.#roots.values()].filter((state) => state.kind === 'watched')
  }

  #do(job: () => Promise<void>): Promise<void> {
    this.#jobs++
    this.#work = this.#after(this.#work, job)
    return this.#work
  }

  async #after(earlier: Promise<void>, job: () => Promise<void>): Promise<void> {
    await earlier
    try {
      if (!this.#stop.signal.aborted) await job()
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#parts.log('watch.failed', { error: messageOf(error) })
    }
    this.#jobs--
  }

  async #index(change: WatchedChange): Promise<void> {
    const isNothing = (change.folders ?? change.roots ?? []).length === 0
    if (!isNothing && !this.#stop.signal.aborted) await this.#parts.index(change)
  }

  async #takeRoots(): Promise<void> {
    const wanted = new Set(this.#parts.library.roots())
    const left = this.#rootsOf('watched', 'gone', 'unwatched').filter((root) => !wanted.has(root))
    for (const root of left) await this.#leave(root)
    const fresh = [...wanted].filter((root) => !this.#roots.has(root))
    const gone = this.#rootsOf('gone')
    for (const root of [...fresh, ...gone]) await this.#open(root)
    const back = gone.filter((root) => this.#roots.get(root)?.kind !== 'gone')
    this.#tellTroubles()
    await this.#index({ roots: [...fresh, ...back] })
  }

  /** Watches a root with all in it, or notes why not. */
  async #open(root: string): Promise<void> {
    const before = this.#roots.get(root)
    if (before?.kind === 'gone' && before.device !== null && (await isUnplugged(root, before.device))) return
    await this.#leave(root)
    const { dev, isFile } = await lookAt(root)
    const watch = new RootWatch(root, {
      isFile,
      library: this.#parts.library,
      openWatches: this.#openWatches,
      onChange: (folder, name) => this.#note(folder, name),
    })
    try {
      await watch.refresh([{ path: root, isDeep: true }], this.#stop.signal)
      this.#roots.set(root, { kind: 'watched', watch, device: dev })
      this.#parts.log('watch.ready', { folders: watch.size })
    } catch (error) {
      await watch.close()
      this.#roots.set(root, this.#failed(root, error))
    }
  }

  #failed(root: string, error: unknown): RootState {
    this.#stop.signal.throwIfAborted()
    if (error instanceof AppError) return { kind: 'gone', trouble: sayingOf(error), device: null }
    if (!isLimit(error)) throw error
    this.#parts.log('watch.limit')
    return { kind: 'unwatched', trouble: limitTrouble(root, this.#times.unwatchedEveryMs) }
  }

  async #leave(root: string): Promise<void> {
    const state = this.#roots.get(root)
    this.#roots.delete(root)
    if (state?.kind === 'watched') await state.watch.close()
  }

  #note(folder: string, name: string | null): void {
    if (this.#stop.signal.aborted) return
    this.#queue.add({ path: folder, isDeep: name !== null && changesRules(name) }, name)
    const now = performance.now()
    if (now - this.#told.since > overflow.withinMs) this.#told = { since: now, events: 0 }
    if (++this.#told.events === overflow.events) void this.rescanAll()
  }

  async #takeChanges(): Promise<void> {
    try {
      const changes = this.#queue.take()
      const known = new Set(this.#parts.library.roots())
      const folders: string[] = []
      const whole: string[] = []
      for (const state of this.#watched()) {
        const { watch } = state
        const inside = changes.filter(({ path }) => watch.holds(path))
        if (inside.length === 0 || !known.has(watch.root)) continue
        const toRead = await this.#refresh(state, inside)
        if (toRead === null || toRead.size > mostFolders) whole.push(watch.root)
        else folders.push(...toRead)
      }
      this.#tellTroubles()
      await this.#index({ folders })
      await this.#index({ roots: whole })
    } finally {
      this.#queue.done()
    }
  }

  /** The folders to read; null where only the whole root tells. */
  async #refresh({ watch, device }: WatchedRoot, changes: readonly ChangedFolder[]): Promise<Set<string> | null> {
    const { root } = watch
    if (await isUnplugged(root, device)) {
      await this.#leave(root)
      this.#roots.set(root, { kind: 'gone', trouble: unpluggedTrouble(root), device })
      return new Set()
    }
    if (!(await watch.isSame())) {
      await this.#open(root)
      return null
    }
    try {
      return await watch.refresh(changes, this.#stop.signal)
    } catch (error) {
      await this.#leave(root)
      this.#roots.set(root, this.#failed(root, error))
      return null
    }
  }

  async #rescan(): Promise<void> {
    this.#rescannedAt = Date.now()
    for (const root of this.#rootsOf('gone', 'unwatched')) await this.#open(root)
    for (const state of this.#watched()) await this.#refresh(state, [{ path: state.watch.root, isDeep: true }])
    this.#tellTroubles()
    await this.#index({ roots: this.#rootsOf('watched', 'unwatched') })
  }

  /** Looks for roots that were gone. */
  async #lookAgain(): Promise<void> {
    const gone = this.#rootsOf('gone')
    for (const root of gone) await this.#open(root)
    const back = gone.filter((root) => this.#roots.get(root)?.kind !== 'gone')
    if (back.length > 0) this.#tellTroubles()
    await this.#index({ roots: back })
  }

  #rootsOf(...kinds: readonly RootState['kind'][]): string[] {
    return [...this.#roots].filter(([, { kind }]) => kinds.includes(kind)).map(([root]) => root)
  }

  #tellTroubles(): void {
    const troubles = [...this.#roots.values()].flatMap((state) => (state.kind === 'watched' ? [] : [state.trouble]))
    this.#parts.onTrouble(troubles)
  }

  #tick(): void {
    const now = Date.now()
    const hasSlept = now - this.#lastTick > this.#times.lookEveryMs + sleptMs
    this.#lastTick = now
    if (this.#jobs > 0) return
    const roots = this.#parts.library.roots()
    const { rescanEveryMs, unwatchedEveryMs } = this.#times
    const isAsKnown = roots.length === this.#roots.size && roots.every((root) => this.#roots.has(root))
    if (!isAsKnown) void this.updateRoots()
    if (hasSlept || now - this.#rescannedAt >= rescanEveryMs) return void this.rescanAll()
    if (this.#rootsOf('gone').length > 0) void this.#do(() => this.#lookAgain())
    if (now - this.#unwatchedAt < unwatchedEveryMs) return
    this.#unwatchedAt = now
    void this.#do(() => this.#index({ roots: this.#rootsOf('unwatched') }))
  }
}

/** The disk a root is on, and whether it is a single file. */
async function lookAt(root: string): Promise<{ readonly dev: number; readonly isFile: boolean }> {
  const found = await stat(root).catch(() => null)
  return { dev: found?.dev ?? 0, isFile: found?.isFile() === true }
}
