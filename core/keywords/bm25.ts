/* BM25 over the keyword files of a library: statistics of all of them, deleted rows left out. */
import { TopRows } from '../leann/top-rows.ts'
import { fusion } from './fuse.ts'
import { CountsByRow } from './counts-by-row.ts'
import { frequentOr, longestCounted, type WordRows } from './frequent-words.ts'
import type { Keywords } from './postings-file.ts'
import { rowLengths } from './row-lengths.ts'
import { eachRow, MergedRows, type RowList } from './row-list.ts'
import { rowsPerSegment, SegmentScan, type WeightedList } from './segment-scan.ts'

/** Robertson's usual values. On the own sets of the quality bench .01 to .04 nDCG@10 better than BEIR's 0.9 and 0.4, flat around. */
export const bm25 = Object.freeze({ k1: 1.2, b: 0.75 })

/** Different terms of one query that are looked up, the first ones, and that count, the rarest: a letter may be a query. */
const mostLookedUp = 512
const mostTerms = 128

/** The words of one segment, and which of its rows are deleted. */
export interface KeywordSegment {
  readonly keywords: Keywords
  /** Null: none is deleted. */
  readonly deleted: { readonly count: number; has(row: number): boolean } | null
}

/** A row by its place in the list of segments that was asked. */
export interface RowRef {
  readonly segment: number
  readonly row: number
}

/** A row with its BM25 score. */
export interface ScoredRow extends RowRef {
  readonly score: number
}

/** What is looked for, where. */
export interface KeywordSearch {
  readonly segments: readonly KeywordSegment[]
  /**
   * As `analyse` gives them; a repeated one counts again. Several in one place count as one word, whichever of them a row holds:
   * its forms in several languages, what a beginning stands for.
   */
  readonly terms: readonly (string | readonly string[])[]
  /** Most hits to return. */
  readonly count: number
  /** By segment, rows to look among; null: all live ones. */
  readonly allowed?: readonly ({ has(row: number): boolean } | null)[] | undefined
  /** Rows whose score is wanted whether or not they are among the best. */
  readonly also?: readonly RowRef[]
}

/** What was found, and what scores are like. */
export interface KeywordAnswer {
  /** Best first, equal ones by segment and row. Rows without any of the terms are not among them. */
  readonly hits: readonly ScoredRow[]
  /** Scores of `also`, in its order; 0 for a row without any of the terms. */
  readonly also: Float64Array
  /** What a row would score that holds every term without end; 0 where no term is known. */
  readonly most: number
  /**
   * What any row scores: mean and standard deviation over all live rows, estimated from how many of them hold each term. For
   * `fuse`.
   */
  readonly random: { readonly mean: number; readonly deviation: number }
  /** The words that some row holds, by the first of their terms, with their weight: idf times how often they were asked. */
  readonly weights: ReadonlyMap<string, number>
  /** Rows whose postings were read, over all terms. */
  readonly postingsRead: number
}

/** One term of the query. */
interface QueryTerm {
  readonly term: string
  readonly weight: number
  /** Share of the live rows that hold it. */
  readonly share: number
  /** By segment; null where no row holds it. */
  readonly lists: readonly (WordRows | null)[]
}

/** The rows that match best. */
export function searchKeywords({ segments, terms, count, allowed, also = [] }: KeywordSearch): KeywordAnswer {
  const statistics = statisticsOf(segments)
  const query = weighTerms(segments, terms, statistics.rows)
  const top = new TopRows(Math.max(count, 1))
  const work = { postingsRead: 0 }
  const wanted = Map.groupBy(also.keys(), (i) => also[i].segment)
  const alsoScores = new Float64Array(also.length)
  for (const segment of bySize(segments)) {
    const lists = listsIn(segment, query)
    const scan = new SegmentScan({
      segment,
      segments,
      lists,
      norms: statistics.norms,
      count,
      allowed: allowed?.[segment] ?? null,
      work,
    })
    if (count > 0) scan.collect(top)
    const places = wanted.get(segment) ?? []
    const scores = scan.scores(places.map((i) => also[i].row))
    for (const [i, place] of places.entries()) alsoScores[place] = scores[i]
  }
  return {
    hits: count > 0 ? top.sorted().map(({ score, item }) => ({ ...refOf(item), score })) : [],
    also: alsoScores,
    most: query.reduce((sum, { weight }) => sum + weight, 0),
    random: randomScore(query),
    weights: new Map(query.map(({ term, weight }) => [term, weight])),
    postingsRead: work.postingsRead,
  }
}

interface Statistics {
  /** Live rows. */
  readonly rows: number
  /** By length code: k1 * (1 - b + b * length / average length). */
  readonly norms: Float64Array
}

function statisticsOf(segments: readonly KeywordSegment[]): Statistics {
  let rows = 0
  let total = 0
  for (const segment of segments) {
    rows += segment.keywords.rowCount - (segment.deleted?.count ?? 0)
    total += lengthOf(segment)
  }
  const average = total / rows
  return { rows, norms: rowLengths.map((length) => bm25.k1 * (1 - bm25.b + (bm25.b * length) / average)) }
}

/** By what never changes once it is there: a file's words, or the rows deleted from it. */
const knownLengths = new WeakMap<object, number>()

/** Of all live rows together: a look at each takes as long as a rare word's whole search. */
function lengthOf({ keywords, deleted }: KeywordSegment): number {
  const known = knownLengths.get(deleted ?? keywords)
  if (known !== undefined) return known
  const { lengths } = keywords
  let total = 0
  for (let row = 0; row < lengths.length; row++) {
    if (deleted === null || !deleted.has(row)) total += rowLengths[lengths[row]]
  }
  knownLengths.set(deleted ?? keywords, total)
  return total
}

/** The words that some row holds, those that tell most first. */
function weighTerms(segments: readonly KeywordSegment[], terms: KeywordSearch['terms'], rows: number): QueryTerm[] {
  const asked = new Map<string, { readonly forms: readonly string[]; times: number }>()
  for (const term of terms) {
    const forms = typeof term === 'string' ? [term] : [...new Set(term)]
    const known = asked.get(forms.join('\n'))
    if (known === undefined) asked.set(forms.join('\n'), { forms, times: 1 })
    else known.times++
  }
  const query = [...asked.values()].slice(0, mostLookedUp).flatMap(({ forms, times }): QueryTerm[] => {
    const found = segments.map((segment) => wordIn(segment, forms))
    const holding = found.reduce((sum, { live }) => sum + live, 0)
    const lists = found.map(({ list }) => list)
    return holding === 0 ? [] : [{ term: forms[0], lists, weight: times * idf(rows, holding), share: holding / rows }]
  })
  return query.toSorted((a, b) => b.weight - a.weight).slice(0, mostTerms)
}

/** A word in one segment: its list, and how many live rows are in it. */
function wordIn(
  segment: KeywordSegment,
  forms: readonly string[],
): { readonly live: number; readonly list: WordRows | null } {
  const { keywords } = segment
  const list = frequentOr(keywords, forms.join('\n'), () => listOf(keywords, forms))
  return list === null ? { live: 0, list: null } : { live: liveRows(segment, list), list }
}

/** null where no row holds the word. */
function listOf(keywords: Keywords, forms: readonly string[]): RowList | null {
  const entries = forms.map((form) => keywords.find(form)).filter((entry) => entry !== undefined)
  const lists = entries.map((entry) => keywords.open(entry))
  return lists.length > 1 ? new MergedRows(lists) : (lists[0] ?? null)
}

function randomScore(query: readonly QueryTerm[]): KeywordAnswer['random'] {
  let mean = 0
  let variance = 0
  for (const { weight, share } of query) {
    const score = weight * fusion.usualSaturation
    mean += score * share
    variance += score * score * share * (1 - share)
  }
  return { mean, deviation: fusion.togetherness * Math.sqrt(variance) }
}

/** How much a term tells that `holding` of `rows` rows hold; always above 0. */
export function idf(rows: number, holding: number): number {
  return Math.log(1 + (rows - holding + 0.5) / (holding + 0.5))
}

/** How many of the `size` rows of a list are not deleted; of a long one nearly so many. */
function liveRows({ keywords, deleted }: KeywordSegment, list: WordRows): number {
  const { size } = list
  if (deleted === null || deleted.count === 0) return size
  if (list instanceof CountsByRow || size > longestCounted)
    return Math.round(size * (1 - deleted.count / keywords.rowCount))
  let live = 0
  eachRow(list, (row) => (live += deleted.has(row) ? 0 : 1))
  return live
}

/** Segment numbers, largest first: the sooner the best rows are known, the less of the others is read. */
function bySize(segments: readonly KeywordSegment[]): number[] {
  return [...segments.keys()].toSorted((a, b) => segments[b].keywords.rowCount - segments[a].keywords.rowCount)
}

function listsIn(segment: number, query: readonly QueryTerm[]): WeightedList[] {
  return query.flatMap(({ weight, lists }) => {
    const list = lists[segment]
    return list === null ? [] : [{ weight, list }]
  })
}

function refOf(item: number): RowRef {
  return { segment: Math.floor(item / rowsPerSegment), row: item % rowsPerSegment }
}
