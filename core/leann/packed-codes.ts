/*
 * A segment's codes in memory, laid out for the scanning kernel: blocks of 16 codes, byte by byte. The query's partial
 * sums are rounded to 7 bits there; that moves an estimate by .001, where the code itself is off by .047 (256 bits).
 */
import { centreOffset, weightedQuery, type Codec, type Codes } from './codes.ts'
import { createKernels, type KernelKind, type Kernels } from './kernels/kernels.ts'

/** Codes in one block. */
const blockRows = 16

/** Rows scored by one call of the kernel: their scores stay in the cache. */
const rowsAtOnce = 4096

/** Largest entry of a table: two of them fit into a byte, and those of all groups into 16 bits. */
function largestEntry(groups: number): number {
  return Math.min(127, Math.floor(32_767 / groups))
}

/** A query made ready for the kernel: estimate = offset + scale · (low + step · sum of entries). */
export interface QueryTables {
  /** [codeBits / 8 × 32]: for each byte of a code 16 entries by its low nibble, then 16 by its high one; at most 127. */
  readonly tables: Uint8Array
  readonly offset: number
  readonly low: number
  readonly step: number
}

/** `query`: a unit vector, [dimensions]. */
export function tablesFor(codec: Codec, query: Float32Array): QueryTables {
  const weighted = weightedQuery(codec, query)
  const nibbles = weighted.length / 4
  const reaches = Float32Array.from({ length: nibbles }, (_, n) => reach(weighted, n * 4))
  const step = (2 * Math.max(...reaches)) / largestEntry(nibbles / 2) || 1
  const tables = new Uint8Array(nibbles * 16)
  let low = 0
  for (let n = 0; n < nibbles; n++) {
    for (let value = 0; value < 16; value++) {
      tables[n * 16 + value] = Math.round((signedSum(weighted, n * 4, value) + reaches[n]) / step)
    }
    low -= reaches[n]
  }
  return { tables, offset: centreOffset(codec, query), low, step }
}

/** The largest sum that four coordinates can give, whatever their signs. */
function reach(values: Float32Array, start: number): number {
  let sum = 0
  for (let i = start; i < start + 4; i++) sum += Math.abs(values[i])
  return sum
}

function signedSum(values: Float32Array, start: number, signs: number): number {
  let sum = 0
  for (let bit = 0; bit < 4; bit++) sum += (signs >> bit) & 1 ? values[start + bit] : -values[start + bit]
  return sum
}

const packed = new WeakMap<Codes, PackedCodes>()

/** The packed form of a segment's codes, made at its first search and kept as long as the codes are. */
export function packedCodesOf(codes: Codes): PackedCodes {
  let result = packed.get(codes)
  if (result === undefined) {
    result = new PackedCodes(codes)
    packed.set(codes, result)
  }
  return result
}

/** A segment's codes in blocks, as the kernel scans them. */
export class PackedCodes {
  readonly count: number
  readonly #kernels: Kernels
  readonly #groups: number
  readonly #scalesAt: number
  readonly #tablesAt: number
  readonly #scores: Float32Array

  constructor({ count, signs, scales }: Codes, kind?: KernelKind) {
    this.count = count
    this.#groups = count === 0 ? 0 : signs.length / count
    const rows = Math.ceil(count / blockRows) * blockRows
    this.#scalesAt = rows * this.#groups
    this.#tablesAt = this.#scalesAt + rows * 4
    const scoresAt = this.#tablesAt + this.#groups * 32
    this.#kernels = createKernels(scoresAt + rowsAtOnce * 4, kind)
    const { buffer } = this.#kernels
    this.#scores = new Float32Array(buffer, scoresAt, rowsAtOnce)
    packSigns(signs, new Uint8Array(buffer, 0, this.#scalesAt), { count, groups: this.#groups })
    new Float32Array(buffer, this.#scalesAt, count).set(scales)
  }

  /**
   * Estimated cosines of all rows, some thousand at a time: `take(scores, from, to)` gets those of rows [from, to) at
   * scores[0 .. to - from), which is overwritten by the next call. The score of a row
   * without a vector (scale 0) means nothing.
   */
  scan(
    { tables, offset, low, step }: QueryTables,
    take: (scores: Float32Array, from: number, to: number) => void,
  ): void {
    const { buffer, scanCodes } = this.#kernels
    new Uint8Array(buffer, this.#tablesAt, tables.length).set(tables)
    for (let from = 0; from < this.count; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, this.count)
      const blocks = Math.ceil((to - from) / blockRows)
      scanCodes(
        from * this.#groups,
        blocks,
        this.#groups,
        this.#tablesAt,
        this.#scalesAt + from * 4,
        this.#scores.byteOffset,
        offset,
        low,
        step,
      )
      take(this.#scores, from, to)
    }
  }
}

/** From a row after the other to blocks of 16 rows, byte by byte. */
function packSigns(signs: Uint8Array, out: Uint8Array, { count, groups }: { count: number; groups: number }): void {
  for (let row = 0; row < count; row++) {
    const block = row - (row % blockRows)
    const place = block * groups + (row % blockRows)
    const start = row * groups
    for (let group = 0; group < groups; group++) out[place + group * blockRows] = signs[start + group]
  }
}
