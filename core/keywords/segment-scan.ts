/*
 * One query in one segment. Terms are taken from the rarest on, adding to one score per row, until those that are left
 * cannot lift a new row into the best (MaxScore); of them only the blocks that hold rows still in the running are read.
 * The result is that of scoring every row.
 */
import type { TopRows } from '../leann/top-rows.ts'
import { BestSoFar } from './best-so-far.ts'
import type { KeywordSegment } from './bm25.ts'
import { CountsByRow, otherCount } from './counts-by-row.ts'
import type { WordRows } from './frequent-words.ts'
import type { RowList } from './row-list.ts'

/** A term's list and what the term tells. */
export interface WeightedList {
  readonly weight: number
  readonly list: WordRows
}

/** Segment and row as one number, so that a heap of numbers can hold them. */
export const rowsPerSegment = 2 ** 32

interface ScanParts {
  readonly segment: number
  readonly segments: readonly KeywordSegment[]
  /** Those that tell most first. */
  readonly lists: readonly WeightedList[]
  readonly norms: Float64Array
  readonly count: number
  /** Rows to look among; null: all live ones. */
  readonly allowed: { has(row: number): boolean } | null
  readonly work: { postingsRead: number }
}

/** Where fewer rows are still in the running than one for so many of a list, the list's blocks are looked for that may hold one. */
const rowsForLook = 16

/**
 * Memory of one scan, used by the next: a number for each row is the most that a search takes, and made anew for each it stays with
 * the process (40 MB after some hundred). A scan is over before the next one begins.
 */
let scratch = scratchOf(0)

function scratchOf(rows: number) {
  return { scores: new Float64Array(rows), state: new Uint8Array(rows), touched: new Int32Array(rows) }
}

function scratchFor(rows: number): typeof scratch {
  if (rows > scratch.scores.length) scratch = scratchOf(rows)
  const scores = scratch.scores.subarray(0, rows).fill(0)
  return { scores, state: scratch.state.subarray(0, rows).fill(0), touched: scratch.touched }
}

/** Lets go of that memory; not while a scan is under way, which is never between two turns of the event loop. */
export function letScratchGo(): void {
  scratch = scratchOf(0)
}

/** See above; for one query, and only until the next one is made. */
export class SegmentScan {
  readonly #parts: ScanParts
  readonly #lengths: Uint8Array
  readonly #scores: Float64Array
  readonly #state: Uint8Array
  /** The rows that have a score, in no order: a look at each row of a segment takes longer than most terms. */
  readonly #touched: Int32Array
  #touchedCount = 0

  constructor(parts: ScanParts) {
    this.#parts = parts
    const { lengths, rowCount } = parts.segments[parts.segment].keywords
    this.#lengths = lengths
    const { scores, state, touched } = scratchFor(rowCount)
    this.#touched = touched
    this.#scores = scores
    this.#state = state
  }

  /** Adds the best rows to `top`. */
  collect(top: TopRows): void {
    const { lists, count, segment } = this.#parts
    const best = new BestSoFar({
      count,
      scores: this.#scores,
      state: this.#state,
      accepts: (row) => this.#accepts(row),
      threshold: top.threshold,
    })
    let left = lists.reduce((sum, { weight }) => sum + weight, 0)
    let done = 0
    let next = 0
    for (; next < lists.length; next++) {
      // No row scores more than `done` yet: to ask sooner is in vain.
      if (left < Math.max(done, top.threshold)) best.settle()
      if (left <= best.least) break
      this.#addAll(lists[next], best)
      left -= lists[next].weight
      done += lists[next].weight
    }
    let rows =
      next < lists.length ? this.#reaching(best.least - left, this.#touched.subarray(0, this.#touchedCount)) : null
    for (; rows !== null && next < lists.length; next++) {
      this.#addToThose(lists[next], rows, { best, left })
      left -= lists[next].weight
      best.settle()
      rows = this.#reaching(best.least - left, rows)
    }
    for (const row of best.rows()) {
      const score = this.#scores[row]
      if (score > top.threshold) top.add(score, segment * rowsPerSegment + row)
    }
  }

  /** The scores of some rows, whatever `collect` left out. */
  scores(rows: readonly number[]): Float64Array {
    const order = Int32Array.from(new Set(rows)).toSorted()
    for (const row of order) this.#scores[row] = 0
    if (order.length > 0) for (const list of this.#parts.lists) this.#addTo(list, order, null)
    return Float64Array.from(rows, (row) => this.#scores[row])
  }

  /** Those of `rows` with a score that is at least `least`, in their order and in their place. */
  #reaching(least: number, rows: Int32Array): Int32Array {
    const scores = this.#scores
    let size = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (scores[row] >= least) rows[size++] = row
    }
    return rows.subarray(0, size)
  }

  #accepts(row: number): boolean {
    const { segment, segments, allowed } = this.#parts
    return segments[segment].deleted?.has(row) !== true && allowed?.has(row) !== false
  }

  /** Adds a term's scores to every row that holds it. */
  #addAll({ weight, list }: WeightedList, best: BestSoFar): void {
    const { norms, work } = this.#parts
    work.postingsRead += list.size
    if (list instanceof CountsByRow) return this.#addCounts(weight, list, best)
    const scores = this.#scores
    const lengths = this.#lengths
    const touched = this.#touched
    let touchedCount = this.#touchedCount
    let { least } = best
    for (let block = 0; block < list.blocks; block++) {
      list.load(block)
      const { rows, counts }: RowList = list
      for (let i = 0; i < list.loaded; i++) {
        const row = rows[i]
        const before = scores[row]
        const score = before + (weight * counts[i]) / (counts[i] + norms[lengths[row]])
        if (before === 0) touched[touchedCount++] = row
        scores[row] = score
        if (score >= least) least = best.add(row)
      }
    }
    this.#touchedCount = touchedCount
  }

  #addCounts(weight: number, list: CountsByRow, best: BestSoFar): void {
    const { numbers, counts } = list
    const { norms } = this.#parts
    const scores = this.#scores
    const lengths = this.#lengths
    const touched = this.#touched
    let touchedCount = this.#touchedCount
    let { least } = best
    for (let row = 0; row < scores.length; row++) {
      const number = (numbers[row >> 1] >> ((row & 1) << 2)) & 15
      if (number === 0) continue
      const count = number === otherCount ? list.otherOf(row) : counts[number]
      const before = scores[row]
      const score = before + (weight * count) / (count + norms[lengths[row]])
      if (before === 0) touched[touchedCount++] = row
      scores[row] = score
      if (score >= least) least = best.add(row)
    }
    this.#touchedCount = touchedCount
  }

  /** Adds a term's scores to the rows that are still in the running: at least those of `rows`, in no order. */
  #addToThose(
    { weight, list }: WeightedList,
    rows: Int32Array,
    { best, left }: { readonly best: BestSoFar; readonly left: number },
  ): void {
    if (list instanceof CountsByRow) this.#addCountsTo(weight, list, { wanted: rows, best })
    else if (rows.length * rowsForLook < list.size) this.#addTo({ weight, list }, rows.toSorted(), best)
    else this.#addToReaching({ weight, list }, best.least - left, best)
  }

  /** Adds a term's scores to every row that has `reached` already. */
  #addToReaching(
    { weight, list }: { readonly weight: number; readonly list: RowList },
    reached: number,
    best: BestSoFar,
  ): void {
    const { norms, work } = this.#parts
    work.postingsRead += list.size
    const scores = this.#scores
    const lengths = this.#lengths
    let { least } = best
    for (let block = 0; block < list.blocks; block++) {
      list.load(block)
      const { rows, counts }: RowList = list
      for (let i = 0; i < list.loaded; i++) {
        const row = rows[i]
        const before = scores[row]
        if (before < reached) continue
        const score = before + (weight * counts[i]) / (counts[i] + norms[lengths[row]])
        scores[row] = score
        if (score >= least) least = best.add(row)
      }
    }
  }

  /** Adds a term's scores to `wanted` rows, ascending, reading the blocks that may hold one. */
  #addTo({ weight, list }: WeightedList, wanted: Int32Array, best: BestSoFar | null): void {
    if (list instanceof CountsByRow) return this.#addCountsTo(weight, list, { wanted, best })
    const { lastRows } = list
    const { norms, work } = this.#parts
    const scores = this.#scores
    let { rows, counts } = list
    let least = best?.least ?? Infinity
    let block = -1
    let at = 0
    for (let i = 0; i < wanted.length; i++) {
      const row = wanted[i]
      if (block < 0 || row > lastRows[block]) {
        block = firstNotBelow(lastRows, row, block + 1)
        if (block === list.blocks) return
        list.load(block)
        rows = list.rows
        counts = list.counts
        work.postingsRead += list.loaded
        at = 0
      }
      while (rows[at] < row) at++
      if (rows[at] !== row) continue
      scores[row] += (weight * counts[at]) / (counts[at] + norms[this.#lengths[row]])
      if (best !== null && scores[row] >= least) least = best.add(row)
    }
  }

  #addCountsTo(
    weight: number,
    list: CountsByRow,
    { wanted, best }: { readonly wanted: Int32Array; readonly best: BestSoFar | null },
  ): void {
    const { numbers, counts } = list
    const { norms } = this.#parts
    const scores = this.#scores
    const lengths = this.#lengths
    let least = best?.least ?? Infinity
    for (let i = 0; i < wanted.length; i++) {
      const row = wanted[i]
      const number = (numbers[row >> 1] >> ((row & 1) << 2)) & 15
      if (number === 0) continue
      const count = number === otherCount ? list.otherOf(row) : counts[number]
      scores[row] += (weight * count) / (count + norms[lengths[row]])
      if (best !== null && scores[row] >= least) least = best.add(row)
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
