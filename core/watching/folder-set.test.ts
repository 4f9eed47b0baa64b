import { expect, test } from 'vitest'
import { FolderSet } from './folder-set.ts'

test('a folder leaves with all below it and nothing beside it', () => {
  const folders = new FolderSet()
  for (const path of ['/r', '/r/a', '/r/a/b', '/r/a/b/c', '/r/ab']) folders.add(path)
  expect(folders.in('/r')).toEqual(['/r/a', '/r/ab'])
  expect(folders.remove('/r/a')).toEqual(['/r/a', '/r/a/b', '/r/a/b/c'])
  expect([folders.size, folders.has('/r/a/b'), folders.has('/r/ab'), folders.in('/r')]).toEqual([
    2,
    false,
    true,
    ['/r/ab'],
  ])
  expect(folders.remove('/r/a')).toEqual([])
})
