import type { SearchAnswer } from '../../core/types.ts'
import { wordsPattern } from '../ui/words.ts'

/** What is marked in an answer's passages: the words of its query that are no filters and not excluded. */
export function markedWords({ query, chips }: Pick<SearchAnswer, 'query' | 'chips'>): RegExp | null {
  return wordsPattern(wordsOf({ query, chips }))
}

/** A query with blanks where its filters and exclusions stand. */
function wordsOf({ query, chips }: Pick<SearchAnswer, 'query' | 'chips'>): string {
  let words = query
  for (const { kind, start, end } of chips) {
    const isOut = kind === 'filter' || kind === 'excluded'
    if (isOut) words = words.slice(0, start) + ' '.repeat(end - start) + words.slice(end)
  }
  return words
}

/** Filters and nothing else: such an answer comes newest first by itself. */
export function isOfFiltersAlone(answer: Pick<SearchAnswer, 'query' | 'chips'>): boolean {
  return answer.chips.some(({ kind }) => kind === 'filter') && wordsOf(answer).trim() === ''
}

/** A query without one of its parts, blanks put in order. */
export function queryWithout(query: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${query.slice(0, start)} ${query.slice(end)}`.replaceAll(/\s+/gu, ' ').trim()
}

/** The words of a query alone: no filter, no exclusion, no quotes. */
export function plainQuery(answer: Pick<SearchAnswer, 'query' | 'chips'>): string | null {
  const plain = wordsOf(answer)
    .replaceAll(/["“”*]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  return plain === '' || plain === answer.query ? null : plain
}
