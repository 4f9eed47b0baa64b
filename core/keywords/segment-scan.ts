/*
 * One query in one segment, a window of rows at a time, whose scores stay in the processor's nearest memory. In each, terms are taken
 * from the rarest on, adding to one score per row, until those that are left cannot lift a new row into the best of all windows so far
 * (MaxScore); of them only the blocks are read that hold rows still in the running. The result is that of scoring every row.
 */
import type { TopRows } from '../leann/top-rows.ts'
import { BestSoFar } from './best-so-far.ts'
import type { KeywordSegment } from './bm25.ts'
import { CountsByRow } from './counts-by-row.ts'
import type { WordRows } from './frequent-words.ts'
import { ListCursor } from './list-cursor.ts'

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

/** A list with how far it was read. */
interface ReadList {
  readonly weight: number
  readonly rows: CountsByRow | ListCursor
}

/** Where fewer rows are still in the running than one for so many of a list, the list's blocks are looked for that may hold one. */
const rowsForLook = 16

/** Rows of a window, at most; of the first one, which is scored whole: what the best may be is not known before. */
const windowRows = 1 << 14
const firstRows = 1 << 11

/** Memory of one window, used by the next. */
const scores = new Float64Array(windowRows)
const touched = new Int32Array(windowRows)

/** See above; for one query. */
export class SegmentScan {
  readonly #parts: ScanParts
  readonly #lengths: Uint8Array
  readonly #rowCount: number
  /** The first row of the window at hand, and the first one after it. */
  #from = 0
  #to = 0
  /** The rows of the window that have a score are the first ones of `touched`, in no order. */
  #touchedCount = 0

  constructor(parts: ScanParts) {
    this.#parts = parts
    const { lengths, rowCount } = parts.segments[parts.segment].keywords
    this.#lengths = lengths
    this.#rowCount = rowCount
  }

  /** Adds the best rows to `top`. */
  collect(top: TopRows): void {
    const { lists, count, segment } = this.#parts
    const best = new BestSoFar({ count, accepts: (row) => this.#accepts(row), threshold: top.threshold })
    const read = this.#unread()
    /** By list, what a row gets at most from it and all after it. */
    const left = new Float64Array(lists.length + 1)
    for (let i = lists.length - 1; i >= 0; i--) left[i] = left[i + 1] + lists[i].weight
    for (let size = firstRows; this.#to < this.#rowCount; size = Math.min(2 * size, windowRows)) {
      this.#from = this.#to
      this.#to = Math.min(this.#rowCount, this.#from + size)
      if (left[0] > best.least) this.#collectWindow(read, left, best)
    }
    for (const { row, score } of best.rows()) {
      if (score > top.threshold) top.add(score, segment * rowsPerSegment + row)
    }
  }

  #collectWindow(read: readonly ReadList[], left: Float64Array, best: BestSoFar): void {
    scores.fill(0, 0, this.#to - this.#from)
    this.#touchedCount = 0
    let next = 0
    for (; next < read.length && left[next] > best.least; next++) this.#addAll(read[next])
    let rows = this.#reaching(best.least - left[next], touched.subarray(0, this.#touchedCount))
    for (; next < read.length && rows.length > 0; next++) {
      this.#addToThose(read[next], rows, best.least - left[next])
      rows = this.#reaching(best.least - left[next + 1], rows)
    }
    for (let i = 0; i < rows.length; i++) best.offer(rows[i], scores[rows[i] - this.#from])
    best.settle()
  }

  /** The scores of some rows, whatever `collect` left out. */
  scores(rows: readonly number[]): Float64Array {
    const order = Int32Array.from(new Set(rows)).toSorted()
    const found = new Map<number, number>()
    const read = this.#unread()
    for (let i = 0, end = 0; i < order.length; i = end) {
      this.#from = order[i]
      while (end < order.length && order[end] < this.#from + windowRows) end++
      const wanted = order.subarray(i, end)
      for (const row of wanted) scores[row - this.#from] = 0
      for (const list of read) this.#addTo(list, wanted)
      for (const row of wanted) found.set(row, scores[row - this.#from])
    }
    return Float64Array.from(rows, (row) => found.get(row) ?? 0)
  }

  #unread(): ReadList[] {
    return this.#parts.lists.map(({ weight, list }) => ({
      weight,
      rows: list instanceof CountsByRow ? list : new ListCursor(list),
    }))
  }

  /** Those of `rows` with a score that is at least `least`, in their order and in their place. */
  #reaching(least: number, rows: Int32Array): Int32Array {
    const from = this.#from
    let size = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (scores[row - from] >= least) rows[size++] = row
    }
    return rows.subarray(0, size)
  }

  #accepts(row: number): boolean {
    const { segment, segments, allowed } = this.#parts
    return segments[segment].deleted?.has(row) !== true && allowed?.has(row) !== false
  }

  /** Adds a term's scores to every row of the window that holds it. */
  #addAll({ weight, rows: cursor }: ReadList): void {
    if (cursor instanceof CountsByRow) return this.#addCounts(weight, cursor)
    const { norms, work } = this.#parts
    const lengths = this.#lengths
    const from = this.#from
    const to = this.#to
    let touchedCount = this.#touchedCount
    for (let isMore = cursor.seek(from); isMore; isMore = cursor.nextBlock()) {
      const { rows, counts } = cursor
      const end = cursor.endBelow(to)
      work.postingsRead += end - cursor.at
      for (let i = cursor.at; i < end; i++) {
        const row = rows[i]
        const before = scores[row - from]
        scores[row - from] = before + (weight * counts[i]) / (counts[i] + norms[lengths[row]])
        if (before === 0) touched[touchedCount++] = row
      }
      cursor.at = end
      if (end < cursor.loaded) break
    }
    this.#touchedCount = touchedCount
  }

  #addCounts(weight: number, list: CountsByRow): void {
    const { norms, work } = this.#parts
    const lengths = this.#lengths
    const from = this.#from
    let touchedCount = this.#touchedCount
    for (let row = from; row < this.#to; row++) {
      const count = list.countOf(row)
      if (count === 0) continue
      work.postingsRead++
      const before = scores[row - from]
      scores[row - from] = before + (weight * count) / (count + norms[lengths[row]])
      if (before === 0) touched[touchedCount++] = row
    }
    this.#touchedCount = touchedCount
  }

  /** Adds a term's scores to the rows that are still in the running: at least those of `rows`, in no order, which have `reached`. */
  #addToThose(list: ReadList, rows: Int32Array, reached: number): void {
    if (list.rows instanceof CountsByRow) return this.#addTo(list, rows)
    const inWindow = (list.rows.size * (this.#to - this.#from)) / this.#rowCount
    if (rows.length * rowsForLook < inWindow) this.#addTo(list, rows.toSorted())
    else this.#addToReaching(list.weight, list.rows, reached)
  }

  /** Adds a term's scores to every row of the window that has `reached` already. */
  #addToReaching(weight: number, cursor: ListCursor, reached: number): void {
    const { norms, work } = this.#parts
    const lengths = this.#lengths
    const from = this.#from
    const to = this.#to
    for (let isMore = cursor.seek(from); isMore; isMore = cursor.nextBlock()) {
      const { rows, counts } = cursor
      const end = cursor.endBelow(to)
      work.postingsRead += end - cursor.at
      for (let i = cursor.at; i < end; i++) {
        const row = rows[i]
        const before = scores[row - from]
        if (before >= reached) scores[row - from] = before + (weight * counts[i]) / (counts[i] + norms[lengths[row]])
      }
      cursor.at = end
      if (end < cursor.loaded) break
    }
  }

  /** Adds a term's scores to `wanted` rows, which are ascending where the list is read by blocks: those that may hold one. */
  #addTo({ weight, rows: list }: ReadList, wanted: Int32Array): void {
    const { norms, work } = this.#parts
    const lengths = this.#lengths
    const from = this.#from
    for (let i = 0; i < wanted.length; i++) {
      const row = wanted[i]
      const count = list.countOf(row)
      if (count > 0) scores[row - from] += (weight * count) / (count + norms[lengths[row]])
    }
    work.postingsRead += wanted.length
  }
}
