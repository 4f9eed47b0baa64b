import type { Dirent } from 'node:fs'
import { lstat, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { CACHE_SIGNATURE, hasProjectFile, ruleNames } from './exclusions.ts'
import type { FolderRules, Rules } from './folder-rules.ts'
import { ignoreFilesAbove, ignoreFilesIn, type IgnoreFiles } from './ignore-files.ts'
import type { Link } from './links.ts'
import { onlineOnly, placeholderOf } from './online-only.ts'
import type { SourceEvent } from './source.ts'
import { say } from '../sayings/say.ts'

/** What bytes that are no UTF-8 become in a name. */
const REPLACEMENT = '\ufffd'

/** A folder that waits to be read, with the ignore files above it. */
export interface WaitingFolder {
  readonly path: string
  readonly outer: IgnoreFiles
}

/** Where folders are read: below which root, by which rules. */
export interface Place {
  readonly root: string
  readonly rules: Rules
  /** The disk that the root is on, as the system numbers it; null: not known. */
  readonly disk: number | null
}

/** A place whose root is there, or will be found missing when it is read. */
export async function placeAt(root: string, rules: Rules): Promise<Place> {
  return { root, rules, disk: await diskOf(root) }
}

async function diskOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.dev ?? null
}

/** What one folder holds. */
export interface FoundFolder {
  /** What counts for its entries; null where the folder was not listed, and `events` say why unless it is gone. */
  readonly rules: FolderRules | null
  readonly events: SourceEvent[]
  /** Paths still to be looked at. */
  readonly files: string[]
  readonly folders: WaitingFolder[]
  readonly links: Link[]
}

/** The root, with the ignore files above it. */
export async function waitingRoot(root: string): Promise<WaitingFolder> {
  return { path: root, outer: await ignoreFilesAbove(root) }
}

/** Reads the names in a folder and sorts them by what the rules say. @throws AppError when it is the root and cannot be read */
export async function readFolder({ path, outer }: WaitingFolder, place: Place): Promise<FoundFolder> {
  const found: FoundFolder = { rules: null, events: [], files: [], folders: [], links: [] }
  const isRoot = path === place.root
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (isRoot) throw rootError(path, error)
    return { ...found, events: unreadable(path, error) }
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = entries.map((entry) => entry.name)
  const rule = isRoot ? undefined : ((await diskRule(path, place)) ?? (await contentRule(path, names, place.rules)))
  if (rule !== undefined) return { ...found, events: [{ kind: 'skipped', path, rule }] }
  const ignoreFiles = await ignoreFilesIn(path, names, outer)
  const folder: FolderRules = { path, ignoreFiles, isProject: hasProjectFile(names) }
  for (let i = 0; i < entries.length; i++) {
    const isOdd = names[i].includes(REPLACEMENT) && (names[i] === names[i - 1] || (await isGone(join(path, names[i]))))
    if (isOdd) found.events.push(badName(join(path, names[i])))
    else sortIn(entries[i], folder, { found, rules: place.rules })
  }
  return { ...found, rules: folder }
}

/** Puts an entry of a folder where it belongs. */
function sortIn(entry: Dirent, folder: FolderRules, { found, rules }: { found: FoundFolder; rules: Rules }): void {
  const path = join(folder.path, entry.name)
  const isDirectory = entry.isDirectory()
  const isLink = entry.isSymbolicLink()
  const isOther = !isDirectory && !isLink && !entry.isFile()
  const absent = placeholderOf(path)
  if (absent !== null) return void found.events.push({ kind: 'problem', problem: onlineOnly(absent) })
  const rule = isOther ? 'not a regular file' : rules.ruleFor({ path, name: entry.name, isDirectory }, folder)
  if (isLink) found.links.push({ path, rule })
  else if (rule !== undefined) found.events.push({ kind: 'skipped', path, rule })
  else if (isDirectory) found.folders.push({ path, outer: folder.ignoreFiles })
  else found.files.push(path)
}

/** A folder as it was found when it was asked for. */
export interface ResolvedFolder {
  readonly path: string
  readonly found: FoundFolder
}

/**
 * Reads single folders of a root. Whether a folder counts depends on every folder above it, so those are read too, each once:
 * one reader is for one listing.
 */
export class FolderReader {
  readonly #place: Place
  readonly #waiting = new Map<string, WaitingFolder>()
  readonly #rules = new Map<string, FolderRules>()
  /** Folders that were read and are not listed, with the reasons. */
  readonly #leftOut = new Map<string, readonly SourceEvent[]>()

  constructor(place: Place) {
    this.#place = place
  }

  /** What `path` holds, or undefined where it is not there or left out by its name. `path` is the root or below it. */
  async read(path: string): Promise<FoundFolder | undefined> {
    const waiting = await this.#locate(path)
    if (waiting === undefined) return undefined
    const found = await readFolder(waiting, this.#place)
    if (found.rules === null) this.#leftOut.set(path, found.events)
    else this.#rules.set(path, found.rules)
    for (const inner of found.folders) this.#waiting.set(inner.path, inner)
    return found
  }

  /** The folder at `path` or, where that is gone or left out, the nearest one above it that counts. */
  async nearest(path: string): Promise<ResolvedFolder> {
    const found = await this.read(path)
    const isThere = found !== undefined && (found.rules !== null || found.events.some(({ kind }) => kind === 'problem'))
    return isThere ? { path, found } : this.nearest(dirname(path))
  }

  /** Why a folder that was read is not listed; undefined when it is, or was not read. */
  leftOut(path: string): readonly SourceEvent[] | undefined {
    return this.#leftOut.get(path)
  }

  /** What counts in a folder; undefined where the folder does not. */
  async rulesOf(path: string): Promise<FolderRules | undefined> {
    return this.#rules.get(path) ?? (await this.read(path))?.rules ?? undefined
  }

  async #locate(path: string): Promise<WaitingFolder | undefined> {
    const { root } = this.#place
    if (path === root && !this.#waiting.has(root)) this.#waiting.set(root, await waitingRoot(root))
    const known = this.#waiting.get(path)
    if (known !== undefined) return known
    const parent = dirname(path)
    if (!this.#rules.has(parent) && !this.#leftOut.has(parent)) await this.read(parent)
    return this.#waiting.get(path)
  }
}

/** Why a folder is left out that is another disk, or a share: it comes and goes, and somebody may not know that it is there. */
async function diskRule(path: string, { disk, rules }: Place): Promise<string | undefined> {
  if (disk === null || rules.isOff(ruleNames.otherDisks)) return undefined
  const own = await diskOf(path)
  return own === null || own === disk ? undefined : 'another disk or share: add it by itself'
}

/** Why a folder is left out for what is in it. */
async function contentRule(path: string, names: readonly string[], rules: Rules): Promise<string | undefined> {
  if (names.includes('pyvenv.cfg') && !rules.isOff(ruleNames.environment)) return 'installed packages (pyvenv.cfg)'
  if (!names.includes('CACHEDIR.TAG') || rules.isOff(ruleNames.cacheTag)) return undefined
  return (await startsWithSignature(join(path, 'CACHEDIR.TAG'))) ? 'cache (CACHEDIR.TAG)' : undefined
}

/** A tag that cannot be read is none. Only a regular file is opened: a pipe of this name would never answer. */
async function startsWithSignature(path: string): Promise<boolean> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return false
  await using file = await open(path).catch(() => undefined)
  const { buffer, bytesRead } = (await file?.read(Buffer.alloc(CACHE_SIGNATURE.length))) ?? {}
  return buffer?.toString('latin1', 0, bytesRead) === CACHE_SIGNATURE
}

/** A problem, or nothing when the path went away since its name was read. */
export function unreadable(path: string, error: unknown): SourceEvent[] {
  const code = systemCode(error)
  if (code === '') throw error
  if (code === 'ENOENT') return []
  return [
    {
      kind: 'problem',
      problem: { path, code: 'unreadable', message: say('file.cannotRead', { reason: messageOf(error) }).text },
    },
  ]
}

function badName(path: string): SourceEvent {
  return { kind: 'problem', problem: { path, code: 'unreadable', message: say('file.badName').text } }
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
    return new AppError('not-found', say('root.folderGone', { path: root }), { cause: error })
  }
  return new AppError('bad-request', say('root.unreadable', { path: root, reason: messageOf(error) }), { cause: error })
}
