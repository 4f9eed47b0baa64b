/*
 * The neighbour lists of one shard, little-endian, in a checked file (`checked-file.ts`):
 *
 *   offset  bytes      field
 *   0       4          rowCount
 *   4       4          edgeCount
 *   8       4 × rows   degrees
 *   ...     4 × edges  neighbours as rows of the whole, ascending within a list
 *
 * Lists come in the order of the shard's rows, which ascend.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import type { CsrGraph } from '../graph/csr-graph.ts'
import { checkedBytes, writeChecked } from './checked-file.ts'

const headerBytes = 8
/** Read at once: lists that are asked for come in order, so the next ones are likely to be in it. */
const windowBytes = 16_384

/** `graph` is of the shard's rows, numbered in their order. @throws AppError `disk-full` */
export function writeShardLists(
  path: string,
  key: number,
  { graph, rows }: { graph: CsrGraph; rows: Uint32Array },
): void {
  const { offsets, edges, nodeCount } = graph
  const degrees = new Uint32Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) degrees[node] = offsets[node + 1] - offsets[node]
  for (let e = 0; e < edges.length; e++) edges[e] = rows[edges[e]]
  const header = Uint32Array.of(nodeCount, edges.length)
  writeChecked(path, key, [header, degrees, edges].map(bytesOf))
}

/** Whether the file holds the finished lists of this build's shard. */
export function hasShardLists(path: string, key: number): boolean {
  return checkedBytes(path, key) !== null
}

/** Lists read one after the other. */
export class ShardLists {
  readonly rowCount: number
  /** [rows + 1]: where each list begins, in neighbours. */
  readonly #offsets: Uint32Array
  readonly #file: number
  readonly #listsAt: number
  readonly #window = new Uint32Array(windowBytes / 4)
  #windowFrom = 0
  #windowTo = 0

  /** Opens a file that `hasShardLists` has found good. */
  constructor(path: string) {
    this.#file = openSync(path, 'r')
    const header = new Uint32Array(2)
    readSync(this.#file, header, 0, headerBytes, 0)
    this.rowCount = header[0]
    const offsets = new Uint32Array(this.rowCount + 1)
    readSync(this.#file, offsets.subarray(1), 0, this.rowCount * 4, headerBytes)
    for (let row = 0; row < this.rowCount; row++) offsets[row + 1] += offsets[row]
    this.#offsets = offsets
    this.#listsAt = headerBytes + this.rowCount * 4
  }

  close(): void {
    closeSync(this.#file)
  }

  degree(row: number): number {
    return this.#offsets[row + 1] - this.#offsets[row]
  }

  /** Writes the neighbours of the shard's row `row` into `into`; returns how many. */
  read(row: number, into: Uint32Array): number {
    const from = this.#offsets[row]
    const count = this.#offsets[row + 1] - from
    if (from < this.#windowFrom || from + count > this.#windowTo) this.#moveTo(from)
    const start = from - this.#windowFrom
    for (let i = 0; i < count; i++) into[i] = this.#window[start + i]
    return count
  }

  #moveTo(from: number): void {
    const read = readSync(this.#file, this.#window, 0, windowBytes, this.#listsAt + from * 4)
    this.#windowFrom = from
    this.#windowTo = from + Math.floor(read / 4)
  }
}

/** A list of a shard. */
interface ListPlace {
  readonly lists: ShardLists
  readonly row: number
}

/** The union of two lists of rows. */
export class ListUnion {
  /** Ascending. */
  readonly ids: Uint32Array
  count = 0
  readonly #one: Uint32Array
  readonly #other: Uint32Array

  constructor(maxCount: number) {
    this.ids = new Uint32Array(maxCount)
    this.#one = new Uint32Array(maxCount)
    this.#other = new Uint32Array(maxCount)
  }

  read(first: ListPlace, second: ListPlace): void {
    const { ids } = this
    const one = this.#one
    const other = this.#other
    const ones = first.lists.read(first.row, one)
    const others = second.lists.read(second.row, other)
    let count = 0
    let a = 0
    let b = 0
    while (a < ones || b < others) {
      if (b === others || (a < ones && one[a] < other[b])) ids[count++] = one[a++]
      else {
        if (a < ones && one[a] === other[b]) a++
        ids[count++] = other[b++]
      }
    }
    this.count = count
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
