import { stat } from 'node:fs/promises'
import { createRules, type FolderRules } from './folder-rules.ts'
import { resolveLinks, type Link } from './links.ts'
import {
  FolderReader,
  readFolder,
  unreadable,
  waitingRoot,
  type FoundFolder,
  type Place,
  type WaitingFolder,
} from './read-folder.ts'
import type { Source, SourceEvent } from './source.ts'

/** `stat` calls under way at once: more than the thread pool has threads, so that it never waits for us. */
const PARALLEL_STATS = 64

export interface FolderSourceOptions {
  /** Absolute real path (`checkRoot`). */
  readonly root: string
  /** Absolute real paths never entered, such as the library's own folder. */
  readonly ignore?: readonly string[]
  /** Whether a file of this name may have text. */
  supports(path: string): boolean
}

/**
 * The files of a folder and of all folders in it, sorted by name: a folder's files first, then its folders, links at the end.
 * Left out: what `exclusions.ts` says, .gitignore and .leanternignore, types that `supports` refuses, special files.
 */
export function folderSource(options: FolderSourceOptions): Source {
  return { root: options.root, isPartial: false, list: (signal) => listAll(options, signal) }
}

/**
 * Only the files directly in these folders of the root, after what changed there. A folder that is gone, or left out by now,
 * stands for the nearest folder above it: that one shows what is missing.
 */
export function someFolders(options: FolderSourceOptions, folders: readonly string[]): Source {
  return { root: options.root, isPartial: true, list: (signal) => listSome(options, folders, signal) }
}

async function* listAll(options: FolderSourceOptions, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  const place: Place = { root: options.root, rules: createRules(options) }
  const read = new Map<string, FolderRules>()
  // Looked at last: only then is it known whether a link's target is listed itself.
  const links: Link[] = []
  signal.throwIfAborted()
  const waiting: WaitingFolder[] = [await waitingRoot(options.root)]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const found = await readFolder(folder, place)
    yield* filesOf(found, signal)
    if (found.rules !== null) read.set(folder.path, found.rules)
    for (const link of found.links) links.push(link)
    for (const inner of found.folders.toReversed()) waiting.push(inner)
  }
  yield* resolveLinks({ ...place, links, rulesOf: async (folder) => read.get(folder) }, signal)
}

async function* listSome(
  options: FolderSourceOptions,
  folders: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const place: Place = { root: options.root, rules: createRules(options) }
  const reader = new FolderReader(place)
  const wanted = new Map<string, FoundFolder>()
  for (const path of folders) {
    signal.throwIfAborted()
    const nearest = await reader.nearest(path)
    wanted.set(nearest.path, nearest.found)
  }
  const links: Link[] = []
  for (const [path, found] of wanted) {
    if (found.rules !== null) yield { kind: 'folder', path, isListed: true }
    yield* filesOf(found, signal)
    for (const { path: inner } of found.folders) {
      if (!wanted.has(inner)) yield* reader.leftOut(inner) ?? [{ kind: 'folder', path: inner, isListed: false }]
    }
    links.push(...found.links)
  }
  yield* resolveLinks({ ...place, links, rulesOf: (folder) => reader.rulesOf(folder) }, signal)
}

/** Events of a folder's own entries, its files stated. */
async function* filesOf({ events, files }: FoundFolder, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  signal.throwIfAborted()
  yield* events
  for (let start = 0; start < files.length; start += PARALLEL_STATS) {
    signal.throwIfAborted()
    const stated = await Promise.all(files.slice(start, start + PARALLEL_STATS).map(statFile))
    yield* stated.flat()
  }
}

async function statFile(path: string): Promise<SourceEvent[]> {
  try {
    const { size, mtimeMs } = await stat(path)
    return [{ kind: 'file', file: { path, size, mtimeMs } }]
  } catch (error) {
    return unreadable(path, error)
  }
}
