import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { DocumentRecord } from '../../catalogue/document-record.ts'
import { makeLibrary, subjects } from '../../test/library-fixture.ts'
import { encodeOutline } from '../../text/outline.ts'
import { Names } from './names.ts'

test('documents are found by name as soon as they are in the library, and no longer when they left', async () => {
  await using made = await makeLibrary({
    'drinks/green-tea.txt': subjects.tea,
    'volcano.md': `# Of magma\n\n${subjects.volcano}`,
  })
  const { library } = made
  const namesFor = async (query: string): Promise<string[]> =>
    (await library.names(query, 10)).map(({ path }) => path.slice(made.docs.length + 1))
  expect(await namesFor('tea')).toEqual([])
  await library.index()
  expect(await namesFor('gre')).toEqual(['drinks/green-tea.txt'])
  expect(await namesFor('drinks')).toEqual(['drinks/green-tea.txt'])
  expect(await namesFor('magma')).toEqual(['volcano.md'])
  await writeFile(made.tree.at('docs/teapot.txt'), subjects.violin)
  await rm(made.tree.at('docs/drinks/green-tea.txt'))
  await library.index()
  expect(await namesFor('tea')).toEqual(['teapot.txt'])
  await expect(library.names('tea', 0)).rejects.toMatchObject({ code: 'bad-request' })
})

/** A document of which only the name says something. */
function documentNamed(id: number, name: string): DocumentRecord {
  return {
    id,
    path: `/docs/${name}`,
    part: '',
    kind: 'text',
    source: 'folder',
    size: 1,
    mtimeMs: id,
    hash: 0n,
    place: 'own-bytes',
    textBytes: 1,
    chunks: 1,
    outline: encodeOutline({ title: '', headings: [] }),
    language: null,
    dated: id,
    sender: null,
    recipients: [],
    thread: null,
    site: null,
  }
}

test('the index of many documents is made in steps, between which others have their turn, and is whole for who waits', async () => {
  const all = Array.from({ length: 12_000 }, (_, i) => documentNamed(i + 1, `report-${i + 1}.txt`))
  let [count, turns] = [9000, 0]
  const names = new Names({
    catalogue: {
      documentsOf: (ids) => new Map(ids.map((id) => [id, all[id - 1]])),
      *documentsAfter(id) {
        yield* all.slice(id, count)
      },
    },
    turn: async () => void turns++,
  })
  const find = async (query: string, generation: number): Promise<string[]> =>
    (await names.find(query, 5, generation)).map(({ path }) => path)
  // Two questions at once need one index.
  expect(await Promise.all([find('8999', 1), find('report-17', 1)])).toEqual([
    ['/docs/report-8999.txt'],
    expect.arrayContaining(['/docs/report-17.txt']),
  ])
  expect(turns).toBeGreaterThan(3)
  expect(names.size).toBe(9000)
  expect(await find('11999', 1)).toEqual([])
  count = 12_000
  expect(await find('11999', 2)).toEqual(['/docs/report-11999.txt'])
  expect(names.size).toBe(12_000)
  // An older moment of the library.
  count = 10
  expect(await find('11999', 1)).toEqual([])
})
