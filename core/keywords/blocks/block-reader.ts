/* Blocks of postings by the kernel of blocks-wat.ts: 12 ns a posting, 24 by the TypeScript of ../interpolative.ts. */
import { codeTables, countOfLevel } from '../count-levels.ts'
import { blocksModule } from './blocks-binary.ts'
import { codeTablesAt, countOfLevelAt, countsAt, rowsAt } from './blocks-wat.ts'
import { wasm } from '../../wasm.ts'

interface Kernel {
  readBlock(size: number, first: number, last: number, kind: number): void
}

/** How the counts of a block are written: all are 1, as running sums (files up to version 2), by levels. */
export const countKinds = { ones: 0, sums: 1, levels: 2 } as const
type CountKind = (typeof countKinds)[keyof typeof countKinds]

/** A block: where its bytes are, what it holds besides them, and where its rows and counts go. Kept by who reads many. */
export interface BlockJob {
  readonly bytes: Uint8Array
  start: number
  /** May be beyond the bytes. */
  end: number
  /** Rows in it. */
  size: number
  /** Its first possible row, and its last row. */
  first: number
  last: number
  readonly kind: CountKind
  /** What it holds fills the beginning of these. */
  readonly rows: Int32Array
  readonly counts: Int32Array
}

/** More than a block can have. */
const blockBytes = 1000

/** One for the process: a block is copied out before the next one is read. */
const memory = new wasm.Memory({ initial: 1 })
const input = new Uint8Array(memory.buffer)
const numbers = new Int32Array(memory.buffer)
input.set(codeTables, codeTablesAt)
input.set(countOfLevel, countOfLevelAt)
const { exports } = new wasm.Instance(new wasm.Module(Buffer.from(blocksModule, 'base64')), {
  env: { memory },
})
// What blocks-wat.ts exports.
const kernel = exports as Kernel

/** Reads a block into the arrays of `job`. */
export function readBlock({ bytes, start, end, size, first, last, kind, rows, counts }: BlockJob): void {
  const length = Math.min(end, start + blockBytes, bytes.length) - start
  // Loops: views of so few numbers take longer to make than to copy, and a search reads a thousand blocks.
  for (let i = 0; i < length; i++) input[i] = bytes[start + i]
  kernel.readBlock(size, first, last, kind)
  for (let i = 0; i < size; i++) {
    rows[i] = numbers[rowsAt / 4 + i]
    counts[i] = numbers[countsAt / 4 + i]
  }
}
