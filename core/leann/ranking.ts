import type { Candidates } from './candidates.ts'
import { dotRow } from './dot-row.ts'
import type { ChunkSearch, RowRef, ScoredChunk } from './search.ts'
import { isWanted, type SearchedSegment } from './searched-segments.ts'
import { chunkAt, type ChunkRef } from './segment-file.ts'
import { TopRows } from './top-rows.ts'

/** Recomputes chunks and keeps the best of them in exact order. */
export class Ranking {
  recomputed = 0
  stale = 0
  readonly #search: ChunkSearch
  readonly #segments: ReadonlyMap<number, SearchedSegment>
  readonly #top: TopRows
  readonly #kept: { chunk: ChunkRef; place: RowRef }[] = []

  constructor(search: ChunkSearch, segments: readonly SearchedSegment[]) {
    this.#search = search
    this.#segments = new Map(segments.map((segment) => [segment.index, segment]))
    this.#top = new TopRows(search.count)
  }

  /** [places]: exact cosines, NaN where the text is gone or has no vector. Rows that are not wanted are scored, not kept. */
  async take(places: readonly RowRef[]): Promise<Float32Array> {
    const { query, signal, recompute, segments } = this.#search
    signal?.throwIfAborted()
    const chunks = places.map(({ segment, row }) => chunkAt(segments[segment].segment, row))
    const { vectors, isStale } = await recompute(chunks)
    this.recomputed += chunks.length
    const scores = new Float32Array(places.length).fill(NaN)
    for (const [i, chunk] of chunks.entries()) {
      const wanted = this.#isWanted(places[i])
      if (isStale[i] && wanted) this.stale++
      const score = isStale[i] ? 0 : dotRow(query, vectors, i)
      // Exactly 0 is a chunk without a vector: no word of it is known to the model.
      if (score === 0) continue
      scores[i] = score
      if (!wanted) continue
      this.#top.add(score, this.#kept.length)
      this.#kept.push({ chunk, place: places[i] })
    }
    return scores
  }

  /** Chunks recomputed that are still what was indexed. */
  get fresh(): number {
    return this.recomputed - this.stale
  }

  /** The exact cosine of the last hit; -Infinity while there are fewer than asked for. */
  get threshold(): number {
    return this.#top.threshold
  }

  best(): ScoredChunk[] {
    return this.#top.sorted().map(({ score, item }) => ({ ...this.#kept[item], score }))
  }

  #isWanted({ segment, row }: RowRef): boolean {
    const searched = this.#segments.get(segment)
    return searched !== undefined && isWanted(searched, row)
  }
}

/** Candidates recomputed before it is asked whether the order is certain. */
const firstRound = 20

/**
 * Recomputes candidates from the best on, in rounds, for each that turned out stale one more. It stops when no
 * candidate left can be among the best: the last hit's exact cosine is above all estimates plus their bounds (RaBitQ,
 * theorem 3.2). False when `isTimeUp` after the first round or a later one.
 */
export async function recomputeBest(
  ranking: Ranking,
  candidates: Candidates,
  search: ChunkSearch & { isTimeUp(): boolean },
): Promise<boolean> {
  const { rerank, rerankMost = rerank, rerankMostMs = Infinity, count } = search
  const started = performance.now()
  const reach = reachFrom(candidates)
  let next = 0
  for (const wanted of [firstRound, rerank, rerankMost].map((round) => Math.max(round, count))) {
    const isOver = (): boolean => next >= reach.length || ranking.threshold > reach[next]
    if (wanted > Math.max(rerank, count) && performance.now() - started > rerankMostMs) return true
    if (ranking.recomputed > 0 && search.isTimeUp()) return isOver()
    for (let missing = wanted - ranking.fresh; missing > 0; missing = wanted - ranking.fresh) {
      if (isOver()) return true
      const group = candidates.places(next, next + missing)
      next += group.length
      await ranking.take(group)
    }
  }
  return true
}

/** For each candidate the highest cosine that it or one after it may have. */
function reachFrom({ estimates, bounds }: Candidates): Float32Array {
  const reach = new Float32Array(estimates.length)
  for (let i = reach.length - 1; i >= 0; i--) {
    reach[i] = Math.max(estimates[i] + bounds[i], reach[i + 1] ?? -Infinity)
  }
  return reach
}
