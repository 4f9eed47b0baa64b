import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'
import type { Passage } from './passages.ts'
import { type QueryWord, type WordForms, wordsAmong } from './query-words.ts'

/** Words that say nothing about what is looked for. */
const commonWords = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being but by can could did do does doing ' +
    'down during each few for from further had has have having he her here hers him his how i if in into is it its just let me ' +
    'more most my no nor not of off on once only or other our out over own same she should so some such than that the their ' +
    'them then there these they this those through to too under until up us very was we were what when where which while who ' +
    'whom why will with would you your'
  ).split(' '),
)

/** Whether a word says something about what is looked for. */
export function isTelling(word: string): boolean {
  return word !== '' && !commonWords.has(word.toLowerCase())
}

/** What was asked, as far as a reason may name it. */
export interface Question {
  /** The words asked for. */
  readonly words: readonly QueryWord[]
  /** Theirs. */
  readonly forms: WordForms
  /** What must be in the text as it is written. */
  readonly phrases: readonly string[]
  /** What words of the text must begin with. */
  readonly beginnings: readonly string[]
  /** What documents had to be, as the chips say it. */
  readonly filters: readonly Saying[]
}

/** A passage as far as a reason needs it. */
export interface ReasonedPassage extends Pick<Passage, 'header' | 'isAway'> {
  /** Its text, in pieces that no word is in two of. */
  readonly pieces: readonly string[]
  /** Of its document. */
  readonly language: string | null
  /** Of its document's file, folder and sender. */
  readonly names: string
  /** Much nearer to the query in meaning than most passages are. */
  readonly isClose: boolean
}

/** One line for a person: why a passage was found, in their own words. */
export function reasonFor({ words, forms, phrases, beginnings, filters }: Question, passage: ReasonedPassage): Saying {
  const { pieces, header, names, language } = passage
  const said = wordsAmong(forms, pieces, language)
  const named = wordsAmong(forms, [header], language)
  const called = wordsAmong(forms, [names], language)
  const asked = [...words.entries()].filter(([, { typed }]) => isTelling(typed))
  const inText = asked.filter(([word]) => said.has(word))
  const inHeader = asked.filter(([word]) => named.has(word) && !said.has(word))
  const inNames = asked.filter(([word]) => called.has(word) && !said.has(word) && !named.has(word))
  const parts = [
    ...(phrases.length > 0 ? [say('why.exactly', { words: quoted(phrases) })] : []),
    ...(phrases.length === 0 && inText.length > 0 ? [say('why.says', { words: typedIn(inText) })] : []),
    ...(beginnings.length > 0 ? [say('why.begins', { words: quoted(beginnings) })] : []),
    ...(inHeader.length > 0 ? [say('why.under', { words: typedIn(inHeader) })] : []),
    ...(inNames.length > 0 ? [say('why.named', { words: typedIn(inNames) })] : []),
  ]
  if (parts.length > 0) return passage.isClose ? say('why.foundClose', { parts }) : say('why.found', { parts })
  if (passage.isAway === true && passage.pieces.length === 0) return say('why.away')
  if (words.length === 0 && filters.length > 0) return say('why.filters', { filters })
  return say('why.meaning')
}

function typedIn(words: readonly (readonly [place: number, word: QueryWord])[]): string[] {
  return quoted(words.map(([, { typed }]) => typed))
}

function quoted(words: readonly string[]): string[] {
  return [...new Set(words)].slice(0, 5).map((word) => `“${word}”`)
}
