import { createAnalyser, type Analyser } from '../keywords/analyse.ts'

/** A word as it was typed, with the terms of which any counts as it: one for each way of analysing that the library's documents had. */
export interface QueryWord {
  readonly typed: string
  readonly terms: readonly string[]
}

/** One for each language that was ever asked for: an analyser remembers words. */
const analysers = new Map<string, Analyser>()
const slots = 1 << 13

/** The words of `text`; a name of several words, or a run of ideographs, is several. `languages`: of the library's documents. */
export function queryWords(text: string, languages: readonly string[]): QueryWord[] {
  return (text.match(/\S+/gu) ?? []).flatMap((token) => {
    const typed = token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#]+$/gu, '')
    const analyses = languages.map((language) => termsOf(token, language))
    const [first = [], ...others] = analyses
    const isAligned = others.every(({ length }) => length === first.length)
    if (!isAligned) return [...new Set(analyses.flat())].map((term) => ({ typed, terms: [term] }))
    return first.map((_, i) => ({ typed, terms: [...new Set(analyses.map((terms) => terms[i]))] }))
  })
}

/** Those of `wanted` that the index has for a text in the language of its document; null: none that is known. */
export function termsAmong(wanted: ReadonlySet<string>, text: string, language: string | null): ReadonlySet<string> {
  const found = new Set<string>()
  analyserOf(language ?? 'en').each(text, (term) => {
    if (wanted.has(term)) found.add(term)
  })
  return found
}

/** The terms of a text in one language. */
export function termsOf(text: string, language: string): string[] {
  const terms: string[] = []
  analyserOf(language).each(text, (term) => terms.push(term))
  return terms
}

function analyserOf(language: string): Analyser {
  let analyser = analysers.get(language)
  if (analyser === undefined) analysers.set(language, (analyser = createAnalyser(language, slots)))
  return analyser
}
