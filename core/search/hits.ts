/* Passages as hits for a person: the best sentence by meaning, the place, the reason. */
import { basename, dirname } from 'node:path'
import type { Encoder } from '../embed/encoder.ts'
import type { Pause } from '../in-steps.ts'
import { dotRow } from '../leann/dot-row.ts'
import { say } from '../sayings/say.ts'
import type { Saying, SearchHit } from '../types.ts'
import { documentUri } from './document-uri.ts'
import type { Distinct } from './duplicates.ts'
import type { Passage, PassageReader } from './passages.ts'
import { placeInFile } from './place-in-file.ts'
import { reasonFor, type Question } from './reason.ts'
import type { ExactTerm } from './said-exactly.ts'
import { shownSentencesOf, snippetAround } from './sentences.ts'
import { passageTerms, type PassageTerms } from './term-hashes.ts'

export interface HitParts {
  readonly question: Question
  /** Phrases, words near each other and beginnings that a passage must say, or one of several. */
  readonly exact: readonly ExactTerm[]
  /** Of the query; null: sentences are not compared by meaning. */
  readonly vector: Float32Array | null
  readonly encoder: Encoder
  readonly passages: Pick<PassageReader, 'countBefore'>
  /** Whether the person opened it for the same query before. */
  wasOpened(passage: Passage): boolean
  /** Whether the person said of its document that it was it, for the same query. */
  isJudged(passage: Passage): boolean
  /** Whether a cosine is far above those of most passages. */
  isClose(cosine: number): boolean
  readonly signal: AbortSignal | undefined
  /** Asked between two passages whether others have their turn now. */
  readonly pause: Pause
}

/** The passages as hits, in their order. */
export async function hitsOf(shown: readonly Distinct[], parts: HitParts): Promise<SearchHit[]> {
  const sentences = shown.map(({ passage }) => shownSentencesOf(passage.text, isCode(passage)))
  const readings: Reading[] = []
  for (const [i, { passage }] of shown.entries()) {
    readings.push({
      sentences: sentences[i],
      terms: passageTerms(passage.text, sentences[i], { language: passage.document.language, isCode: isCode(passage) }),
    })
    await parts.pause()
  }
  const best = parts.vector === null ? bestByWords(readings, parts) : await bestByMeaning(readings, parts)
  const places = await Promise.all(
    shown.map(({ passage }, i) => placeInFile(parts.passages, passage, sentences[i][best[i]] ?? '')),
  )
  return shown.map(({ passage, score, cosine, copies }, i) => {
    const { document, place, chunk } = passage
    return {
      rank: i + 1,
      document: document.id,
      path: document.path,
      part: document.part,
      uri: documentUri(document),
      kind: document.kind,
      source: document.source,
      dated: document.dated,
      sender: document.sender,
      ...(document.kind === 'history' && { visits: document.size }),
      ...(passage.isAway === true && { away: true }),
      title: place.title,
      heading: place.path.filter((heading, level) => level > 0 || heading !== place.title).join(' > '),
      ...places[i],
      // Of a photo, what its camera wrote.
      ...(document.chunks === 0 ? { snippet: place.context } : snippetOf(sentences[i], best[i], parts)),
      start: chunk.start,
      end: chunk.end,
      score,
      ...(parts.isJudged(passage) && { judged: true }),
      ...whyShown({ passage, terms: readings[i].terms }, cosine, parts),
      also: copies.map(placeOf),
    }
  })
}

function isCode({ document }: Passage): boolean {
  return document.kind === 'code'
}

/** No sentence is best where there is no text, as on a disk that is away, or no question but filters. */
function snippetOf(
  sentences: readonly string[],
  place: number,
  { question, exact, vector }: HitParts,
): Pick<SearchHit, 'snippet' | 'best'> {
  const { text, best } = snippetAround(sentences, place)
  const isAsked = vector !== null || question.words.length + exact.length > 0
  return { snippet: text, ...(text !== '' && isAsked && { best }) }
}

function whyShown(
  { passage, terms }: { readonly passage: Passage; readonly terms: PassageTerms },
  cosine: number,
  { question, exact, isClose, wasOpened }: HitParts,
): Pick<SearchHit, 'why' | 'whySaid'> {
  if (passage.document.chunks === 0 && question.words.length + exact.length > 0) return because(say('why.byName'))
  const { language, path, part, sender } = passage.document
  const names = `${basename(path)} ${basename(dirname(path))} ${basename(part)} ${sender ?? ''}`
  const demanded = exact.filter(({ isIn }) => isIn(passage)).map(({ term }) => term)
  const reason = reasonFor(question, {
    ...passage,
    terms,
    language,
    names,
    exact: demanded,
    isClose: isClose(cosine),
  })
  return because(wasOpened(passage) ? say('why.opened', { why: reason }) : reason)
}

function because(whySaid: Saying): Pick<SearchHit, 'why' | 'whySaid'> {
  return { why: whySaid.text, whySaid }
}

function placeOf({ document, place }: Passage): SearchHit['also'][number] {
  return { path: document.path, part: document.part, uri: documentUri(document), title: place.title }
}

/** The sentences of a passage, with their terms. */
interface Reading {
  readonly sentences: readonly string[]
  readonly terms: PassageTerms
}

/** By passage, the place of the sentence to show: the one that says most of the words. */
function bestByWords(readings: readonly Reading[], parts: HitParts): number[] {
  const { forms } = parts.question
  return readings.map((reading) => bestOf(reading, parts, (place) => reading.terms.countIn(place, forms)))
}

/** The same by meaning. */
async function bestByMeaning(readings: readonly Reading[], parts: HitParts): Promise<number[]> {
  const { vector, encoder, signal } = parts
  if (vector === null) return readings.map(() => 0)
  const inputs = readings.flatMap(({ sentences }) => sentences).map((text) => ({ header: '', text }))
  const vectors = await encoder.embed(inputs, signal)
  let first = 0
  return readings.map((reading) => {
    const start = first
    first += reading.sentences.length
    return bestOf(reading, parts, (place) => dotRow(vector, vectors, start + place))
  })
}

/** How much a sentence says of what is demanded as written, and of what slips were looked for as: the model reads the slips. */
function saidIn(
  { sentences, terms }: Reading,
  place: number,
  { question: { words, slips, forms }, exact }: HitParts,
): number {
  let said = slips.length === 0 ? 0 : terms.countIn(place, forms, words.length)
  for (const { isInText } of exact) if (isInText(sentences[place])) said++
  return said
}

/** Which sentence says most and, of those, scores highest; the first of equal ones, 0 for none. */
function bestOf(reading: Reading, parts: HitParts, score: (place: number) => number): number {
  let best = 0
  let [mostSaid, bestScore] = [-1, -Infinity]
  for (let i = 0; i < reading.sentences.length; i++) {
    const said = saidIn(reading, i, parts)
    if (said < mostSaid) continue
    const found = score(i)
    if (said > mostSaid || found > bestScore) [best, mostSaid, bestScore] = [i, said, found]
  }
  return best
}
