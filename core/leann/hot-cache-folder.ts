/* The hot cache of a library's folder: opened with what an earlier process left, saved by the writer. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably } from '../durable-file.ts'
import { messageOf, systemCode } from '../errors.ts'
import { HotCache } from './hot-cache.ts'
import {
  hotCacheName,
  readHotCache,
  readHotCacheBudget,
  writeHotCache,
  type HotCacheContent,
} from './hot-cache-file.ts'
import type { LiveSegment } from './live-segments.ts'

export interface HotCacheFolder {
  readonly folder: string
  readonly dimensions: number
  readonly segments: readonly LiveSegment[]
  /** Bytes; 0: no cache; undefined: as the library's file says, 0 without one. */
  readonly budgetBytes?: number | undefined
  readonly log?: ((event: string, fields?: Readonly<Record<string, unknown>>) => void) | undefined
}

/**
 * null for a budget of 0. A damaged file is logged and begun again: what it held can be computed. Entries of documents that
 * have left are dropped.
 */
export async function openHotCache({
  folder,
  dimensions,
  segments,
  ...rest
}: HotCacheFolder): Promise<HotCache | null> {
  const kept = await readKept(folder, rest.log)
  const budgetBytes = rest.budgetBytes ?? kept.budgetBytes
  if (budgetBytes <= 0) return null
  const cache = new HotCache({ budgetBytes, dimensions })
  if (kept.content?.dimensions === dimensions) cache.load(kept.content)
  cache.keepOnly(isAliveIn(segments))
  return cache
}

/** Removes the file where there is no cache. A disk without space costs the cache, not the library. */
export async function saveHotCache(cache: HotCache | null, { folder, segments, log }: HotCacheFolder): Promise<void> {
  const path = join(folder, hotCacheName)
  if (cache === null) return rm(path, { force: true })
  cache.keepOnly(isAliveIn(segments))
  if (!cache.isChanged) return
  try {
    await replaceDurably(path, writeHotCache(cache.content()))
    cache.isChanged = false
  } catch (error) {
    log?.('hot-cache.unsaved', { reason: messageOf(error) })
  }
}

interface Kept {
  readonly budgetBytes: number
  /** null: nothing that can be used. */
  readonly content: HotCacheContent | null
}

async function readKept(folder: string, log: HotCacheFolder['log']): Promise<Kept> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(join(folder, hotCacheName))
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') log?.('hot-cache.unreadable', { reason: messageOf(error) })
    return { budgetBytes: 0, content: null }
  }
  try {
    const content = readHotCache(bytes)
    return { budgetBytes: content.budgetBytes, content }
  } catch (error) {
    log?.('hot-cache.damaged', { reason: messageOf(error) })
    return { budgetBytes: readHotCacheBudget(bytes) ?? 0, content: null }
  }
}

function isAliveIn(segments: readonly LiveSegment[]): (document: number) => boolean {
  const alive = new Set<number>()
  for (const { segment, deleted } of segments) {
    for (const [i, document] of segment.documentIds.entries()) {
      if (deleted?.has(segment.firstRows[i]) !== true) alive.add(document)
    }
  }
  return (document) => alive.has(document)
}
