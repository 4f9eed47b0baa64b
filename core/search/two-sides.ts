/*
 * The passages that may answer, found from two sides: by meaning (codes, then recomputed cosines) and by words (BM25).
 * Each passage gets both scores, whichever side found it.
 */
import { eventTurn } from '../in-steps.ts'
import { searchKeywords, type KeywordAnswer, type KeywordSegment } from '../keywords/bm25.ts'
import type { Spread } from '../leann/cosine-sample.ts'
import { dotRow } from '../leann/dot-row.ts'
import { searchChunks, type ChunkAnswer, type RowRef } from '../leann/search.ts'
import { chunkAt, type ChunkRef } from '../leann/segment-file.ts'
import type { Snapshot } from '../leann/store.ts'
import type { Ranking, SearchStats, Strategy } from '../types.ts'
import { keyOf, type ChunkReader } from './chunk-reader.ts'
import type { Passage } from './passages.ts'
import type { RowConditions } from './row-conditions.ts'

/** Candidates that are recomputed; while the order is uncertain and the time allows, the next fifty as well. */
const rerank = 50
const rerankMost = 100
const rerankBudgetMs = 8

/** Passages that words bring in, or as many as are asked for. */
const wordsCount = 30

/** Passages whose text is looked at for phrases, a hundred at a time, until enough say them. */
const mostChecked = 1000
const checkedAtOnce = 100

/** One question to both sides. */
export interface Asked extends RowConditions {
  /** For the words' side, as `searchKeywords` takes them. */
  readonly terms: readonly (readonly string[])[]
  /** Unit vector, [dimensions]; null where the model knows no word of the query, or meaning is not asked. */
  readonly vector: Float32Array | null
  readonly limit: number
  readonly strategy: Strategy
  /** A side that the ranking does not use is not asked. */
  readonly ranking: Ranking
  readonly efSearch?: number | undefined
  readonly budgetMs?: number | undefined
  /** Chunks that a walk steered by recomputing collects, see `ChunkSearch`. */
  readonly batch?: number | undefined
  /** Whether a passage says what is demanded of its text; undefined: nothing is. */
  readonly check?: ((passage: Passage) => boolean) | undefined
  /** Places that are candidates whatever the two sides say: passages of documents whose name was asked for. */
  readonly also?: readonly RowRef[] | undefined
  readonly signal?: AbortSignal | undefined
}

/** A passage with what each side says of it. */
export interface Found {
  readonly passage: Passage
  /** Cosine of query and passage, recomputed; 0: not known. */
  readonly cosine: number
  /** BM25; 0 for a passage without any word of the query. */
  readonly words: number
}

/** What both sides found, each passage with both scores. */
export interface TwoSides {
  readonly found: readonly Found[]
  /** How the cosines, and the BM25 scores, of all chunks are spread; `most`: see `KeywordAnswer`. */
  readonly spread: { readonly cosine: Spread; readonly words: Spread & { readonly most: number } }
  readonly stats: Pick<SearchStats, 'codesRead' | 'recomputed' | 'cached' | 'stale' | 'hops' | 'isComplete'> &
    Pick<SearchStats['ms'], 'candidates' | 'recompute'>
}

/** The same before the model was asked, which may have to be opened first. */
export interface TwoSidedQuestion extends Omit<Asked, 'vector'> {
  vector(): Promise<Asked['vector']>
}

/** Who hears of the best passages that words alone found, before meaning is asked. */
export interface WordsFirst {
  /** So many of them are read. */
  readonly count: number
  tell(sides: TwoSides): Promise<void>
}

/** All passages that either side brings in, with both scores. */
export async function searchTwoSides(
  store: Snapshot,
  { vector, ...asked }: TwoSidedQuestion,
  reader: ChunkReader,
  wordsFirst?: WordsFirst,
): Promise<TwoSides> {
  if (wordsFirst === undefined || asked.ranking !== 'fused') {
    return bothSides({ store, asked: { ...asked, vector: await vector() }, reader })
  }
  const alone: Asked = { ...asked, vector: null, ranking: 'words' }
  const words = byWords(store, alone, nothing)
  const best = { ...words, hits: words.hits.slice(0, wordsFirst.count) }
  await wordsFirst.tell(await bothSides({ store, asked: alone, reader, words: best }))
  // The words are on their way, and who typed on meanwhile asks something else.
  await eventTurn()
  asked.signal?.throwIfAborted()
  return bothSides({ store, asked: { ...asked, vector: await vector() }, reader, words })
}

interface Search {
  readonly store: Snapshot
  readonly asked: Asked
  readonly reader: ChunkReader
  /** What words find, where it is known already: the scores of what only meaning found are still to be looked up. */
  readonly words?: KeywordAnswer
}

async function bothSides({ store, asked, reader, words: known }: Search): Promise<TwoSides> {
  const meaning = await byMeaning(store, asked, reader)
  const started = performance.now()
  const words = byWords(store, asked, meaning, known)
  const wordsMs = performance.now() - started
  const others = await onlyByWords({ store, asked, reader, meaning, words })
  const both = [
    ...meaning.chunks.map(({ chunk, score }, i) => ({ chunk, cosine: score, words: words.also[i] })),
    ...others.chunks,
  ]
  const passages = await reader.read(both.map(({ chunk }) => chunk))
  return {
    found: both.flatMap(({ cosine, words: score }, i) => {
      const passage = passages[i]
      return passage === null || asked.check?.(passage) === false ? [] : [{ passage, cosine, words: score }]
    }),
    spread: { cosine: meaning.spread, words: { ...words.random, most: sureMost(words) } },
    stats: {
      codesRead: meaning.codesRead,
      hops: meaning.hops,
      isComplete: meaning.isComplete,
      // `flat` has recomputed everything already; what it did not keep is only read again.
      recomputed: meaning.recomputed + (asked.strategy === 'flat' ? 0 : others.recomputed) - reader.cached,
      cached: reader.cached,
      // What came from the hot cache is read only here.
      stale: meaning.stale + others.stale + passages.filter((passage) => passage === null).length,
      candidates: meaning.ms.candidates + wordsMs,
      recompute: meaning.ms.recompute + performance.now() - started - wordsMs,
    },
  }
}

/** One word, however often a passage says it, is no sure sign. */
export function sureMost({ most, weights }: Pick<KeywordAnswer, 'most' | 'weights'>): number {
  return weights.size < 2 ? Infinity : most
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

async function byMeaning({ segments, codec }: Snapshot, asked: Asked, reader: ChunkReader): Promise<ChunkAnswer> {
  const { vector, limit, strategy, ranking, efSearch, budgetMs, documents, allowed, batch, signal } = asked
  if (vector === null || ranking === 'words') return nothing
  const answer = await searchChunks({
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
  // A document that may be found can have passages that may not.
  const chunks = answer.chunks.filter(({ place }) => allowed?.[place.segment]?.has(place.row) !== false)
  return { ...answer, chunks }
}

/** BM25 of the best passages, and of those that meaning found. */
function byWords(store: Snapshot, asked: Asked, meaning: ChunkAnswer, known?: KeywordAnswer): KeywordAnswer {
  const { terms, limit, ranking, allowed, check } = asked
  const segments: KeywordSegment[] = []
  for (const { keywords, deleted } of store.segments) if (keywords !== null) segments.push({ keywords, deleted })
  const also = [...meaning.chunks.map(({ place }) => place), ...(asked.also ?? [])]
  // Segments without words come from tests of the store only.
  if (ranking === 'meaning' || segments.length < store.segments.length) {
    const random = { mean: 0, deviation: 0 }
    return { hits: [], also: new Float64Array(also.length), most: 0, random, weights: new Map(), postingsRead: 0 }
  }
  if (known?.also.length === also.length) return known
  if (known !== undefined) return { ...known, also: searchKeywords({ segments, terms, count: 0, also }).also }
  const count = check === undefined ? Math.max(limit, wordsCount) : mostChecked
  return searchKeywords({ segments, terms, count, allowed, also })
}

interface OtherChunks {
  readonly chunks: readonly { readonly chunk: ChunkRef; readonly cosine: number; readonly words: number }[]
  readonly recomputed: number
  readonly stale: number
}

interface OnlyByWords {
  readonly store: Snapshot
  readonly asked: Asked
  readonly reader: ChunkReader
  readonly meaning: ChunkAnswer
  readonly words: KeywordAnswer
}

/** The passages that only words found, with their cosines. */
async function onlyByWords(parts: OnlyByWords): Promise<OtherChunks> {
  const { asked, reader } = parts
  const others = await sayingWhatIsAsked(parts, unknownChunks(parts))
  if (others.length === 0) return { chunks: [], recomputed: 0, stale: 0 }
  const { vector } = asked
  if (vector === null) {
    const passages = await reader.read(others.map(({ chunk }) => chunk))
    const chunks = others.filter((_, i) => passages[i] !== null).map((one) => ({ ...one, cosine: 0 }))
    return { chunks, recomputed: 0, stale: others.length - chunks.length }
  }
  const { vectors, isStale } = await reader.recompute(others.map(({ chunk }) => chunk))
  const chunks = others.flatMap(({ chunk, words }, i) =>
    isStale[i] ? [] : [{ chunk, words, cosine: dotRow(vector, vectors, i) }],
  )
  return { chunks, recomputed: others.length, stale: others.length - chunks.length }
}

interface WordsChunk {
  readonly chunk: ChunkRef
  readonly words: number
}

/** What words or names bring in and meaning has not, best first. */
function unknownChunks({ store, asked, reader, meaning, words }: OnlyByWords): WordsChunk[] {
  const known = new Set(meaning.chunks.map(({ chunk }) => keyOf(chunk)))
  const named = (asked.also ?? []).map((place, i) => ({ ...place, score: words.also[meaning.chunks.length + i] }))
  const chunks: WordsChunk[] = []
  for (const { segment, row, score } of [...words.hits, ...named]) {
    const chunk = chunkAt(store.segments[segment].segment, row)
    const key = keyOf(chunk)
    if (known.has(key) || reader.isStale(chunk)) continue
    known.add(key)
    chunks.push({ chunk, words: score })
  }
  return chunks
}

/** Where phrases are asked, as many as are wanted of those whose text says them. */
async function sayingWhatIsAsked({ asked, reader }: OnlyByWords, chunks: WordsChunk[]): Promise<WordsChunk[]> {
  const { check, limit, signal } = asked
  if (check === undefined) return chunks
  const saying: WordsChunk[] = []
  for (let from = 0; from < chunks.length && saying.length < Math.max(limit, wordsCount); from += checkedAtOnce) {
    signal?.throwIfAborted()
    const group = chunks.slice(from, from + checkedAtOnce)
    const passages = await reader.read(group.map(({ chunk }) => chunk))
    // What cannot be read goes on, so that it is counted as stale.
    saying.push(
      ...group.filter((_, i) => {
        const passage = passages[i]
        return passage === null || check(passage)
      }),
    )
  }
  return saying
}
