/*
 * Makes a damaged library sound again: what is damaged leaves, the documents concerned wait to be read again, all else
 * stays as it is. The caller indexes afterwards; the encoder is asked only for what was lost.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import { lockForWriting } from '../catalogue/writer-lock.ts'
import { replaceDurably } from '../durable-file.ts'
import { manifestName, writeManifest } from '../leann/manifest.ts'
import { openStore } from '../leann/store.ts'
import { examine, type CheckReport, type Examination } from './check.ts'

/** What a repair did. */
export type Repair =
  /** Nothing was wrong. */
  | { readonly kind: 'sound' }
  /** The damaged parts left; so many documents wait to be read again. */
  | { readonly kind: 'mended'; readonly waiting: number }
  /** The manifest or the catalogue is lost: open the library with `rebuild`. */
  | { readonly kind: 'rebuild' }

/** Checks and mends. @throws AppError `library-busy`, `library-too-new` */
export async function repair(folder: string): Promise<{ report: CheckReport; repair: Repair }> {
  const release = lockForWriting(folder)
  try {
    const found = await examine(folder)
    if (found.findings.length === 0) return { report: found, repair: { kind: 'sound' } }
    if (found.manifest === null || !found.isCatalogueSound) return { report: found, repair: { kind: 'rebuild' } }
    if (!found.areTextsSound) await startTextsAnew(folder)
    return { report: found, repair: { kind: 'mended', waiting: await mend(folder, found) } }
  } finally {
    release()
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
