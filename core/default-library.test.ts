import { isAbsolute, sep } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { defaultLibraryFolder } from './default-library.ts'

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
