/*
 * The passages that may answer, found from two sides: by meaning (codes, then recomputed cosines) and by words (BM25).
 * Each passage gets both scores, whichever side found it.
 */
import type { Encoder } from '../embed/encoder.ts'
import { analyse } from '../keywords/analyse.ts'
import { searchKeywords, type KeywordAnswer, type KeywordSegment } from '../keywords/bm25.ts'
import type { Spread } from '../leann/cosine-sample.ts'
import { dotRow, searchChunks, type ChunkAnswer } from '../leann/search.ts'
import { chunkAt, type ChunkRef } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'
import type { Ranking, SearchStats, Strategy } from '../types.ts'
import type { Passage, PassageReader } from './passages.ts'

/** Candidates that are recomputed; while the order is uncertain and the time allows, the next fifty as well. */
const rerank = 50
const rerankMost = 100
const rerankBudgetMs = 8

/** Passages that words bring in, or as many as are asked for. */
const wordsCount = 30

export interface SearchParts {
  readonly store: Store
  readonly encoder: Encoder
  readonly passages: PassageReader
}

export interface Asked {
  readonly query: string
  /** Unit vector, [dimensions]; null where the model knows no word of the query. */
  readonly vector: Float32Array | null
  readonly limit: number
  readonly strategy: Strategy
  /** A side that the ranking does not use is not asked. */
  readonly ranking: Ranking
  readonly efSearch?: number | undefined
  readonly budgetMs?: number | undefined
  /** Ids of the document versions that may be found, ascending; default: all. */
  readonly documents?: Uint32Array | undefined
  /** Chunks that a walk steered by recomputing collects, see `ChunkSearch`. */
  readonly batch?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A passage with what each side says of it. */
export interface Found {
  readonly passage: Passage
  /** Cosine of query and passage, recomputed. */
  readonly cosine: number
  /** BM25; 0 for a passage without any word of the query. */
  readonly words: number
}

export interface TwoSides {
  readonly found: readonly Found[]
  /** How the cosines, and the BM25 scores, of all chunks are spread. */
  readonly spread: { readonly cosine: Spread; readonly words: Spread }
  readonly stats: Pick<SearchStats, 'codesRead' | 'recomputed' | 'stale' | 'hops' | 'isComplete'> &
    Pick<SearchStats['ms'], 'candidates' | 'recompute'>
}

export async function searchTwoSides(parts: SearchParts, asked: Asked): Promise<TwoSides> {
  const { store } = parts
  const reader = new ChunkReader(parts, asked)
  const meaning = await byMeaning(store, asked, reader)
  const started = performance.now()
  const words = byWords(store, asked, meaning)
  const wordsMs = performance.now() - started
  const others = await onlyByWords({ store, asked, reader, meaning, words })
  const both = [
    ...meaning.chunks.map(({ chunk, score }, i) => ({ chunk, cosine: score, words: words.also[i] })),
    ...others.chunks,
  ]
  const passages = await reader.passagesOf(both.map(({ chunk }) => chunk))
  return {
    found: both.flatMap(({ cosine, words: score }, i) => {
      const passage = passages[i]
      return passage === null ? [] : [{ passage, cosine, words: score }]
    }),
    spread: { cosine: meaning.spread, words: words.random },
    stats: {
      codesRead: meaning.codesRead,
      hops: meaning.hops,
      isComplete: meaning.isComplete,
      // `flat` has recomputed everything already; what it did not keep is only read again.
      recomputed: meaning.recomputed + (asked.strategy === 'flat' ? 0 : others.recomputed),
      stale: meaning.stale + others.stale,
      candidates: meaning.ms.candidates + wordsMs,
      recompute: meaning.ms.recompute + performance.now() - started - wordsMs,
    },
  }
}

/** Reads and embeds chunks for one search, and remembers what it read. */
class ChunkReader {
  readonly #parts: SearchParts
  readonly #generation: number
  readonly #signal: AbortSignal | undefined
  /** `flat` reads everything: too much to keep. */
  readonly #isKeeping: boolean
  readonly #kept = new Map<string, Passage>()
  readonly #stale = new Set<string>()

  constructor(parts: SearchParts, { strategy, signal }: Asked) {
    this.#parts = parts
    this.#generation = parts.store.generation
    this.#signal = signal
    this.#isKeeping = strategy !== 'flat'
  }

  async recompute(chunks: readonly ChunkRef[]): Promise<{ vectors: Float32Array; isStale: boolean[] }> {
    const found = await this.#parts.passages.read(chunks, this.#generation)
    for (const [i, passage] of found.entries()) {
      if (passage === null) this.#stale.add(keyOf(chunks[i]))
      else if (this.#isKeeping) this.#kept.set(keyOf(chunks[i]), passage)
    }
    const inputs = found.map((passage) => passage ?? { header: '', text: '' })
    const vectors = await this.#parts.encoder.embed(inputs, this.#signal)
    return { vectors, isStale: found.map((passage) => passage === null) }
  }

  /** Whether the chunk was read and is not what was indexed. */
  isStale(chunk: ChunkRef): boolean {
    return this.#stale.has(keyOf(chunk))
  }

  /** The passages of `chunks`; what was not kept is read again. */
  async passagesOf(chunks: readonly ChunkRef[]): Promise<(Passage | null)[]> {
    const missing = chunks.filter((chunk) => !this.#kept.has(keyOf(chunk)))
    const again = await this.#parts.passages.read(missing, this.#generation)
    const reread = new Map(missing.map((chunk, i) => [chunk, again[i]]))
    return chunks.map((chunk) => this.#kept.get(keyOf(chunk)) ?? reread.get(chunk) ?? null)
  }
}

function keyOf({ document, start }: ChunkRef): string {
  return `${document}/${start}`
}

const nothing: ChunkAnswer = {
  chunks: [],
  codesRead: 0,
  recomputed: 0,
  stale: 0,
  hops: 0,
  isComplete: true,
  spread: { mean: 0, deviation: 0 },
  ms: { candidates: 0, recompute: 0 },
}

function byMeaning(
  { segments, codec }: Store,
  { vector, limit, strategy, ranking, efSearch, budgetMs, documents, batch, signal }: Asked,
  reader: ChunkReader,
): Promise<ChunkAnswer> {
  if (vector === null || ranking === 'words') return Promise.resolve(nothing)
  return searchChunks({
    strategy,
    segments,
    codec,
    query: vector,
    documents,
    efSearch,
    batch,
    // All that is recomputed: words may lift any of it.
    count: Math.max(limit, rerankMost),
    rerank,
    rerankMost,
    rerankMostMs: rerankBudgetMs,
    budgetMs,
    recompute: (chunks) => reader.recompute(chunks),
    signal,
  })
}

/** BM25 of the best passages, and of those that meaning found. */
function byWords({ segments }: Store, { query, limit, ranking }: Asked, meaning: ChunkAnswer): KeywordAnswer {
  const withWords: KeywordSegment[] = []
  for (const { keywords, deleted } of segments) if (keywords !== null) withWords.push({ keywords, deleted })
  const also = meaning.chunks.map(({ place }) => place)
  // Segments without words come from tests of the store only.
  if (ranking === 'meaning' || withWords.length < segments.length) {
    const random = { mean: 0, deviation: 0 }
    return { hits: [], also: new Float64Array(also.length), most: 0, random, weights: new Map(), postingsRead: 0 }
  }
  return searchKeywords({ segments: withWords, terms: analyse(query), count: Math.max(limit, wordsCount), also })
}

interface OtherChunks {
  readonly chunks: readonly { readonly chunk: ChunkRef; readonly cosine: number; readonly words: number }[]
  readonly recomputed: number
  readonly stale: number
}

interface OnlyByWords {
  readonly store: Store
  readonly asked: Asked
  readonly reader: ChunkReader
  readonly meaning: ChunkAnswer
  readonly words: KeywordAnswer
}

/** The passages that only words found, with their cosines. */
async function onlyByWords({ store, asked, reader, meaning, words }: OnlyByWords): Promise<OtherChunks> {
  const known = new Set(meaning.chunks.map(({ chunk }) => keyOf(chunk)))
  const others = words.hits
    .map(({ segment, row, score }) => ({ chunk: chunkAt(store.segments[segment].segment, row), score }))
    .filter(({ chunk }) => !known.has(keyOf(chunk)) && !reader.isStale(chunk))
  if (others.length === 0) return { chunks: [], recomputed: 0, stale: 0 }
  const { vectors, isStale } = await reader.recompute(others.map(({ chunk }) => chunk))
  const chunks = others.flatMap(({ chunk, score }, i) => {
    const cosine = asked.vector === null ? 0 : dotRow(asked.vector, vectors, i)
    return isStale[i] ? [] : [{ chunk, cosine, words: score }]
  })
  return { chunks, recomputed: others.length, stale: others.length - chunks.length }
}
