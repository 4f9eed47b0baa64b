/*
 * Cosines between two codes, for building graphs where no vectors are at hand. Of unit vectors x = c + r and y = c + t
 * with the same centre c
 *
 *   ⟨x, y⟩ = 1 - |x - y|² / 2 = 1 - |r - t|² / 2,
 *
 * so the centre plays no part. |r| follows from a code's scale, and the angle of r and t from that of the codes: with one
 * bit it is π / D for each sign that differs (Charikar 2002).
 */
import type { BitsPerDimension } from '../../types.ts'
import type { Codes } from '../codes.ts'
import { createKernels, type KernelKind } from '../kernels/kernels.ts'
import type { RowScorer } from './row-scorer.ts'

/** Given to a row without a vector in place of its remainder's length: it scores far below all others. */
const noVectorLength = 4

/** The kernel compares 64 signs at a time. */
const wordBytes = 8

interface ScorerOptions {
  /** As in the codec; default: 1. */
  readonly bitsPerDimension?: BitsPerDimension
  readonly kind?: KernelKind
}

/** A scorer of estimated cosines between rows of `codes` that takes up to `capacity` ids at once. It keeps a copy of them. */
export function createCodeScorer(
  codes: Codes,
  capacity: number,
  { bitsPerDimension: planes = 1, kind }: ScorerOptions = {},
): RowScorer {
  const { count } = codes
  const planeBytes = planeBytesOf(codes, planes)
  const words = Math.ceil(planeBytes / wordBytes)
  const gaps = cosineGaps(planes, planeBytes * 8)
  const measuresAt = count * planes * words * wordBytes
  const gapsAt = measuresAt + count * 8
  const idsAt = gapsAt + gaps.byteLength
  const scoresAt = idsAt + capacity * 4
  const { buffer, compareCodes } = createKernels(scoresAt + capacity * 4, kind)
  copyPlanes(codes.signs, planeBytes, { to: new Uint8Array(buffer, 0, measuresAt), step: words * wordBytes })
  const last = gaps.length - 1
  new Float32Array(buffer, measuresAt, count * 2).set(measuresOf(codes, planes, last))
  new Float32Array(buffer, gapsAt, gaps.length).set(gaps)
  const most = mostOf(planes, planeBytes * 8)
  return {
    rowCount: count,
    ids: new Uint32Array(buffer, idsAt, capacity),
    scores: new Float32Array(buffer, scoresAt, capacity),
    score: (row, wanted) =>
      compareCodes(row, 0, planes, words, measuresAt, gapsAt, most, last, idsAt, wanted, scoresAt),
  }
}

/** The same as a plain loop. */
export function createPlainCodeScorer(codes: Codes, capacity: number, planes: BitsPerDimension = 1): RowScorer {
  const { count, signs } = codes
  const planeBytes = planeBytesOf(codes, planes)
  const gaps = cosineGaps(planes, planeBytes * 8)
  const last = gaps.length - 1
  const measures = measuresOf(codes, planes, last)
  const most = mostOf(planes, planeBytes * 8)
  const ids = new Uint32Array(capacity)
  const scores = new Float32Array(capacity)
  const score = (row: number, wanted: number): void => {
    const [length, factor] = measures.subarray(row * 2)
    for (let n = 0; n < wanted; n++) {
      const [otherLength, otherFactor] = measures.subarray(ids[n] * 2)
      const product = most - 2 * weightedDifference(signs, { row, other: ids[n], planes, planeBytes })
      const gap = gaps[Math.round((last - product * factor * otherFactor) / 2)]
      scores[n] = 1 - (length - otherLength) ** 2 / 2 - length * otherLength * gap
    }
  }
  return { rowCount: count, ids, scores, score }
}

interface Pair {
  readonly row: number
  readonly other: number
  readonly planes: BitsPerDimension
  readonly planeBytes: number
}

/** Bits that differ, each pair of planes by the product of their weights. */
function weightedDifference(signs: Uint8Array, { row, other, planes, planeBytes }: Pair): number {
  let sum = 0
  for (let a = 0; a < planes; a++) {
    for (let b = 0; b < planes; b++) {
      const from = (row * planes + a) * planeBytes
      const otherFrom = (other * planes + b) * planeBytes
      let differ = 0
      for (let i = 0; i < planeBytes; i++) differ += bitCounts[signs[from + i] ^ signs[otherFrom + i]]
      sum += differ << (2 * planes - 2 - a - b)
    }
  }
  return sum
}

/** Ones in each byte. */
const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

function planeBytesOf({ count, signs }: Codes, planes: BitsPerDimension): number {
  return count === 0 ? wordBytes : signs.length / count / planes
}

/** The largest product that two codes can have. */
function mostOf(planes: BitsPerDimension, bits: number): number {
  return bits * (2 ** planes - 1) ** 2
}

/** Cosine between normal coordinates and their codes, by bits (with one bit: √(2/π)). */
const codeCosines = { 1: Math.sqrt(2 / Math.PI), 2: 0.939, 4: 0.995 } as const

/** Entries of the table of gaps for codes of more than one bit. */
const fineGaps = 2048

/**
 * 1 less the cosine of two remainders, by the cosine of their codes from 1 down to -1 in even steps. With one bit the angle
 * gives it exactly, on average. With more bits the cosine of codes is too small by the factor `codeCosines`², but for vectors
 * nearly the same; the form of the passage between was fitted to normal coordinates, where it is off by at most .01.
 */
function cosineGaps(planes: BitsPerDimension, bits: number): Float32Array {
  if (planes === 1) return Float32Array.from({ length: bits + 1 }, (_, i) => 1 - Math.cos((Math.PI * i) / bits))
  const shrunk = codeCosines[planes] ** 2
  return Float32Array.from({ length: fineGaps + 1 }, (_, i) => {
    const cosine = 1 - (2 * i) / fineGaps
    return 1 - cosine / (shrunk + (1 - shrunk) * cosine ** 8)
  })
}

/**
 * [rows × 2]: about the length of what is left of each vector after subtracting the centre; and √last over the code's length, so
 * that the product of two codes and their factors is their cosine times `last`.
 */
function measuresOf(codes: Codes, planes: BitsPerDimension, last: number): Float32Array {
  const planeBytes = planeBytesOf(codes, planes)
  const measures = new Float32Array(codes.count * 2)
  for (let row = 0; row < codes.count; row++) {
    const squares =
      mostOf(planes, planeBytes * 8) - 2 * weightedDifference(codes.signs, { row, other: row, planes, planeBytes })
    const scale = codes.scales[row]
    measures[row * 2] = scale === 0 ? noVectorLength : scale * Math.sqrt(squares) * codeCosines[planes]
    measures[row * 2 + 1] = Math.sqrt(last / squares)
  }
  return measures
}

interface Room {
  readonly to: Uint8Array
  /** Bytes from one plane to the next, at least those of a plane. */
  readonly step: number
}

function copyPlanes(signs: Uint8Array, planeBytes: number, { to, step }: Room): void {
  if (planeBytes === step) {
    to.set(signs)
    return
  }
  for (let plane = 0; plane * planeBytes < signs.length; plane++) {
    for (let i = 0; i < planeBytes; i++) to[plane * step + i] = signs[plane * planeBytes + i]
  }
}
