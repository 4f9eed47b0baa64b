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
export type CountKind = (typeof countKinds)[keyof typeof countKinds]

/** What a block holds besides its bytes. */
export interface BlockBounds {
  /** Rows in it. */
  readonly size: number
  /** Its first possible row, and its last row. */
  readonly first: number
  readonly last: number
  readonly kind: CountKind
}

/** Where its bytes are; `end` may be beyond them. */
export interface BlockBytes {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
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

/** Reads the block of `bytes` from `start` to `end`; its rows and counts fill the beginning of `rows` and `counts`. */
export function readBlock(
  { bytes, start, end }: BlockBytes,
  { size, first, last, kind }: BlockBounds,
  { rows, counts }: { readonly rows: Int32Array; readonly counts: Int32Array },
): void {
  input.set(bytes.subarray(start, Math.min(end, start + blockBytes)))
  kernel.readBlock(size, first, last, kind)
  // A loop: views of so few numbers take longer to make than to copy.
  for (let i = 0; i < size; i++) {
    rows[i] = numbers[rowsAt / 4 + i]
    counts[i] = numbers[countsAt / 4 + i]
  }
}
