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
  readonly filters: readonly string[]
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
export function reasonFor({ words, phrases, beginnings, filters }: Question, passage: ReasonedPassage): string {
  const asked = words.filter(({ typed }) => isTelling(typed))
  const wanted = new Set(asked.flatMap(({ terms }) => terms))
  const said = termsAmong(wanted, passage.text, passage.language)
  const named = termsAmong(wanted, passage.header, passage.language)
  const inText = asked.filter((word) => has(word, said))
  const inHeader = asked.filter((word) => has(word, named) && !inText.includes(word))
  const called = termsAmong(wanted, passage.names, passage.language)
  const inNames = asked.filter((word) => has(word, called) && !inText.includes(word) && !inHeader.includes(word))
  const parts = [
    phrases.length > 0 ? `says exactly ${quoted(phrases)}` : '',
    phrases.length === 0 && inText.length > 0 ? `says ${quoted(inText.map(({ typed }) => typed))}` : '',
    beginnings.length > 0 ? `has words that begin with ${quoted(beginnings)}` : '',
    inHeader.length > 0 ? `stands under ${quoted(inHeader.map(({ typed }) => typed))}` : '',
    inNames.length > 0 ? `is named ${quoted(inNames.map(({ typed }) => typed))}` : '',
  ].filter((part) => part !== '')
  if (parts.length > 0)
    return `Found because it ${parts.join(' and ')}${passage.isClose ? ', and is close in meaning' : ''}.`
  if (passage.isAway === true && passage.text === '')
    return 'Found by what is remembered of it: its disk is not there now.'
  if (words.length === 0 && filters.length > 0) return `Found because it is ${filters.join(', ')}.`
  return 'Found because it is close in meaning; it uses other words than yours.'
}

function has({ terms }: QueryWord, known: ReadonlySet<string>): boolean {
  return terms.some((term) => known.has(term))
}

function quoted(words: readonly string[]): string {
  const shown = [...new Set(words)].slice(0, 5).map((word) => `“${word}”`)
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`
}
