import { factorBytes, levelBytes } from './level-rows.ts'

/** How a build is divided so that it keeps to its memory. */
export interface Division {
  /** 1: built in one piece. */
  readonly shardCount: number
  /** Most rows of a shard. */
  readonly shardRows: number
  /** Vectors in memory while shards are merged. */
  readonly batchRows: number
}

export interface Divide {
  readonly rowCount: number
  readonly dimensions: number
  readonly maxDegree: number
  readonly memoryBytes: number
  /** Shards built at the same time. */
  readonly workers: number
}

/** A thread before it has any rows: its engine, code and reading buffers (measured: 20 to 25 MB). */
const threadBytes = 24 * 2 ** 20
/** WebAssembly's memory. */
const mostKernelBytes = 4e9
/** Each row is in two shards, and these are never of one size. */
const room = 2.4
const leastShards = 4
const leastRows = 1024

export function divide({ rowCount, dimensions, maxDegree, memoryBytes, workers }: Divide): Division {
  const vectorBytes = levelBytes(dimensions) + factorBytes
  // Lists with room for all neighbours, the packed ones that are made of them, and marks, order and stack.
  const rowBytes = vectorBytes + maxDegree * 6 + 16
  const rowsIn = (bytes: number): number =>
    Math.max(leastRows, Math.floor(Math.min((bytes - threadBytes) / rowBytes, mostKernelBytes / vectorBytes)))
  const batchRows = Math.max(leastRows, Math.floor(memoryBytes / 4 / vectorBytes))
  if (rowCount <= rowsIn(memoryBytes)) return { shardCount: 1, shardRows: rowCount, batchRows }
  const shardRows = rowsIn(memoryBytes / workers)
  const shardCount = Math.max(leastShards, Math.ceil((room * rowCount) / shardRows))
  // Whole rounds, so that all threads are busy to the end.
  return { shardCount: Math.ceil(shardCount / workers) * workers, shardRows, batchRows }
}
