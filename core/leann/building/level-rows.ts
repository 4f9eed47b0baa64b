/*
 * Unit vectors in 7 bits a dimension: what graphs are built from. A quarter of the memory of float32, half of the time, and
 * the same recall (`README.md`). A row is a byte for each dimension, 64 standing for 0, padded with zero bytes to whole
 * steps of the kernel; beside it 8 bytes of factors, see `kernels/dot-levels-wat.ts`.
 */
import type { RowScorer } from '../graph/row-scorer.ts'
import { createKernels, type KernelKind } from '../kernels/kernels.ts'

const zeroLevel = 64
const mostSteps = 63
/** Bytes that the kernel takes at a time. */
const kernelBytes = 32
export const factorBytes = 8

/** Bytes of a row of so many dimensions, factors not counted. */
export function levelBytes(dimensions: number): number {
  return Math.ceil(dimensions / kernelBytes) * kernelBytes
}

/** Where a row is or goes to: its number in both arrays. */
export interface LevelPlace {
  /** [rows × levelBytes] */
  readonly levels: Uint8Array
  /** [rows × factorBytes] */
  readonly factors: DataView
  readonly row: number
}

/**
 * Rounds one vector of `vectors` ([rows × dimensions]) into `to`. Its length becomes 1 within float32's precision, so that
 * equal vectors score 1; a vector of zeros stays one.
 */
export function toLevels(vectors: Float32Array, from: { row: number; dimensions: number }, to: LevelPlace): void {
  const { dimensions } = from
  const start = from.row * dimensions
  const at = to.row * levelBytes(dimensions)
  let largest = 0
  for (let i = start; i < start + dimensions; i++) {
    const size = Math.abs(vectors[i])
    if (size > largest) largest = size
  }
  const scale = largest === 0 ? 0 : mostSteps / largest
  let sum = 0
  let squares = 0
  for (let i = 0; i < dimensions; i++) {
    const steps = Math.round(vectors[start + i] * scale)
    to.levels[at + i] = steps + zeroLevel
    sum += steps + zeroLevel
    squares += steps * steps
  }
  to.factors.setFloat32(to.row * factorBytes, squares === 0 ? 0 : 1 / Math.sqrt(squares), true)
  to.factors.setInt32(to.row * factorBytes + 4, zeroLevel * sum - (zeroLevel * zeroLevel * dimensions) / 2, true)
}

/** Writes the row as float32 into row `target.row` of `target.vectors` ([rows × dimensions]). */
export function fromLevels(
  { levels, factors, row }: LevelPlace,
  target: { readonly vectors: Float32Array; readonly row: number; readonly dimensions: number },
): void {
  const { vectors, dimensions } = target
  const at = row * levelBytes(dimensions)
  const start = target.row * dimensions
  const step = factors.getFloat32(row * factorBytes, true)
  for (let i = 0; i < dimensions; i++) vectors[start + i] = (levels[at + i] - zeroLevel) * step
}

/** Rows in the memory of a kernel that scores them. */
export interface LevelRows {
  readonly scorer: RowScorer
  /** [rows × levelBytes], to be filled before the first call. */
  readonly levels: Uint8Array
  /** [rows × factorBytes] */
  readonly factors: Uint8Array
}

export interface LevelShape {
  readonly rowCount: number
  readonly dimensions: number
  /** Ids that the scorer takes at once. */
  readonly capacity: number
  /** Default: the fastest that this engine runs; all give the same scores. */
  readonly kind?: KernelKind
}

/** Room for `rowCount` rows. Each call takes new memory. */
export function createLevelRows({ rowCount, dimensions, capacity, kind }: LevelShape): LevelRows {
  const bytes = levelBytes(dimensions)
  const factorsAt = rowCount * bytes
  const idsAt = factorsAt + rowCount * factorBytes
  const scoresAt = idsAt + capacity * 4
  const { buffer, dotLevels } = createKernels(scoresAt + capacity * 4, kind)
  const scorer: RowScorer = {
    rowCount,
    ids: new Uint32Array(buffer, idsAt, capacity),
    scores: new Float32Array(buffer, scoresAt, capacity),
    score: (row, count) => dotLevels(row, 0, factorsAt, bytes, idsAt, count, scoresAt),
  }
  return {
    scorer,
    levels: new Uint8Array(buffer, 0, factorsAt),
    factors: new Uint8Array(buffer, factorsAt, rowCount * factorBytes),
  }
}
