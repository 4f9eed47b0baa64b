import { expect, test } from 'vitest'
import { usualWeight } from '../search/feedback/tune.ts'
import { makeTree } from '../sources/test-tree.ts'
import { subjects } from '../test/library-fixture.ts'
import { leantern } from './testing.ts'

test('judged searches are kept, counted and tuned on; --reset forgets them', async () => {
  await using tree = await makeTree({ 'docs/tea.txt': subjects.tea, 'docs/volcano.txt': subjects.volcano })
  const library = ['--index', tree.at('library')]
  await leantern('index', tree.at('docs'), ...library)
  expect(await leantern('tune', ...library)).toMatchObject({ code: 2, err: expect.stringContaining('at least 10') })
  const words = 'leaves infusion water pot cups colour taste boiling picking small'.split(' ')
  for (const [i, word] of words.entries()) {
    const { out } = await leantern('judge', word, tree.at('docs/tea.txt'), ...library)
    expect(out).toBe(i === 0 ? '1 search judged.\n' : `${i + 1} searches judged.\n`)
  }
  expect(await leantern('judge', 'tea', tree.at('docs/none.txt'), ...library)).toMatchObject({ code: 2 })
  expect((await leantern('judge', '--list', ...library)).out).toMatch(/^leaves\n {4}\S+tea\.txt\n.*10 searches judged/s)
  const undo = (word: string) => leantern('judge', '--undo', word, tree.at('docs/tea.txt'), ...library)
  expect(await undo(' Small')).toMatchObject({ code: 0, out: 'Taken back. 9 searches judged.\n' })
  expect(await undo('small')).toMatchObject({ code: 1, out: expect.stringContaining('Nothing was told') })
  await leantern('judge', 'small', tree.at('docs/tea.txt'), ...library)
  expect(await leantern('judge', 'small', ...library)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--list'),
  })
  const refused = [
    [' ', 'got nothing'],
    ['fruit:apple', 'got “fruit:”'],
    ['-tea', 'exclusions only'],
  ]
  for (const [query, said] of refused) {
    const err = expect.stringContaining(said)
    expect(await leantern('judge', ...library, '--', query, tree.at('docs/tea.txt'))).toMatchObject({ code: 2, err })
  }
  expect((await leantern('tune', ...library)).out).toMatch(
    new RegExp(`10 judged searches.*before: meaning counts ${usualWeight} .*No better beyond chance`, 's'),
  )
  expect((await leantern('tune', '--reset', ...library)).code).toBe(0)
  expect((await leantern('tune', ...library)).code).toBe(2)
})
