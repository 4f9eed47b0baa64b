import type { Dirent } from 'node:fs'
import { lstat, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { CACHE_SIGNATURE, hasProjectFile } from './exclusions.ts'
import { createRules, type FolderRules, type Rules } from './folder-rules.ts'
import { ignoreFilesAbove, ignoreFilesIn, type IgnoreFiles } from './ignore-files.ts'
import { resolveLinks, type Link } from './links.ts'
import type { Source, SourceEvent } from './source.ts'

/** `stat` calls under way at once: more than the thread pool has threads, so that it never waits for us. */
const PARALLEL_STATS = 64
/** What bytes that are no UTF-8 become in a name. */
const REPLACEMENT = '\ufffd'

export interface FolderSourceOptions {
  /** Absolute real path (`checkRoot`). */
  readonly root: string
  /** Absolute real paths never entered, such as the library's own folder. */
  readonly ignore?: readonly string[]
  /** Whether a file of this name may have text. */
  supports(path: string): boolean
}

/** A folder that waits to be read, with the ignore files above it. */
interface WaitingFolder {
  readonly path: string
  readonly outer: IgnoreFiles
}

/** One walk: what it needs and what it remembers until its end. */
interface Walk {
  readonly root: string
  readonly rules: Rules
  /** Folders that were read, by path. */
  readonly read: Map<string, FolderRules>
  /** Looked at last: only then is it known whether a link's target is listed itself. */
  readonly links: Link[]
}

/** What one folder holds. */
interface Found {
  readonly events: SourceEvent[]
  /** Paths still to be looked at. */
  readonly files: string[]
  readonly folders: WaitingFolder[]
}

/**
 * The files of a folder and of all folders in it, sorted by name: a folder's files first, then its folders, links at the end.
 * Left out: what `exclusions.ts` says, .gitignore and .leanternignore, types that `supports` refuses, special files.
 */
export function folderSource(options: FolderSourceOptions): Source {
  return { root: options.root, list: (signal) => listFolder(options, signal) }
}

async function* listFolder(options: FolderSourceOptions, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  const { root } = options
  const walk: Walk = { root, rules: createRules(options), read: new Map(), links: [] }
  signal.throwIfAborted()
  const waiting: WaitingFolder[] = [{ path: root, outer: await ignoreFilesAbove(root) }]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted()
    const { events, files, folders } = await readFolder(folder, walk)
    yield* events
    for (let start = 0; start < files.length; start += PARALLEL_STATS) {
      signal.throwIfAborted()
      const stated = await Promise.all(files.slice(start, start + PARALLEL_STATS).map(statFile))
      yield* stated.flat()
    }
    for (const inner of folders.toReversed()) waiting.push(inner)
  }
  yield* resolveLinks(walk, signal)
}

async function readFolder({ path, outer }: WaitingFolder, walk: Walk): Promise<Found> {
  const found: Found = { events: [], files: [], folders: [] }
  const isRoot = path === walk.root
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (isRoot) throw rootError(path, error)
    return { ...found, events: unreadable(path, error) }
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = entries.map((entry) => entry.name)
  const rule = isRoot ? undefined : await contentRule(path, names)
  if (rule !== undefined) return { ...found, events: [{ kind: 'skipped', path, rule }] }
  const ignoreFiles = await ignoreFilesIn(path, names, outer)
  const folder: FolderRules = { path, ignoreFiles, isProject: hasProjectFile(names) }
  walk.read.set(path, folder)
  for (let i = 0; i < entries.length; i++) {
    const isOdd = names[i].includes(REPLACEMENT) && (names[i] === names[i - 1] || (await isGone(join(path, names[i]))))
    if (isOdd) found.events.push(badName(join(path, names[i])))
    else place(entries[i], folder, { found, walk })
  }
  return found
}

/** Puts an entry of a folder where it belongs. */
function place(entry: Dirent, folder: FolderRules, { found, walk }: { found: Found; walk: Walk }): void {
  const path = join(folder.path, entry.name)
  const isDirectory = entry.isDirectory()
  const isLink = entry.isSymbolicLink()
  const isOther = !isDirectory && !isLink && !entry.isFile()
  const rule = isOther ? 'not a regular file' : walk.rules.ruleFor({ path, name: entry.name, isDirectory }, folder)
  if (isLink) walk.links.push({ path, rule })
  else if (rule !== undefined) found.events.push({ kind: 'skipped', path, rule })
  else if (isDirectory) found.folders.push({ path, outer: folder.ignoreFiles })
  else found.files.push(path)
}

/** Why a folder is left out for what is in it. */
async function contentRule(path: string, names: readonly string[]): Promise<string | undefined> {
  if (names.includes('pyvenv.cfg')) return 'installed packages (pyvenv.cfg)'
  if (!names.includes('CACHEDIR.TAG')) return undefined
  return (await startsWithSignature(join(path, 'CACHEDIR.TAG'))) ? 'cache (CACHEDIR.TAG)' : undefined
}

/** A tag that cannot be read is none. Only a regular file is opened: a pipe of this name would never answer. */
async function startsWithSignature(path: string): Promise<boolean> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return false
  await using file = await open(path).catch(() => undefined)
  const { buffer, bytesRead } = (await file?.read(Buffer.alloc(CACHE_SIGNATURE.length))) ?? {}
  return buffer?.toString('latin1', 0, bytesRead) === CACHE_SIGNATURE
}

async function statFile(path: string): Promise<SourceEvent[]> {
  try {
    const { size, mtimeMs } = await stat(path)
    return [{ kind: 'file', file: { path, size, mtimeMs } }]
  } catch (error) {
    return unreadable(path, error)
  }
}

/** A problem, or nothing when the path went away since its name was read. */
function unreadable(path: string, error: unknown): SourceEvent[] {
  const code = systemCode(error)
  if (code === '') throw error
  if (code === 'ENOENT') return []
  return [{ kind: 'problem', problem: { path, code: 'unreadable', message: `Cannot be read: ${messageOf(error)}` } }]
}

function badName(path: string): SourceEvent {
  const message = 'Its name is not valid UTF-8, so it cannot be opened. Rename it to have it searched.'
  return { kind: 'problem', problem: { path, code: 'unreadable', message } }
}

async function isGone(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return false
  } catch (error) {
    return systemCode(error) === 'ENOENT'
  }
}

function rootError(root: string, error: unknown): unknown {
  const code = systemCode(error)
  if (code === '') return error
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const message = `The folder ${root} is not there. Connect its disk, or remove the folder from the library.`
    return new AppError('not-found', message, { cause: error })
  }
  return new AppError('bad-request', `The folder ${root} cannot be read: ${messageOf(error)}`, { cause: error })
}
