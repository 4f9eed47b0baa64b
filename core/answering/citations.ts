/* An answer's citations, checked: does a passage that a sentence names say what the sentence says? */
import { analyse } from '../keywords/analyse.ts'
import { sentencesOf } from '../search/sentences.ts'
import type { AnswerSentence, Support } from '../types.ts'
import { cosine, type Source } from './gather.ts'
import { isCommon } from './question.ts'

type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>

/** Share of a sentence's words that must be in the passages it names, or: */
const leastShare = 0.6
/** cosine that it must have with a sentence of theirs, together with a smaller share. */
const leastCosine = 0.6
const leastShareWithCosine = 0.3

/** Each sentence of an answer with what it cites. */
export async function checkCitations(
  answer: string,
  sources: readonly Pick<Source, 'number' | 'text'>[],
  embed: Embed,
): Promise<AnswerSentence[]> {
  const sentences = citedSentences(answer)
  const passages = new Map(sources.map(({ number, text }) => [number, { text, sentences: sentencesOf(text) }]))
  const texts = [
    ...new Set([...sentences.map(({ text }) => text), ...[...passages.values()].flatMap((one) => one.sentences)]),
  ]
  const vectors = await embed(texts)
  const vectorOf = new Map(texts.map((text, i) => [text, vectors[i]]))
  const nearest = (text: string, others: readonly string[]): number => {
    const vector = vectorOf.get(text)
    if (vector === undefined) return 0
    return Math.max(0, ...others.map((other) => cosine(vector, vectorOf.get(other) ?? vector)))
  }
  return sentences.map(({ text, cited }) => {
    const known = cited.flatMap((number) => passages.get(number) ?? [])
    const support = (): Support => {
      if (cited.length === 0) return 'uncited'
      if (known.length < cited.length) return 'unknown'
      const whole = known.map((one) => one.text).join('\n')
      const similarity = nearest(
        text,
        known.flatMap((one) => one.sentences),
      )
      return isSupported({ text, whole, similarity }) ? 'supported' : 'weak'
    }
    return { text, sources: cited, support: support() }
  })
}

interface Claim {
  readonly text: string
  readonly whole: string
  readonly similarity: number
}

/** A number that the passages do not have is never supported, however near the words are. */
function isSupported({ text, whole, similarity }: Claim): boolean {
  const numbers = numbersIn(whole)
  if ([...numbersIn(text)].some((number) => !numbers.has(number))) return false
  const there = new Set(analyse(whole))
  const words = [...new Set(analyse(text))].filter((term) => !isCommon(term))
  const share = words.length === 0 ? 1 : words.filter((term) => there.has(term)).length / words.length
  return share >= leastShare || (share >= leastShareWithCosine && similarity >= leastCosine)
}

function numbersIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\d+(?:[.,]\d+)*/gu)].map(([number]) => number.replaceAll(',', '')))
}

interface CitedSentence {
  readonly text: string
  readonly cited: readonly number[]
}

/** `[1]`, `[1, 2]` and `[1][2]`, before or after the full stop, belong to the sentence they end. */
export function citedSentences(answer: string): CitedSentence[] {
  const pieces = answer.split(
    /(?<=[.!?。！？]["'”’)]*(?:\s*\[\d+(?:\s*,\s*\d+)*\])*)(?<!\b(?:e\.g|i\.e|[A-Z]|Mr|Mrs|Dr|St|No|vs|ca|approx)\.)(?!\s*\[\d)(?:\s+|(?<=[。！？]))|\n+/u,
  )
  return pieces.flatMap((piece) => {
    const cited = [...piece.matchAll(/\[(\d+(?:\s*,\s*\d+)*)\]/gu)].flatMap(([, list]) => list.split(',').map(Number))
    const text = piece
      .replaceAll(/\s*\[\d+(?:\s*,\s*\d+)*\]/gu, '')
      .replaceAll(/^\s*(?:[-*•]|\d+\.)\s+/gu, '')
      .trim()
    return /[\p{L}\p{N}]/u.test(text) ? [{ text, cited: [...new Set(cited)] }] : []
  })
}
