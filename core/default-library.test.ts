import { isAbsolute, sep } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { defaultLibraryFolder, namedLibraries, namedLibraryFolder } from './default-library.ts'
import { makeTree } from './sources/test-tree.ts'

const before = process.env['LEANTERN_LIBRARY']
afterEach(() => {
  if (before === undefined) delete process.env['LEANTERN_LIBRARY']
  else process.env['LEANTERN_LIBRARY'] = before
})

test('LEANTERN_LIBRARY names the library', () => {
  process.env['LEANTERN_LIBRARY'] = '/somewhere/else'
  expect(defaultLibraryFolder()).toBe('/somewhere/else')
})

test.each(['', undefined])('without it (%j) the library is among the application data', (value) => {
  if (value === undefined) delete process.env['LEANTERN_LIBRARY']
  else process.env['LEANTERN_LIBRARY'] = value
  const folder = defaultLibraryFolder()
  expect(isAbsolute(folder)).toBe(true)
  expect(folder).toContain(`${sep}leantern`)
})

test('a name is a folder among the application data, which LEANTERN_DATA moves', async () => {
  await using tree = await makeTree({ 'libraries/work/': '', 'libraries/home/': '', 'libraries/file': 'x' })
  const env = { LEANTERN_DATA: tree.root }
  expect(namedLibraryFolder('work', env)).toBe(tree.at('libraries/work'))
  expect(namedLibraries(env)).toEqual(['home', 'work'])
  expect(namedLibraries({ LEANTERN_DATA: tree.at('nothing') })).toEqual([])
  expect(defaultLibraryFolder(env)).toBe(tree.at('library'))
})

test.each(['', '..', '../x', 'a/b', 'a\\b', '.hidden', '-x', 'a.', 'x'.repeat(65), 'a\0', 'a b'])(
  '%j is no name',
  (name) => {
    expect(() => namedLibraryFolder(name)).toThrow('Expected a name')
  },
)
