/* Other terms of the dictionaries: those that begin like a word, and those that it may be a slip for. */
import { Recent } from '../recent.ts'
import { AlikeTerms } from './alike-terms.ts'
import type { KeywordSegment } from './bm25.ts'
import type { Keywords } from './postings-file.ts'

/** A term and how many rows hold it, deleted ones included. */
export interface NearbyTerm {
  readonly term: string
  readonly rows: number
}

/** Terms that are looked at for one beginning, at most: two letters begin ten thousand. */
const mostBeginnings = 50_000

/** The terms that begin with `prefix`, those in most rows first, `most` of them. `prefix` is folded. */
export function termsThatBegin(segments: readonly KeywordSegment[], prefix: string, most: number): NearbyTerm[] {
  const rows = new Map<string, number>()
  for (const { keywords } of segments) {
    let seen = 0
    for (const entry of keywords.terms(prefix)) {
      if (!entry.term.startsWith(prefix) || ++seen > mostBeginnings) break
      rows.set(entry.term, (rows.get(entry.term) ?? 0) + entry.rows)
    }
  }
  return mostFrequent(rows).slice(0, most)
}

/** Letters that may be wrong in a word of so many: none in short ones, where nearly every change is another word. */
function mostWrong(length: number): number {
  return length < 4 ? 0 : length < 9 ? 1 : 2
}

/**
 * Terms that differ from `term` by a letter or two, nearest first and of those the ones in most rows. Only such as begin with the
 * same letter, or with the first two changed over: a slip in the first letter is rare, and the others are not worth a walk over all.
 */
export function termsNear(segments: readonly KeywordSegment[], term: string, most: number): NearbyTerm[] {
  const wrong = mostWrong(term.length)
  if (wrong === 0 || /[^\p{L}\p{M}]/u.test(term)) return []
  const rows = new Map<string, number>()
  const distances = new Map<string, number>()
  const [first, second] = term
  for (const start of new Set([first, second + first])) {
    for (const { keywords } of segments) {
      alikeIn(keywords, start).near(term, wrong, (found, distance, count) => {
        rows.set(found, (rows.get(found) ?? 0) + count)
        distances.set(found, distance)
      })
    }
  }
  const distanceOf = (other: string): number => distances.get(other) ?? wrong
  return mostFrequent(rows)
    .toSorted((a, b) => distanceOf(a.term) - distanceOf(b.term))
    .slice(0, most)
}

/** Units of two bytes of what is kept of one dictionary: some hundred thousand terms. */
const mostAlike = 1 << 21

/** By dictionary, the terms of the letters that were asked for last: a word is typed letter by letter, and has a form for each language. */
const known = new WeakMap<Keywords, Recent<AlikeTerms>>()

function alikeIn(keywords: Keywords, start: string): AlikeTerms {
  let letters = known.get(keywords)
  if (letters === undefined) known.set(keywords, (letters = new Recent({ most: mostAlike })))
  return letters.of(
    start,
    () => AlikeTerms.of(keywords, start),
    ({ size }) => size,
  )
}

function mostFrequent(rows: ReadonlyMap<string, number>): NearbyTerm[] {
  return [...rows].map(([term, count]) => ({ term, rows: count })).toSorted((a, b) => b.rows - a.rows)
}
