import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { makeTree } from '../sources/test-tree.ts'
import { madeDocument } from '../test/codes.ts'
import { contentsOf, expectContents } from '../test/store-contents.ts'
import { rowOf, unitVectors } from '../test/vectors.ts'
import { codeBits, encodeVectors } from './codes.ts'
import type { DocumentRows } from './segment-file.ts'
import { makeGraphs } from './make-graphs.ts'
import { createStore, hasStore, openStore, type PreparedChange, type Store } from './store.ts'
import { show } from './testing/made-store.ts'

const model = { name: 'made', fingerprint: 'ff', dimensions: 64, centre: new Float32Array(64).fill(0.1) }

async function commit(store: Store, add: readonly DocumentRows[], remove: readonly number[] = []): Promise<void> {
  const change = await store.prepare({ add, remove })
  await change.publish()
}

/** Files of segments and deleted rows. */
async function dataFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /\.(?:lsg|ldl|new)$/u.test(name))
}

describe('the small segments that a run left', () => {
  test('become one with the same rows, unless the run added few of them', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    const documents = [1, 2, 3, 4, 5].map((id) => madeDocument(id, 3))
    for (const document of documents) await commit(store, [document], document.id === 4 ? [2] : [])
    const left = documents.filter(({ id }) => id !== 2)
    expect(await store.prepareGathering(5)).toBeNull()
    await (await store.prepareGathering(12))?.publish()
    expect(store.segments.map(({ segment, deleted }) => [segment.rowCount, deleted])).toEqual([[12, null]])
    expectContents(store, left)
    expectContents(await openStore(tree.root), left)
    expect(await store.prepareGathering(12)).toBeNull()
  })
})

describe('a new store', () => {
  test('is empty and remembers its model', async () => {
    await using tree = await makeTree({})
    expect(await hasStore(tree.root)).toBe(false)
    await createStore(tree.root, model)
    expect(await hasStore(tree.root)).toBe(true)
    const store = await openStore(tree.root)
    expect(store).toMatchObject({ generation: 0, liveRows: 0, nextDocument: 1 })
    expect(store.model).toEqual({ name: 'made', fingerprint: 'ff', dimensions: 64 })
    expect([...store.codec.centre]).toEqual([...model.centre])
  })

  test.each([1, 2, 4] as const)(
    'keeps codes of %i bits a dimension, also through a merge',
    async (bitsPerDimension) => {
      await using tree = await makeTree({})
      await createStore(tree.root, model, { bitsPerDimension })
      const store = await openStore(tree.root)
      expect(codeBits(store.codec)).toBe(64 * bitsPerDimension)
      const vectors = unitVectors({ count: 10, dimensions: 64, seed: 3 })
      const codes = encodeVectors(store.codec, vectors)
      for (let id = 1; id <= 10; id++) {
        const own = encodeVectors(store.codec, rowOf(vectors, 64, id - 1))
        await commit(store, [{ ...madeDocument(id, 1), codes: own }])
      }
      expect(store.segments.length).toBeLessThan(10)
      const reopened = await openStore(tree.root)
      for (let id = 1; id <= 10; id++) {
        const kept = reopened.rowsOf(id)?.codes
        const own = codes.signs.subarray((id - 1) * 8 * bitsPerDimension, id * 8 * bitsPerDimension)
        expect(Buffer.from(kept?.signs ?? []).toString('hex')).toBe(Buffer.from(own).toString('hex'))
        expect(kept?.scales[0]).toBe(codes.scales[id - 1])
      }
    },
  )

  test('is missed by name where there is none', async () => {
    await using tree = await makeTree({})
    await expect(openStore(tree.root)).rejects.toMatchObject({ code: 'no-library' })
  })
})

describe('a change', () => {
  test('is visible once it is published, and not before', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    const change = await store.prepare({ add: [madeDocument(1, 3)], remove: [] })
    expect(change.generation).toBe(1)
    expect(store.liveRows).toBe(0)
    expectContents(await openStore(tree.root), [])
    await change.publish()
    expectContents(store, [madeDocument(1, 3)])
    expectContents(await openStore(tree.root), [madeDocument(1, 3)])
  })

  test('that is never published leaves nothing behind after a sweep', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    await commit(store, [madeDocument(1, 30)])
    await commit(store, [madeDocument(2, 1)])
    await store.prepare({ add: [madeDocument(3, 3)], remove: [2] })
    await writeFile(tree.at('manifest.json.new'), 'half a mani')
    // Of somebody else who is writing it just now.
    await writeFile(tree.at('excluded.json.new'), '{')
    const reopened = await openStore(tree.root)
    await reopened.sweep()
    expect(await dataFiles(tree.root)).toEqual(['excluded.json.new', 'segment-1.lsg', 'segment-2.lsg'])
    expectContents(reopened, [madeDocument(1, 30), madeDocument(2, 1)])
  })

  test('without any chunk still uses up its document ids', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    await commit(store, [madeDocument(1, 0), madeDocument(2, 0)])
    expect(store).toMatchObject({ generation: 1, nextDocument: 3, liveRows: 0 })
    expect(await dataFiles(tree.root)).toEqual([])
  })

  test('keeps the rows of a document readable by id', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    await commit(store, [madeDocument(4, 2), madeDocument(1, 3)])
    expect(store.rowsOf(4)).toEqual(madeDocument(4, 2))
    expect(store.rowsOf(2)).toBeUndefined()
  })

  test('counts bytes as they are on disk', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    await commit(store, [madeDocument(1, 40), madeDocument(2, 1)])
    await commit(store, [], [2])
    const { codes, chunkMap } = store.bytes()
    const sizes = await Promise.all(
      (await dataFiles(tree.root)).map(async (name) => (await readFile(tree.at(name))).length),
    )
    const onDisk = sizes.reduce((sum, size) => sum + size, 0)
    // The header of a list of deleted rows is the only thing left out.
    expect(onDisk - codes - chunkMap).toBeGreaterThanOrEqual(0)
    expect(onDisk - codes - chunkMap).toBeLessThanOrEqual(16)
  })
})

describe('random changes', () => {
  test.each([1, 2, 3, 4])('leave what a plain map would hold (seed %i)', async (seed) => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const random = randomNumbers(seed)
    const below = (limit: number): number => Math.floor(random() * limit)
    /** What searches see, and what is in files. */
    let expected = new Map<number, DocumentRows>()
    let written = expected
    let store = await openStore(tree.root)
    const reader = await openStore(tree.root)
    const publish = async (change: PreparedChange | null): Promise<void> => {
      await change?.publish()
      if (change !== null) written = expected
    }
    const restart = async (): Promise<void> => {
      store = await openStore(tree.root)
      await store.sweep()
      expected = written
    }
    for (let step = 0; step < 80; step++) {
      const remove = [...expected.keys()].filter(() => random() < (step % 10 === 9 ? 0.5 : 0.05))
      const add = Array.from({ length: below(5) }, (_, i) => madeDocument(store.nextDocument + i, below(7)))
      const after = new Map([...expected, ...add.map((rows) => [rows.id, rows] as const)])
      for (const id of remove) after.delete(id)
      const dice = random()
      if (dice < 0.3) {
        await show(store, { add, remove })
        expected = after
      } else if (dice < 0.4) await publish(await store.prepareMerge())
      else if (dice < 0.5) {
        // A crash before publishing: the next start finds the old state.
        await store.prepare({ add, remove })
        await restart()
      } else {
        const change = await store.prepare({ add, remove })
        expected = after
        await publish(change)
      }
      if (random() < 0.1) await restart()
      if (step % 20 === 19) {
        await makeGraphs({ store, leastRows: 4 })
        written = store.isFlushed ? expected : written
      }
      expectContents(store, expected.values())
      await reader.refresh()
      expectContents(reader, written.values())
      expect(store.generation - reader.generation).toBe(store.isFlushed ? 0 : 1)
    }
    await publish(await store.prepare())
    expect(store.segments.length).toBeLessThan(9)
    for (const { graph, segment } of (await openStore(tree.root)).segments)
      expect((await graph?.open())?.nodeCount ?? segment.rowCount).toBe(segment.rowCount)
    const named = store.segments.flatMap(({ deleted }) => (deleted === null ? [0] : [0, 0])).length
    expect(await dataFiles(tree.root)).toHaveLength(named)
  })
})

describe('a reader', () => {
  test('says whether there was something new', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    const reader = await openStore(tree.root)
    expect(await reader.refresh()).toBe(false)
    expect([await reader.isCurrent(), await reader.isCurrent()]).toEqual([true, true])
    await commit(store, [madeDocument(1, 1)])
    expect([await reader.isCurrent(), await reader.isCurrent()]).toEqual([false, false])
    expect(await reader.refresh()).toBe(true)
    expect(await reader.refresh()).toBe(false)
    expect(await reader.isCurrent()).toBe(true)
  })

  test('keeps what it has until it refreshes, though the files are gone', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    await commit(store, [madeDocument(1, 2)])
    const reader = await openStore(tree.root)
    await commit(store, [madeDocument(2, 2)], [1])
    expectContents(reader, [madeDocument(1, 2)])
    expect(reader.generation).toBe(1)
  })

  test('that opens and refreshes while a writer publishes and merges always finds one whole generation', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    const idsAt = new Map<number, string>([[0, '']])
    const writing = new AbortController()
    const read = async (next: () => Promise<Store>): Promise<number> => {
      const seen = new Set<number>()
      while (!writing.signal.aborted) {
        const found = await next()
        const ids = [...contentsOf(found).keys()].toSorted((a, b) => a - b).join()
        expect(ids).toBe(idsAt.get(found.generation))
        seen.add(found.generation)
      }
      return seen.size
    }
    const follower = await openStore(tree.root)
    const readers = [
      read(() => openStore(tree.root)),
      read(async () => {
        await follower.refresh()
        return follower
      }),
    ]
    const live: number[] = []
    for (let id = 1; id <= 150; id++) {
      const remove = id % 3 === 0 ? live.splice(0, 1) : []
      live.push(id)
      idsAt.set(id, live.join())
      await commit(store, [madeDocument(id, 2)], remove)
    }
    writing.abort()
    for (const generations of await Promise.all(readers)) expect(generations).toBeGreaterThan(5)
  })
})

describe('a damaged store', () => {
  test('names the file that is missing or damaged and the way out', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    await commit(await openStore(tree.root), [madeDocument(1, 2)])
    const bytes = await readFile(tree.at('segment-1.lsg'))
    await writeFile(tree.at('segment-1.lsg'), bytes.subarray(0, 50))
    const failure = expect.objectContaining({ code: 'library-damaged', message: expect.stringContaining('--rebuild') })
    await expect(openStore(tree.root)).rejects.toEqual(failure)
    await rm(tree.at('segment-1.lsg'))
    await expect(openStore(tree.root)).rejects.toEqual(failure)
  })

  test('is noticed when a file is of another generation than the manifest says', async () => {
    await using tree = await makeTree({})
    await createStore(tree.root, model)
    const store = await openStore(tree.root)
    await commit(store, [madeDocument(1, 200)])
    const older = await readFile(tree.at('segment-1.lsg'))
    await commit(store, [madeDocument(2, 30)])
    await writeFile(tree.at('segment-2.lsg'), older)
    await expect(openStore(tree.root)).rejects.toMatchObject({ code: 'library-damaged' })
  })
})
