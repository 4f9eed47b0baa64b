/* Whether a text says what was asked for exactly: phrases, words near each other, beginnings of words. */
import { fold } from '../keywords/fold.ts'
import { charKinds, kindOfCodePoint } from '../keywords/characters.ts'
import type { Term } from './query/query.ts'
import { queryWords, termsOf } from './query-words.ts'

/** A text to look at, folded once for all terms. */
export interface FoldedText {
  readonly folded: string
  /** Terms of the text in each of the library's languages. */
  terms(): ReadonlySet<string>
}

/** A text to look at; `languages`: of the library's documents. */
export function foldText(text: string, languages: readonly string[]): FoldedText {
  let known: ReadonlySet<string> | undefined
  const terms = (): ReadonlySet<string> => (known ??= new Set(languages.flatMap((language) => termsOf(text, language))))
  return { folded: plain(text), terms }
}

/** A test for one term. Words count in all their forms, phrases and beginnings as they are written. */
export function matcherOf(term: Term, languages: readonly string[]): (text: FoldedText) => boolean {
  switch (term.kind) {
    case 'word': {
      const words = queryWords(term.text, languages)
      return (text) => words.length > 0 && words.every(({ terms }) => terms.some((one) => text.terms().has(one)))
    }
    case 'prefix': {
      const pattern = new RegExp(`${isUnspaced(term.text, 0) ? '' : before}${escaped(plain(term.text))}`, 'u')
      return ({ folded }) => pattern.test(folded)
    }
    case 'phrase':
      return term.within === undefined ? phraseMatcher(term.text) : nearMatcher(term.text, term.within)
  }
}

/** Bytes of a text that a phrase may go on in where it begins at the end of another. */
export function reachOf(terms: readonly Term[]): number {
  const reaches = terms.map((term) =>
    term.kind === 'phrase' ? Buffer.byteLength(term.text) * 2 + (term.within ?? 0) * bytesOfWord + slack : 0,
  )
  return Math.max(0, ...reaches)
}

/** Words between two that are near each other are hardly longer, and blanks, marks and line ends between words no more. */
const bytesOfWord = 16
const slack = 64

/** Whether a text says a term, or begins to say it and goes on beyond its end. What is said beyond alone is said by the next text. */
export function saysAcross(
  says: (text: FoldedText) => boolean,
  { within, across, beyond }: { readonly within: FoldedText; readonly across: FoldedText; readonly beyond: FoldedText },
): boolean {
  return says(within) || (beyond.folded !== '' && says(across) && !says(beyond))
}

const before = '(?<![\\p{L}\\p{M}\\p{N}_])'
const after = '(?![\\p{L}\\p{M}\\p{N}_])'
/** Between two words of a phrase: blanks, line ends, punctuation, marks of bold type. */
const between = '[^\\p{L}\\p{N}]+'

/** Words one after the other, signs inside them as written, those around them whatever they are. */
function phraseMatcher(phrase: string): (text: FoldedText) => boolean {
  const words = wordsOf(phrase)
  const pattern = new RegExp(bounded(words, words.map(escaped).join(between)), 'u')
  return ({ folded }) => words.length > 0 && pattern.test(folded)
}

/** The words in any order with at most `within` others between them. */
function nearMatcher(phrase: string, within: number): (text: FoldedText) => boolean {
  const wanted = wordsOf(phrase)
  return ({ folded }) => {
    const words = wordsOf(folded)
    const lastPlaces = new Map<string, number>()
    for (const [place, word] of words.entries()) {
      if (!wanted.includes(word)) continue
      lastPlaces.set(word, place)
      if (lastPlaces.size < new Set(wanted).size) continue
      if (place - Math.min(...lastPlaces.values()) + 1 - lastPlaces.size <= within) return true
    }
    return false
  }
}

function bounded(words: readonly string[], pattern: string): string {
  const last = words.at(-1) ?? ''
  const isOpen = isUnspaced(words[0] ?? '', 0)
  return `${isOpen ? '' : before}${pattern}${isUnspaced(last, last.length - 1) ? '' : after}`
}

/** Scripts without blanks have words inside words. */
function isUnspaced(word: string, at: number): boolean {
  const code = word.codePointAt(at)
  return code !== undefined && kindOfCodePoint(code) === charKinds.ideograph
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).flatMap((word) => {
    const bare = plain(word).replace(/^[\p{P}\p{Sk}]+|[\p{P}\p{Sk}]+$/gu, '')
    return /[\p{L}\p{N}]/u.test(bare) ? [bare] : []
  })
}

function plain(text: string): string {
  return fold(text).replaceAll(/[’ʼ＇]/gu, "'")
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
