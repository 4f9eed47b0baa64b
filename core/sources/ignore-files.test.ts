import { execFileSync, spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { folderSource } from './folder.ts'
import { filesOf, listAll } from './source.suite.ts'
import { makeTree } from './test-tree.ts'

const hasGit = spawnSync('git', ['--version']).status === 0

async function filesBelow(root: string): Promise<string[]> {
  const source = folderSource({ root, supports: (path) => path.endsWith('.txt') })
  return filesOf(await listAll(source)).map((path) => relative(root, path))
}

describe('.gitignore', () => {
  test('counts in its folder and below, and a nearer one decides', async () => {
    await using tree = await makeTree({
      '.gitignore': '*.txt\n!keep.txt\n/only-here/\n',
      'a.txt': '',
      'keep.txt': '',
      'only-here/keep.txt': '',
      'sub/only-here/keep.txt': '',
      'sub/.gitignore': '!b.txt\nkeep.txt',
      'sub/b.txt': '',
      'sub/keep.txt': '',
    })
    expect(await filesBelow(tree.root)).toEqual(['keep.txt', 'sub/b.txt'])
  })

  test('brings in a folder with its content when a nearer one lets it in', async () => {
    await using tree = await makeTree({
      '.gitignore': 'box/',
      'sub/.gitignore': '!box/',
      'sub/box/in/a.txt': '',
      'box/b.txt': '',
    })
    expect(await filesBelow(tree.root)).toEqual(['sub/box/in/a.txt'])
  })

  test('above the root counts up to the repository, and not beyond it', async () => {
    await using tree = await makeTree({
      '.gitignore': 'beyond.txt',
      'repo/.git/info/exclude': 'excluded.txt',
      'repo/.gitignore': 'above.txt\n/notes/anchored.txt',
      'repo/.leanternignore': 'fine.txt',
      'repo/notes/above.txt': '',
      'repo/notes/anchored.txt': '',
      'repo/notes/beyond.txt': '',
      'repo/notes/excluded.txt': '',
      'repo/notes/fine.txt': '',
    })
    expect(await filesBelow(tree.at('repo/notes'))).toEqual(['beyond.txt', 'fine.txt'])
  })

  test('does not empty a root that it leaves out', async () => {
    await using tree = await makeTree({ 'repo/.git/HEAD': '', 'repo/.gitignore': 'notes', 'repo/notes/in/a.txt': '' })
    expect(await filesBelow(tree.at('repo/notes'))).toEqual(['in/a.txt'])
  })

  test('above the root counts for nothing outside a repository', async () => {
    await using tree = await makeTree({ '.gitignore': '*.txt', 'notes/a.txt': '' })
    expect(await filesBelow(tree.at('notes'))).toEqual(['a.txt'])
  })

  test('does not reach into a repository in the repository', async () => {
    await using tree = await makeTree({
      '.gitignore': '*.txt',
      'inner/.git/HEAD': '',
      'inner/.gitignore': 'b.txt',
      'inner/a.txt': '',
      'inner/b.txt': '',
    })
    expect(await filesBelow(tree.root)).toEqual(['inner/a.txt'])
  })

  test('that is a folder, or has names the package refuses, harms nothing', async () => {
    await using tree = await makeTree({
      '.gitignore/a.txt': '',
      'sub/.gitignore': '*.md',
      'sub/...': '',
      'sub/..b.txt': '',
    })
    expect(await filesBelow(tree.root)).toEqual(['.gitignore/a.txt', 'sub/..b.txt'])
  })

  test.skipIf(!hasGit)('leaves in what git leaves in, on random trees', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const files = randomTree(seed)
      await using tree = await makeTree(files)
      execFileSync('git', ['init', '-q', tree.root])
      const listing = ['-C', tree.root, '-c', 'core.excludesFile=', 'ls-files', '-z', '-o', '--exclude-standard']
      const names = execFileSync('git', listing, { encoding: 'utf8' }).split('\0')
      const expected = names.filter((name) => name.endsWith('.txt')).toSorted()
      expect({ files, left: (await filesBelow(tree.root)).toSorted() }).toEqual({ files, left: expected })
    }
  })
})

/** Files and ignore files in folders three deep. */
function randomTree(seed: number): Record<string, string> {
  const random = randomNumbers(seed)
  const one = (list: readonly string[]) => list[Math.floor(random() * list.length)]
  const patterns = [
    'a',
    'b/',
    '/a',
    '*.txt',
    '!a',
    '!b/',
    '!x.txt',
    'a/b',
    '**/b',
    'a/**',
    '!a/b/',
    'x.*',
    '!*.txt',
    '/b/*',
    '# no',
    'y\\.txt',
    '[xz].txt',
  ]
  const files: Record<string, string> = {}
  const folders = ['', 'a/', 'b/', 'a/a/', 'a/b/', 'b/a/', 'b/b/', 'a/b/a/', 'b/a/b/']
  for (const folder of folders) {
    for (const name of ['x.txt', 'y.txt', 'z.txt']) if (random() < 0.7) files[folder + name] = ''
    if (random() < 0.5) files[`${folder}.gitignore`] = Array.from({ length: 3 }, () => one(patterns)).join('\n')
  }
  return files
}

describe('.leanternignore', () => {
  test('has the syntax of .gitignore and goes before it and before the defaults', async () => {
    await using tree = await makeTree({
      '.gitignore': 'drafts/\ndiary.txt',
      '.leanternignore': '!drafts/\n!node_modules/\nprivate/\nsub/*.txt\n!sub/b.txt\n!.ssh/\n!.env',
      'drafts/a.txt': '',
      'diary.txt': '',
      'node_modules/readme.txt': '',
      'private/a.txt': '',
      'sub/a.txt': '',
      'sub/b.txt': '',
      '.ssh/a.txt': '',
    })
    expect(await filesBelow(tree.root)).toEqual(['drafts/a.txt', 'node_modules/readme.txt', 'sub/b.txt'])
  })
})
