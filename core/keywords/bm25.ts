/*
 * BM25 over the keyword files of a library: statistics of all of them, deleted rows left out.
 *
 * Terms are taken from the rarest on, adding to one score per row, until those that are left cannot lift a new row into the
 * best (MaxScore); of them only the blocks that hold rows still in the running are read. The result is that of
 * scoring every row.
 */
import { TopRows } from '../leann/top-rows.ts'
import type { TermEntry } from './dictionary.ts'
import { fusion } from './fuse.ts'
import type { Keywords } from './postings-file.ts'
import type { PostingsReader } from './postings.ts'
import { rowLengths } from './row-lengths.ts'

/** Robertson's usual values. On the own sets of the quality bench .01 to .04 nDCG@10 better than BEIR's 0.9 and 0.4, flat around. */
export const bm25 = Object.freeze({ k1: 1.2, b: 0.75 })

/** Different terms of one query that are looked up, the first ones, and that count, the rarest: a letter may be a query. */
const mostLookedUp = 512
const mostTerms = 128

/** Lists longer than this are not read to find how many of their rows are deleted: their share stands for it. */
const longestCounted = 4096

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

export interface ScoredRow extends RowRef {
  readonly score: number
}

export interface KeywordSearch {
  readonly segments: readonly KeywordSegment[]
  /** As `analyse` gives them; a repeated one counts again. */
  readonly terms: readonly string[]
  /** Most hits to return. */
  readonly count: number
  /** Rows to look among; all live ones where it is left out. */
  readonly accept?: (row: RowRef) => boolean
  /** Rows whose score is wanted whether or not they are among the best. */
  readonly also?: readonly RowRef[]
}

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
  /** The terms that some row holds, with their weight: idf times how often they were asked. */
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
  /** By segment. */
  readonly entries: readonly (TermEntry | undefined)[]
}

/** The rows that match best. */
export function searchKeywords({ segments, terms, count, accept, also = [] }: KeywordSearch): KeywordAnswer {
  const statistics = statisticsOf(segments)
  const query = weighTerms(segments, terms, statistics.rows)
  const top = new TopRows(Math.max(count, 1))
  const work = { postingsRead: 0 }
  const wanted = Map.groupBy(also.keys(), (i) => also[i].segment)
  const alsoScores = new Float64Array(also.length)
  for (const segment of bySize(segments)) {
    const lists = listsIn(segments[segment], segment, query)
    const scan = new SegmentScan({ segment, segments, lists, norms: statistics.norms, count, accept, work })
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
  for (const { keywords, deleted } of segments) {
    rows += keywords.rowCount - (deleted?.count ?? 0)
    const { lengths } = keywords
    for (let row = 0; row < lengths.length; row++) {
      if (deleted === null || !deleted.has(row)) total += rowLengths[lengths[row]]
    }
  }
  const average = total / rows
  return { rows, norms: rowLengths.map((length) => bm25.k1 * (1 - bm25.b + (bm25.b * length) / average)) }
}

/** The terms that some row holds, those that tell most first. */
function weighTerms(segments: readonly KeywordSegment[], terms: readonly string[], rows: number): QueryTerm[] {
  const asked = new Map<string, number>()
  for (const term of terms) asked.set(term, (asked.get(term) ?? 0) + 1)
  const query = [...asked].slice(0, mostLookedUp).flatMap(([term, times]): QueryTerm[] => {
    const entries = segments.map(({ keywords }) => keywords.find(term))
    const holding = entries.reduce((sum, entry, i) => sum + liveRows(segments[i], entry), 0)
    return holding === 0 ? [] : [{ term, entries, weight: times * idf(rows, holding), share: holding / rows }]
  })
  return query.toSorted((a, b) => b.weight - a.weight).slice(0, mostTerms)
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

function liveRows({ keywords, deleted }: KeywordSegment, entry: TermEntry | undefined): number {
  if (entry === undefined) return 0
  if (deleted === null || deleted.count === 0) return entry.rows
  if (entry.rows > longestCounted) return Math.round(entry.rows * (1 - deleted.count / keywords.rowCount))
  const reader = keywords.open(entry)
  let live = 0
  for (let block = 0; block < reader.blocks; block++) {
    reader.load(block)
    for (let i = 0; i < reader.loaded; i++) if (!deleted.has(reader.rows[i])) live++
  }
  return live
}

/** Segment numbers, largest first: the sooner the best rows are known, the less of the others is read. */
function bySize(segments: readonly KeywordSegment[]): number[] {
  return [...segments.keys()].toSorted((a, b) => segments[b].keywords.rowCount - segments[a].keywords.rowCount)
}

interface WeightedList {
  readonly weight: number
  readonly reader: PostingsReader
}

function listsIn({ keywords }: KeywordSegment, segment: number, query: readonly QueryTerm[]): WeightedList[] {
  return query.flatMap(({ weight, entries }) => {
    const entry = entries[segment]
    return entry === undefined ? [] : [{ weight, reader: keywords.open(entry) }]
  })
}

/** Segment and row as one number, so that a heap of numbers can hold them. */
const rowsPerSegment = 2 ** 32

function refOf(item: number): RowRef {
  return { segment: Math.floor(item / rowsPerSegment), row: item % rowsPerSegment }
}

interface ScanParts {
  readonly segment: number
  readonly segments: readonly KeywordSegment[]
  /** Those that tell most first. */
  readonly lists: readonly WeightedList[]
  readonly norms: Float64Array
  readonly count: number
  readonly accept: ((row: RowRef) => boolean) | undefined
  readonly work: { postingsRead: number }
}

/** A term that this share of the rows holds is asked first whether it must be read: to ask takes a look at every row. */
const longShare = 1 / 64

/** A heap keeps its scores in 32 bits. */
const heapRounding = 1e-6

/** One query in one segment. */
class SegmentScan {
  readonly #parts: ScanParts
  readonly #lengths: Uint8Array
  readonly #scores: Float64Array
  /** Accepted or not, as asked so far: 0 not asked, 1 yes, 2 no. */
  readonly #isAccepted: Uint8Array

  constructor(parts: ScanParts) {
    this.#parts = parts
    const { lengths, rowCount } = parts.segments[parts.segment].keywords
    this.#lengths = lengths
    this.#scores = new Float64Array(rowCount)
    this.#isAccepted = new Uint8Array(rowCount)
  }

  /** Adds the best rows to `top`. */
  collect(top: TopRows): void {
    const { lists } = this.#parts
    let left = lists.reduce((sum, { weight }) => sum + weight, 0)
    let done = 0
    let next = 0
    for (; next < lists.length; next++) {
      const { reader, weight } = lists[next]
      const isLong = reader.size > this.#scores.length * longShare
      // No row scores more than `done` yet: to ask sooner is in vain.
      if (isLong && left < Math.max(done, top.threshold) && left <= this.#threshold(top, null)) break
      this.#addAll(lists[next])
      left -= weight
      done += weight
    }
    let rows = this.#candidates(next < lists.length ? this.#threshold(top, null) - left : 0)
    for (; next < lists.length; next++) {
      this.#addTo(lists[next], rows)
      left -= lists[next].weight
      const least = this.#threshold(top, rows) - left
      rows = rows.filter((row) => this.#scores[row] >= least)
    }
    for (const row of rows) {
      const score = this.#scores[row]
      if (score > top.threshold && this.#accepts(row)) top.add(score, this.#parts.segment * rowsPerSegment + row)
    }
  }

  /** The scores of some rows, whatever `collect` left out. */
  scores(rows: readonly number[]): Float64Array {
    const order = Int32Array.from(new Set(rows)).toSorted()
    for (const row of order) this.#scores[row] = 0
    if (order.length > 0) for (const list of this.#parts.lists) this.#addTo(list, order)
    return Float64Array.from(rows, (row) => this.#scores[row])
  }

  /** A score that as many rows as are asked for are known to reach, among `rows` or all: to be among the best takes more. */
  #threshold(top: TopRows, rows: Int32Array | null): number {
    const best = new TopRows(this.#parts.count)
    const scores = this.#scores
    const size = rows?.length ?? scores.length
    let least = 0
    for (let i = 0; i < size; i++) {
      const row = rows === null ? i : rows[i]
      if (scores[row] <= least || !this.#accepts(row)) continue
      best.add(scores[row], row)
      least = Math.max(0, best.threshold)
    }
    return Math.max(top.threshold, best.threshold) * (1 - heapRounding)
  }

  /** Rows with a score that is at least `least`, ascending. */
  #candidates(least: number): Int32Array {
    const scores = this.#scores
    let size = 0
    for (let row = 0; row < scores.length; row++) if (scores[row] > 0 && scores[row] >= least) size++
    const rows = new Int32Array(size)
    for (let row = 0, at = 0; at < size; row++) if (scores[row] > 0 && scores[row] >= least) rows[at++] = row
    return rows
  }

  #accepts(row: number): boolean {
    const { segment, segments, accept } = this.#parts
    if (this.#isAccepted[row] === 0) {
      const isLive = segments[segment].deleted?.has(row) !== true
      this.#isAccepted[row] = isLive && (accept === undefined || accept({ segment, row })) ? 1 : 2
    }
    return this.#isAccepted[row] === 1
  }

  /** Adds a term's scores to every row that holds it. */
  #addAll({ weight, reader }: WeightedList): void {
    const { rows, counts } = reader
    const { norms, work } = this.#parts
    const scores = this.#scores
    const lengths = this.#lengths
    for (let block = 0; block < reader.blocks; block++) {
      reader.load(block)
      for (let i = 0; i < reader.loaded; i++) {
        const row = rows[i]
        scores[row] += (weight * counts[i]) / (counts[i] + norms[lengths[row]])
      }
    }
    work.postingsRead += reader.size
  }

  /** Adds a term's scores to `wanted` rows, ascending, reading the blocks that may hold one. */
  #addTo({ weight, reader }: WeightedList, wanted: Int32Array): void {
    const { lastRows, rows, counts } = reader
    const { norms, work } = this.#parts
    let block = -1
    let at = 0
    for (let i = 0; i < wanted.length; i++) {
      const row = wanted[i]
      if (block < 0 || row > lastRows[block]) {
        block = firstNotBelow(lastRows, row, block + 1)
        if (block === reader.blocks) return
        reader.load(block)
        work.postingsRead += reader.loaded
        at = 0
      }
      while (rows[at] < row) at++
      if (rows[at] === row) this.#scores[row] += (weight * counts[at]) / (counts[at] + norms[this.#lengths[row]])
    }
  }
}

/** The first place from `from` on whose value is not below `least`; the length where there is none. */
function firstNotBelow(values: Int32Array, least: number, from: number): number {
  let low = from
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] < least) low = middle + 1
    else high = middle
  }
  return low
}
