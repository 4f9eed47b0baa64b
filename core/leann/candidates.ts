/* Candidates by their codes: a segment is scanned, walked, or, where few rows pass the filter, only these are looked at. */
import { errorBound, errorPerScale, estimateRow, prepareQuery, type CodeQuery } from './codes.ts'
import { sampleCodes, type CosineSample } from './cosine-sample.ts'
import { codeEstimates } from './graph/code-estimates.ts'
import { walkEstimates } from './graph/walk-codes.ts'
import { packedCodesOf, tablesFor, type QueryTables } from './packed-codes.ts'
import type { ChunkSearch, PartCost, RowRef } from './search.ts'
import { isWalkable, isWanted, type SearchedSegment } from './searched-segments.ts'
import { TopRows } from './top-rows.ts'

/** Chunks that may be among the best, best first. Arrays: of four hundred a hundred are looked at. */
export interface Candidates {
  /** Their cosines by their codes. */
  readonly estimates: Float32Array
  /** How far off each estimate may be, nearly always. */
  readonly bounds: Float64Array
  /** Where number `from` to `to` are. */
  places(from: number, to: number): RowRef[]
}

/** Candidates kept beyond those that are recomputed at first, in place of stale ones. */
const spareShare = 4

/** A segment of so many rows is walked: a scan takes 5 ms for a million codes, a walk one, and finds nearly as much. */
const walkedRows = 500_000

/** Width of such a walk (bench `recall`). */
const defaultWidth = 800

/** Where one row in so many passes the filter, or fewer, they are looked at one by one. */
const fewRows = 32

/** Candidates by codes, and what finding them cost. */
export interface CodeCandidates extends PartCost {
  readonly candidates: Candidates
}

/** The best rows of all segments by their codes' estimates, found as each segment's size and the filter suggest. */
export async function bestByCodes(
  segments: readonly SearchedSegment[],
  search: ChunkSearch,
  sample: CosineSample,
): Promise<CodeCandidates> {
  const pass = new CodePass(search, sample)
  for (const segment of segments) {
    search.signal?.throwIfAborted()
    await pass.over(segment)
  }
  const { codesRead, hops, isComplete } = pass
  return { candidates: pass.best(segments), codesRead, hops, isComplete }
}

class CodePass {
  codesRead = 0
  hops = 0
  isComplete = true
  readonly #search: ChunkSearch
  readonly #sample: CosineSample
  readonly #top: TopRows
  #tables: QueryTables | undefined
  #query: CodeQuery | undefined
  /** What is added to a row to make it an item: the rows of the segments before. */
  #base = 0

  constructor(search: ChunkSearch, sample: CosineSample) {
    const { rerank, rerankMost = rerank, count } = search
    this.#search = search
    this.#sample = sample
    this.#top = new TopRows(Math.max(rerankMost, count) * spareShare)
  }

  async over(part: SearchedSegment): Promise<void> {
    const { live, allowed, rows } = part
    const { rowCount } = live.segment
    const { efSearch } = this.#search
    const isWalked = (efSearch !== undefined || rowCount >= walkedRows) && isWalkable(part)
    if (allowed !== null && rows * fewRows <= rowCount) this.#lookUp(part)
    else if (isWalked) await this.#walk(part)
    else this.#scan(part)
    this.#base += rowCount
  }

  best(segments: readonly SearchedSegment[]): Candidates {
    const { scores: estimates, items } = this.#top.sortedArrays()
    const perScale = errorBound(1, this.#search.codec)
    const bounds = Float64Array.from(items, (item) => {
      const { part, row } = placeOfItem(segments, item)
      return perScale * part.live.segment.codes.scales[row]
    })
    return {
      estimates,
      bounds,
      places: (from, to) =>
        Array.from(items.subarray(from, to), (item) => {
          const { part, row } = placeOfItem(segments, item)
          return { segment: part.index, row }
        }),
    }
  }

  #scan(part: SearchedSegment): void {
    const { segment, deleted } = part.live
    const { scales } = segment.codes
    const top = this.#top
    const base = this.#base
    const step = segment.rowCount < largeRows ? 1 : sampleStep
    const error = errorPerScale(this.#search.codec)
    this.#tables ??= tablesFor(this.#search.codec, this.#search.query)
    packedCodesOf(segment.codes).scan(this.#tables, (scores, from, to) => {
      this.#sample.addEvery(step, scores, { scales, from, to, errorPerScale: error })
      let threshold = top.threshold
      for (let row = from; row < to; row++) {
        const score = scores[row - from]
        if (score <= threshold || scales[row] === 0 || !isWanted(part, row)) continue
        top.add(score, base + row)
        threshold = top.threshold
      }
    })
    this.codesRead += segment.rowCount - (deleted?.count ?? 0)
  }

  #lookUp(part: SearchedSegment): void {
    const { codes } = part.live.segment
    const query = this.#preparedQuery()
    for (let row = 0; row < codes.count; row++) {
      if (part.allowed?.has(row) !== true || codes.scales[row] === 0 || !isWanted(part, row)) continue
      this.#top.add(estimateRow(query, codes, row), this.#base + row)
      this.codesRead++
    }
    sampleCodes(part, this.#search, this.#sample)
  }

  async #walk(part: SearchedSegment): Promise<void> {
    const { graph, segment } = part.live
    if (graph === null) throw new Error('A segment without a graph cannot be walked')
    const { efSearch = defaultWidth, rerank, rerankMost = rerank, count, signal, budgetMs } = this.#search
    const walk = walkEstimates({
      graph: await graph.open(),
      efSearch: Math.max(efSearch, rerankMost, count),
      estimate: codeEstimates(this.#preparedQuery(), segment.codes),
      accept: (row) => segment.codes.scales[row] !== 0 && isWanted(part, row),
      budgetMs,
      signal,
    })
    for (const { item, score } of walk.results) this.#top.add(score, this.#base + item)
    this.codesRead += walk.cost.codesRead
    this.hops += walk.cost.hops
    this.isComplete &&= walk.isComplete
    sampleCodes(part, this.#search, this.#sample)
  }

  #preparedQuery(): CodeQuery {
    this.#query ??= prepareQuery(this.#search.codec, this.#search.query)
    return this.#query
  }
}

/** In large segments every so many rows one is looked at for the spread of cosines. */
const sampleStep = 8
const largeRows = 4096

function placeOfItem(segments: readonly SearchedSegment[], item: number): { part: SearchedSegment; row: number } {
  let row = item
  for (const part of segments) {
    const { rowCount } = part.live.segment
    if (row < rowCount) return { part, row }
    row -= rowCount
  }
  throw new RangeError(`No row ${item}`)
}
