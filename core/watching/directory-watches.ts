import { watch, type FSWatcher } from 'chokidar'
import { lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode } from '../errors.ts'

/** Told of each change: the entry `name` (null where the system does not say) of `folder`. A hint: what is there has to be looked up. */
export type OnChange = (folder: string, name: string | null) => void

/** The watches of one root's folders. */
export interface DirectoryWatches {
  /**
   * Watches folders at or below the root; once it resolves, changes in them are told. One that is gone, or must not be read, is left
   * out: see `has`. @throws the system's error where it allows no more watches (`isLimit`)
   */
  add(folders: readonly string[]): Promise<void>
  has(folder: string): boolean
  /** Whether the folder that is at this path now is the one that is watched: it may have been deleted and made again. */
  isSame(folder: string): Promise<boolean>
  drop(folder: string): void
  close(): Promise<void>
}

/** Begins to watch below a folder. */
export type OpenWatches = (root: string, onChange: OnChange) => DirectoryWatches

/** Folders whose watches are set up at once; more of them cost memory and no less time. */
const parallel = 2

interface Watched {
  readonly watcher: FSWatcher
  /** Device, number and birth of the folder; '' once its watch has failed. */
  identity: string
}

/**
 * One watch for each folder, none for files: what is in a folder is ignored by its path alone, so chokidar neither stats nor
 * remembers it, and only its raw events count. They come before the ignoring.
 */
export class WatchPerFolder implements DirectoryWatches {
  readonly #onChange: OnChange
  readonly #watched = new Map<string, Watched>()

  constructor(onChange: OnChange) {
    this.#onChange = onChange
  }

  async add(folders: readonly string[]): Promise<void> {
    const waiting = folders.toReversed()
    const work = async (): Promise<void> => {
      for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) await this.#add(folder)
    }
    const stopAll = (error: unknown): unknown => {
      waiting.length = 0
      return error
    }
    // Each worker comes to its end before a failure is told: none sets up a watch after `close`.
    const failures = await Promise.all(Array.from({ length: parallel }, () => work().then(() => null, stopAll)))
    const failure = failures.find((error) => error !== null)
    if (failure !== undefined) throw failure
  }

  has(folder: string): boolean {
    return this.#watched.has(folder)
  }

  async isSame(folder: string): Promise<boolean> {
    return this.#watched.get(folder)?.identity === (await identityOf(folder))
  }

  drop(folder: string): void {
    const watched = this.#watched.get(folder)
    this.#watched.delete(folder)
    void watched?.watcher.close()
  }

  async close(): Promise<void> {
    const all = [...this.#watched.values()]
    this.#watched.clear()
    await Promise.all(all.map(({ watcher }) => watcher.close()))
  }

  async #add(folder: string): Promise<void> {
    if (this.#watched.has(folder)) return
    const identity = await identityOf(folder)
    if (identity === null) return
    const watcher = watchOne(folder, { depth: 0 })
    const error = await readiness(watcher)
    // Gone or made anew meanwhile: chokidar now waits at a folder above it.
    if (error !== null || (await identityOf(folder)) !== identity) {
      await watcher.close()
      if (error !== null && isLimit(error)) throw error
      return
    }
    this.#watched.set(folder, { watcher, identity })
    watcher.on('raw', (_, name, details) => {
      if (isAbout(details, folder)) this.#onChange(folder, name)
    })
    watcher.on('error', () => this.#fail(folder))
  }

  /** A watch that failed is set up again when the folder around it is looked at. */
  #fail(folder: string): void {
    const watched = this.#watched.get(folder)
    if (watched !== undefined) watched.identity = ''
    this.#onChange(dirname(folder), basename(folder))
  }
}

/** One watch for the root and all below it, where the system has such (macOS, Windows). */
export class WatchTree implements DirectoryWatches {
  readonly #root: string
  readonly #onChange: OnChange
  #watcher: FSWatcher | null = null

  constructor(root: string, onChange: OnChange) {
    this.#root = root
    this.#onChange = onChange
  }

  async add(): Promise<void> {
    if (this.#watcher !== null) return
    const watcher = watchOne(this.#root, { backend: 'native-recursive' })
    this.#watcher = watcher
    const error = await readiness(watcher)
    if (error !== null) throw error
    watcher.on('raw', (_, name) => {
      if (name === null) return this.#onChange(this.#root, null)
      const path = join(this.#root, name)
      this.#onChange(dirname(path), basename(path))
    })
    watcher.on('error', () => this.#onChange(this.#root, null))
  }

  has(): boolean {
    return this.#watcher !== null
  }

  async isSame(): Promise<boolean> {
    return true
  }

  drop(): void {}

  async close(): Promise<void> {
    await this.#watcher?.close()
  }
}

/** The real watches of this system. */
export const openWatches: OpenWatches = (root, onChange) =>
  process.platform === 'darwin' || process.platform === 'win32'
    ? new WatchTree(root, onChange)
    : new WatchPerFolder(onChange)

/** Whether the system refuses because a person or a process has too many watches or open files. */
export function isLimit(error: unknown): boolean {
  return ['ENOSPC', 'EMFILE', 'ENFILE'].includes(systemCode(error))
}

function watchOne(folder: string, how: { depth: number } | { backend: 'native-recursive' }): FSWatcher {
  const watcher = watch(folder, {
    ...how,
    ignored: (path) => path !== folder,
    ignoreInitial: true,
    followSymlinks: false,
    // Would ignore folders by their names.
    atomic: false,
  })
  // An error that nobody listens to would end the process.
  return watcher.on('error', () => {})
}

/** Resolves when a watcher is ready, with the first error on the way. */
function readiness(watcher: FSWatcher): Promise<Error | null> {
  return new Promise((resolve) => {
    let failure: Error | null = null
    const fail = (error: unknown): void => void (failure ??= error instanceof Error ? error : new Error(String(error)))
    watcher.on('error', fail)
    watcher.once('ready', () => {
      watcher.off('error', fail)
      resolve(failure)
    })
  })
}

/** Events of the folder above are told too while chokidar waits for a folder to come back. */
function isAbout(details: unknown, folder: string): boolean {
  return typeof details === 'object' && details !== null && 'watchedPath' in details && details.watchedPath === folder
}

async function identityOf(folder: string): Promise<string | null> {
  try {
    const { dev, ino, birthtimeMs } = await lstat(folder)
    return `${dev}/${ino}/${birthtimeMs}`
  } catch (error) {
    if (systemCode(error) === '') throw error
    return null
  }
}
