import type { SearchAnswer } from '../../core/types.ts'
import { wordsPattern } from '../ui/words.ts'

/**
 * What is marked in an answer's passages: the words of its query that are no filters and not excluded, and what was looked for in
 * place of slips.
 */
export function markedWords({
  query,
  chips,
  notesSaid,
}: Pick<SearchAnswer, 'query' | 'chips' | 'notesSaid'>): RegExp | null {
  const meant = notesSaid.flatMap(({ code, params }) => (code === 'note.slip' ? [String(params.meant)] : []))
  return wordsPattern([wordsOf({ query, chips }), ...meant].join(' '))
}

/** A query with blanks where its filters and exclusions stand. */
function wordsOf({ query, chips }: Pick<SearchAnswer, 'query' | 'chips'>): string {
  let words = query
  for (const { kind, start, end } of chips) {
    const isOut = kind === 'filter' || kind === 'excluded'
    const from = isOut ? start : kind === 'phrase' ? start + outsideQuotes(query.slice(start, end)) : end
    words = words.slice(0, from) + ' '.repeat(end - from) + words.slice(end)
  }
  return words
}

/** Where the number behind a phrase begins: "old wood"~12. */
function outsideQuotes(phrase: string): number {
  return phrase.length - (/~\d+$/.exec(phrase)?.[0].length ?? 0)
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
