import { expect, test } from 'vitest'
import { sourcesOf } from './source-summary.ts'
import { makeLibrary } from './test/library-fixture.ts'

test('every root has the documents at and below it, a root that is one file has itself', async () => {
  await using made = await makeLibrary({
    'a/one.txt': 'Green tea.',
    'a/deep/two.txt': 'A volcano.',
    'ab/three.txt': 'Penguins.',
    'four.txt': 'A violin.',
    'list.jsonl': '{"text":"first"}\n{"text":"second"}\n',
  })
  await made.library.index()
  const all = [{ path: made.docs, documents: 6, textBytes: expect.any(Number) }]
  expect(sourcesOf(made.library)).toEqual(all)
  await made.library.remove(made.docs)
  for (const path of ['a', 'ab', 'four.txt', 'list.jsonl']) await made.library.addRoot(`${made.docs}/${path}`)
  await made.library.index()
  expect(sourcesOf(made.library).map(({ documents }) => documents)).toEqual([2, 1, 1, 2])
})
