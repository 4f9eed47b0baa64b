/* What a side hands over for each question, judged: is an answer in it, and can the few words be told? */
import { extractAnswer } from '../../answering/extract.ts'
import type { Encoder } from '../../embed/encoder.ts'
import { round } from '../bench.ts'
import type { LibraryRows } from '../library-rows.ts'
import { mean } from '../quality/measures.ts'
import { exactMatch, isAnswerIn, wordF1, type QuestionSet } from './squad.ts'

/** Rows of the best passages for a question, best first. */
export type Retrieve = (question: string) => Promise<readonly number[]>

export interface Scores {
  /** Share of the nearest by stored vectors that are among those handed over; null where nothing was searched. */
  readonly nearest: number | null
  readonly in1: number
  readonly in3: number
  readonly em: number
  readonly f1: number
}

interface JudgeParts {
  readonly rows: LibraryRows
  readonly encoder: Encoder
  /** The nearest by stored vectors. */
  readonly exact: Retrieve
}

/** Measures one side after the other; null: each question gets its own paragraph, what the extract makes of perfect retrieval. */
export function judgeOf({ questions, paragraphs }: QuestionSet, { rows, encoder, exact }: JudgeParts) {
  const embed = sentenceVectors(encoder)
  const nearestOf = remembered(exact)
  return async (retrieve: Retrieve | null): Promise<Scores> => {
    const scores: Readonly<Record<keyof Scores, number>>[] = []
    for (const { text, answers, paragraph } of questions) {
      const found = retrieve === null ? [] : await retrieve(text)
      const passages =
        retrieve === null ? [paragraphs[paragraph]] : await Promise.all(found.map((row) => rows.text(row)))
      const sources = passages.map((text, i) => ({ number: i + 1, text }))
      const { short } = await extractAnswer(text, sources, embed)
      const nearest = await nearestOf(text)
      scores.push({
        nearest: nearest.filter((row) => found.includes(row)).length / nearest.length,
        in1: isAnswerIn(passages[0] ?? '', answers) ? 1 : 0,
        in3: passages.some((passage) => isAnswerIn(passage, answers)) ? 1 : 0,
        em: exactMatch(short ?? '', answers),
        f1: wordF1(short ?? '', answers),
      })
    }
    const average = (key: keyof Scores): number => round(mean(scores.map((score) => score[key])))
    return {
      nearest: average('nearest'),
      in1: average('in1'),
      in3: average('in3'),
      em: average('em'),
      f1: average('f1'),
    }
  }
}

/** The sides hand over much the same passages: each sentence is embedded once. */
function sentenceVectors(encoder: Encoder): (texts: readonly string[]) => Promise<Float32Array[]> {
  const known = new Map<string, Float32Array>()
  return async (texts) => {
    const missing = [...new Set(texts)].filter((text) => !known.has(text))
    const rows = await encoder.embed(missing.map((text) => ({ header: '', text })))
    const { dimensions } = encoder
    for (const [i, text] of missing.entries()) known.set(text, rows.subarray(i * dimensions, (i + 1) * dimensions))
    return texts.map((text) => known.get(text) ?? new Float32Array(dimensions))
  }
}

function remembered<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (key) => {
    const value = known.get(key) ?? work(key)
    known.set(key, value)
    return value
  }
}
