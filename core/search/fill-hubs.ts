import type { Encoder } from '../embed/encoder.ts'
import type { HotCache, HotEntry } from '../leann/hot-cache.ts'
import { hubChunks } from '../leann/hub-chunks.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'
import { ChunkReader } from './chunk-reader.ts'
import type { PassageReader } from './passages.ts'

export interface FillHubs {
  readonly store: Store
  readonly encoder: Encoder
  readonly passages: PassageReader
  readonly hotCache: HotCache
  readonly signal: AbortSignal
}

/** No new block is begun after this: a slow model fills the rest another time. */
const budgetMs = 60_000
const blockChunks = 64

/** Puts the chunks that walks over the library's graphs cross most into the hot cache; what is in it already is not embedded again. */
export async function fillHubs({ store, encoder, passages, hotCache, signal }: FillHubs): Promise<void> {
  const started = performance.now()
  const reader = new ChunkReader({
    passages,
    // Nobody waits for it: searches go first.
    encoder: {
      dimensions: encoder.dimensions,
      embed: (inputs, stop) => encoder.embed(inputs, stop, { background: {} }),
    },
    generation: store.generation,
    isKeeping: false,
    hotCache,
    signal,
  })
  const entries: HotEntry[] = []
  const chunks = await hubChunks(store.segments, hotCache.mostHubs)
  for (let from = 0; from < chunks.length; from += blockChunks) {
    if (signal.aborted || performance.now() - started > budgetMs) break
    entries.push(...(await entriesOf(reader, chunks.slice(from, from + blockChunks))))
  }
  hotCache.setHubs(entries)
}

async function entriesOf(reader: ChunkReader, chunks: readonly ChunkRef[]): Promise<HotEntry[]> {
  const { vectors, isStale } = await reader.recompute(chunks)
  const dimensions = vectors.length / chunks.length
  return chunks.flatMap((chunk, i) =>
    isStale[i] ? [] : [{ chunk, vector: vectors.slice(i * dimensions, (i + 1) * dimensions) }],
  )
}
