import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { asNobody } from '../test/as-nobody.ts'
import { CACHE_SIGNATURE } from './exclusions.ts'
import { someFolders } from './folder.ts'
import { listFolders, type ListedFolder } from './folder-tree.ts'
import { listAll, pathOf } from './source.suite.ts'
import type { SourceEvent } from './source.ts'
import { makeTree, type TestTree } from './test-tree.ts'

const supports = (path: string) => path.endsWith('.txt')

/** What listing these folders gives: 'file a.txt', 'listed b', 'unlisted b/c', 'skipped d', 'problem e'. */
async function told({ root, at }: TestTree, ...folders: readonly string[]): Promise<string[]> {
  const events = await listAll(someFolders({ root, supports }, folders.map(at)))
  return events.map((event) => `${wordFor(event)} ${relative(root, pathOf(event))}`.trimEnd())
}

function wordFor(event: SourceEvent): string {
  if (event.kind !== 'folder') return event.kind
  return event.isListed ? 'listed' : 'unlisted'
}

describe('a partial listing', () => {
  test('gives the files directly in the folders, and names the folders in them that it does not enter', async () => {
    await using tree = await makeTree({ 'a.txt': '', 'b/c.txt': '', 'b/d/e.txt': '', 'b/f/g.txt': '', 'h/i.txt': '' })
    expect(await told(tree, 'b')).toEqual(['listed b', 'file b/c.txt', 'unlisted b/d', 'unlisted b/f'])
    expect(await told(tree, 'b', 'b/d')).toEqual([
      'listed b',
      'file b/c.txt',
      'unlisted b/f',
      'listed b/d',
      'file b/d/e.txt',
    ])
    expect(await told(tree, '')).toEqual(['listed', 'file a.txt', 'unlisted b', 'unlisted h'])
  })

  test('lists the nearest folder above one that is gone', async () => {
    await using tree = await makeTree({ 'b/c.txt': '' })
    expect(await told(tree, 'b/gone/deeper', 'b/gone')).toEqual(['listed b', 'file b/c.txt'])
  })

  test('knows the ignore files above a folder, and lists the folder above one that they leave out', async () => {
    await using tree = await makeTree({
      '.leanternignore': 'draft*',
      'b/draft.txt': '',
      'b/c.txt': '',
      'drafts/in/d.txt': '',
    })
    expect(await told(tree, 'b')).toEqual(['listed b', 'skipped b/draft.txt', 'file b/c.txt'])
    expect(await told(tree, 'drafts/in')).toEqual(['listed', 'skipped .leanternignore', 'skipped drafts', 'unlisted b'])
  })

  test('says of a folder that became a cache that it is left out', async () => {
    await using tree = await makeTree({ 'a.txt': '', 'c/CACHEDIR.TAG': CACHE_SIGNATURE, 'c/b.txt': '' })
    expect(await told(tree, 'c')).toEqual(['listed', 'file a.txt', 'skipped c'])
  })

  test('does not list a folder that cannot be read', async () => {
    await using tree = await makeTree({ 'closed/a.txt': '' })
    await chmod(tree.at('closed'), 0)
    using _ = asNobody(tree.root)
    expect(await told(tree, 'closed')).toEqual(['problem closed'])
  })

  test('fails when the root is gone', async () => {
    await using tree = await makeTree({ 'a/b.txt': '' })
    await rm(tree.root, { recursive: true })
    await expect(told(tree, 'a')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('does not follow a link to a file that another folder lists', async () => {
    await using tree = await makeTree({ 'a/link here/': '', 'b/c.txt': '', 'store.noindex/0f3a': '' })
    await symlink(tree.at('b/c.txt'), tree.at('a/same.txt'))
    await symlink(tree.at('store.noindex/0f3a'), tree.at('a/annexed.txt'))
    expect(await told(tree, 'a')).toEqual([
      'listed a',
      'unlisted a/link here',
      'file a/annexed.txt',
      'skipped a/same.txt',
    ])
  })
})

describe('the folders of a root', () => {
  async function foldersFrom(
    { root, at }: TestTree,
    from: readonly string[],
    enter: (folder: string) => boolean = () => true,
  ): Promise<ListedFolder[]> {
    const walk = {
      from: from.map(at),
      enter: (folder: string) => enter(relative(root, folder)),
      signal: new AbortController().signal,
    }
    const folders: ListedFolder[] = []
    for await (const { path, folders: inner } of listFolders({ root, supports }, walk)) {
      folders.push({ path: relative(root, path), folders: inner.map((folder) => relative(root, folder)) })
    }
    return folders
  }

  test('are those that are read, each with the folders in it', async () => {
    await using tree = await makeTree({ 'a/b/c.txt': '', 'a/.git/x.txt': '', 'd/': '', 'e/pyvenv.cfg': '' })
    expect(await foldersFrom(tree, [''])).toEqual([
      { path: '', folders: ['a', 'd', 'e'] },
      { path: 'd', folders: [] },
      { path: 'a', folders: ['a/b'] },
      { path: 'a/b', folders: [] },
    ])
  })

  test('are walked as far as is asked for', async () => {
    await using tree = await makeTree({ 'a/b/c/': '', 'a/d/': '' })
    expect(await foldersFrom(tree, ['a'], (folder) => folder === 'a/d')).toEqual([
      { path: 'a', folders: ['a/b', 'a/d'] },
      { path: 'a/d', folders: [] },
    ])
  })

  test('begin above a folder that is gone or left out by now', async () => {
    await using tree = await makeTree({ 'a/b/': '', 'a/cache/': '' })
    await mkdir(tree.at('a/cache/in'))
    await writeFile(tree.at('a/cache/CACHEDIR.TAG'), CACHE_SIGNATURE)
    const shallow = () => false
    expect(await foldersFrom(tree, ['a/gone'], shallow)).toEqual([{ path: 'a', folders: ['a/b', 'a/cache'] }])
    expect(await foldersFrom(tree, ['a/cache/in'], shallow)).toEqual([{ path: 'a', folders: ['a/b'] }])
  })
})
