import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openLibrary, type Library } from '../library.ts'
import { makeLibrary, subjects, withReader, type TestLibrary } from '../test/library-fixture.ts'
import type { SearchAnswer, Strategy } from '../types.ts'

const hotCacheBytes = 100_000

const documents = Object.fromEntries(
  Object.entries(subjects).map(([name, text]) => [`${name}.md`, `# About the ${name}\n\n${text}\n`]),
)

/** Indexed, and open again for writing with a hot cache. */
async function made(): Promise<TestLibrary> {
  const { library, folder, ...rest } = await makeLibrary(documents)
  await library.index()
  await library.close()
  const open = await openLibrary({ folder, access: 'write', hotCacheBytes })
  const dispose = async (): Promise<void> => {
    await open.close()
    await rest.tree[Symbol.asyncDispose]()
  }
  return { ...rest, folder, library: open, [Symbol.asyncDispose]: dispose }
}

function ask(library: Library, query: string, strategy: Strategy = 'codes'): Promise<SearchAnswer> {
  return library.search({ query, limit: 2, strategy })
}

describe('a library with a hot cache', () => {
  test('answers a second time with the same hits and scores, and recomputes only what it shows', async () => {
    await using made_ = await made()
    const first = await ask(made_.library, 'hot drink from leaves')
    expect(first.stats).toMatchObject({ cached: 0, recomputed: 5 })
    const again = await ask(made_.library, 'hot drink from leaves')
    for (const [i, { path, score }] of again.results.entries()) {
      expect(path).toBe(first.results[i].path)
      expect(score).toBeCloseTo(first.results[i].score, 5)
    }
    expect(again.stats.cached).toBe(5)
    expect(again.stats.recomputed).toBe(2)
  })

  test('shows no chunk whose text changed meanwhile, and has its file wait', async () => {
    await using made_ = await made()
    const { library, docs } = made_
    await ask(library, 'hot drink from leaves')
    await writeFile(`${docs}/tea.md`, `# Coffee\n\n${subjects.violin}\n`)
    const { results, stats } = await ask(library, 'hot drink from leaves')
    expect(results.map(({ path }) => path)).not.toContain(`${docs}/tea.md`)
    expect(stats.stale).toBe(1)
    expect(library.pending()).toEqual([`${docs}/tea.md`])
    await library.index()
    expect((await ask(library, 'coffee')).results.map(({ title }) => title)).toContain('Coffee')
  })

  test('leaves the oracle alone', async () => {
    await using made_ = await made()
    await ask(made_.library, 'hot drink from leaves')
    expect((await ask(made_.library, 'hot drink from leaves', 'flat')).stats).toMatchObject({
      cached: 0,
      recomputed: 5,
    })
  })

  test('is there for whoever opens it next, readers too, until it is taken away', async () => {
    await using made_ = await made()
    const { library, folder } = made_
    await ask(library, 'hot drink from leaves')
    await library.close()
    await withReader(folder, async (reader) => {
      expect((await ask(reader, 'hot drink from leaves')).stats.cached).toBe(5)
    })
    const without = await openLibrary({ folder, access: 'write', hotCacheBytes: 0 })
    expect((await ask(without, 'hot drink from leaves')).stats.cached).toBe(0)
    await without.close()
    await withReader(folder, async (reader) => {
      await ask(reader, 'hot drink from leaves')
      expect((await ask(reader, 'hot drink from leaves')).stats.cached).toBe(0)
    })
  })

  test('has the hubs of the graph that optimize made', async () => {
    await using made_ = await made()
    await made_.library.optimize()
    const { stats } = await ask(made_.library, 'hot drink from leaves', 'two-level')
    expect(stats.hops).toBeGreaterThan(0)
    expect(stats.cached).toBeGreaterThan(0)
  })
})
