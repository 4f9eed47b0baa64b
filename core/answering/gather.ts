/* From a question to the passages that an answer may rest on: found, told apart, and cut to a budget. */
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { sentencesOf } from '../search/sentences.ts'
import type { AnswerSource, SearchHit } from '../types.ts'
import { plainQuestion } from './question.ts'
import { estimateTokens } from './tokens.ts'

/** What passages are gathered for. */
export interface GatherRequest {
  readonly question: string
  /** Most passages. */
  readonly passages: number
  /** All of them together, in tokens as `estimateTokens` counts. */
  readonly tokens: number
}

/** A passage that may be cited. */
export type Source = Omit<AnswerSource, 'isCited'>

/** Passages looked at for each one that is handed over. */
const lookedAt = 3

/** Passages of one document before others have had their turn. */
const mostOfOneDocument = 3

/** Cosine from which two passages say the same: the same text in another file, or a quoted mail. */
const sameText = 0.97

/** Best first, numbered from 1. */
export async function gatherSources(
  library: Pick<Library, 'search' | 'text' | 'embed'>,
  { question, passages, tokens }: GatherRequest,
  signal?: AbortSignal,
): Promise<Source[]> {
  const limit = Math.min(100, passages * lookedAt)
  const results = await searched(library, { question, limit }, signal)
  const read = await Promise.all(results.map((hit) => readHit(library, hit)))
  const found = read.filter((source) => source !== null)
  const vectors = await library.embed(
    found.map(({ text }) => text),
    signal,
  )
  const chosen = choose(found, vectors, passages)
  return fitTokens(chosen, tokens).map((source, i) => ({ ...source, number: i + 1 }))
}

/** A question may have quotes and signs that mean something in a query: they count, unless nothing meets them. */
async function searched(
  library: Pick<Library, 'search'>,
  { question, limit }: { readonly question: string; readonly limit: number },
  signal?: AbortSignal,
): Promise<readonly SearchHit[]> {
  const asked = { limit, strategy: 'codes' } as const
  const plain = plainQuestion(question)
  try {
    const { results } = await library.search({ query: question, ...asked }, signal)
    if (results.length > 0 || plain === question.trim()) return results
  } catch (error) {
    // What is no query may still be a question; what is neither is refused again.
    if (!(error instanceof AppError) || error.code !== 'bad-request' || plain === question.trim()) throw error
  }
  return (await library.search({ query: plain, ...asked }, signal)).results
}

async function readHit(library: Pick<Library, 'text'>, hit: SearchHit): Promise<Source | null> {
  const { path, part, uri, title, heading, start, end, page, line } = hit
  const { passages } = await library.text({ path, part, at: start })
  // Of a photo only the name is known: nothing to answer from.
  const text = passages[0]?.text ?? null
  if (text === null) return null
  const place = { ...(page !== undefined && { page }), ...(line !== undefined && { line }) }
  return { number: 0, path, part, uri, title, heading, start, end, ...place, text }
}

/** In order of rank, without what was said already, and with a limit for one document while there are others. */
export function choose<Item extends Pick<Source, 'path' | 'part'>>(
  ranked: readonly Item[],
  vectors: readonly Float32Array[],
  count: number,
): Item[] {
  const distinct: number[] = []
  for (let i = 0; i < ranked.length; i++) {
    if (distinct.every((j) => cosine(vectors[i], vectors[j]) < sameText)) distinct.push(i)
  }
  const seen = new Map<string, number>()
  const isEarly = (i: number): boolean => {
    const key = `${ranked[i].path}\0${ranked[i].part}`
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return before < mostOfOneDocument
  }
  const [early, late] = [distinct.filter(isEarly), new Set(distinct)]
  for (const i of early) late.delete(i)
  const chosen = new Set([...early, ...late].slice(0, count))
  return distinct.filter((i) => chosen.has(i)).map((i) => ranked[i])
}

/** Whole passages while they fit; the first of all is cut between sentences where it alone is too long. */
function fitTokens(sources: readonly Source[], most: number): Source[] {
  const fitting: Source[] = []
  let left = most
  for (const source of sources) {
    const needed = estimateTokens(source.text)
    if (needed <= left) fitting.push(source)
    else if (fitting.length === 0) return [{ ...source, text: beginning(source.text, most) }]
    else continue
    left -= needed
  }
  return fitting
}

function beginning(text: string, most: number): string {
  let kept = ''
  for (const sentence of sentencesOf(text)) {
    const more = kept === '' ? sentence : `${kept} ${sentence}`
    if (estimateTokens(more) > most) break
    kept = more
  }
  return kept === '' ? text.slice(0, most * 3) : kept
}

/** Of unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
