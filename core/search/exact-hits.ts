import { dotRow } from '../leann/dot-row.ts'
import type { ChunkReader } from './chunk-reader.ts'
import { keyOf } from './chunk-reader.ts'
import type { Found, TwoSides } from './two-sides.ts'

export interface ExactHits {
  readonly reader: ChunkReader
  /** Unit vector of the query. */
  readonly vector: Float32Array
  /** What would be shown of some passages. */
  shownOf(sides: TwoSides): readonly Pick<Found, 'passage'>[]
}

/**
 * Embeddings from the hot cache decide which passages are candidates. Whatever would be shown is recomputed, and the order made
 * again, until all that is shown has its exact cosine.
 */
export async function withExactHits(sides: TwoSides, { reader, vector, shownOf }: ExactHits): Promise<TwoSides> {
  const started = performance.now()
  let settled = sides
  let recomputed = 0
  for (;;) {
    const chunks = shownOf(settled).flatMap(({ passage: { chunk } }) => (reader.isEstimated(chunk) ? [chunk] : []))
    if (chunks.length === 0) break
    const { vectors } = await reader.exact(chunks)
    const exact = new Map(chunks.map((chunk, i) => [keyOf(chunk), dotRow(vector, vectors, i)]))
    const found = settled.found.map((one) => ({ ...one, cosine: exact.get(keyOf(one.passage.chunk)) ?? one.cosine }))
    recomputed += chunks.length
    settled = { ...settled, found }
  }
  const { stats } = settled
  const recompute = stats.recompute + performance.now() - started
  return { ...settled, stats: { ...stats, recomputed: stats.recomputed + recomputed, recompute } }
}
