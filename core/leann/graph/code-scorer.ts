/*
 * Cosines between two codes, for building graphs where no vectors are at hand. Of unit vectors x = c + r and y = c + t
 * with the same centre c
 *
 *   ⟨x, y⟩ = 1 - |x - y|² / 2 = 1 - |r - t|² / 2,
 *
 * so the centre plays no part. |r| follows from a code's scale, which is about |r| · √(π / 2D) for D bits; the angle of r
 * and t is π / D for each sign that differs (Charikar 2002).
 */
import type { Codes } from '../codes.ts'
import { createKernels, type KernelKind } from '../kernels/kernels.ts'
import type { RowScorer } from './row-scorer.ts'

/** Given to a row without a vector in place of its remainder's length: it scores far below all others. */
const noVectorLength = 4

/** The kernel compares 64 signs at a time. */
const wordBytes = 8

/** A scorer of estimated cosines between rows of `codes` that takes up to `capacity` ids at once. It keeps a copy. */
export function createCodeScorer(codes: Codes, capacity: number, kind?: KernelKind): RowScorer {
  const { count } = codes
  const rowBytes = count === 0 ? wordBytes : codes.signs.length / count
  const words = Math.ceil(rowBytes / wordBytes)
  const lengthsAt = count * words * wordBytes
  const gapsAt = lengthsAt + count * 4
  const gaps = cosineGaps(rowBytes * 8)
  const idsAt = gapsAt + gaps.byteLength
  const scoresAt = idsAt + capacity * 4
  const { buffer, compareCodes } = createKernels(scoresAt + capacity * 4, kind)
  copyRows(codes.signs, rowBytes, { to: new Uint8Array(buffer, 0, lengthsAt), step: words * wordBytes })
  new Float32Array(buffer, lengthsAt, count).set(remainderLengths(codes, rowBytes * 8))
  new Float32Array(buffer, gapsAt, gaps.length).set(gaps)
  return {
    rowCount: count,
    ids: new Uint32Array(buffer, idsAt, capacity),
    scores: new Float32Array(buffer, scoresAt, capacity),
    score: (row, wanted) => compareCodes(row, 0, words, lengthsAt, gapsAt, idsAt, wanted, scoresAt),
  }
}

/** The same as a plain loop. */
export function createPlainCodeScorer(codes: Codes, capacity: number): RowScorer {
  const { count, signs } = codes
  const rowBytes = count === 0 ? 0 : signs.length / count
  const lengths = remainderLengths(codes, rowBytes * 8)
  const gaps = cosineGaps(rowBytes * 8)
  const ids = new Uint32Array(capacity)
  const scores = new Float32Array(capacity)
  const score = (row: number, wanted: number): void => {
    for (let n = 0; n < wanted; n++) {
      const other = ids[n]
      let differ = 0
      for (let i = 0; i < rowBytes; i++) differ += bitCounts[signs[row * rowBytes + i] ^ signs[other * rowBytes + i]]
      scores[n] = 1 - (lengths[row] - lengths[other]) ** 2 / 2 - lengths[row] * lengths[other] * gaps[differ]
    }
  }
  return { rowCount: count, ids, scores, score }
}

/** Ones in each byte. */
const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/** [bits + 1]: 1 less the cosine of the angle at which so many signs differ. */
function cosineGaps(bits: number): Float32Array {
  return Float32Array.from({ length: bits + 1 }, (_, differ) => 1 - Math.cos((Math.PI * differ) / bits))
}

/** [rows]: how long what is left of each vector after subtracting the centre was, about. */
function remainderLengths({ scales }: Codes, bits: number): Float32Array {
  const perScale = Math.sqrt((2 * bits) / Math.PI)
  return Float32Array.from(scales, (scale) => (scale === 0 ? noVectorLength : scale * perScale))
}

interface Room {
  readonly to: Uint8Array
  /** Bytes from one row to the next, at least those of a row. */
  readonly step: number
}

function copyRows(signs: Uint8Array, rowBytes: number, { to, step }: Room): void {
  if (rowBytes === step) to.set(signs)
  else
    for (let row = 0; row * rowBytes < signs.length; row++) {
      for (let i = 0; i < rowBytes; i++) to[row * step + i] = signs[row * rowBytes + i]
    }
}
