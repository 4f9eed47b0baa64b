/* Questions with their answers in paragraphs, as SQuAD writes them, and its measures of a short answer. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

export interface Question {
  readonly text: string
  /** Any of them is right. */
  readonly answers: readonly string[]
  /** Number of the paragraph that answers it. */
  readonly paragraph: number
}

export interface QuestionSet {
  readonly paragraphs: readonly string[]
  readonly questions: readonly Question[]
}

const schema = z.object({
  data: z.array(
    z.object({
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(z.object({ question: z.string(), answers: z.array(z.object({ text: z.string() })) })),
        }),
      ),
    }),
  ),
})

/** @throws SyntaxError, ZodError for a file of another form */
export async function readQuestions(path: string): Promise<QuestionSet> {
  const paragraphs = schema
    .parse(JSON.parse(await readFile(path, 'utf8')))
    .data.flatMap((article) => article.paragraphs)
  return {
    paragraphs: paragraphs.map(({ context }) => context),
    questions: paragraphs.flatMap(({ qas }, paragraph) =>
      qas.map(({ question, answers }) => ({ text: question, answers: answers.map(({ text }) => text), paragraph })),
    ),
  }
}

/** Lower case, no articles, no signs, single spaces: what SQuAD compares. */
export function normalised(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[!-/:-@[-`{-~]/gu, '')
    .replaceAll(/\b(?:a|an|the)\b/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** Whether a text has one of the answers in it, both normalised. */
export function isAnswerIn(text: string, answers: readonly string[]): boolean {
  const where = ` ${normalised(text)} `
  return answers.some((answer) => where.includes(` ${normalised(answer)} `))
}

/** 1 for one of the answers, word for word, else 0. */
export function exactMatch(given: string, answers: readonly string[]): number {
  return answers.some((answer) => normalised(answer) === normalised(given)) ? 1 : 0
}

/** Harmonic mean of the shares of words in common, with the answer that fits best. */
export function wordF1(given: string, answers: readonly string[]): number {
  return Math.max(0, ...answers.map((answer) => f1(wordsOf(given), wordsOf(answer))))
}

function wordsOf(text: string): string[] {
  return normalised(text)
    .split(' ')
    .filter((word) => word !== '')
}

function f1(given: readonly string[], answer: readonly string[]): number {
  const left = [...answer]
  let common = 0
  for (const word of given) {
    const place = left.indexOf(word)
    if (place < 0) continue
    left.splice(place, 1)
    common++
  }
  return common === 0 ? 0 : (2 * common) / (given.length + answer.length)
}
