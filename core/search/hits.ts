/* Passages as hits for a person: the best sentence by meaning, the place, the reason. */
import { basename, dirname } from 'node:path'
import type { Encoder } from '../embed/encoder.ts'
import { dotRow } from '../leann/dot-row.ts'
import { say } from '../sayings/say.ts'
import type { Saying, SearchHit } from '../types.ts'
import { documentUri } from './document-uri.ts'
import type { Distinct } from './duplicates.ts'
import type { Passage, PassageReader } from './passages.ts'
import { placeInFile } from './place-in-file.ts'
import { inPieces } from './pieces.ts'
import { wordsAmong } from './query-words.ts'
import { reasonFor, type Question } from './reason.ts'
import type { ExactTerm } from './said-exactly.ts'
import { sentencesOf, snippetAround } from './sentences.ts'

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
}

/** The passages as hits, in their order. */
export async function hitsOf(shown: readonly Distinct[], parts: HitParts): Promise<SearchHit[]> {
  const sentences = shown.map(({ passage }) => sentencesOf(passage.text))
  const best =
    parts.vector === null ? bestByWords(shown, sentences, parts) : await bestByMeaning(shown, sentences, parts)
  const places = await Promise.all(
    shown.map(({ passage }, i) => placeInFile(parts.passages, passage, sentences[i][best[i]] ?? '')),
  )
  // Sentences that were read for their words are not read again with the text.
  const pieces = shown.map(({ passage: { text } }, i) => inPieces(text, parts.vector === null ? sentences[i] : []))
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
      snippet: document.chunks === 0 ? place.context : snippetAround(sentences[i], best[i]),
      start: chunk.start,
      end: chunk.end,
      score,
      ...(parts.isJudged(passage) && { judged: true }),
      ...whyShown({ passage, pieces: pieces[i] }, cosine, parts),
      also: copies.map(placeOf),
    }
  })
}

function whyShown(
  { passage, pieces }: { readonly passage: Passage; readonly pieces: readonly string[] },
  cosine: number,
  { question, exact, isClose, wasOpened }: HitParts,
): Pick<SearchHit, 'why' | 'whySaid'> {
  if (passage.document.chunks === 0 && question.words.length + exact.length > 0) return because(say('why.byName'))
  const { language, path, part, sender } = passage.document
  const names = `${basename(path)} ${basename(dirname(path))} ${basename(part)} ${sender ?? ''}`
  const terms = exact.filter(({ isIn }) => isIn(passage)).map(({ term }) => term)
  const reason = reasonFor(question, { ...passage, pieces, language, names, exact: terms, isClose: isClose(cosine) })
  return because(wasOpened(passage) ? say('why.opened', { why: reason }) : reason)
}

function because(whySaid: Saying): Pick<SearchHit, 'why' | 'whySaid'> {
  return { why: whySaid.text, whySaid }
}

function placeOf({ document, place }: Passage): SearchHit['also'][number] {
  return { path: document.path, part: document.part, uri: documentUri(document), title: place.title }
}

/** By passage, the place of the sentence to show: the one that says most of the words. */
function bestByWords(shown: readonly Distinct[], sentences: readonly (readonly string[])[], parts: HitParts): number[] {
  const { forms } = parts.question
  return sentences.map((list, i) => {
    const { language } = shown[i].passage.document
    return bestOf(list, saysOf(parts, language), (at) => wordsAmong(forms, [list[at]], language).size)
  })
}

/** The same by meaning. */
async function bestByMeaning(
  shown: readonly Distinct[],
  sentences: readonly (readonly string[])[],
  parts: HitParts,
): Promise<number[]> {
  const { vector, encoder, signal } = parts
  if (vector === null) return sentences.map(() => 0)
  const inputs = sentences.flat().map((text) => ({ header: '', text }))
  const vectors = await encoder.embed(inputs, signal)
  let first = 0
  return sentences.map((list, i) => {
    const start = first
    first += list.length
    return bestOf(list, saysOf(parts, shown[i].passage.document.language), (at) => dotRow(vector, vectors, start + at))
  })
}

/** How much a sentence says of what is demanded as written, and of what slips were looked for as: the model reads the slips. */
function saysOf({ question: { words, slips, forms }, exact }: HitParts, language: string | null) {
  return (sentence: string): number => {
    const said = exact.filter(({ isInText }) => isInText(sentence)).length
    if (slips.length === 0) return said
    return said + [...wordsAmong(forms, [sentence], language)].filter((place) => place >= words.length).length
  }
}

/** Which sentence says most and, of those, scores highest; the first of equal ones, 0 for none. */
function bestOf(
  sentences: readonly string[],
  says: (sentence: string) => number,
  score: (place: number) => number,
): number {
  let best = 0
  let [mostSaid, bestScore] = [-1, -Infinity]
  for (const [i, sentence] of sentences.entries()) {
    const said = says(sentence)
    if (said < mostSaid) continue
    const found = score(i)
    if (said > mostSaid || found > bestScore) [best, mostSaid, bestScore] = [i, said, found]
  }
  return best
}
