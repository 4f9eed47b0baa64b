import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeLibrary } from '../test/library-fixture.ts'
import type { SearchAnswer } from '../types.ts'

test('an answer by words alone has the best passages, as many as are seen at once; the whole one has all', async () => {
  const files = Array.from({ length: 20 }, (_, i) => [
    `${i}.txt`,
    `A ferry. ${`isle${i} pier${i} buoy${i} `.repeat(9)}`,
  ])
  await using made = await makeLibrary(Object.fromEntries(files))
  await made.library.index()
  const request = { query: 'a ferry', limit: 30, strategy: 'codes' } as const
  const partial: SearchAnswer[] = []
  const whole = await made.library.search(request, undefined, (answer) => partial.push(answer))
  const words = await made.library.search({ ...request, ranking: 'words' })
  expect([whole.results.length, words.results.length]).toEqual([20, 20])
  expect(partial).toHaveLength(1)
  const paths = ({ results }: SearchAnswer): string[] => results.map(({ path }) => path)
  expect(paths(partial[0])).toEqual(paths(words).slice(0, 16))
})

test('an answer is of the library as it was when the search began, whatever indexing changes meanwhile', async () => {
  await using made = await makeLibrary({ '0.txt': 'A ferry to the isle.' })
  await made.library.index()
  for (const i of [1, 2, 3]) {
    await writeFile(join(made.docs, `${i}.txt`), `The ferry number ${i} goes to ${'harbour '.repeat(i)}.`)
    await made.library.index()
  }
  const request = { query: 'ferry harbour', limit: 30, strategy: 'codes' } as const
  const before = await made.library.search(request)
  // Between the two answers all segments become one.
  const whole = await made.library.search(request, undefined, () => made.library.optimize())
  expect(before.results).toHaveLength(4)
  const told = ({ results }: SearchAnswer): string[] => results.map(({ path, snippet }) => `${path}: ${snippet}`)
  expect(told(whole)).toEqual(told(before))
})
