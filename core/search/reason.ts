import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'
import type { Passage } from './passages.ts'
import type { Term } from './query/query.ts'
import { type QueryWord, typedWords } from './query-words.ts'
import { type AskedWord, ownTerms, wordsSaid } from './said-words.ts'
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

/** What is the same for all hits of a question. */
class AskedOnce {
  /** Its words, then its slips. */
  readonly asked: readonly AskedWord[]
  readonly isTelling: (word: string) => boolean
  readonly #own = new Map<string | null, WordForms>()

  constructor({ words, slips }: Question) {
    this.asked = [...words, ...slips].map((word, place) => ({ ...word, place, isSlip: place >= words.length }))
    this.isTelling = tellingAmong(words.map(({ typed }) => typed))
  }

  /** The words in those forms alone that they have in one language. */
  ownForms(language: string | null): WordForms {
    let own = this.#own.get(language)
    if (own === undefined) this.#own.set(language, (own = formsOf(this.asked.map((word) => ownTerms(word, language)))))
    return own
  }
}

/** By a question's forms, which are made once for it. */
const knownOf = new WeakMap<WordForms, AskedOnce>()

function askedOnce(question: Question): AskedOnce {
  let known = knownOf.get(question.forms)
  if (known === undefined) knownOf.set(question.forms, (known = new AskedOnce(question)))
  return known
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
export function reasonFor(question: Question, passage: ReasonedPassage): Saying {
  const { words, forms, filters } = question
  const once = askedOnce(question)
  const { asked, isTelling } = once
  const { text, terms, header, names, language } = passage
  const said = terms.said(forms)
  const named = wordsIn(forms, header, language)
  const called = wordsIn(forms, names, language)
  const { phrases, near, beginnings } = byKind(passage.exact)
  const inPhrases = new Set([...phrases, ...near].flatMap(typedWords))
  const telling = asked.filter(({ typed }) => isTelling(typed) && !inPhrases.has(typed))
  const inText = telling.filter(({ place }) => said.has(place))
  const inHeader = telling.filter(({ place }) => named.has(place) && !said.has(place))
  const inNames = telling.filter(({ place }) => called.has(place) && !said.has(place) && !named.has(place))
  const own = once.ownForms(language)
  const inBrief = (found: readonly AskedWord[], inside: string, owned: ReadonlySet<number>): string[] =>
    quoted(wordsSaid(found, asked, { text: inside, language, own: owned }))
  const parts = [
    ...(phrases.length > 0 ? [say('why.exactly', { words: quoted(phrases) })] : []),
    ...near.map((text) => say('why.near', { words: quoted(typedWords(text)) })),
    ...(inText.length > 0 ? [say('why.says', { words: inBrief(inText, text, terms.said(own)) })] : []),
    ...(beginnings.length > 0 ? [say('why.begins', { words: quoted(beginnings) })] : []),
    ...(inHeader.length > 0
      ? [say('why.under', { words: inBrief(inHeader, header, wordsIn(own, header, language)) })]
      : []),
    ...(inNames.length > 0
      ? [say('why.named', { words: inBrief(inNames, names, wordsIn(own, names, language)) })]
      : []),
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
