import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'
import type { Passage } from './passages.ts'
import type { Term } from './query/query.ts'
import { type QueryWord, typedWords } from './query-words.ts'
import { type AskedWord, type SaidIn, wordsSaid } from './said-words.ts'
import { tellingAmong } from './telling-words.ts'
import { formsOf, type PassageTerms, type WordForms, wordsIn } from './term-hashes.ts'

/** What was asked, as far as a reason may name it. */
export interface Question {
  /** The words asked for. */
  readonly words: readonly QueryWord[]
  /** What they may be slips for. */
  readonly slips: readonly QueryWord[]
  /** Of `words` and, after them, of `slips`. */
  readonly forms: WordForms
  /** What documents had to be, as the chips say it. */
  readonly filters: readonly Saying[]
}

/** A passage as far as a reason needs it. */
export interface ReasonedPassage extends Pick<Passage, 'text' | 'header' | 'isAway'> {
  /** Of its text. */
  readonly terms: PassageTerms
  /** Of its document. */
  readonly language: string | null
  /** Of its document's file, folder and sender. */
  readonly names: string
  /** What it says of the phrases, words near each other and beginnings that were asked for. */
  readonly exact: readonly Term[]
  /** Much nearer to the query in meaning than most passages are. */
  readonly isClose: boolean
}

/** One line for a person: why a passage was found, in their own words; for a slip, in those of the text. */
export function reasonFor({ words, slips, forms, filters }: Question, passage: ReasonedPassage): Saying {
  const { text, terms, header, names, language } = passage
  const said = terms.said(forms)
  const named = wordsIn(forms, header, language)
  const called = wordsIn(forms, names, language)
  const { phrases, near, beginnings } = byKind(passage.exact)
  const inPhrases = new Set([...phrases, ...near].flatMap(typedWords))
  const asked = [...words, ...slips].map((word, place): AskedWord => ({
    ...word,
    place,
    isSlip: place >= words.length,
  }))
  const isTelling = tellingAmong(words.map(({ typed }) => typed))
  const telling = asked.filter(({ typed }) => isTelling(typed) && !inPhrases.has(typed))
  const inText = telling.filter(({ place }) => said.has(place))
  const inHeader = telling.filter(({ place }) => named.has(place) && !said.has(place))
  const inNames = telling.filter(({ place }) => called.has(place) && !said.has(place) && !named.has(place))
  const inBrief = (found: readonly AskedWord[], place: Omit<SaidIn, 'language'>): string[] =>
    quoted(wordsSaid(found, asked, { ...place, language }))
  const inWords = (short: string): Omit<SaidIn, 'language'> => ({
    text: short,
    has: (some) => wordsIn(formsOf([{ terms: some }]), short, language).size > 0,
  })
  const parts = [
    ...(phrases.length > 0 ? [say('why.exactly', { words: quoted(phrases) })] : []),
    ...near.map((text) => say('why.near', { words: quoted(typedWords(text)) })),
    ...(inText.length > 0
      ? [
          say('why.says', {
            words: inBrief(inText, { text, has: (some) => terms.said(formsOf([{ terms: some }])).size > 0 }),
          }),
        ]
      : []),
    ...(beginnings.length > 0 ? [say('why.begins', { words: quoted(beginnings) })] : []),
    ...(inHeader.length > 0 ? [say('why.under', { words: inBrief(inHeader, inWords(header)) })] : []),
    ...(inNames.length > 0 ? [say('why.named', { words: inBrief(inNames, inWords(names)) })] : []),
  ]
  if (parts.length > 0) return passage.isClose ? say('why.foundClose', { parts }) : say('why.found', { parts })
  if (passage.isAway === true && !/\S/u.test(text)) return say('why.away')
  if (words.length === 0 && filters.length > 0) return say('why.filters', { filters })
  return say(passage.isClose ? 'why.meaning' : 'why.farMeaning')
}

function byKind(terms: readonly Term[]): { readonly [Kind in 'phrases' | 'near' | 'beginnings']: string[] } {
  const phrases = terms.flatMap((term) => (term.kind === 'phrase' ? [term] : []))
  return {
    phrases: phrases.filter(({ within }) => within === undefined).map(({ text }) => text),
    near: phrases.filter(({ within }) => within !== undefined).map(({ text }) => text),
    beginnings: terms.flatMap(({ kind, text }) => (kind === 'prefix' ? [text] : [])),
  }
}

function quoted(words: readonly string[]): string[] {
  return [...new Set(words)].slice(0, 5).map((word) => `“${word}”`)
}
