/*
 * RaBitQ codes with 1, 2 or 4 bits a dimension (Gao & Long, "RaBitQ", SIGMOD 2024; Gao et al., "Practical and Asymptotically
 * Optimal Quantization", SIGMOD 2025). For a unit vector x, centre c and rotated remainder r = R(x - c), the code is a
 * vector u of odd whole numbers (±1; ±1, ±3; ±1 to ±15) and one scale |r|² / ⟨r, u⟩, so that
 *
 *   ⟨q, x⟩  ≈  ⟨q, c⟩ + scale · ⟨R q, u⟩
 *
 * u is kept as planes of signs: u = 2ᵏ⁻¹·s₁ + … + 2·s + s, so that with one bit it is the signs of r. The query is not quantised:
 * eight signs at a time select a sum from a table made for the query, where each plane has its weight.
 */
import type { BitsPerDimension } from '../types.ts'
import { createRotation, maxCodeBits, type Rotation } from './rotation.ts'

/** Bytes of the scale of one code: a float16. */
export const scaleBytes = 2

/** What is needed to make and to compare codes. One per library and model. */
export interface Codec {
  readonly rotation: Rotation
  /** Mean of typical embeddings, [dimensions]; codes hold what is left after subtracting it. */
  readonly centre: Float32Array
  /** Planes of signs; default: 1. */
  readonly bitsPerDimension?: BitsPerDimension
}

interface CodecShape {
  readonly dimensions: number
  readonly seed: number
  readonly bitsPerDimension: BitsPerDimension
  readonly centre: Float32Array
}

/** With one bit a dimension codes have at most `maxCodeBits`; with more every dimension gets its bits. */
export function createCodec({ dimensions, seed, bitsPerDimension, centre }: CodecShape): Codec {
  const rotation = createRotation(dimensions, seed, bitsPerDimension === 1 ? maxCodeBits : Infinity)
  return { rotation, centre, bitsPerDimension }
}

/** Bits of one code, without its scale. */
export function codeBits({ rotation, bitsPerDimension = 1 }: Codec): number {
  return rotation.bits * bitsPerDimension
}

/** Codes of some rows: `codeBits / 8` bytes of signs and one scale each. */
export interface Codes {
  readonly count: number
  /**
   * [count × codeBits / 8], of each row its planes of signs, the weightiest first: bit i of the first is 1 where rotated
   * coordinate i is positive.
   */
  readonly signs: Uint8Array
  /** [count], float16. A row of scale 0 has no vector and scores lowest. */
  readonly scales: Float16Array
}

/** Codes of scale 0: rows without a vector. */
export function emptyCodes(count: number, bits: number): Codes {
  return { count, signs: new Uint8Array(count * (bits / 8)), scales: new Float16Array(count) }
}

/** Copies one row's code. */
export function copyCode(from: Codes, fromRow: number, to: Codes, toRow: number): void {
  const bytes = to.signs.length / to.count
  to.signs.set(from.signs.subarray(fromRow * bytes, (fromRow + 1) * bytes), toRow * bytes)
  to.scales[toRow] = from.scales[fromRow]
}

/** Codes of `vectors` ([rows × dimensions], unit length or zero). */
export function encodeVectors(codec: Codec, vectors: Float32Array): Codes {
  const { rotation, centre, bitsPerDimension = 1 } = codec
  const { dimensions } = rotation
  const count = vectors.length / dimensions
  const rowBytes = codeBits(codec) / 8
  const signs = new Uint8Array(count * rowBytes)
  const scales = new Float16Array(count)
  const rotated = new Float32Array(rotation.bits)
  for (let row = 0; row < count; row++) {
    if (isZero(vectors, row * dimensions, dimensions)) continue
    rotation.apply(vectors, row, centre, rotated)
    const place = { signs, start: row * rowBytes }
    scales[row] = bitsPerDimension === 1 ? writeSigns(rotated, place) : writeCode(rotated, bitsPerDimension, place)
  }
  return { count, signs, scales }
}

/** With more than one bit there is a width of levels to choose. */
type LevelPlanes = Exclude<BitsPerDimension, 1>

/** Width of a level over the deviation of the coordinates, best for normal ones, by bits (Max 1960). */
const bestSteps = { 2: 0.9957, 4: 0.3352 } as const

/** A vector's own best width is near that of normal coordinates. More tries gain less than 1 % of the error. */
const stepTries = [0.8, 0.9, 1, 1.1, 1.2] as const

/** Writes the planes of the code of `rotated` and returns the scale. */
function writeCode(rotated: Float32Array, planes: LevelPlanes, { signs, start }: Place): number {
  const squares = squaredLength(rotated)
  if (squares === 0) return 0
  const step = bestStep(rotated, planes, bestSteps[planes] * Math.sqrt(squares / rotated.length))
  const planeBytes = rotated.length / 8
  let product = 0
  for (let i = 0; i < rotated.length; i++) {
    const level = levelOf(rotated[i], step, planes)
    product += rotated[i] * (2 * level + 1 - (1 << planes))
    for (let plane = 0; plane < planes; plane++) {
      const bit = (level >> (planes - 1 - plane)) & 1
      signs[start + plane * planeBytes + (i >> 3)] |= bit << (i & 7)
    }
  }
  return squares / product
}

/** The same for one bit: u is the signs. */
function writeSigns(rotated: Float32Array, { signs, start }: Place): number {
  let squares = 0
  let product = 0
  for (let group = 0; group < rotated.length; group += 8) {
    let byte = 0
    for (let bit = 0; bit < 8; bit++) {
      const value = rotated[group + bit]
      squares += value * value
      product += Math.abs(value)
      byte |= Number(value > 0) << bit
    }
    signs[start + (group >> 3)] = byte
  }
  return squares === 0 ? 0 : squares / product
}

/** The step that gives the code nearest in direction. */
function bestStep(rotated: Float32Array, planes: LevelPlanes, usual: number): number {
  let best = usual
  let bestCosine = 0
  for (const tried of stepTries) {
    let product = 0
    let squares = 0
    for (let i = 0; i < rotated.length; i++) {
      const value = 2 * levelOf(rotated[i], tried * usual, planes) + 1 - (1 << planes)
      product += rotated[i] * value
      squares += value * value
    }
    if (product / Math.sqrt(squares) <= bestCosine) continue
    bestCosine = product / Math.sqrt(squares)
    best = tried * usual
  }
  return best
}

/** Number of the level that `value` is in, 0 to 2 ** planes - 1; half of them are for values above 0. */
function levelOf(value: number, step: number, planes: BitsPerDimension): number {
  const level = Math.ceil(value / step) - 1 + (1 << (planes - 1))
  return Math.min(Math.max(level, 0), (1 << planes) - 1)
}

interface Place {
  readonly signs: Uint8Array
  readonly start: number
}

function squaredLength(vector: Float32Array): number {
  let squares = 0
  for (let i = 0; i < vector.length; i++) squares += vector[i] * vector[i]
  return squares
}

function isZero(vectors: Float32Array, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (vectors[i] !== 0) return false
  return true
}

/** Standard deviations that the bound spans: an estimate is too low by more once in a thousand. */
const boundDeviations = 3.1

/**
 * Standard deviation of the estimated cosine of a unit query over the scale, by bits. For one bit it is
 * √(π/2 - 1) · √(2/π), see `errorBound`; for more measured on normal coordinates.
 */
const deviationPerScale = { 1: 0.603, 2: 0.645, 4: 0.606 } as const

/**
 * How far off an estimate with this scale is, nearly always (RaBitQ, theorem 3.2). For a remainder of length |r| in D
 * rotated dimensions the error's deviation is |r| · √(π/2 - 1) / √D, and the scale is about |r| · √(π/2) / √D.
 */
export function errorBound(scale: number, codec: Codec): number {
  return boundDeviations * errorDeviation(scale, codec)
}

/** Standard deviation of an estimate with this scale. */
export function errorDeviation(scale: number, codec: Codec): number {
  return errorPerScale(codec) * scale
}

/** The same for a scale of 1. */
export function errorPerScale({ rotation, bitsPerDimension = 1 }: Codec): number {
  return Math.hypot(deviationPerScale[bitsPerDimension], projectionDeviation(rotation))
}

/** What keeping D of n rotated coordinates adds to the error: |r| · √(1/D - 1/n), and |r| is scale · √(2D/π). */
function projectionDeviation({ bits, size }: Rotation): number {
  return Math.sqrt((2 / Math.PI) * (1 - bits / size))
}

/** A query made ready for scanning codes. */
export interface CodeQuery {
  /** [codeBits / 8 × 256]: for every byte of signs the sum of ± the query's coordinates, times the plane's weight. */
  readonly table: Float32Array
  /** ⟨q, c⟩, the same for all codes. */
  readonly offset: number
}

/** `query`: a unit vector, [dimensions]. */
export function prepareQuery(codec: Codec, query: Float32Array): CodeQuery {
  const weighted = weightedQuery(codec, query)
  const groups = weighted.length / 8
  const table = new Float32Array(groups * 256)
  for (let group = 0; group < groups; group++) fillGroup(weighted, group, table)
  return { table, offset: centreOffset(codec, query) }
}

/** [codeBits]: the rotated query once for each plane of signs, times the plane's weight. */
export function weightedQuery({ rotation, bitsPerDimension: planes = 1 }: Codec, query: Float32Array): Float32Array {
  const { bits } = rotation
  const rotated = new Float32Array(bits)
  rotation.apply(query, 0, null, rotated)
  return Float32Array.from({ length: bits * planes }, (_, i) => {
    const plane = Math.floor(i / bits)
    return rotated[i - plane * bits] * (1 << (planes - 1 - plane))
  })
}

/** ⟨q, c⟩ */
export function centreOffset({ centre }: Codec, query: Float32Array): number {
  let offset = 0
  for (let i = 0; i < query.length; i++) offset += query[i] * centre[i]
  return offset
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
