/* The files of a library's folder as a whole: made, thrown away, weighed. */
import { chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogueName, openCatalogue } from '../catalogue/open-catalogue.ts'
import { rescueRoots } from '../catalogue/rescue-roots.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import { lockName } from '../catalogue/writer-lock.ts'
import { AppError, systemCode } from '../errors.ts'
import { manifestName, parseManifest, segmentFiles, type Manifest } from '../leann/manifest.ts'
import type { Store, StoreStart } from '../leann/store.ts'
import type { LibraryBytes } from '../types.ts'
import { scratchPrefix } from '../upkeep/optimize.ts'
import { switchPrefix } from '../upkeep/switch-model.ts'
import { say } from '../sayings/say.ts'

/** Makes the folder, or checks that it may become or is a library. @throws AppError `bad-request` */
export async function makeLibraryFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (isForeign(await readdir(folder))) {
      throw new AppError('bad-request', say('library.otherFiles', { folder }))
    }
    await chmod(folder, 0o700)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new AppError('bad-request', say('library.isFile', { path: folder }), { cause: error })
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new AppError('bad-request', say('library.notWritable', { folder, reason: code }), { cause: error })
    }
    throw error
  }
}

/** Other programs have a manifest.json too (web extensions); --rebuild must never touch theirs. */
function isForeign(names: readonly string[]): boolean {
  const isLibrary = names.includes(lockName) || (names.includes(manifestName) && names.includes(catalogueName))
  return names.length > 0 && !isLibrary
}

/** How a library that was thrown away begins again. */
export interface NewStart {
  /** With which codes and model; undefined: the manifest was lost too. */
  readonly store: (StoreStart & { readonly model: Manifest['model'] }) | undefined
  /** Folders of the old catalogue. */
  readonly roots: readonly string[]
}

/**
 * Removes the index. Returns how the library begins again, with the list of folders where it can still be read.
 * @throws AppError `library-too-new`, nothing done
 */
export async function throwIndexAway(folder: string): Promise<NewStart> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => null)
  const manifest = text === null ? null : ifReadable(() => parseManifest(text))
  const catalogue = ifReadable(() => openCatalogue(folder, 'write'))
  const roots = rescueRoots(folder)
  // The manifest goes first: without it a crash from here on leaves an empty library.
  await rm(join(folder, manifestName), { force: true })
  await removeFiles(folder, segmentFiles)
  for (const name of await readdir(folder))
    if (name.startsWith(scratchPrefix) || name.startsWith(switchPrefix))
      await rm(join(folder, name), { recursive: true, force: true })
  const isCleared = catalogue !== null && ifReadable(() => catalogue.clear()) !== null
  catalogue?.close()
  if (!isCleared) await removeFiles(folder, /^catalogue\.sqlite/u)
  const texts = ifReadable(() => new TextCache(folder, 'write'))
  const isEmpty = texts !== null && ifReadable(() => texts.clear()) !== null
  texts?.close()
  if (!isEmpty) await removeFiles(folder, /^texts\.sqlite/u)
  if (manifest === null) return { store: undefined, roots }
  const { generation, nextFile, nextDocument, codec, model } = manifest
  const { bitsPerDimension } = codec
  return { store: { generation: generation + 1, nextFile, nextDocument, bitsPerDimension, model }, roots }
}

/** null where `work` finds damage. */
function ifReadable<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'library-damaged') return null
    throw error
  }
}

async function removeFiles(folder: string, pattern: RegExp): Promise<void> {
  for (const name of await readdir(folder)) if (pattern.test(name)) await rm(join(folder, name), { force: true })
}

/** Sizes on disk; what the store counts is inside the segment files and the manifest. */
export async function libraryBytes(folder: string, store: Store): Promise<LibraryBytes> {
  const sizes = new Map<string, number>()
  for (const name of await readdir(folder)) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (found !== null) sizes.set(name, found.size)
  }
  const sumOf = (pattern: RegExp): number =>
    [...sizes].reduce((sum, [name, size]) => (pattern.test(name) ? sum + size : sum), 0)
  const total = sumOf(/./u)
  const { codes } = store.bytes()
  const indexFiles = sumOf(/\.(lsg|ldl)$/u)
  const keywords = sumOf(/\.lkw$/u)
  const graph = sumOf(/\.lgr$/u)
  const semantic = indexFiles + graph + sumOf(/^manifest\.json$/u)
  const catalogue = sumOf(/^catalogue\.sqlite/u)
  const textCache = sumOf(/^texts\.sqlite/u)
  return {
    codes,
    graph,
    chunkMap: indexFiles - codes,
    catalogue,
    keywords,
    textCache,
    other: total - indexFiles - graph - keywords - catalogue - textCache,
    semantic,
    total,
  }
}
