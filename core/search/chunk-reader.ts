import type { Encoder } from '../embed/encoder.ts'
import type { Pause } from '../in-steps.ts'
import type { HotCache } from '../leann/hot-cache.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import { inputOf, type Passage, type PassageReader } from './passages.ts'

interface ChunkReaderParts {
  readonly passages: PassageReader
  readonly encoder: Pick<Encoder, 'embed' | 'dimensions'>
  readonly generation: number
  /** Off where everything is read: too much to keep. */
  readonly isKeeping: boolean
  /** null: every embedding is computed. */
  readonly hotCache: HotCache | null
  /** Whether what is on a disk that is not there comes too, without its text; see `PassageReader.read`. */
  readonly withAway?: boolean
  /** Bytes to read of what follows each chunk, for phrases that end there; default: none. */
  readonly beyond?: number
  readonly signal: AbortSignal | undefined
  /** Asked between documents whether others have their turn now. */
  readonly pause?: Pause | undefined
}

interface Embeddings {
  /** [chunks × dimensions] */
  readonly vectors: Float32Array
  readonly isStale: boolean[]
}

/** Reads and embeds chunks for one search, and remembers what it read. */
export class ChunkReader {
  /** Embeddings that came from the hot cache so far. */
  cached = 0
  readonly #parts: ChunkReaderParts
  readonly #kept = new Map<string, Passage>()
  readonly #stale = new Set<string>()
  readonly #estimated = new Set<string>()

  constructor(parts: ChunkReaderParts) {
    this.#parts = parts
  }

  /**
   * Embeddings of the chunks as they are now; those of the hot cache, which are nearly exact, for chunks that are in it. These
   * were not read: whoever shows one reads it first, and asks for `exact`.
   */
  async recompute(chunks: readonly ChunkRef[]): Promise<Embeddings> {
    const { hotCache } = this.#parts
    if (hotCache === null) return this.exact(chunks)
    const { isThere, vectors } = hotCache.get(chunks)
    const places = [...chunks.keys()].filter((place) => !isThere[place])
    const isStale = chunks.map(() => false)
    for (const [place, chunk] of chunks.entries()) if (isThere[place]) this.#estimated.add(keyOf(chunk))
    this.cached += chunks.length - places.length
    if (places.length === 0) return { vectors, isStale }
    const computed = await this.exact(places.map((place) => chunks[place]))
    const { dimensions } = hotCache
    for (const [i, place] of places.entries()) {
      isStale[place] = computed.isStale[i]
      vectors.set(computed.vectors.subarray(i * dimensions, (i + 1) * dimensions), place * dimensions)
    }
    return { vectors, isStale }
  }

  /** Embeddings of the chunks, all computed. */
  async exact(chunks: readonly ChunkRef[]): Promise<Embeddings> {
    const { encoder, hotCache, signal } = this.#parts
    const found = await this.read(chunks)
    const inputs = found.map(inputOf)
    const vectors = await encoder.embed(inputs, signal)
    for (const [i, passage] of found.entries()) {
      this.#estimated.delete(keyOf(chunks[i]))
      const row = vectors.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions)
      if (passage !== null && passage.text !== '') hotCache?.put([chunks[i]], row)
    }
    return { vectors, isStale: found.map((passage) => passage === null) }
  }

  /** Whether the chunk's embedding came from the hot cache. */
  isEstimated(chunk: ChunkRef): boolean {
    return this.#estimated.has(keyOf(chunk))
  }

  /** Whether the chunk was read and is not what was indexed. */
  isStale(chunk: ChunkRef): boolean {
    return this.#stale.has(keyOf(chunk))
  }

  /** The passages of `chunks`, null for a stale one; what was not kept is read again. */
  async read(chunks: readonly ChunkRef[]): Promise<(Passage | null)[]> {
    const missing = chunks.filter((chunk) => !this.#kept.has(keyOf(chunk)))
    const { passages, generation, isKeeping, hotCache, beyond, withAway = false, pause } = this.#parts
    const read = missing.length === 0 ? [] : await passages.read(missing, generation, { beyond, withAway, pause })
    const fresh = new Map<ChunkRef, Passage>()
    for (const [i, passage] of read.entries()) {
      if (passage === null) {
        this.#stale.add(keyOf(missing[i]))
        hotCache?.remove(missing[i].document)
      } else if (isKeeping) this.#kept.set(keyOf(missing[i]), passage)
      if (passage !== null) fresh.set(missing[i], passage)
    }
    return chunks.map((chunk) => this.#kept.get(keyOf(chunk)) ?? fresh.get(chunk) ?? null)
  }
}

/** One text for one chunk. */
export function keyOf({ document, start }: Pick<ChunkRef, 'document' | 'start'>): string {
  return `${document}/${start}`
}
