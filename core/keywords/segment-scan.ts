/*
 * One query in one segment. Terms are taken from the rarest on, adding to one score per row, until those that are left
 * cannot lift a new row into the best (MaxScore); of them only the blocks that hold rows still in the running are read.
 * The result is that of scoring every row.
 */
import { TopRows } from '../leann/top-rows.ts'
import type { KeywordSegment } from './bm25.ts'
import { CountsByRow, type WordRows } from './frequent-words.ts'
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

/** A term that this share of the rows holds is asked first whether it must be read: to ask takes a look at every row. */
const longShare = 1 / 64

/** A heap keeps its scores in 32 bits. */
const heapRounding = 1e-6

/**
 * Memory of one scan, used by the next: a number for each row is the most that a search takes, and made anew for each it stays with
 * the process (40 MB after some hundred). A scan is over before the next one begins.
 */
let scratch = scratchOf(0)

function scratchOf(rows: number) {
  return { scores: new Float64Array(rows), isAccepted: new Uint8Array(rows), touched: new Int32Array(rows) }
}

function scratchFor(rows: number): typeof scratch {
  if (rows > scratch.scores.length) scratch = scratchOf(rows)
  const scores = scratch.scores.subarray(0, rows).fill(0)
  return { scores, isAccepted: scratch.isAccepted.subarray(0, rows).fill(0), touched: scratch.touched }
}

/** See above; for one query, and only until the next one is made. */
export class SegmentScan {
  readonly #parts: ScanParts
  readonly #lengths: Uint8Array
  readonly #scores: Float64Array
  /** Accepted or not, as asked so far: 0 not asked, 1 yes, 2 no. */
  readonly #isAccepted: Uint8Array
  /** A score that as many rows as are asked for are known to have: what has less is not looked at again. */
  #reached = 0
  /** The rows that have a score, in no order: a look at each row of a segment takes longer than most terms. */
  readonly #touched: Int32Array
  #touchedCount = 0

  constructor(parts: ScanParts) {
    this.#parts = parts
    const { lengths, rowCount } = parts.segments[parts.segment].keywords
    this.#lengths = lengths
    const { scores, isAccepted, touched } = scratchFor(rowCount)
    this.#touched = touched
    this.#scores = scores
    this.#isAccepted = isAccepted
  }

  /** Adds the best rows to `top`. */
  collect(top: TopRows): void {
    const { lists } = this.#parts
    let left = lists.reduce((sum, { weight }) => sum + weight, 0)
    let done = 0
    let next = 0
    for (; next < lists.length; next++) {
      const { list, weight } = lists[next]
      const isLong = list.size > this.#scores.length * longShare
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
      rows = this.#reaching(least, rows)
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
  #threshold(top: TopRows, among: Int32Array | null): number {
    const best = new TopRows(this.#parts.count)
    const scores = this.#scores
    const rows: Int32Array = among ?? this.#touched
    const size = among?.length ?? this.#touchedCount
    // A little less, so that rows of that very score are among them.
    let least = this.#reached * (1 - heapRounding)
    for (let i = 0; i < size; i++) {
      const row = rows[i]
      if (scores[row] <= least || !this.#accepts(row)) continue
      best.add(scores[row], row)
      least = Math.max(least, best.threshold)
    }
    this.#reached = Math.max(this.#reached, best.threshold)
    return Math.max(top.threshold, this.#reached) * (1 - heapRounding)
  }

  /** Rows with a score that is at least `least`, ascending. */
  #candidates(least: number): Int32Array {
    return this.#reaching(least, this.#touched.subarray(0, this.#touchedCount)).toSorted()
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
    if (this.#isAccepted[row] === 0) {
      const isLive = segments[segment].deleted?.has(row) !== true
      this.#isAccepted[row] = isLive && allowed?.has(row) !== false ? 1 : 2
    }
    return this.#isAccepted[row] === 1
  }

  /** Adds a term's scores to every row that holds it. */
  #addAll({ weight, list }: WeightedList): void {
    if (list instanceof CountsByRow) return this.#addCounts(weight, list)
    const { norms, work } = this.#parts
    const scores = this.#scores
    const lengths = this.#lengths
    const touched = this.#touched
    let touchedCount = this.#touchedCount
    for (let block = 0; block < list.blocks; block++) {
      list.load(block)
      const { rows, counts }: RowList = list
      for (let i = 0; i < list.loaded; i++) {
        const row = rows[i]
        if (scores[row] === 0) touched[touchedCount++] = row
        scores[row] += (weight * counts[i]) / (counts[i] + norms[lengths[row]])
      }
    }
    this.#touchedCount = touchedCount
    work.postingsRead += list.size
  }

  #addCounts(weight: number, { counts, size }: CountsByRow): void {
    const { norms, work } = this.#parts
    const scores = this.#scores
    const lengths = this.#lengths
    const touched = this.#touched
    let touchedCount = this.#touchedCount
    for (let row = 0; row < counts.length; row++) {
      const count = counts[row]
      if (count === 0) continue
      if (scores[row] === 0) touched[touchedCount++] = row
      scores[row] += (weight * count) / (count + norms[lengths[row]])
    }
    this.#touchedCount = touchedCount
    work.postingsRead += size
  }

  /** Adds a term's scores to `wanted` rows, ascending, reading the blocks that may hold one. */
  #addTo({ weight, list }: WeightedList, wanted: Int32Array): void {
    if (list instanceof CountsByRow) return this.#addCountsTo(weight, list, wanted)
    const { lastRows } = list
    const { norms, work } = this.#parts
    let { rows, counts } = list
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
      if (rows[at] === row) this.#scores[row] += (weight * counts[at]) / (counts[at] + norms[this.#lengths[row]])
    }
  }

  #addCountsTo(weight: number, { counts }: CountsByRow, wanted: Int32Array): void {
    const { norms } = this.#parts
    const scores = this.#scores
    const lengths = this.#lengths
    for (let i = 0; i < wanted.length; i++) {
      const row = wanted[i]
      const count = counts[row]
      if (count !== 0) scores[row] += (weight * count) / (count + norms[lengths[row]])
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
