/* A question to ranked hits: embed it, find passages from two sides, order them, pick the best sentences of those shown. */
import type { Encoder } from '../embed/encoder.ts'
import { AppError } from '../errors.ts'
import { dotRow } from '../leann/search.ts'
import { headingPath } from '../text/outline.ts'
import type { SearchAnswer, SearchHit, SearchRequest } from '../types.ts'
import { documentUri } from './document-uri.ts'
import { orderOf } from './order.ts'
import type { Passage } from './passages.ts'
import { reasonFor } from './reason.ts'
import { sentencesOf, snippetAround } from './sentences.ts'
import { searchTwoSides, type SearchParts } from './two-sides.ts'

/** A longer query is a document; its first part would have to stand for all. */
const longestQuery = 10_000
const mostHits = 1000
const widestSearch = 10_000

/** @throws AppError `bad-request` for an empty or over-long query or a limit out of bounds */
export async function answer(parts: SearchParts, request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer> {
  const started = performance.now()
  const { query, limit, strategy, ranking = 'fused', efSearch, budgetMs } = checkedRequest(request)
  const vector = await embedQuery(parts.encoder, query, signal)
  const encode = performance.now() - started
  const sides = await searchTwoSides(parts, { query, vector, limit, strategy, ranking, efSearch, budgetMs, signal })
  const shown = orderOf(sides, query, ranking).slice(0, limit)
  const results = await hitsOf(shown, { query, vector, encoder: parts.encoder, signal })
  const { candidates, recompute, ...counts } = sides.stats
  const ms = { encode, candidates, recompute, total: performance.now() - started }
  return { query, results, stats: { strategy, chunks: parts.store.liveRows, ...counts, ms } }
}

function checkedRequest({ query, ...rest }: SearchRequest): SearchRequest {
  const text = query.trim()
  if (text === '') throw new AppError('bad-request', 'Expected a question or some words to search for, got nothing.')
  if (text.length > longestQuery) {
    throw new AppError(
      'bad-request',
      `Expected a query of at most ${longestQuery.toLocaleString('en')} characters, got ${text.length.toLocaleString('en')}. Ask with a sentence or two of it.`,
    )
  }
  const { limit } = rest
  if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) {
    throw new AppError('bad-request', `Expected a limit from 1 to ${mostHits}, got ${limit}.`)
  }
  const { efSearch = 1, budgetMs = 1 } = rest
  if (!Number.isInteger(efSearch) || efSearch < 1 || efSearch > widestSearch) {
    throw new AppError('bad-request', `Expected an efSearch from 1 to ${widestSearch}, got ${efSearch}.`)
  }
  if (!(budgetMs > 0)) throw new AppError('bad-request', `Expected a time budget above 0 ms, got ${budgetMs}.`)
  return { query: text, ...rest }
}

/** null where the model knows no word of the query: then words alone can find something. */
async function embedQuery(encoder: Encoder, query: string, signal?: AbortSignal): Promise<Float32Array | null> {
  const vector = await encoder.embed([{ header: '', text: query }], signal)
  return vector.every((value) => value === 0) ? null : vector
}

interface Shown {
  readonly passage: Passage
  readonly score: number
}

interface Question {
  readonly query: string
  readonly vector: Float32Array | null
  readonly encoder: Encoder
  readonly signal?: AbortSignal | undefined
}

async function hitsOf(shown: readonly Shown[], { query, vector, encoder, signal }: Question): Promise<SearchHit[]> {
  const sentences = shown.map(({ passage }) => sentencesOf(passage.text))
  const inputs = sentences.flat().map((text) => ({ header: '', text }))
  const vectors = await encoder.embed(inputs, signal)
  let first = 0
  return shown.map(({ passage, score }, i) => {
    const best = vector === null ? 0 : bestRow({ vector, vectors, first, count: sentences[i].length })
    first += sentences[i].length
    const { document, outline, chunk } = passage
    return {
      rank: i + 1,
      path: document.path,
      part: document.part,
      uri: documentUri(document),
      kind: document.kind,
      source: document.source,
      dated: document.dated,
      sender: document.sender,
      title: outline.title,
      heading: headingPath(outline, chunk.start)
        .filter((heading, level) => level > 0 || heading !== outline.title)
        .join(' > '),
      snippet: snippetAround(sentences[i], best),
      start: chunk.start,
      end: chunk.end,
      score,
      why: reasonFor(query, passage),
    }
  })
}

interface Rows {
  readonly vector: Float32Array
  readonly vectors: Float32Array
  readonly first: number
  readonly count: number
}

/** Which of `count` rows from `first` on is nearest to the query; 0 for none. */
function bestRow({ vector, vectors, first, count }: Rows): number {
  let best = 0
  let bestScore = -Infinity
  for (let i = 0; i < count; i++) {
    const score = dotRow(vector, vectors, first + i)
    if (score > bestScore) {
      best = i
      bestScore = score
    }
  }
  return best
}
