import { factorBytes, levelBytes } from './level-rows.ts'

/** How a build is divided so that it keeps to its memory. */
export interface Division {
  /** 1: built in one piece. */
  readonly shardCount: number
  /** Most rows of a shard. */
  readonly shardRows: number
  /** Shards built at the same time. */
  readonly workers: number
  /** Vectors in memory while shards are merged. */
  readonly batchRows: number
}

export interface Divide {
  readonly rowCount: number
  readonly dimensions: number
  readonly maxDegree: number
  readonly memoryBytes: number
  /** Most shards to build at the same time. */
  readonly workers: number
}

/** A thread before it has any rows: its engine, code and reading buffers (measured: 29 to 32 MB). */
const threadBytes = 32 * 2 ** 20
/** WebAssembly's memory. */
const mostKernelBytes = 4e9
/** Each row is in two shards, and these are never of one size. */
const room = 2.4
const leastShards = 4
/** Above this, fewer threads share the memory, where that makes fewer shards: each costs merging, and links across are lost. */
const mostShards = 32
const leastRows = 1024

/** Memory that a graph built in one piece takes. */
export function pieceBytes({
  rowCount,
  dimensions,
  maxDegree,
}: Pick<Divide, 'rowCount' | 'dimensions' | 'maxDegree'>): number {
  return threadBytes + rowCount * rowBytes(dimensions, maxDegree)
}

/** Of a row that is being built: its vector, its list with room for all neighbours, the packed one, marks, order and stack. */
function rowBytes(dimensions: number, maxDegree: number): number {
  return vectorBytes(dimensions) + maxDegree * 6 + 16
}

function vectorBytes(dimensions: number): number {
  return levelBytes(dimensions) + factorBytes
}

/** As many threads as there may be and shards that keep to the memory together. */
export function divide({ rowCount, dimensions, maxDegree, memoryBytes, workers }: Divide): Division {
  const mostRows = Math.floor(mostKernelBytes / vectorBytes(dimensions))
  const rowsIn = (bytes: number): number => {
    const rows = Math.floor((bytes - threadBytes) / rowBytes(dimensions, maxDegree))
    return Math.max(leastRows, Math.min(rows, mostRows))
  }
  const batchRows = Math.max(leastRows, Math.floor(memoryBytes / 4 / vectorBytes(dimensions)))
  if (rowCount <= rowsIn(memoryBytes)) return { shardCount: 1, shardRows: rowCount, batchRows, workers: 1 }
  for (let threads = workers; ; threads--) {
    const shardRows = rowsIn(memoryBytes / threads)
    const shardCount = Math.max(leastShards, Math.ceil((room * rowCount) / shardRows))
    if (threads > 1 && shardCount > mostShards) continue
    // Whole rounds, so that all threads are busy to the end.
    return { shardCount: Math.ceil(shardCount / threads) * threads, shardRows, batchRows, workers: threads }
  }
}
