/* What belongs to a library: its roots, what is taken out of it, what is kept out. */
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import type { ExcludedPaths } from '../excluded-paths.ts'
import { isInside } from '../is-inside.ts'
import { checkRoot } from '../sources/root.ts'
import { isReadableFile } from '../text/readable.ts'
import { undoUnpublished, type Parts } from './parts.ts'
import { say } from '../sayings/say.ts'

/** Registers a folder or file; one inside a root that is there stays part of it. @throws AppError `not-found`, `bad-request` */
export async function addRoot(path: string, { catalogue, folder }: Parts): Promise<string> {
  const root = await checkRoot(path, isReadableFile)
  if (isInside(root, folder)) {
    throw new AppError('bad-request', say('library.ownFolder', { path: root }))
  }
  const roots = catalogue.roots()
  const around = roots.find((known) => known !== root && isInside(root, known))
  if (around !== undefined) return around
  for (const inside of roots.filter((known) => known !== root && isInside(known, root))) catalogue.removeRoot(inside)
  catalogue.addRoot(root)
  return root
}

/**
 * A path above folders of the library is hardly meant: with it everything would go.
 * @throws AppError `bad-request` naming these folders
 */
export function mustNotBeAbove(target: string, roots: readonly string[]): void {
  const below = roots.filter((root) => root !== target && isInside(root, target))
  if (below.length === 0 || roots.includes(target)) return
  throw new AppError('bad-request', say('library.above', { path: target, folders: below }))
}

/** Forgets what is at and below a path. Returns how many documents left. @throws AppError `not-found`, `bad-request` */
export async function removeBelow(path: string, parts: Parts): Promise<number> {
  const { catalogue, store } = parts
  const target = await realpath(path).catch(() => resolve(path))
  mustNotBeAbove(target, catalogue.roots())
  await withoutUnpublished(parts)
  const documents = [...catalogue.documentsBelow(target, store.generation)].map(({ id }) => id)
  const single = catalogue.stampAt(target, store.generation)
  if (single !== undefined) documents.push(single.id)
  const roots = catalogue.roots().filter((root) => isInside(root, target))
  if (documents.length === 0 && roots.length === 0) {
    throw new AppError('not-found', say('library.nothingBelow', { path: target }))
  }
  await takeOut(documents, parts)
  for (const root of roots) catalogue.removeRoot(root)
  catalogue.forgetBelow(target)
  return documents.length
}

/** What a run of the indexer under way has shown stays. */
export async function withoutUnpublished(parts: Parts): Promise<void> {
  if (parts.store.isFlushed) await parts.store.inTurn(() => undoUnpublished(parts))
}

/** Takes out documents by their ids. */
export async function takeOut(documents: readonly number[], { catalogue, store, texts }: Parts): Promise<void> {
  await store.inTurn(async () => {
    const change = await store.prepare({ add: [], remove: [...documents] })
    catalogue.apply({ generation: change.generation, add: [], retire: [...documents], problems: [], settled: [] })
    await change.publish()
    texts.remove(catalogue.purge(store.generation))
  })
}

/** Keeps a path out from now on, and forgets what is at and below it. @throws AppError `bad-request` */
export async function excludeBelow(path: string, parts: Parts, excluded: ExcludedPaths): Promise<number> {
  const target = await realpath(path).catch(() => resolve(path))
  if (!parts.catalogue.roots().some((root) => root !== target && isInside(target, root))) {
    throw new AppError('bad-request', say('library.notInside', { path: target }))
  }
  await excluded.add(target)
  try {
    return await removeBelow(target, parts)
  } catch (error) {
    // Nothing of it was indexed: it is kept out all the same.
    if (error instanceof AppError && error.code === 'not-found') return 0
    throw error
  }
}
