import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dotProduct, rowOf, unitVectors } from '../../test/vectors.ts'
import { createLevelRows } from './level-rows.ts'
import { createScratchVectors, openScratchVectors, resumeScratchVectors } from './scratch-vectors.ts'

const dimensions = 40
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scratch-'))
  path = join(folder, 'vectors')
})

afterEach(() => rm(folder, { recursive: true }))

async function write(vectors: Float32Array, rowsAtOnce = 100): Promise<void> {
  const writer = await createScratchVectors(path, dimensions)
  for (let start = 0; start < vectors.length; start += rowsAtOnce * dimensions)
    await writer.append(vectors.subarray(start, start + rowsAtOnce * dimensions))
  await writer.finish()
}

function opened<T>(look: (scratch: ReturnType<typeof openScratchVectors>) => T): T {
  const scratch = openScratchVectors(path)
  try {
    return look(scratch)
  } finally {
    scratch.close()
  }
}

describe('scratch vectors', () => {
  test.each([0, 1, 63, 64, 65, 1000])('of %i rows are read as they were written', async (count) => {
    const vectors = unitVectors({ count, dimensions, seed: 2 })
    await write(vectors)
    opened((scratch) => {
      expect([scratch.rowCount, scratch.dimensions]).toEqual([count, dimensions])
      const again = scratch.read(0, count)
      for (let row = 0; row < count; row++)
        expect(dotProduct(rowOf(again, dimensions, row), rowOf(vectors, dimensions, row))).toBeGreaterThan(0.999)
    })
  })

  test('are gathered by row, wherever the rows lie', async () => {
    await write(unitVectors({ count: 10_000, dimensions, seed: 2 }))
    const rows = Uint32Array.of(0, 1, 2, 63, 64, 900, 5000, 5001, 9999)
    opened((scratch) => {
      const all = scratch.read(0, 10_000)
      const gathered = scratch.gather(rows)
      for (const [i, row] of rows.entries()) expect(rowOf(gathered, dimensions, i)).toEqual(rowOf(all, dimensions, row))
      const levels = createLevelRows({ rowCount: rows.length, dimensions, capacity: rows.length })
      scratch.copyTo(levels, rows)
      levels.scorer.ids.set([...rows.keys()])
      levels.scorer.score(4, rows.length)
      for (const [i, row] of rows.entries()) {
        const expected = dotProduct(rowOf(all, dimensions, 64), rowOf(all, dimensions, row))
        expect(levels.scorer.scores[i]).toBeCloseTo(expected, 4)
      }
    })
  })

  test('do not depend on how many rows come at once', async () => {
    const vectors = unitVectors({ count: 300, dimensions, seed: 2 })
    await write(vectors, 7)
    const bytes = await readFile(path)
    await write(vectors, 300)
    expect(bytes.equals(await readFile(path))).toBe(true)
  })

  test('of rows that are not there are an error', async () => {
    await write(unitVectors({ count: 10, dimensions, seed: 2 }))
    opened((scratch) => expect(() => scratch.gather(Uint32Array.of(3, 64))).toThrow('below 10'))
  })
})

describe('a damaged file', () => {
  test('is refused wherever it was cut', async () => {
    await write(unitVectors({ count: 130, dimensions, seed: 2 }))
    const { length } = await readFile(path)
    for (const bytes of [length - 1, length - 16, length - 17, 5000, 32, 16, 3, 0]) {
      await truncate(path, bytes)
      expect(() => openScratchVectors(path)).toThrow(/damaged.*build again/u)
    }
  })

  test('is refused wherever a bit has changed', async () => {
    await write(unitVectors({ count: 130, dimensions, seed: 2 }))
    const bytes = await readFile(path)
    for (let at = 0; at < bytes.length; at += 37) {
      const changed = Buffer.from(bytes)
      changed[at] ^= 4
      await writeFile(path, changed)
      expect(() => opened((scratch) => scratch.read(0, 130))).toThrow('damaged')
    }
  })

  test('that is not there is named', () => {
    expect(() => openScratchVectors(path)).toThrow(path)
  })
})

describe('an unfinished file', () => {
  test('is not read, but written on after its last whole block', async () => {
    const vectors = unitVectors({ count: 40_000, dimensions, seed: 2 })
    const writer = await createScratchVectors(path, dimensions)
    await writer.append(vectors)
    await writer.close()
    expect(() => openScratchVectors(path)).toThrow('not written to its end')
    const again = await resumeScratchVectors(path, dimensions)
    expect(again.rowCount % 64).toBe(0)
    expect(again.rowCount).toBeGreaterThan(0)
    expect(again.rowCount).toBeLessThan(40_000)
    await again.append(vectors.subarray(again.rowCount * dimensions))
    await again.finish()
    const bytes = await readFile(path)
    await write(vectors)
    expect(bytes.equals(await readFile(path))).toBe(true)
  })

  test('is cut at the first block that is damaged', async () => {
    await write(unitVectors({ count: 640, dimensions, seed: 2 }))
    const bytes = await readFile(path)
    bytes[16 + 3 * (64 * 72 + 4) + 100] ^= 1
    await writeFile(path, bytes)
    const writer = await resumeScratchVectors(path, dimensions)
    expect(writer.rowCount).toBe(3 * 64)
    await writer.close()
  })

  test('of other dimensions is begun anew, and so is one that is not there', async () => {
    await write(unitVectors({ count: 640, dimensions, seed: 2 }))
    const other = await resumeScratchVectors(path, 8)
    expect(other.rowCount).toBe(0)
    await other.close()
    const none = await resumeScratchVectors(join(folder, 'none'), 8)
    expect(none.rowCount).toBe(0)
    await none.close()
  })
})
