import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import type { Encoder } from '../embed/encoder.ts'
import { openStore } from '../leann/store.ts'
import { makeLibrary } from '../test/library-fixture.ts'
import type { SearchAnswer } from '../types.ts'
import { answer } from './answer.ts'
import { PassageReader } from './passages.ts'

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
  expect(paths(partial[0])).toEqual(paths(words).slice(0, 10))
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

test('a search that is replaced once its words are told ends before it looks for meaning', async () => {
  await using made = await makeLibrary({ '0.txt': 'A ferry to the isle.' })
  await made.library.index()
  const replaced = new AbortController()
  const request = { query: 'ferry', limit: 30, strategy: 'codes' } as const
  // As a message of another process comes: not before the event loop turns.
  const search = made.library.search(request, replaced.signal, () => void setImmediate(() => replaced.abort()))
  await expect(search).rejects.toMatchObject({ code: 'cancelled' })
})

test('the answer by words does not wait for the model', async () => {
  await using made = await makeLibrary({ '0.txt': 'A ferry to the isle.' })
  await made.library.index()
  const store = await openStore(made.folder)
  const catalogue = openCatalogue(made.folder, 'read')
  const texts = new TextCache(made.folder, 'read')
  const passages = new PassageReader({ catalogue, texts, noticeChanged: () => {}, isAway: () => false })
  const model = Promise.withResolvers<Float32Array>()
  const { dimensions, name, fingerprint } = store.model
  const encoder: Encoder = {
    name,
    fingerprint,
    dimensions,
    maxTokens: 256,
    centre: new Float32Array(dimensions),
    languages: ['en'],
    embed: () => model.promise,
    close: async () => {},
  }
  try {
    const partial = Promise.withResolvers<SearchAnswer>()
    const whole = answer(
      { store, catalogue, encoder, passages },
      { query: 'ferry', limit: 30, strategy: 'codes' },
      { onPartial: partial.resolve },
    )
    expect((await partial.promise).results.map(({ snippet }) => snippet)).toEqual(['A ferry to the isle.'])
    // It knows none of the words.
    model.resolve(new Float32Array(dimensions))
    expect((await whole).results).toHaveLength(1)
  } finally {
    texts.close()
    catalogue.close()
  }
})
