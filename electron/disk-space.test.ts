import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DiskSpace } from './contract.ts'
import { diskSpaceOf, DiskWatch, freeBytes } from './disk-space.ts'

test('little room is told, and less than 1 GB holds indexing', () => {
  expect([6e9, 5e9, 4.96e9, 1e9, 0.95e9, null].map(diskSpaceOf)).toEqual([
    null,
    null,
    { kind: 'low', freeBytes: 4.9e9 },
    { kind: 'low', freeBytes: 1e9 },
    { kind: 'short', freeBytes: 0.9e9 },
    null,
  ])
})

test('a change is told once', async () => {
  const told: (DiskSpace | null)[] = []
  let free = 9e9
  const disk = new DiskWatch({ freeBytes: async () => free, onChange: (space) => told.push(space) })
  for (const next of [9e9, 0.5e9, 0.52e9, 9e9]) {
    free = next
    await disk.look()
  }
  disk.close()
  expect(told).toEqual([{ kind: 'short', freeBytes: 0.5e9 }, null])
})

test('the disk of a folder that is not there yet is that of the folder above', async () => {
  expect(await freeBytes(join(tmpdir(), 'none', 'deeper'))).toBeGreaterThanOrEqual(0)
})
