import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeLibrary, subjects } from '../../test/library-fixture.ts'

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
