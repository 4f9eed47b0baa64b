import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ask, fourFiles, makeLibrary, subjects } from '../test/library-fixture.ts'
import type { Library } from '../library.ts'

const queries = ['hot drink from leaves', 'volcano eruption', '"foreclosure"', 'bird in the cold', 'penguin*']

async function answersOf(library: Library) {
  const answers = []
  for (const query of queries) {
    const { results } = await ask(library, query)
    // How new a document is counts in its score, a billionth of it in the time of a test.
    answers.push(results.map((hit) => ({ ...hit, score: Math.round(hit.score * 1e6) })))
  }
  return { answers, names: await library.names('tea', 5), chunks: (await library.status()).chunks }
}

test('after a rest a library answers as before, whether it was woken or is asked at once', async () => {
  await using made = await makeLibrary(fourFiles)
  const { library } = made
  await library.index()
  const before = await answersOf(library)
  expect(before.answers.every((hits) => hits.length > 0)).toBe(true)
  await library.rest()
  expect(await answersOf(library)).toEqual(before)
  await library.rest()
  await library.wake()
  expect(await answersOf(library)).toEqual(before)
})

test('a library at rest takes in what changed, and forgets', async () => {
  await using made = await makeLibrary(fourFiles)
  const { library, docs } = made
  await library.index()
  await library.rest()
  await writeFile(`${docs}/more.txt`, `${subjects.mortgage} More of it.`)
  expect(await library.index()).toMatchObject({ added: 1, unchanged: 4 })
  await library.rest()
  const { documents } = await library.forget({ kind: 'path', path: `${docs}/money.txt` })
  expect(documents).toBe(1)
  await library.rest()
  const { results } = await ask(library, '"foreclosure"')
  expect(results.map(({ path }) => path)).toEqual([`${docs}/more.txt`])
})
