import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ExcludedPaths } from './excluded-paths.ts'
import { makeTree } from './sources/test-tree.ts'
import { fourFiles, makeLibrary } from './test/library-fixture.ts'

test('what is excluded leaves at once and stays out until it is included again', async () => {
  await using made = await makeLibrary(fourFiles)
  const { library, docs } = made
  await library.index()
  expect(await library.exclude(`${docs}/nature`)).toBe(2)
  expect(await library.exclude(`${docs}/tea.md`)).toBe(1)
  expect(await library.index()).toMatchObject({ added: 0 })
  expect([...library.documents()].map(({ path }) => path)).toEqual([`${docs}/money.txt`])
  await library.include(`${docs}/nature`)
  expect(await library.index()).toMatchObject({ added: 2 })
  expect(library.excluded()).toEqual([`${docs}/tea.md`])
})

test('a place where nothing is indexed is excluded all the same; a whole root or a place in none is refused', async () => {
  await using made = await makeLibrary(fourFiles)
  const { library, docs } = made
  expect(await library.exclude(`${docs}/nature`)).toBe(0)
  await expect(library.exclude(docs)).rejects.toMatchObject({ code: 'bad-request' })
  await expect(library.exclude('/elsewhere')).rejects.toMatchObject({ code: 'bad-request' })
  await expect(library.include('/elsewhere')).rejects.toMatchObject({ code: 'not-found' })
})

test('a damaged list is said, never read as an empty one', async () => {
  await using made = await makeLibrary({})
  await writeFile(`${made.library.folder}/excluded.json`, '{"version":1,"paths":"all"}')
  expect(() => new ExcludedPaths(made.library.folder)).toThrow('excluded.json')
})

test('changes at one moment are all kept', async () => {
  await using tree = await makeTree({})
  const excluded = new ExcludedPaths(tree.root)
  await Promise.all(['/a', '/b', '/c'].map((path) => excluded.add(path)))
  await Promise.all([excluded.remove('/b'), excluded.add('/d')])
  expect(new ExcludedPaths(tree.root).paths).toEqual(['/a', '/c', '/d'])
})
