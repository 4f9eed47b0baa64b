import { dirname } from 'node:path'
import type { Library } from '../library.ts'
import { isInside } from '../is-inside.ts'
import type { ChangedFolder } from './change-queue.ts'
import type { DirectoryWatches, OnChange, OpenWatches } from './directory-watches.ts'
import { FolderSet } from './folder-set.ts'

export interface RootWatchParts {
  /** The root is a file: the folder it is in is watched. */
  readonly isFile: boolean
  readonly library: Pick<Library, 'folders'>
  readonly openWatches: OpenWatches
  readonly onChange: OnChange
}

/** Folders that appear while watches are set up are looked for this often; whatever comes later is told by those watches. */
const mostRounds = 10

/** Knows which folders of a root count and watches each of them. */
export class RootWatch {
  readonly root: string
  /** The folder that is watched with all in it; of a root that is a file, the one it is in, alone. */
  readonly #top: string
  readonly #parts: RootWatchParts
  readonly #watches: DirectoryWatches
  readonly #folders = new FolderSet()
  /** Folders that do not count though something changed in them: only a watch of a whole tree tells of such. */
  readonly #leftOut = new Set<string>()

  constructor(root: string, parts: RootWatchParts) {
    this.root = root
    this.#top = parts.isFile ? dirname(root) : root
    this.#parts = parts
    this.#watches = parts.openWatches(this.#top, (folder, name) => this.#tell(folder, name))
  }

  /** Folders that are watched. */
  get size(): number {
    return this.#folders.size
  }

  /** Whether a folder is this root or in it. */
  holds(folder: string): boolean {
    return this.#parts.isFile ? folder === this.#top || folder === this.root : isInside(folder, this.root)
  }

  /** False when the root is gone or was made anew. */
  isSame(): Promise<boolean> {
    return this.#watches.isSame(this.#top)
  }

  /**
   * Looks at changed folders, watches those that are new there and forgets those that are gone. Returns the folders whose files have
   * to be looked at: the changed ones, or what is left above them, and the new ones.
   * @throws AppError `not-found`, `bad-request` for a root that is gone; the system's error where no more can be watched
   */
  async refresh(changes: readonly ChangedFolder[], signal: AbortSignal): Promise<Set<string>> {
    const toRead = new Set(changes.map(({ path }) => path))
    for (const { path } of changes) await this.#forgetWhenReplaced(path)
    let from = changes
    for (let round = 0; from.length > 0 && round < mostRounds; round++) {
      const found = await this.#look(from, signal)
      for (const folder of found) toRead.add(folder)
      const unknown = found.filter((folder) => !this.#folders.has(folder))
      await this.#watches.add(unknown)
      signal.throwIfAborted()
      const added = unknown.filter((folder) => this.#watches.has(folder))
      for (const folder of added) this.#folders.add(folder)
      // What was made in them before they were watched has not been told.
      from = topmost(added).map((path) => ({ path, isDeep: true }))
    }
    return toRead
  }

  close(): Promise<void> {
    return this.#watches.close()
  }

  /** The folders that count: at the changed ones, below where they changed deeply, and below any that is new. */
  async #look(changes: readonly ChangedFolder[], signal: AbortSignal): Promise<string[]> {
    const deep = new Set(changes.filter(({ isDeep }) => isDeep).map(({ path }) => path))
    for (const path of deep) this.#forgetLeftOut(path)
    const enter = async (folder: string): Promise<boolean> => {
      await this.#forgetWhenReplaced(folder)
      return !this.#folders.has(folder) || this.#isBelow(folder, deep)
    }
    const found: string[] = []
    const walk = { from: changes.map(({ path }) => path), enter, signal }
    for await (const { path, folders } of this.#parts.library.folders(this.root, walk)) {
      found.push(path)
      const there = new Set(folders)
      for (const known of this.#folders.in(path)) if (!there.has(known)) this.#forget(known)
    }
    return found
  }

  #isBelow(folder: string, tops: ReadonlySet<string>): boolean {
    for (let path = folder; path !== this.#top; path = dirname(path)) if (tops.has(path)) return true
    return tops.has(this.#top)
  }

  /** A folder that was deleted and made again has no watch any more, nor has what is in it. */
  async #forgetWhenReplaced(folder: string): Promise<void> {
    if (this.#folders.has(folder) && !(await this.#watches.isSame(folder))) this.#forget(folder)
  }

  #forget(folder: string): void {
    for (const path of this.#folders.remove(folder)) this.#watches.drop(path)
  }

  #forgetLeftOut(top: string): void {
    for (const folder of this.#leftOut) if (this.#isBelow(folder, new Set([top]))) this.#leftOut.delete(folder)
  }

  #tell(folder: string, name: string | null): void {
    if (this.#folders.has(folder)) return this.#parts.onChange(folder, name)
    // In a folder that does not count, or not yet: the first change there lets the folder around it be looked at.
    let [inner, outer] = [folder, dirname(folder)]
    for (; !this.#folders.has(outer); [inner, outer] = [outer, dirname(outer)]) if (outer === dirname(outer)) return
    if (this.#leftOut.has(inner)) return
    this.#leftOut.add(inner)
    this.#parts.onChange(outer, null)
  }
}

/** Folders that lie in no other of `folders`. */
function topmost(folders: readonly string[]): string[] {
  const all = new Set(folders)
  return folders.filter((folder) => !all.has(dirname(folder)))
}
