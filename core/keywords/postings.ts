/*
 * The rows of one term and how often it stands in each, in blocks of 128, little-endian varints and bits.
 *
 *   count  2 … 128    varint last row, then one block
 *   count  129 …      for each block: varint last row (gap from the one before), varint bytes; then the blocks
 *   count  1          in files of version 1 only: varint row, then varint count - 1 where not all counts are 1
 *
 *   block             rows before the last, interpolative between the block before and the last row
 *                     where not all counts of the term are 1, their levels (count-levels.ts); whole bytes
 *                     Up to version 2: gamma(sum of counts - rows in it), and where that is not 0 the running sums of the
 *                     counts, interpolative
 */
import { ByteReader } from '../bytes.ts'
import { countKinds, readBlock, type BlockJob } from './blocks/block-reader.ts'
import type { ByteList } from './byte-list.ts'
import { writeLevels } from './count-levels.ts'
import { BitWriter } from './interpolative.ts'
import type { RowList } from './row-list.ts'

export const blockRows = 128

/** Writes lists, each for itself, one after the other into `out`. */
export class PostingsWriter {
  readonly #out: ByteList
  readonly #bits = new BitWriter()

  constructor(out: ByteList) {
    this.#out = out
  }

  /** A list: `rows` ascending, at least two; `counts` from 1 on, all 1 where it is not `isCounted`. */
  write(rows: Int32Array, counts: Uint8Array, isCounted: boolean): void {
    const out = this.#out
    this.#bits.clear()
    let before = -1
    let end = 0
    for (let from = 0; from < rows.length; from += blockRows) {
      this.#block({ rows, counts, isCounted, from })
      const last = rows[Math.min(rows.length, from + blockRows) - 1]
      out.varint(last - before - 1)
      if (rows.length > blockRows) out.varint(this.#bits.byteCount - end)
      before = last
      end = this.#bits.byteCount
    }
    out.add(this.#bits.bytes())
  }

  #block({
    rows,
    counts,
    isCounted,
    from,
  }: {
    rows: Int32Array
    counts: Uint8Array
    isCounted: boolean
    from: number
  }): void {
    const size = Math.min(blockRows, rows.length - from)
    const before = from === 0 ? -1 : rows[from - 1]
    this.#bits.ascending(rows, from, size - 1, [before + 1, rows[from + size - 1] - 1])
    if (isCounted) writeLevels(this.#bits, { counts, from, size })
    this.#bits.align()
  }
}

/** Where a term's list is and what it holds. */
export interface PostingsPlace {
  /** First byte in the postings. */
  readonly start: number
  /** Rows in the list. */
  readonly rows: number
  /** Whether some count is not 1. */
  readonly isCounted: boolean
}

/** A list being read, block by block. Its arrays are overwritten by each `load`. */
export class PostingsReader implements RowList {
  readonly size: number
  readonly blocks: number
  /** [blocks] last row of each. */
  readonly lastRows: Int32Array
  /** The rows and counts of the loaded block. */
  readonly rows: Int32Array
  readonly counts: Int32Array
  /** Rows in the loaded block. */
  loaded = 0
  #block = -1
  readonly #starts: Int32Array
  readonly #job: BlockJob

  /** `bytes`: all postings, and at least `bitReaderPadding` bytes after them. `version`: of the file. */
  constructor({ start, rows, isCounted }: PostingsPlace, bytes: Uint8Array, version: number) {
    this.size = rows
    this.blocks = Math.ceil(rows / blockRows)
    this.rows = new Int32Array(Math.min(rows, blockRows))
    this.counts = new Int32Array(this.rows.length)
    this.lastRows = new Int32Array(this.blocks)
    this.#starts = new Int32Array(this.blocks)
    const kind = isCounted ? (version < 3 ? countKinds.sums : countKinds.levels) : countKinds.ones
    this.#job = { bytes, start: 0, end: 0, size: 0, first: 0, last: 0, kind, rows: this.rows, counts: this.counts }
    const reader = new ByteReader(bytes, start)
    let last = -1
    let offset = 0
    for (let block = 0; block < this.blocks; block++) {
      this.lastRows[block] = last = last + 1 + reader.varint()
      this.#starts[block] = offset
      if (this.blocks > 1) offset += reader.varint()
    }
    if (rows === 1) {
      this.#block = 0
      this.loaded = 1
      this.rows[0] = last
      this.counts[0] = isCounted ? reader.varint() + 1 : 1
    }
    for (let block = 0; block < this.blocks; block++) this.#starts[block] += reader.position
  }

  /** Reads a block into `rows` and `counts`. */
  load(block: number): void {
    if (block === this.#block) return
    this.#block = block
    const job = this.#job
    job.size = this.loaded = Math.min(blockRows, this.size - block * blockRows)
    job.first = block === 0 ? 0 : this.lastRows[block - 1] + 1
    job.last = this.lastRows[block]
    job.start = this.#starts[block]
    job.end = block + 1 < this.blocks ? this.#starts[block + 1] : Infinity
    readBlock(job)
  }
}
