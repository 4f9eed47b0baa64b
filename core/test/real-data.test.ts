import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../leann/store.ts'
import { openLibrary, type Library } from '../library.ts'
import { makeTree } from '../sources/test-tree.ts'
import { ask } from './library-fixture.ts'

/** Texts of others, beside the project where somebody has them. */
const data = new URL('../../../data', import.meta.url).pathname

/** Indexes folders of `data` into a library of its own and lends it. */
async function withLibraryOf(folders: readonly string[], work: (library: Library) => Promise<void>): Promise<void> {
  await using tree = await makeTree({})
  const library = await openLibrary({ folder: tree.at('library'), access: 'write' })
  try {
    for (const folder of folders) await library.addRoot(join(data, folder))
    await library.index()
    await work(library)
  } finally {
    await library.close()
  }
}

/** Bytes of every chunk. */
async function chunkSizesOf(folder: string): Promise<number[]> {
  const { segments } = await openStore(folder)
  return segments.flatMap(({ segment }) =>
    Array.from(segment.documentIds, (_, index) => {
      const { starts, ends } = segment.ranges(index)
      return Array.from(starts, (start, i) => ends[i] - start)
    }).flat(),
  )
}

describe.skipIf(!existsSync(data))('real texts (../data)', () => {
  test('a question about the Rust book leads to its chapter, and every chunk can be read again', async () => {
    await withLibraryOf(['prose/rust-book'], async (library) => {
      const { results } = await ask(library, 'how are closures captured in rust')
      expect(results.slice(0, 5).map(({ path }) => path)).toContainEqual(expect.stringContaining('ch13'))
      const { stats, results: exact } = await ask(library, 'how are closures captured in rust', 'flat')
      expect(stats).toMatchObject({ stale: 0, recomputed: (await library.status()).chunks })
      const best = new Set(exact.map(({ path, start }) => `${path} ${start}`))
      expect(results.filter(({ path, start }) => best.has(`${path} ${start}`)).length).toBeGreaterThanOrEqual(8)
    })
  })

  test('long prose gives chunks of 1,200 bytes and more on average, 2,000 at most, indexed in under 5 % of it', async () => {
    await withLibraryOf(['prose/rust-rfcs'], async (library) => {
      const sizes = await chunkSizesOf(library.folder)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(2000)
      expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeGreaterThanOrEqual(1200)
      const { share, chunks, errors } = await library.status()
      expect([chunks, errors]).toEqual([sizes.length, 0])
      expect(share.semantic).toBeLessThan(0.05)
    })
  })

  test('odd and damaged documents of every kind are read or refused with a reason, and read again as indexed', async () => {
    await withLibraryOf(['docs'], async (library) => {
      const { documents, errors } = await library.status()
      expect(documents).toBeGreaterThan(200)
      const problems = library.problems()
      expect(problems).toHaveLength(errors)
      expect(problems.filter(({ message }) => message.length < 10)).toEqual([])
      expect(problems.filter(({ code }) => code === 'crashed' || code === 'timed-out')).toEqual([])
      expect((await ask(library, 'annual report', 'flat')).stats.stale).toBe(0)
      expect(library.pending()).toEqual([])
    })
  })
})
