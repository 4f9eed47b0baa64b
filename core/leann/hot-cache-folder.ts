/* The hot cache of a library's folder: opened with what an earlier process left, saved by the writer. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably } from '../durable-file.ts'
import { messageOf, systemCode } from '../errors.ts'
import { HotCache } from './hot-cache.ts'
import {
  hotCacheName,
  modelNumber,
  readHotCache,
  readHotCacheBudget,
  writeHotCache,
  type HotCacheContent,
} from './hot-cache-file.ts'
import type { LiveSegment } from './live-segments.ts'
import type { Store } from './store.ts'

export interface HotCacheOptions {
  /** Bytes; 0: no cache; undefined: as the library's file says, 0 without one. */
  readonly budgetBytes?: number | undefined
  readonly log?: ((event: string, fields?: Readonly<Record<string, unknown>>) => void) | undefined
}

/** What a cache is for. */
type Cached = Pick<Store, 'folder' | 'segments' | 'model'>

/** The hot cache of one open library. */
export class HotCacheFolder {
  readonly #options: HotCacheOptions
  #opening: Promise<HotCache | null> | undefined
  #model = ''

  constructor(options: HotCacheOptions) {
    this.#options = options
  }

  /**
   * The cache for the library's present model; null for a budget of 0. Opened at the first call. A damaged file is logged and
   * begun again: what it held can be computed. Entries of documents that have left are dropped.
   */
  open(store: Cached): Promise<HotCache | null> {
    if (this.#model !== store.model.fingerprint) this.#opening = undefined
    this.#model = store.model.fingerprint
    this.#opening ??= openCache(store, this.#options)
    return this.#opening
  }

  /** For the writer: what was learnt, unless there is nothing new. A disk without space costs the cache, not the library. */
  async save(store: Cached): Promise<void> {
    if (this.#opening === undefined && this.#options.budgetBytes === undefined) return
    const cache = await this.open(store)
    const path = join(store.folder, hotCacheName)
    if (cache === null) return rm(path, { force: true })
    cache.keepOnly(isAliveIn(store.segments))
    if (!cache.isChanged) return
    try {
      await replaceDurably(path, writeHotCache(cache.content()))
      cache.isChanged = false
    } catch (error) {
      this.#options.log?.('hot-cache.unsaved', { reason: messageOf(error) })
    }
  }
}

async function openCache({ folder, model, segments }: Cached, options: HotCacheOptions): Promise<HotCache | null> {
  const kept = await readKept(folder, options)
  const budgetBytes = options.budgetBytes ?? kept.budgetBytes
  if (budgetBytes <= 0) return null
  const cache = new HotCache({ budgetBytes, dimensions: model.dimensions, model: model.fingerprint })
  if (kept.content?.model === modelNumber(model.fingerprint)) cache.load(kept.content)
  if (kept.content === null || kept.budgetBytes !== budgetBytes) cache.isChanged = true
  cache.keepOnly(isAliveIn(segments))
  return cache
}

interface Kept {
  readonly budgetBytes: number
  /** null: nothing that can be used. */
  readonly content: HotCacheContent | null
}

async function readKept(folder: string, { log }: HotCacheOptions): Promise<Kept> {
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
