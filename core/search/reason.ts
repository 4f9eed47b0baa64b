import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'
import type { Passage } from './passages.ts'
import { termsAmong, type QueryWord } from './query-words.ts'

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
  /** What must be in the text as it is written. */
  readonly phrases: readonly string[]
  /** What words of the text must begin with. */
  readonly beginnings: readonly string[]
  /** What documents had to be, as the chips say it. */
  readonly filters: readonly Saying[]
}

/** A passage as far as a reason needs it. */
export interface ReasonedPassage extends Pick<Passage, 'header' | 'text' | 'isAway'> {
  /** Of its document. */
  readonly language: string | null
  /** Of its document's file, folder and sender. */
  readonly names: string
  /** Much nearer to the query in meaning than most passages are. */
  readonly isClose: boolean
}

/** One line for a person: why a passage was found, in their own words. */
export function reasonFor({ words, phrases, beginnings, filters }: Question, passage: ReasonedPassage): Saying {
  const asked = words.filter(({ typed }) => isTelling(typed))
  const wanted = new Set(asked.flatMap(({ terms }) => terms))
  const said = termsAmong(wanted, passage.text, passage.language)
  const named = termsAmong(wanted, passage.header, passage.language)
  const inText = asked.filter((word) => has(word, said))
  const inHeader = asked.filter((word) => has(word, named) && !inText.includes(word))
  const called = termsAmong(wanted, passage.names, passage.language)
  const inNames = asked.filter((word) => has(word, called) && !inText.includes(word) && !inHeader.includes(word))
  const parts = [
    ...(phrases.length > 0 ? [say('why.exactly', { words: quoted(phrases) })] : []),
    ...(phrases.length === 0 && inText.length > 0 ? [say('why.says', { words: typedIn(inText) })] : []),
    ...(beginnings.length > 0 ? [say('why.begins', { words: quoted(beginnings) })] : []),
    ...(inHeader.length > 0 ? [say('why.under', { words: typedIn(inHeader) })] : []),
    ...(inNames.length > 0 ? [say('why.named', { words: typedIn(inNames) })] : []),
  ]
  if (parts.length > 0) return passage.isClose ? say('why.foundClose', { parts }) : say('why.found', { parts })
  if (passage.isAway === true && passage.text === '') return say('why.away')
  if (words.length === 0 && filters.length > 0) return say('why.filters', { filters })
  return say('why.meaning')
}

function has({ terms }: QueryWord, known: ReadonlySet<string>): boolean {
  return terms.some((term) => known.has(term))
}

function typedIn(words: readonly QueryWord[]): string[] {
  return quoted(words.map(({ typed }) => typed))
}

function quoted(words: readonly string[]): string[] {
  return [...new Set(words)].slice(0, 5).map((word) => `“${word}”`)
}
