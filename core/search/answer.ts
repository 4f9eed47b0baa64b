/* A question to ranked hits: embed it, find and recompute chunks, read the best again, pick their best sentences. */
import { pathToFileURL } from 'node:url'
import type { Encoder } from '../embed/encoder.ts'
import { AppError } from '../errors.ts'
import { dotRow, searchChunks, type ScoredChunk } from '../leann/search.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'
import type { SearchAnswer, SearchHit, SearchRequest, SearchStats } from '../types.ts'
import { headingPath } from '../text/outline.ts'
import type { Passage, PassageReader } from './passages.ts'
import { reasonFor } from './reason.ts'
import { sentencesOf, snippetAround } from './sentences.ts'

/** Candidates that are recomputed; while the order is uncertain and the time allows, the next fifty as well. */
const rerank = 50
const rerankMost = 100
const rerankBudgetMs = 15

/** A longer query is a document; its first part would have to stand for all. */
const longestQuery = 10_000
const mostHits = 1000

export interface AnswerParts {
  readonly store: Store
  readonly encoder: Encoder
  readonly passages: PassageReader
}

/** @throws AppError `bad-request` for an empty or over-long query, or one without a word that the model knows */
export async function answer(parts: AnswerParts, request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer> {
  const started = performance.now()
  const { query, limit, strategy } = checkedRequest(request)
  const { store, encoder, passages } = parts
  const vector = await embedQuery(encoder, query, signal)
  const encodeMs = performance.now() - started
  const generation = store.generation
  const read = new Map<ChunkRef, Passage>()
  const recompute = async (chunks: readonly ChunkRef[]): Promise<{ vectors: Float32Array; isStale: boolean[] }> => {
    const found = await passages.read(chunks, generation)
    for (const passage of found) if (passage !== null && strategy !== 'flat') read.set(passage.chunk, passage)
    const vectors = await encoder.embed(
      found.map((passage) => passage ?? { header: '', text: '' }),
      signal,
    )
    return { vectors, isStale: found.map((passage) => passage === null) }
  }
  const found = await searchChunks({
    strategy,
    segments: store.segments,
    codec: store.codec,
    query: vector,
    count: limit,
    rerank,
    rerankMost,
    budgetMs: rerankBudgetMs,
    recompute,
    signal,
  })
  const shown = await shownPassages({ chunks: found.chunks, read, passages, generation })
  const results = await hitsOf({ shown, query, vector, encoder, signal })
  const stats: SearchStats = {
    strategy,
    chunks: store.liveRows,
    codesRead: found.codesRead,
    recomputed: found.recomputed,
    stale: found.stale,
    ms: { encode: encodeMs, ...found.ms, total: performance.now() - started },
  }
  return { query, results, stats }
}

function checkedRequest({ query, limit, strategy }: SearchRequest): SearchRequest {
  const text = query.trim()
  if (text === '') throw new AppError('bad-request', 'Expected a question or some words to search for, got nothing.')
  if (text.length > longestQuery) {
    throw new AppError(
      'bad-request',
      `Expected a query of at most ${longestQuery.toLocaleString('en')} characters, got ${text.length.toLocaleString('en')}. Ask with a sentence or two of it.`,
    )
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) {
    throw new AppError('bad-request', `Expected a limit from 1 to ${mostHits}, got ${limit}.`)
  }
  return { query: text, limit, strategy }
}

async function embedQuery(encoder: Encoder, query: string, signal?: AbortSignal): Promise<Float32Array> {
  const vector = await encoder.embed([{ header: '', text: query }], signal)
  if (vector.every((value) => value === 0)) {
    throw new AppError('bad-request', `The model knows no word of “${query.slice(0, 80)}”. Try other words.`)
  }
  return vector
}

interface Shown {
  readonly passage: Passage
  readonly score: number
}

/** The passages to show; `flat` does not keep what it reads, so its best are read again. */
async function shownPassages({
  chunks,
  read,
  passages,
  generation,
}: {
  chunks: readonly ScoredChunk[]
  read: ReadonlyMap<ChunkRef, Passage>
  passages: PassageReader
  generation: number
}): Promise<Shown[]> {
  const missing = chunks.filter(({ chunk }) => !read.has(chunk)).map(({ chunk }) => chunk)
  const again = new Map((await passages.read(missing, generation)).map((passage, i) => [missing[i], passage]))
  return chunks.flatMap(({ chunk, score }) => {
    const passage = read.get(chunk) ?? again.get(chunk) ?? null
    return passage === null ? [] : [{ passage, score }]
  })
}

interface HitsOf {
  readonly shown: readonly Shown[]
  readonly query: string
  readonly vector: Float32Array
  readonly encoder: Encoder
  readonly signal?: AbortSignal | undefined
}

async function hitsOf({ shown, query, vector, encoder, signal }: HitsOf): Promise<SearchHit[]> {
  const sentences = shown.map(({ passage }) => sentencesOf(passage.text))
  const inputs = sentences.flat().map((text) => ({ header: '', text }))
  const vectors = await encoder.embed(inputs, signal)
  let row = 0
  return shown.map(({ passage, score }, i) => {
    const best = bestRow({ vector, vectors, from: row, count: sentences[i].length })
    const snippet = snippetAround(sentences[i], best - row)
    row += sentences[i].length
    const { document, outline, chunk } = passage
    return {
      rank: i + 1,
      path: document.path,
      uri: pathToFileURL(document.path).href,
      title: outline.title,
      heading: headingPath(outline, chunk.start)
        .filter((heading, level) => level > 0 || heading !== outline.title)
        .join(' > '),
      snippet,
      start: chunk.start,
      end: chunk.end,
      score,
      why: reasonFor(query, passage),
    }
  })
}

/** The row of the sentence nearest to the query among rows [from, from + count). */
function bestRow({
  vector,
  vectors,
  from,
  count,
}: {
  vector: Float32Array
  vectors: Float32Array
  from: number
  count: number
}): number {
  let best = from
  let bestScore = -Infinity
  for (let row = from; row < from + count; row++) {
    const score = dotRow(vector, vectors, row)
    if (score > bestScore) {
      best = row
      bestScore = score
    }
  }
  return best
}
