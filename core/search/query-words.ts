import { createAnalyser, type Analyser } from '../keywords/analyse.ts'
import { Recent } from '../recent.ts'

/** A word as it was typed, with the terms of which any counts as it: one for each way of analysing that the library's documents had. */
export interface QueryWord {
  readonly typed: string
  readonly terms: readonly string[]
}

/** Reads texts in one language. */
interface Reader {
  readonly analyser: Analyser
  /** By text, the terms it has, each between line ends. */
  readonly said: Recent<string>
}

/** One for each language that was ever asked for: an analyser remembers words. */
const readers = new Map<string, Reader>()
const slots = 1 << 13
/** UTF-16 units of texts and their terms: some hundred passages and the sentences of them. */
const mostSaid = 1 << 20

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
  const { analyser, said } = readerOf(language ?? 'en')
  const terms = said.of(
    text,
    () => listed(analyser, text),
    (list) => list.length,
  )
  return new Set([...wanted].filter((term) => terms.includes(`\n${term}\n`)))
}

/** The terms of a text in one language. */
export function termsOf(text: string, language: string): string[] {
  const terms: string[] = []
  readerOf(language).analyser.each(text, (term) => terms.push(term))
  return terms
}

function listed(analyser: Analyser, text: string): string {
  const terms = new Set<string>()
  analyser.each(text, (term) => terms.add(term))
  return `\n${[...terms].join('\n')}\n`
}

function readerOf(language: string): Reader {
  let reader = readers.get(language)
  if (reader === undefined) {
    reader = { analyser: createAnalyser(language, slots), said: new Recent({ most: mostSaid }) }
    readers.set(language, reader)
  }
  return reader
}
