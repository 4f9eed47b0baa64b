import { readdir, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openLibrary, type Library } from '../library.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import type { OptimizeProgress } from '../types.ts'

const subjects = ['coffee', 'violin', 'granite', 'harbour', 'orchard', 'lantern', 'glacier', 'library']
const verbs = ['keeps', 'follows', 'warms', 'covers', 'finds']

/** 120 notes of some passages each. */
function notes(): Record<string, string> {
  const note = (i: number): string => {
    const subject = subjects[i % subjects.length]
    const line = (j: number): string =>
      `The ${subject} ${verbs[(i + j) % verbs.length]} the ${subjects[(i * 3 + j) % subjects.length]} number ${i * j}. `
    return Array.from(
      { length: 4 },
      (_, part) =>
        `# Part ${part} of ${subject}\n\n${Array.from({ length: 12 }, (_, j) => line(part * 12 + j)).join('')}\n`,
    ).join('\n')
  }
  return Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`notes/${i}.md`, note(i)]))
}

async function indexed(tree: TestTree): Promise<Library> {
  const library = await openLibrary({ folder: tree.at('library'), access: 'write' })
  await library.addRoot(tree.at('notes'))
  await library.index()
  return library
}

async function topOf(library: Library, strategy: 'exact' | 'two-level' | 'flat'): Promise<string[]> {
  const { results, stats } = await library.search({
    query: 'a violin by the harbour',
    limit: 5,
    strategy,
    ranking: 'meaning',
  })
  if (strategy !== 'flat' && stats.hops === 0) throw new Error('Nothing was walked')
  return results.map(({ path, start }) => `${path}:${start}`)
}

describe('optimizing a library', () => {
  test('makes one segment with a graph, which the walks of the paper find their way by', async () => {
    await using tree = await makeTree(notes())
    const library = await indexed(tree)
    const { chunks } = await library.status()
    const summary = await library.optimize()
    expect(summary).toMatchObject({ chunks, embedded: chunks, resumed: 0, stale: 0, cancelled: false })
    const { bytes } = await library.status()
    expect([bytes.graph, bytes.graph > 0]).toEqual([summary.graphBytes, true])
    const best = await topOf(library, 'flat')
    expect(await topOf(library, 'exact')).toEqual(best)
    expect(await topOf(library, 'two-level')).toEqual(best)
    expect((await readdir(tree.at('library'))).filter((name) => name.startsWith('optimize-'))).toEqual([])
    await library.close()
  })

  test('goes on where it was stopped', async () => {
    await using tree = await makeTree(notes())
    const library = await indexed(tree)
    const { chunks } = await library.status()
    const stop = new AbortController()
    const onProgress = ({ phase }: OptimizeProgress): void => {
      if (phase === 'linking') stop.abort()
    }
    const first = await library.optimize({ signal: stop.signal, onProgress })
    expect(first).toMatchObject({ embedded: chunks, cancelled: true, graphBytes: 0 })
    await library.close()
    const again = await openLibrary({ folder: tree.at('library'), access: 'write' })
    expect(await again.optimize()).toMatchObject({ embedded: 0, resumed: chunks, cancelled: false })
    expect((await again.status()).bytes.graph).toBeGreaterThan(0)
    await again.close()
  })

  test('leaves what changed meanwhile to the next index run, which keeps the graph of the rest', async () => {
    await using tree = await makeTree(notes())
    const library = await indexed(tree)
    await writeFile(tree.at('notes/7.md'), '# Tea\n\nA kettle of green tea stands on the stove.\n')
    const { stale } = await library.optimize()
    expect(stale).toBeGreaterThan(0)
    expect(await library.index()).toMatchObject({ changed: 1, embedded: 1 })
    const { results } = await library.search({ query: 'green tea on the stove', limit: 1, strategy: 'exact' })
    expect(results[0].path).toBe(tree.at('notes/7.md'))
    expect((await topOf(library, 'exact')).length).toBe(5)
    await library.close()
  })

  test('of an empty library does nothing', async () => {
    await using tree = await makeTree({ 'notes/': '' })
    const library = await indexed(tree)
    expect(await library.optimize()).toMatchObject({ chunks: 0, embedded: 0, graphBytes: 0, cancelled: false })
    await library.close()
  })
})
