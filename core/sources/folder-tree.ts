import type { FolderSourceOptions } from './folder.ts'
import { createRules } from './folder-rules.ts'
import { FolderReader, placeAt } from './read-folder.ts'

/** A folder whose files a listing would look at, and the folders in it that are not left out by their names. */
export interface ListedFolder {
  readonly path: string
  readonly folders: readonly string[]
}

/** Which folders to list. */
export interface FolderWalk {
  /** Where to begin: the root or folders below it. One that is gone or left out stands for the nearest folder above it. */
  readonly from: readonly string[]
  /** Whether to go into a folder in a listed one. */
  enter(folder: string): boolean | Promise<boolean>
  readonly signal: AbortSignal
}

/**
 * The folders that `folderSource` would read, without looking at their files. A folder that cannot be read, or is left out for what
 * is in it, is not given. @throws AppError `not-found`, `bad-request` as a source does
 */
export async function* listFolders(
  options: FolderSourceOptions,
  { from, enter, signal }: FolderWalk,
): AsyncGenerator<ListedFolder> {
  const reader = new FolderReader(await placeAt(options.root, createRules(options)))
  const seen = new Set<string>()
  for (const start of from) {
    signal.throwIfAborted()
    const waiting = [(await reader.nearest(start)).path]
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      signal.throwIfAborted()
      if (seen.has(path)) continue
      seen.add(path)
      const found = await reader.read(path)
      if (found === undefined || found.rules === null) continue
      const folders = found.folders.map((inner) => inner.path).filter((inner) => reader.leftOut(inner) === undefined)
      yield { path, folders }
      for (const inner of folders) if (!seen.has(inner) && (await enter(inner))) waiting.push(inner)
    }
  }
}
