/* Blocks of postings by the kernel of blocks-wat.ts: 12 ns a posting, 24 by the TypeScript of ../interpolative.ts. */
import { blocksModule } from './blocks-binary.ts'

/** The part of WebAssembly that is used here; Node's own types leave it to the DOM's. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
}

interface Kernel {
  readBlock(size: number, first: number, last: number, isCounted: number): void
}

/** What a block holds besides its bytes. */
export interface BlockBounds {
  /** Rows in it. */
  readonly size: number
  /** Its first possible row, and its last row. */
  readonly first: number
  readonly last: number
  /** Whether some count of the term is not 1. */
  readonly isCounted: boolean
}

/** More than a block can have. */
const blockBytes = 1000
const rowsAt = 1024
const countsAt = 2048

/** One for the process: a block is copied out before the next one is read. */
const memory = new WebAssembly.Memory({ initial: 1 })
const input = new Uint8Array(memory.buffer)
const numbers = new Int32Array(memory.buffer)
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(blocksModule, 'base64')), {
  env: { memory },
})
// What blocks-wat.ts exports.
const kernel = exports as Kernel

/** Reads the block of `bytes` that begins at `start`; its rows and counts fill the beginning of `rows` and `counts`. */
export function readBlock(
  { bytes, start }: { readonly bytes: Uint8Array; readonly start: number },
  { size, first, last, isCounted }: BlockBounds,
  { rows, counts }: { readonly rows: Int32Array; readonly counts: Int32Array },
): void {
  input.set(bytes.subarray(start, start + blockBytes))
  kernel.readBlock(size, first, last, isCounted ? 1 : 0)
  rows.set(numbers.subarray(rowsAt / 4, rowsAt / 4 + size))
  counts.set(numbers.subarray(countsAt / 4, countsAt / 4 + size))
}
