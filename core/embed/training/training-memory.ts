/*
 * What the trainer's threads share: one memory with the table, one batch's texts (twice, so that the next can be prepared
 * while this one is computed), and all that is computed of a batch.
 */
import type { SharedWasmMemory } from '../../wasm.ts'
import { sharedMemory } from './kernels.ts'

export interface TrainingShape {
  readonly rows: number
  /** A multiple of 16. */
  readonly dimensions: number
  /** Pairs in a batch, a multiple of 256. */
  readonly batch: number
  /** Tokens of all texts of a batch, at most. */
  readonly batchTokens: number
}

/** Byte offsets into the memory. */
export interface TrainingLayout extends TrainingShape {
  /** Bytes from one row to the next of the texts' vectors and gradients, and of the scores: padded, see kernels-wat.ts. */
  readonly stride: number
  readonly scoreStride: number
  readonly table: number
  readonly history: number
  /** Vectors of the queries, then of the passages: length 1. */
  readonly units: number
  /** 1 / length of each sum of rows. */
  readonly lengths: number
  readonly gradients: number
  readonly scores: number
  /** Reciprocals of the scores' sums. */
  readonly rowSums: number
  readonly columnSums: number
  /** One loss for each query. */
  readonly losses: number
  /** One row for each worker. */
  readonly scratch: number
  /** Two: token ids, text starts; tokens of the batch, their starts in `uses`, texts that use them. */
  readonly batches: readonly BatchLayout[]
  readonly control: number
  readonly bytes: number
}

export interface BatchLayout {
  readonly ids: number
  readonly starts: number
  readonly tokens: number
  readonly useStarts: number
  readonly uses: number
}

const MAX_WORKERS = 16

export function layoutOf(shape: TrainingShape): TrainingLayout {
  const { rows, dimensions, batch, batchTokens } = shape
  let at = 1024
  const take = (bytes: number): number => {
    const start = at
    at = Math.ceil((at + bytes) / 64) * 64
    return start
  }
  const stride = (dimensions + 16) * 4
  const scoreStride = (batch + 16) * 4
  const batchLayout = (): BatchLayout => ({
    ids: take(batchTokens * 4),
    starts: take((2 * batch + 1) * 4),
    tokens: take(batchTokens * 4),
    useStarts: take((batchTokens + 1) * 4),
    uses: take(batchTokens * 4),
  })
  return {
    ...shape,
    stride,
    scoreStride,
    control: 0,
    table: take(rows * dimensions * 4),
    history: take(rows * 4),
    units: take(2 * batch * stride),
    lengths: take(2 * batch * 4),
    gradients: take(2 * batch * stride),
    scores: take(batch * scoreStride),
    rowSums: take(batch * 4),
    columnSums: take(batch * 4),
    losses: take(batch * 4),
    scratch: take(MAX_WORKERS * stride),
    batches: [batchLayout(), batchLayout()],
    bytes: at,
  }
}

/** Memory with room for the layout, all zero. */
export function trainingMemory({ bytes }: TrainingLayout): SharedWasmMemory {
  return sharedMemory(bytes)
}
