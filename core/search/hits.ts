/* Passages as hits for a person: the best sentence by meaning, the place, the reason. */
import type { Encoder } from '../embed/encoder.ts'
import { dotRow } from '../leann/search.ts'
import { headingPath } from '../text/outline.ts'
import type { SearchHit } from '../types.ts'
import { documentUri } from './document-uri.ts'
import type { Distinct } from './duplicates.ts'
import type { FoldedText } from './matching.ts'
import type { Passage } from './passages.ts'
import { reasonFor, type Question } from './reason.ts'
import { sentencesOf, snippetAround } from './sentences.ts'

export interface HitParts {
  readonly question: Question
  /** Of the query; null: sentences are not compared by meaning. */
  readonly vector: Float32Array | null
  readonly encoder: Encoder
  /** How much of what was asked a sentence says in words; for a query without meaning. */
  saidBy(sentence: string): number
  /** Whether a cosine is far above those of most passages. */
  isClose(cosine: number): boolean
  readonly signal: AbortSignal | undefined
}

export async function hitsOf(shown: readonly Distinct[], parts: HitParts): Promise<SearchHit[]> {
  const sentences = shown.map(({ passage }) => sentencesOf(passage.text))
  const best = await bestSentences(sentences, parts)
  return shown.map(({ passage, score, cosine, copies }, i) => {
    const { document, outline, chunk } = passage
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
      title: outline.title,
      heading: headingPath(outline, chunk.start)
        .filter((heading, level) => level > 0 || heading !== outline.title)
        .join(' > '),
      snippet: snippetAround(sentences[i], best[i]),
      start: chunk.start,
      end: chunk.end,
      score,
      why: reasonFor(parts.question, { ...passage, isClose: parts.isClose(cosine) }),
      also: copies.map(placeOf),
    }
  })
}

function placeOf({ document, outline }: Passage): SearchHit['also'][number] {
  return { path: document.path, part: document.part, uri: documentUri(document), title: outline.title }
}

/** By passage, the place of the sentence to show. */
async function bestSentences(
  sentences: readonly (readonly string[])[],
  { vector, encoder, saidBy, signal }: HitParts,
): Promise<number[]> {
  if (vector === null) return sentences.map((list) => bestOf(list.length, (i) => saidBy(list[i])))
  const inputs = sentences.flat().map((text) => ({ header: '', text }))
  const vectors = await encoder.embed(inputs, signal)
  let first = 0
  return sentences.map((list) => {
    const start = first
    first += list.length
    return bestOf(list.length, (i) => dotRow(vector, vectors, start + i))
  })
}

/** Which of `count` places scores highest, the first of equal ones; 0 for none. */
function bestOf(count: number, score: (i: number) => number): number {
  let best = 0
  let bestScore = -Infinity
  for (let i = 0; i < count; i++) {
    const found = score(i)
    if (found > bestScore) {
      best = i
      bestScore = found
    }
  }
  return best
}

/** How many of the words a text has, each counting once. */
export function wordsSaid(words: Question['words'], text: FoldedText): number {
  return words.filter(({ terms }) => terms.some((term) => text.terms().has(term))).length
}
