/*
 * RaBitQ codes with one bit a dimension (Gao & Long, "RaBitQ", SIGMOD 2024). For a unit vector x, centre c and rotated
 * remainder r = R(x - c), the code is the signs s of r and one scale |r|² / ⟨r, s⟩, so that
 *
 *   ⟨q, x⟩  ≈  ⟨q, c⟩ + scale · ⟨R q, s⟩
 *
 * The query is not quantised: eight signs at a time select a sum from a table made for the query.
 */
import type { Rotation } from './rotation.ts'

/** Bytes of the scale of one code: a float16. */
export const scaleBytes = 2

/** What is needed to make and to compare codes. One per library and model. */
export interface Codec {
  readonly rotation: Rotation
  /** Mean of typical embeddings, [dimensions]; codes hold what is left after subtracting it. */
  readonly centre: Float32Array
}

/** Codes of some rows: `bits / 8` bytes of signs and one scale each. */
export interface Codes {
  readonly count: number
  /** [count × bits / 8], bit i of a row is 1 where rotated coordinate i is positive. */
  readonly signs: Uint8Array
  /** [count], float16. A row of scale 0 has no vector and scores lowest. */
  readonly scales: Float16Array
}

/** Codes of `vectors` ([rows × dimensions], unit length or zero). */
export function encodeVectors({ rotation, centre }: Codec, vectors: Float32Array): Codes {
  const { bits, dimensions } = rotation
  const count = vectors.length / dimensions
  const signs = new Uint8Array(count * (bits / 8))
  const scales = new Float16Array(count)
  const rotated = new Float32Array(bits)
  for (let row = 0; row < count; row++) {
    if (isZero(vectors, row * dimensions, dimensions)) continue
    rotation.apply(vectors, row, centre, rotated)
    scales[row] = writeSigns(rotated, signs, row * (bits / 8))
  }
  return { count, signs, scales }
}

/** Writes the signs of `rotated` and returns the scale. */
function writeSigns(rotated: Float32Array, signs: Uint8Array, start: number): number {
  let squares = 0
  let magnitudes = 0
  for (let i = 0; i < rotated.length; i++) {
    const value = rotated[i]
    squares += value * value
    magnitudes += Math.abs(value)
    if (value > 0) signs[start + (i >> 3)] |= 1 << (i & 7)
  }
  return magnitudes === 0 ? 0 : squares / magnitudes
}

function isZero(vectors: Float32Array, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (vectors[i] !== 0) return false
  return true
}

/** Standard deviations that the bound spans: an estimate is farther off once in a thousand. */
const boundDeviations = 3.1

/** Standard deviation of the estimated cosine of a unit query over the scale: √(π/2 - 1) · √(2/π), see `errorBound`. */
const deviationPerScale = 0.603

/**
 * How far off an estimate with this scale is, nearly always (RaBitQ, theorem 3.2). For a remainder of length |r| in D
 * rotated dimensions the error's deviation is |r| · √(π/2 - 1) / √D, and the scale is about |r| · √(π/2) / √D.
 */
export function errorBound(scale: number): number {
  return boundDeviations * errorDeviation(scale)
}

/** Standard deviation of an estimate with this scale. */
export function errorDeviation(scale: number): number {
  return deviationPerScale * scale
}

/** A query made ready for scanning codes. */
export interface CodeQuery {
  /** [bits / 8 × 256]: for every byte of signs the sum of ± the query's coordinates. */
  readonly table: Float32Array
  /** ⟨q, c⟩, the same for all codes. */
  readonly offset: number
}

/** `query`: a unit vector, [dimensions]. */
export function prepareQuery({ rotation, centre }: Codec, query: Float32Array): CodeQuery {
  const rotated = new Float32Array(rotation.bits)
  rotation.apply(query, 0, null, rotated)
  const groups = rotation.bits / 8
  const table = new Float32Array(groups * 256)
  for (let group = 0; group < groups; group++) fillGroup(rotated, group, table)
  let offset = 0
  for (let i = 0; i < query.length; i++) offset += query[i] * centre[i]
  return { table, offset }
}

/** The 256 signed sums of eight coordinates, each from the one with its lowest set bit flipped. */
function fillGroup(rotated: Float32Array, group: number, table: Float32Array): void {
  const base = group * 256
  let sum = 0
  for (let bit = 0; bit < 8; bit++) sum -= rotated[group * 8 + bit]
  table[base] = sum
  for (let byte = 1; byte < 256; byte++) {
    const lowest = byte & -byte
    table[base + byte] = table[base + (byte ^ lowest)] + 2 * rotated[group * 8 + 31 - Math.clz32(lowest)]
  }
}

/** Estimated cosine of the query with one row; -2 for a row without a vector. */
export function estimateRow({ table, offset }: CodeQuery, { signs, scales }: Codes, row: number): number {
  const scale = scales[row]
  if (scale === 0) return -2
  const groups = table.length >> 8
  const start = row * groups
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let group = 0; group < groups; group += 4) {
    const base = group << 8
    s0 += table[base + signs[start + group]]
    s1 += table[base + 256 + signs[start + group + 1]]
    s2 += table[base + 512 + signs[start + group + 2]]
    s3 += table[base + 768 + signs[start + group + 3]]
  }
  return offset + scale * (s0 + s1 + s2 + s3)
}

/** Estimated cosine of the query with rows [from, to), into `scores[0 .. to - from)`: the plain twin of the scan kernel. */
export function scanCodes({ query, codes, from, to, scores }: ScanRange): void {
  for (let row = from; row < to; row++) scores[row - from] = estimateRow(query, codes, row)
}

interface ScanRange {
  readonly query: CodeQuery
  readonly codes: Codes
  readonly from: number
  readonly to: number
  /** At least `to - from` long. */
  readonly scores: Float32Array
}
