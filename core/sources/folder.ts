import { stat } from 'node:fs/promises'
import type { ReadingRules } from '../types.ts'
import { createRules, type FolderRules, unsupported } from './folder-rules.ts'
import { isOnlineOnly, onlineOnly } from './online-only.ts'
import { resolveLinks, type Link } from './links.ts'
import {
  FolderReader,
  placeAt,
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
  /** Absolute real paths that a person excluded. */
  readonly excluded?: readonly string[]
  /** What a person changed about the rules. */
  readonly reading?: Pick<ReadingRules, 'off' | 'own' | 'useGitignore'>
  /** Whether a file of this name may have text; 'unsure': `isReadByContent` tells. */
  supports(path: string): boolean | 'unsure'
  /** Default: none is. */
  isReadByContent?(path: string): Promise<boolean>
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
  const place: Place = await placeAt(options.root, createRules(options))
  const read = new Map<string, FolderRules>()
  // Looked at last: only then is it known whether a link's target is listed itself.
  const links: Link[] = []
  signal.throwIfAborted()
  const waiting: WaitingFolder[] = [await waitingRoot(options.root)]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const found = await readFolder(folder, place)
    yield* filesOf(found, options, signal)
    if (found.rules !== null) read.set(folder.path, found.rules)
    for (const link of found.links) links.push(link)
    for (const inner of found.folders.toReversed()) waiting.push(inner)
  }
  for await (const event of resolveLinks({ ...place, links, rulesOf: async (folder) => read.get(folder) }, signal))
    yield await sure(event, options)
}

async function* listSome(
  options: FolderSourceOptions,
  folders: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const place: Place = await placeAt(options.root, createRules(options))
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
    yield* filesOf(found, options, signal)
    for (const { path: inner } of found.folders) {
      if (!wanted.has(inner)) yield* reader.leftOut(inner) ?? [{ kind: 'folder', path: inner, isListed: false }]
    }
    links.push(...found.links)
  }
  for await (const event of resolveLinks({ ...place, links, rulesOf: (folder) => reader.rulesOf(folder) }, signal))
    yield await sure(event, options)
}

/** Events of a folder's own entries, its files stated. */
async function* filesOf(
  { events, files }: FoundFolder,
  options: FolderSourceOptions,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  signal.throwIfAborted()
  yield* events
  for (let start = 0; start < files.length; start += PARALLEL_STATS) {
    signal.throwIfAborted()
    const stated = await Promise.all(files.slice(start, start + PARALLEL_STATS).map((path) => statFile(path, options)))
    yield* stated.flat()
  }
}

async function statFile(path: string, options: FolderSourceOptions): Promise<SourceEvent[]> {
  try {
    const found = await stat(path)
    if (isOnlineOnly(found)) return [{ kind: 'problem', problem: onlineOnly(path) }]
    const { size, mtimeMs } = found
    return [await sure({ kind: 'file', file: { path, size, mtimeMs } }, options)]
  } catch (error) {
    return unreadable(path, error)
  }
}

/** A file whose name does not say whether it can be read: left out unless its content does. */
async function sure(event: SourceEvent, { supports, isReadByContent }: FolderSourceOptions): Promise<SourceEvent> {
  if (event.kind !== 'file' || supports(event.file.path) !== 'unsure') return event
  const { path } = event.file
  return (await isReadByContent?.(path)) === true ? event : { kind: 'skipped', path, rule: unsupported }
}
