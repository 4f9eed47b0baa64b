import type { Encoder } from '../embed/encoder.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import type { Passage, PassageReader } from './passages.ts'

interface ChunkReaderParts {
  readonly passages: PassageReader
  readonly encoder: Encoder
  readonly generation: number
  /** Off where everything is read: too much to keep. */
  readonly isKeeping: boolean
  readonly signal: AbortSignal | undefined
}

/** Reads and embeds chunks for one search, and remembers what it read. */
export class ChunkReader {
  readonly #parts: ChunkReaderParts
  readonly #kept = new Map<string, Passage>()
  readonly #stale = new Set<string>()

  constructor(parts: ChunkReaderParts) {
    this.#parts = parts
  }

  async recompute(chunks: readonly ChunkRef[]): Promise<{ vectors: Float32Array; isStale: boolean[] }> {
    const found = await this.read(chunks)
    const inputs = found.map((passage) => passage ?? { header: '', text: '' })
    const vectors = await this.#parts.encoder.embed(inputs, this.#parts.signal)
    return { vectors, isStale: found.map((passage) => passage === null) }
  }

  /** Whether the chunk was read and is not what was indexed. */
  isStale(chunk: ChunkRef): boolean {
    return this.#stale.has(keyOf(chunk))
  }

  /** The passages of `chunks`, null for a stale one; what was not kept is read again. */
  async read(chunks: readonly ChunkRef[]): Promise<(Passage | null)[]> {
    const missing = chunks.filter((chunk) => !this.#kept.has(keyOf(chunk)))
    const { passages, generation, isKeeping } = this.#parts
    const read = missing.length === 0 ? [] : await passages.read(missing, generation)
    const fresh = new Map<ChunkRef, Passage>()
    for (const [i, passage] of read.entries()) {
      if (passage === null) this.#stale.add(keyOf(missing[i]))
      else if (isKeeping) this.#kept.set(keyOf(missing[i]), passage)
      if (passage !== null) fresh.set(missing[i], passage)
    }
    return chunks.map((chunk) => this.#kept.get(keyOf(chunk)) ?? fresh.get(chunk) ?? null)
  }
}

export function keyOf({ document, start }: Pick<ChunkRef, 'document' | 'start'>): string {
  return `${document}/${start}`
}
