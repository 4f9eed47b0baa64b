import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { folderSource } from './folder.ts'
import { createRules } from './folder-rules.ts'
import { placeAt, readFolder, waitingRoot } from './read-folder.ts'
import { ReadingRulesFile, usualRules } from './reading-rules.ts'
import { filesOf, listAll } from './source.suite.ts'
import { makeTree } from './test-tree.ts'

async function listed(
  files: Readonly<Record<string, string>>,
  change: Partial<typeof usualRules>,
): Promise<readonly string[]> {
  await using tree = await makeTree(files)
  const reading = { ...usualRules, ...change }
  const events = await listAll(folderSource({ root: tree.root, supports: () => true, reading }))
  return filesOf(events).map((path) => path.slice(tree.root.length + 1))
}

describe('rules that a person changed', () => {
  const files = {
    '.gitignore': 'ignored.txt\n',
    '.git/HEAD': '',
    'a.txt': '',
    'ignored.txt': '',
    'node_modules/b.txt': '',
    'x.log': '',
    'cache/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
    'cache/c.txt': '',
    '.ssh/id_rsa': '',
    'bin/d.txt': '',
    'package.json': '',
  }

  test('bring in what was left out, but no keys and passwords', async () => {
    expect(await listed(files, {})).toEqual(['.gitignore', 'a.txt', 'package.json'])
    const off = ['node_modules', '*.log', 'CACHEDIR.TAG', 'bin', '.ssh/']
    expect(await listed(files, { off, useGitignore: false })).toEqual([
      '.gitignore',
      'a.txt',
      'ignored.txt',
      'package.json',
      'x.log',
      'bin/d.txt',
      'cache/CACHEDIR.TAG',
      'cache/c.txt',
      'node_modules/b.txt',
    ])
  })

  test('leave out by patterns, which a .leanternignore may take back for its folder', async () => {
    const own = { '.leanternignore': '!keep.txt\n', 'keep.txt': '', 'a/keep.txt': '', 'a/draft.txt': '', 'b.txt': '' }
    expect(await listed(own, { own: ['*.txt', '!b.txt'] })).toEqual([
      '.leanternignore',
      'b.txt',
      'keep.txt',
      'a/keep.txt',
    ])
  })

  test('are kept in a file, checked when they are changed and when they are read', async () => {
    await using tree = await makeTree({})
    const rules = new ReadingRulesFile(tree.root)
    expect(rules.rules).toEqual(usualRules)
    await rules.change({ off: ['a', 'a'], hosts: ['WWW.Example.org'] })
    await rules.change({ own: ['*.bak'] })
    expect(new ReadingRulesFile(tree.root).rules).toEqual({
      ...usualRules,
      off: ['a'],
      hosts: ['example.org'],
      own: ['*.bak'],
    })
    for (const wrong of [{ off: 'all' }, { hosts: ['a b'] }, { other: 1 }, { savedPages: ['here'] }])
      await expect(rules.change(wrong)).rejects.toMatchObject({ code: 'bad-request' })
    expect(await readFile(tree.at('reading.json'), 'utf8')).toContain('"version": 1')
    await writeFile(tree.at('reading.json'), '{"version":1,"off":"all"}')
    expect(() => new ReadingRulesFile(tree.root)).toThrow(/Delete the file/)
  })
})

test('another disk inside a folder is left out, unless that rule is off', async () => {
  await using tree = await makeTree({ 'mounted/a.txt': '' })
  const read = async (off: readonly string[]) => {
    const rules = createRules({ root: tree.root, supports: () => true, reading: { ...usualRules, off } })
    // As if the root were on another disk than the folder in it.
    const place = { ...(await placeAt(tree.root, rules)), disk: -1 }
    return readFolder({ ...(await waitingRoot(tree.root)), path: tree.at('mounted') }, place)
  }
  expect((await read([])).events).toMatchObject([{ kind: 'skipped', rule: expect.stringContaining('another disk') }])
  expect((await read(['other disks'])).files).toEqual([tree.at('mounted/a.txt')])
})
