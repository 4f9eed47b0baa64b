/* The query as the words' side takes it: every word in all its forms, beginnings as what they begin, slips as what was meant. */
import type { KeywordSegment } from '../keywords/bm25.ts'
import type { Query, Term } from './query/query.ts'
import { queryWords, type QueryWord } from './query-words.ts'
import { formsOfBeginning } from './row-conditions.ts'
import { slipsIn } from './slips.ts'

/** The words of one query. */
export interface AskedWords {
  /** The words to look for, phrases and alternatives included. */
  readonly words: readonly QueryWord[]
  /** For `searchKeywords`. */
  readonly terms: readonly (readonly string[])[]
  /** Words that the library does not have, or hardly, with what was looked for as well. */
  readonly slips: readonly QueryWord[]
}

/** The words of a query with all the terms they are looked up as, in `languages` of the documents. */
export function askedWords(
  query: Pick<Query, 'text' | 'required'>,
  segments: readonly KeywordSegment[],
  languages: readonly string[],
): AskedWords {
  const words = queryWords(query.text, languages)
  const terms = query.required.flat()
  const isExact = terms.some(({ kind }) => kind === 'phrase')
  const slips = isExact ? [] : slipsIn(words, segments, languages)
  const meant = new Map(slips.map(({ typed, terms: forms }) => [typed, forms]))
  return {
    words,
    terms: [
      ...words.map(({ typed, terms: forms }) => [...forms, ...(meant.get(typed) ?? [])]),
      ...beginnings(terms, segments),
    ],
    slips,
  }
}

function beginnings(terms: readonly Term[], segments: readonly KeywordSegment[]): string[][] {
  return terms
    .filter(({ kind }) => kind === 'prefix')
    .map(({ text }) => [...new Set(segments.flatMap((segment) => formsOfBeginning(segment, text)))])
}
