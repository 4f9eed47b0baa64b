/*
 * The plan of a sharded build, little-endian, in a checked file (`checked-file.ts`):
 *
 *   offset  bytes      field
 *   0       4          shardCount
 *   4       4          rowCount
 *   8       2 × rows   first
 *   ...     2 × rows   second
 */
import { readFileSync } from 'node:fs'
import { checkedBytes, writeChecked } from './checked-file.ts'
import type { ShardPlan } from './shard-plan.ts'

const headerBytes = 8

/** @throws AppError `disk-full` */
export function writePlan(path: string, key: number, { shardCount, first, second }: ShardPlan): void {
  const header = Uint32Array.of(shardCount, first.length)
  writeChecked(path, key, [header, first, second].map(bytesOf))
}

/** The plan of this build; null where there is none, or not all of it. */
export function readPlan(path: string, key: number): ShardPlan | null {
  if (checkedBytes(path, key) === null) return null
  const { buffer } = new Uint8Array(readFileSync(path))
  const [shardCount, rowCount] = new Uint32Array(buffer, 0, 2)
  return {
    shardCount,
    first: new Uint16Array(buffer, headerBytes, rowCount),
    second: new Uint16Array(buffer, headerBytes + 2 * rowCount, rowCount),
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
