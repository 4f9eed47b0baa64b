/*
 * An answer without a model: the sentences that say most of what the question asks about, and in the best of them the few
 * words of the kind that it asks for. Plain heuristics, set by hand; nothing here is trained, and nothing was fitted to the
 * questions that bench `answers` asks.
 */
import { sentencesOf } from '../search/sentences.ts'
import { cueOf } from './cues.ts'
import { cosine, type Source } from './gather.ts'
import { definitionOf, isCommon, kindNoun, subjectTerms, timeUnitOf, wantedBy, type Wanted } from './question.ts'
import { spansFor, type Looked, type Span } from './spans.ts'
import { createTermsOf, type TermsOf } from './terms.ts'

/** An answer in sentences of the sources. */
export interface Extract {
  /** Best first; none where no sentence has to do with the question. */
  readonly sentences: readonly ExtractedSentence[]
  /** The few words that answer; null where none stand out. */
  readonly short: string | null
  /** What the question asks for: of 'something' the few words are a guess. */
  readonly wanted: Wanted
}

/** One sentence of a source, as it stands there. */
export interface ExtractedSentence {
  readonly text: string
  /** Number of its source. */
  readonly source: number
}

type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>

/** What the score of a sentence is made of; each part is 0 to 1. */
const weights = { words: 0.5, meaning: 0.25, kind: 0.15, rank: 0.1 } as const

/** Sentences of an answer. */
const mostSentences = 3

/** A further sentence must come so near to the best, and be so different from those before it. */
const nearlyAsGood = 0.85
const saidAlready = 0.9

/** From so many of its words, or so near in meaning, or some of both, a sentence has to do with the question. */
const least = { words: 0.4, meaning: 0.65, both: { words: 0.2, meaning: 0.45 } } as const

/** A longer sentence says much besides: it counts less. */
const longSentence = 300

/** Words around the ones of the question count for so many words. */
const reach = 8

interface Candidate extends ExtractedSentence {
  readonly vector: Float32Array
  readonly spans: readonly Span[]
  readonly words: number
  readonly meaning: number
  readonly score: number
}

/** The sentences of the sources that answer best, each with its citation, and the few words that answer where they can be told. */
export async function extractAnswer(
  question: string,
  sources: readonly Pick<Source, 'number' | 'text'>[],
  embed: Embed,
): Promise<Extract> {
  const termsOf = createTermsOf()
  const asked = new Set(termsOf(question))
  const wanted = wantedBy(question)
  const looked = { wanted, unit: timeUnitOf(question), asked, termsOf }
  const about = { question, terms: subjectTerms(question), looked }
  const candidates = await scored({ ...about, sources }, embed)
  const ranked = candidates.toSorted((a, b) => b.score - a.score)
  const [best] = ranked
  if (best === undefined || !isAbout(best)) return { sentences: [], short: null, wanted }
  const chosen: Candidate[] = []
  for (const candidate of ranked) {
    if (chosen.length === mostSentences || candidate.score < best.score * nearlyAsGood) break
    if (chosen.every(({ vector }) => cosine(vector, candidate.vector) < saidAlready)) chosen.push(candidate)
  }
  return {
    sentences: chosen.map(({ text, source }) => ({ text, source })),
    short: shortAnswer(ranked.slice(0, mostSentences), about),
    wanted,
  }
}

function isAbout({ words, meaning }: Candidate): boolean {
  const hasBoth = words >= least.both.words && meaning >= least.both.meaning
  return words >= least.words || meaning >= least.meaning || hasBoth
}

interface Question {
  readonly question: string
  /** Of what it is about. */
  readonly terms: readonly string[]
  readonly looked: Looked
}

interface Asked extends Question {
  readonly sources: readonly Pick<Source, 'number' | 'text'>[]
}

async function scored({ question, sources, terms, looked }: Asked, embed: Embed): Promise<Candidate[]> {
  const sentences = sources.flatMap(({ number, text }, rank) =>
    sentencesOf(text).map((sentence, place) => ({ text: sentence, source: number, rank, place })),
  )
  const [asked, ...vectors] = await embed([question, ...sentences.map(({ text }) => text)])
  const termsOf = sentences.map(({ text }) => new Set(looked.termsOf(text)))
  const weightOf = rarity(terms, termsOf)
  const total = terms.reduce((sum, term) => sum + weightOf(term), 0)
  const definition = definitionOf(question)
  return sentences.map(({ text, source, rank, place }, i) => {
    // A sentence goes on about what the one before it named.
    const before = place > 0 ? termsOf[i - 1] : new Set<string>()
    const said = (term: string): number => (termsOf[i].has(term) ? 1 : before.has(term) ? 0.3 : 0)
    const words = terms.reduce((sum, term) => sum + said(term) * weightOf(term), 0) / (total || 1)
    const meaning = Math.max(0, cosine(asked, vectors[i]))
    const spans = spansFor(looked, text)
    const kind = definition === null ? Number(spans.length > 0) : Number(definition.test(text))
    const score =
      weights.words * words +
      weights.meaning * meaning +
      weights.kind * kind +
      weights.rank * (1 - rank / sources.length)
    const brevity = Math.min(1, Math.sqrt(longSentence / text.length))
    return { text, source, vector: vectors[i], spans, words, meaning, score: score * brevity }
  })
}

/** A term in few of the sentences tells more: ln(1 + sentences / sentences with it). */
function rarity(terms: readonly string[], termsOf: readonly ReadonlySet<string>[]): (term: string) => number {
  const weights = new Map(
    terms.map((term) => {
      const count = termsOf.filter((words) => words.has(term)).length
      return [term, Math.log(1 + termsOf.length / Math.max(count, 0.5))]
    }),
  )
  return (term) => weights.get(term) ?? 0
}

/** What the words beside a span say of it counts for so much of a sentence's score. */
const cueWeight = 0.25

/** The span that stands nearest to the words of the question, in the best sentences. */
function shortAnswer(candidates: readonly Candidate[], { question, terms, looked }: Question): string | null {
  const { wanted, termsOf } = looked
  const kind = new Set(termsOf(kindNoun(question) ?? '').filter((term) => !isCommon(term)))
  const last = terms[terms.length - 1] ?? ''
  let best: { readonly text: string; readonly score: number } | null = null
  for (const { text, spans, score } of candidates) {
    const places = placesOf(text, new Set(terms), termsOf)
    for (const span of spans) {
      const near = places.reduce((sum, place) => sum + 1 / (1 + distance(text, place, span) / reach), 0)
      const cue = cueOf({ wanted, kind, last, termsOf }, text, span)
      const total = score + (near / (places.length + 1)) * 0.5 + cue * cueWeight
      if (best === null || total > best.score) best = { text: text.slice(span.start, span.end), score: total }
    }
  }
  return best?.text ?? null
}

/** Where the words of the question stand. */
function placesOf(text: string, terms: ReadonlySet<string>, termsOf: TermsOf): Span[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)]
    .filter(({ 0: word }) => termsOf(word).some((term) => terms.has(term)))
    .map(({ index, 0: word }) => ({ start: index, end: index + word.length }))
}

/** Words between two places; 0 where they touch. */
function distance(text: string, a: Span, b: Span): number {
  const [from, to] = a.start < b.start ? [a.end, b.start] : [b.end, a.start]
  return from >= to ? 0 : (text.slice(from, to).match(/\s+/gu)?.length ?? 1) - 1
}
