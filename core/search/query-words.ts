import { createAnalyser, type Analyser } from '../keywords/analyse.ts'
import { Recent } from '../recent.ts'

/** A word as it was typed, with the terms of which any counts as it: one for each way of analysing that the library's documents had. */
export interface QueryWord {
  readonly typed: string
  readonly terms: readonly string[]
}

/** One for each language that queries are read in: an analyser remembers words. */
const askedIn = new Map<string, Analyser>()
const askedSlots = 1 << 8
/** What queries asked for, by the list of the library's languages, which stays the same while the library does. */
const askedOf = new WeakMap<readonly string[], Recent<readonly QueryWord[]>>()
/** Units of words and their terms: some thousand words. */
const mostAsked = 1 << 18
const termUnits = 40

/** The words of `text`; a name of several words, or a run of ideographs, is several. `languages`: of the library's documents. */
export function queryWords(text: string, languages: readonly string[]): QueryWord[] {
  let known = askedOf.get(languages)
  if (known === undefined) askedOf.set(languages, (known = new Recent({ most: mostAsked })))
  const words = known
  return (text.match(/\S+/gu) ?? []).flatMap((token) =>
    words.of(
      token,
      () => wordsOf(token, languages),
      (found) => found.reduce((sum, { terms }) => sum + terms.length * termUnits, 0),
    ),
  )
}

function wordsOf(token: string, languages: readonly string[]): readonly QueryWord[] {
  const typed = bare(token)
  // A stemmer may leave nothing of a word: Czech takes the whole of 'line' for an ending.
  const analyses = languages.map((language) => termsOf(token, language)).filter((terms) => terms.length > 0)
  const [first = [], ...others] = analyses
  const isAligned = others.every(({ length }) => length === first.length)
  if (!isAligned) return [...new Set(analyses.flat())].map((term) => ({ typed, terms: [term] }))
  return first.map((_, i) => ({ typed, terms: [...new Set(analyses.map((terms) => terms[i]))] }))
}

/** The words of `text` without the signs around them, as they were typed. */
export function typedWords(text: string): string[] {
  return (text.match(/\S+/gu) ?? []).map(bare).filter((word) => word !== '')
}

function bare(token: string): string {
  return token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#]+$/gu, '')
}

/** How `texts` in the language of their document write one of `terms`, in small letters; null: they have none of them. */
export function wordWritten(
  terms: readonly string[],
  texts: readonly string[],
  language: string | null,
): string | null {
  const wanted = new Set(terms)
  // Names, and words in them, that were looked at: a text says most of its words again.
  const names = new Set<string>()
  const words = new Set<string>()
  // A word inside a name (joinAll) is what was looked for, not the name.
  const isOne = (word: string): boolean => {
    if (words.has(word)) return false
    words.add(word)
    const said = termsOf(word, language ?? 'en')
    return said.length === 1 && wanted.has(said[0])
  }
  for (const text of texts) {
    for (const [name] of text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
      if (names.has(name)) continue
      names.add(name)
      const parts = [name, ...name.split('_')]
      const word = parts.flatMap((part) => [part, ...part.split(wordsInName)]).find(isOne)
      if (word !== undefined) return word.toLowerCase()
      // testPDF is looked up as testpdf too, and of a run of ideographs the pairs.
      const joined = parts.find((part) => wanted.has(part.toLowerCase()))
      if (joined !== undefined) return joined
      const pair = terms.find((term) => ideographs.test(term) && name.includes(term))
      if (pair !== undefined) return pair
    }
  }
  return null
}

const wordsInName = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u
const ideographs = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+$/u

/** The terms of a text in one language. */
export function termsOf(text: string, language: string): string[] {
  let analyser = askedIn.get(language)
  if (analyser === undefined) askedIn.set(language, (analyser = createAnalyser(language, askedSlots)))
  const terms: string[] = []
  analyser.each(text, (term) => terms.push(term))
  return terms
}

/** Lets go of the words that are remembered. */
export function forgetWords(): void {
  askedIn.clear()
}
