/*
 * Makes a damaged library sound again: what is damaged leaves, the documents concerned wait to be read again, all else
 * stays as it is. The caller indexes afterwards; the encoder is asked only for what was lost.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import { rescueRoots } from '../catalogue/rescue-roots.ts'
import { lockForWriting, lockName, type Release } from '../catalogue/writer-lock.ts'
import { replaceDurably } from '../durable-file.ts'
import { AppError } from '../errors.ts'
import { manifestName, writeManifest } from '../leann/manifest.ts'
import { openStore } from '../leann/store.ts'
import type { LibraryCheck, LibraryRepair } from '../types.ts'
import type { CheckOptions } from './check-work.ts'
import { examine, type CheckReport, type Examination } from './check.ts'
import { setAside } from './set-aside.ts'

/** What is wrong and what a repair would do, while nobody changes the library. @throws as `examine` */
export async function check(folder: string, options?: CheckOptions): Promise<LibraryCheck> {
  const release = await lockAnyhow(folder)
  try {
    const found = await examine(folder, options)
    const { documents, findings, broken } = found
    return {
      documents,
      findings: findings.map(({ kind, part }) => ({ kind, part })),
      way: findings.length === 0 ? 'none' : needsRebuild(found) ? 'rebuild' : 'mend',
      again: broken.length,
      folders: rescueRoots(folder).length,
    }
  } finally {
    release()
  }
}

/** Checks and mends; stopped while it checks, it has changed nothing. @throws as `examine` */
export async function repair(
  folder: string,
  options?: CheckOptions,
): Promise<{ report: CheckReport; repair: LibraryRepair }> {
  const release = await lockAnyhow(folder)
  try {
    const found = await examine(folder, options)
    if (found.findings.length === 0) return { report: found, repair: { kind: 'sound' } }
    const aside = await setAside(folder, found.lostFiles)
    if (needsRebuild(found)) return { report: found, repair: { kind: 'rebuild', setAside: aside } }
    if (!found.areTextsSound) await startTextsAnew(folder)
    return { report: found, repair: { kind: 'mended', waiting: await mend(folder, found), setAside: aside } }
  } finally {
    release()
  }
}

function needsRebuild({ manifest, isCatalogueSound }: Examination): boolean {
  return manifest === null || !isCatalogueSound
}

/** A file that is no lock locks nothing: another takes its place. */
async function lockAnyhow(folder: string): Promise<Release> {
  try {
    return lockForWriting(folder)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'library-damaged') throw error
    await rm(join(folder, lockName))
    return lockForWriting(folder)
  }
}

/** In the order of every commit: the catalogue first, then the manifest, which makes both visible. */
async function mend(folder: string, { manifest, sound, broken, orphans }: Examination): Promise<number> {
  if (manifest === null) throw new Error('A library without a manifest cannot be mended')
  const generation = manifest.generation + 1
  const catalogue = openCatalogue(folder, 'write')
  try {
    const paths = broken.flatMap((id) => catalogue.document(id, manifest.generation)?.path ?? [])
    catalogue.apply({ generation, add: [], retire: broken, problems: [], settled: [] })
    catalogue.unread.addPending(paths)
    await replaceDurably(join(folder, manifestName), writeManifest({ ...manifest, generation, segments: [...sound] }))
    await removeRows(folder, [...broken, ...orphans])
    return broken.length
  } finally {
    catalogue.close()
  }
}

/** Rows of documents that are no longer there, in the segments that stay. */
async function removeRows(folder: string, documents: readonly number[]): Promise<void> {
  const store = await openStore(folder)
  const change = await store.prepare({ add: [], remove: documents })
  await change.publish()
}

async function startTextsAnew(folder: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm']) await rm(join(folder, `texts.sqlite${ending}`), { force: true })
  new TextCache(folder, 'create').close()
}
