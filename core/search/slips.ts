/* What a word that the library does not have, or hardly, was meant to be. */
import type { KeywordSegment } from '../keywords/bm25.ts'
import { termsNear, termsThatBegin, type NearbyTerm } from '../keywords/nearby-terms.ts'
import { termsOf, type QueryWord } from './query-words.ts'
import { tellingAmong } from './telling-words.ts'

/** Words of one query that are taken for slips, at most: to find what was meant walks along a part of the dictionary. */
const mostSlips = 3
const mostMeant = 3
/** A word that so few rows have may be a slip for one that so many times as many have. */
const rareRows = 2
const meantFactor = 20
/** Of what may be meant, words that are much rarer than the commonest are no likelier than the slip. */
const leastShare = 0.2

/** With so many words that the library knows, hits are not few. */
const enoughKnown = 3

/**
 * The words of a query that may be slips, at most three, each with the terms that may be meant; none where hits are not few.
 * `languages`: of the documents.
 */
export function slipsIn(
  words: readonly QueryWord[],
  segments: readonly KeywordSegment[],
  languages: readonly string[],
): QueryWord[] {
  const isTelling = tellingAmong(words.map(({ typed }) => typed))
  const known = words.filter(({ typed, terms }) => isTelling(typed) && rowsWith(terms, segments) > rareRows)
  if (known.length >= enoughKnown) return []
  const slips: QueryWord[] = []
  for (const { typed, terms } of words) {
    if (slips.length === mostSlips) break
    const rows = rowsWith(terms, segments)
    if (rows > rareRows || slips.some((slip) => slip.typed === typed)) continue
    const isLikelier = ({ rows: others }: NearbyTerm): boolean => others > rows * meantFactor
    const alike = meantBy(terms, segments).filter(isLikelier)
    const near = alike.length > 0 ? alike : variantsOf(typed, { segments, languages, isLikelier })
    const most = Math.max(...near.map(({ rows: others }) => others))
    const meant = near.filter(({ rows: others }) => others >= most * leastShare).map(({ term }) => term)
    if (meant.length > 0) slips.push({ typed, terms: meant })
  }
  return slips
}

/** What a word may be a slip for, in every form: its stem in one language may be two letters off where that in another is one. */
function meantBy(terms: readonly string[], segments: readonly KeywordSegment[]): NearbyTerm[] {
  const near = terms.flatMap((term) => termsNear(segments, term, mostMeant))
  return [...new Map(near.map((one) => [one.term, one])).values()]
}

/** Shorter words have endings that are no part of their stem too seldom. */
const leastVaried = 7
/** With one letter of them wrong. */
const mostVaried = 24
/** To bring a thousand variants to their stems takes 10 ms a language, and a library may have stray documents in a dozen. */
const mostVariedIn = 3

interface Variations {
  readonly segments: readonly KeywordSegment[]
  readonly languages: readonly string[]
  isLikelier(term: NearbyTerm): boolean
}

/**
 * Terms of the words that are one letter away. The dictionary has stems: 'decoratr' is three letters off 'decor', and one off
 * 'decorator', which is 'decor' there. Nothing for the beginning of a word: it is being typed.
 */
function variantsOf(typed: string, { segments, languages, isLikelier }: Variations): NearbyTerm[] {
  const word = typed.toLowerCase()
  if (word.length < leastVaried || word.length > mostVaried || /[^a-z]/.test(word)) return []
  if (termsThatBegin(segments, word, 1).length > 0) return []
  const text = variantsText(word)
  const inTurn = [...new Set([...languages.filter((language) => language === 'en'), ...languages])]
  for (const language of inTurn.slice(0, mostVariedIn)) {
    const likelier = [...new Set(termsOf(text, language))]
      .map((term) => ({ term, rows: rowsWith([term], segments) }))
      .filter(isLikelier)
    if (likelier.length > 0) return likelier.toSorted((a, b) => b.rows - a.rows).slice(0, mostMeant)
  }
  return []
}

/** The words that are one letter away. */
function variantsText(word: string): string {
  const places = Array.from({ length: word.length }, (_, i) => ({
    before: word.slice(0, i + 1),
    after: word.slice(i + 1),
  }))
  // The first letter is hardly ever wrong.
  const variants = places.flatMap(({ before, after }) => [
    ...letters.flatMap((letter) => [before + letter + after, before + letter + after.slice(1)]),
    before + after.slice(1),
    before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
  ])
  return [...new Set(variants)].join(' ')
}

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')

function rowsWith(terms: readonly string[], segments: readonly KeywordSegment[]): number {
  let rows = 0
  for (const { keywords } of segments) for (const term of terms) rows += keywords.find(term)?.rows ?? 0
  return rows
}
