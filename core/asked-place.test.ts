import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { absoluteAsked, askedPlace } from './asked-place.ts'
import { documentUri } from './search/document-uri.ts'
import { makeTree } from './sources/test-tree.ts'

test('a page, a document in a file, and a file are told apart', async () => {
  await using tree = await makeTree({ 'a.mbox': '', 'notes # 1.txt': '', 'c # d.zip': '' })
  const at = (name: string): string => tree.at(name)
  expect(askedPlace('https://example.org/a # b')).toEqual({ kind: 'page', url: 'https://example.org/a # b' })
  expect(askedPlace(`${at('a.mbox')} # 0-12//1 plan # 2.md`)).toEqual({
    kind: 'part',
    path: at('a.mbox'),
    part: '0-12//1 plan # 2.md',
  })
  expect(askedPlace(at('notes # 1.txt'))).toEqual({ kind: 'path', path: at('notes # 1.txt') })
  expect(askedPlace(`${at('c # d.zip')} # x.txt`)).toEqual({ kind: 'part', path: at('c # d.zip'), part: 'x.txt' })
  expect(askedPlace('gone.zip # x.txt')).toEqual({ kind: 'part', path: resolve('gone.zip'), part: 'x.txt' })
})

test.each([
  ['/home/me/a b.mbox', '0-12//1 plan 50 %.md'],
  ['/home/me/all#.zip', 'inner.zip!/a#b.txt'],
  ['/home/me/notes.txt', ''],
])('the address of %s # %s leads back to it', (path, part) => {
  const expected = part === '' ? { kind: 'path', path } : { kind: 'part', path, part }
  expect(askedPlace(documentUri({ path, part }))).toEqual(expected)
})

test('an address that names no file is a path where nothing is', () => {
  expect(askedPlace('file://other-host/share/a.txt')).toMatchObject({ kind: 'path' })
})

test.each(['https://example.org/a//b', '/x/y.mbox # 0-12//1 z.md', '/x/y'])(
  '%s is the same for any process',
  (asked) => {
    expect(absoluteAsked(asked)).toBe(asked)
  },
)
