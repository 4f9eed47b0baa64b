/*
 * What a query demands and what it leaves out, as rows of the segments: looked up in the words' index before any candidate
 * is chosen, so that a narrow demand still fills the page. Phrases and beginnings let too many rows through here, never too
 * few; `matching.ts` looks at their text afterwards.
 */
import type { KeywordSegment } from '../keywords/bm25.ts'
import { fold } from '../keywords/fold.ts'
import { termsThatBegin } from '../keywords/nearby-terms.ts'
import { eachRow } from '../keywords/row-list.ts'
import { rowsOfDocuments } from '../leann/row-filter.ts'
import { RowSet } from '../leann/row-set.ts'
import type { RowRef } from '../leann/search.ts'
import type { LiveSegment } from '../leann/live-segments.ts'
import type { Query, Term } from './query/query.ts'
import { queryWords } from './query-words.ts'

/** What may be found. */
export interface RowConditions {
  /** Ids of the documents that may be found, ascending; undefined: all. */
  readonly documents: Uint32Array | undefined
  /** By segment, the rows that may be found; undefined: all that `documents` says. */
  readonly allowed: readonly (RowSet | null)[] | undefined
}

/** What a query demands of documents and passages. */
export interface Demands extends Pick<Query, 'required' | 'excluded'> {
  readonly segments: readonly LiveSegment[]
  /** Of the library's documents, for the forms of words. */
  readonly languages: readonly string[]
  /** Documents that the filters let through; undefined: all. */
  readonly documents: Uint32Array | undefined
  /** Which of these rows say what is left out: phrases cannot be told by the index alone. */
  areLeftOut(rows: readonly RowRef[], term: Term): Promise<readonly boolean[]>
}

/** A document is left out when any of its passages says what is excluded; a passage is found when it says itself all that is required. */
export async function rowConditions(demands: Demands): Promise<RowConditions> {
  const { segments, documents, required, excluded } = demands
  if (required.length === 0 && excluded.length === 0) {
    return { documents, allowed: documents && segments.map(({ segment }) => rowsOfDocuments(segment, documents)) }
  }
  const wanted = segments.map((live) => intersection(required.map((group) => unionOf(live, group, demands.languages))))
  const unwanted = await Promise.all(segments.map((_, i) => excludedRows(i, demands)))
  const kept = documentsWith(demands, wanted, unwanted)
  return {
    documents: kept,
    allowed: segments.map(({ segment }, i) => {
      const bitmap = Uint8Array.from(rowsOfDocuments(segment, kept).bitmap)
      const rows = wanted[i]
      return new RowSet(segment.rowCount, rows === null ? bitmap : bitmap.map((byte, at) => byte & rows[at]))
    }),
  }
}

/** A bitmap of a segment's rows, as `RowSet` has it; null: all. */
type Bits = Uint8Array<ArrayBuffer>

function intersection(sets: readonly Bits[]): Bits | null {
  return sets.length === 0 ? null : sets.reduce((all, set) => all.map((byte, i) => byte & set[i]))
}

function unionOf(live: LiveSegment, terms: readonly Term[], languages: readonly string[]): Bits {
  const union = noRows(live)
  for (const term of terms) for (const [i, byte] of rowsOfTerm(live, term, languages).entries()) union[i] |= byte
  return union
}

function noRows({ segment }: LiveSegment): Bits {
  return new Uint8Array(Math.ceil(segment.rowCount / 8))
}

/** Rows that may say the term, and all that do. */
function rowsOfTerm(live: LiveSegment, term: Term, languages: readonly string[]): Bits {
  const { keywords, deleted } = live
  if (keywords === null) return noRows(live)
  const segment = { keywords, deleted }
  if (term.kind === 'prefix' && isSpaced(term.text))
    return rowsWithAny(live, segment, formsOfBeginning(segment, term.text))
  const words = queryWords(term.text, languages).map(({ terms }) => rowsWithAny(live, segment, terms))
  const within = intersection(words) ?? noRows(live)
  if (term.kind !== 'phrase' || words.length < 2) return within
  return either(within, acrossBorders(live, words, term.within === undefined))
}

/** Passages after the one where a phrase begins in which it may go on. A word each at least: short sections are short passages. */
const mostFollowing = 3

/** Rows that have some of the words where the next rows of the document have the others; `inOrder`: it the first, one of these the last. */
function acrossBorders({ segment }: LiveSegment, words: readonly Bits[], inOrder: boolean): Bits {
  const following = words.map((bits) => ofFollowing(bits, segment, Math.min(words.length - 1, mostFollowing)))
  const ends = inOrder ? [words[0], following[following.length - 1]] : [words.reduce(either), following.reduce(either)]
  return [...ends, ...words.map((bits, i) => either(bits, following[i]))].reduce((all, bits) =>
    all.map((byte, i) => byte & bits[i]),
  )
}

/** For each row whether one of the `count` rows after it in its document has a bit. */
function ofFollowing(bits: Bits, segment: LiveSegment['segment'], count: number): Bits {
  let shifted = bits
  let any: Bits = bits.map(() => 0)
  for (let i = 0; i < count; i++) {
    shifted = fromNext(shifted)
    clearLastRows(shifted, segment)
    any = either(any, shifted)
  }
  return any
}

/** The row after a document's last one is another document's. */
function clearLastRows(bits: Bits, { firstRows }: LiveSegment['segment']): void {
  for (let index = 1; index < firstRows.length; index++) {
    const last = firstRows[index] - 1
    if (last >= 0) bits[last >> 3] &= ~(1 << (last & 7))
  }
}

function either(a: Bits, b: Bits): Bits {
  return a.map((byte, i) => byte | b[i])
}

/** For each row the bit of the next. */
function fromNext(bits: Bits): Bits {
  return bits.map((byte, i) => (byte >> 1) | (((bits[i + 1] ?? 0) & 1) << 7))
}

/** Terms that one beginning is looked up as, at most. */
const mostForms = 5000
/** A term is a stem, which may be shorter than the beginning of its word: by so many letters, and no shorter than that. */
const stemCut = 5
const leastStem = 4

/** Terms of words that may begin so. */
export function formsOfBeginning(segment: KeywordSegment, beginning: string): string[] {
  const folded = fold(beginning)
  const longer = termsThatBegin([segment], folded, mostForms).map(({ term }) => term)
  const stems = Array.from({ length: stemCut }, (_, i) => folded.slice(0, folded.length - 1 - i))
  return [...longer, ...stems.filter((stem) => stem.length >= leastStem)]
}

/** Scripts without blanks are indexed in pairs of letters: their beginnings are looked for like phrases. */
function isSpaced(text: string): boolean {
  return !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(text)
}

function rowsWithAny(live: LiveSegment, { keywords }: KeywordSegment, terms: readonly string[]): Bits {
  const bits = noRows(live)
  for (const term of terms) {
    const entry = keywords.find(term)
    if (entry !== undefined) eachRow(keywords.open(entry), (row) => (bits[row >> 3] |= 1 << (row & 7)))
  }
  return bits
}

/** Rows that may say a phrase and are looked at, so that their documents are left out; beyond them only what is shown is looked at. */
const mostLookedAt = 300

async function excludedRows(segment: number, { segments, excluded, languages, areLeftOut }: Demands): Promise<Bits> {
  const live = segments[segment]
  const bits = noRows(live)
  for (const term of excluded) {
    const rows = rowsOfTerm(live, term, languages)
    if (term.kind === 'word') {
      for (const [i, byte] of rows.entries()) bits[i] |= byte
      continue
    }
    const suspects = rowsIn(rows, live).slice(0, mostLookedAt)
    const said = await areLeftOut(
      suspects.map((row) => ({ segment, row })),
      term,
    )
    for (const [i, row] of suspects.entries()) if (said[i]) bits[row >> 3] |= 1 << (row & 7)
  }
  return bits
}

function rowsIn(bits: Bits, { deleted }: LiveSegment): number[] {
  const rows: number[] = []
  for (let row = 0; row < bits.length * 8; row++) {
    if ((bits[row >> 3] & (1 << (row & 7))) !== 0 && deleted?.has(row) !== true) rows.push(row)
  }
  return rows
}

/** Ids of documents that the filters let through, that have a wanted row and no unwanted one. */
function documentsWith(
  { segments, documents }: Demands,
  wanted: readonly (Bits | null)[],
  unwanted: readonly Bits[],
): Uint32Array {
  const passing = documents === undefined ? null : new Set(documents)
  const ids: number[] = []
  for (const [i, { segment }] of segments.entries()) {
    const rows = wanted[i]
    for (const [index, id] of segment.documentIds.entries()) {
      if (passing?.has(id) === false) continue
      const [from, to] = [segment.firstRows[index], segment.firstRows[index + 1]]
      if ((rows === null || hasRow(rows, from, to)) && !hasRow(unwanted[i], from, to)) ids.push(id)
    }
  }
  return Uint32Array.from(ids).toSorted()
}

function hasRow(bits: Bits, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if ((bits[row >> 3] & (1 << (row & 7))) !== 0) return true
  return false
}
