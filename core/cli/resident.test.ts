import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles, subjects } from '../test/library-fixture.ts'
import type { IndexSummary, SearchAnswer } from '../types.ts'
import { leantern, outcomeOf, startLeantern, type LeanternProcess } from './testing.ts'

let tree: TestTree
let library: string
let watcher: LeanternProcess

beforeAll(async () => {
  tree = await makeTree({ ...fourFiles, 'more/violin.txt': subjects.violin })
  library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
  watcher = startLeantern('watch', '--index', library)
  await new Promise((resolve) => watcher.stderr.once('data', resolve))
})
afterAll(async () => {
  if (watcher.exitCode === null) watcher.kill('SIGKILL')
  await tree[Symbol.asyncDispose]()
})

async function pathsFor(query: string): Promise<string[]> {
  const { out } = await leantern('search', query, '--index', library, '--json')
  return (JSON.parse(out) as SearchAnswer).results.map(({ path }) => path)
}

describe('while another process holds the library', () => {
  test('index hands a folder over, and the holder watches it from then on', async () => {
    const { code, out } = await leantern('index', tree.at('more'), '--index', library, '--json')
    expect([code, (JSON.parse(out) as IndexSummary).added]).toEqual([0, 1])
    expect(await pathsFor('old instruments from Cremona')).toContain(tree.at('more/violin.txt'))
    await writeFile(tree.at('more/new.txt'), 'A saxophone is played with a reed.')
    await expect
      .poll(() => pathsFor('saxophone'), { timeout: 60_000, interval: 300 })
      .toContain(tree.at('more/new.txt'))
  })

  test('remove and forget are handed over', async () => {
    expect(await leantern('remove', tree.at('nature/birds'), '--index', library)).toMatchObject({
      code: 0,
      out: '1 document left the library.\n',
    })
    expect(await leantern('forget', tree.at('nature/volcano.txt'), '--index', library)).toMatchObject({ code: 0 })
    expect(await pathsFor('magma and ash')).not.toContain(tree.at('nature/volcano.txt'))
  })

  test.each([
    ['status', []],
    ['list', []],
    ['why', ['more/violin.txt']],
    ['search', ['a violin']],
    ['ask', ['how many strings has a violin?']],
  ])('%s answers', async (name, words) => {
    const { code, err } = await leantern(
      name,
      ...words.map((word) => (word.includes('/') ? tree.at(word) : word)),
      '--index',
      library,
    )
    expect([code, err]).toEqual([0, ''])
  })

  test('what needs the library alone says who has it', async () => {
    const { code, err } = await leantern('index', '--rebuild', '--index', library)
    expect([code, err]).toEqual([3, expect.stringContaining(`leantern watch (process ${watcher.pid}`)])
  })

  test('it ends well, and the library is sound', async () => {
    const outcome = outcomeOf(watcher)
    watcher.kill('SIGINT')
    expect(await outcome).toMatchObject({ code: 0 })
    expect(await leantern('check', '--index', library)).toMatchObject({ code: 0 })
  })
})
