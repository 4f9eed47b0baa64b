import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { outcomeOf, startLeantern, leantern } from '../cli/testing.ts'
import { makeTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { holderName, holderSaying, programOf, readHolder, removeAddress, writeHolder } from './lock-holder.ts'
import { lockForWriting } from './writer-lock.ts'

test('whoever finds the library taken is told by whom, and that searching works', async () => {
  await using tree = await makeTree(fourFiles)
  const library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
  const watcher = startLeantern('watch', '--index', library)
  const watched = outcomeOf(watcher)
  await new Promise((resolve) => watcher.stderr.once('data', resolve))
  const { code, err } = await leantern('index', '--rebuild', '--index', library)
  expect(code).toBe(3)
  expect(err).toMatch(
    new RegExp(`leantern watch \\(process ${watcher.pid}, since \\d\\d:\\d\\d\\) is changing the library`, 'u'),
  )
  expect(err).toContain('searching works meanwhile')
  expect(await leantern('search', 'magma', '--index', library)).toMatchObject({ code: 0 })
  watcher.kill('SIGINT')
  await watched
  expect(await readdir(library)).not.toContain(holderName)
  expect((await leantern('index', '--index', library)).code).toBe(0)
})

test('what a process that died left behind is replaced', async () => {
  await using tree = await makeTree({})
  await using dead = await makeTree({ 'leantern-dead00/s': '' })
  writeHolder(tree.root, {
    pid: 1,
    what: 'leantern index',
    sinceMs: 0,
    address: dead.at('leantern-dead00/s'),
    token: 'x',
  })
  const release = lockForWriting(tree.root)
  expect(readHolder(tree.root)).toMatchObject({ pid: process.pid })
  expect(readHolder(tree.root)?.address).toBeUndefined()
  expect(await readdir(dead.root)).toEqual(process.platform === 'win32' ? ['leantern-dead00'] : [])
  release()
  expect(readHolder(tree.root)).toBe(null)
})

test.skipIf(process.platform === 'win32')(
  'of what an address names, a socket alone in a folder of ours is removed',
  async () => {
    await using tree = await makeTree({
      'leantern-docs/s': 'a document',
      'leantern-abc123/other': 'a document',
      'leantern-def456/s': '',
      'leantern-def456/notes.txt': 'a document',
      'leantern-ghi789/s': '',
    })
    await mkdir(tree.at('leantern-jkl012'))
    const addresses = ['docs/s', 'abc123/other', 'def456/s', 'ghi789/s', 'jkl012/s', 'never00/s']
    for (const address of addresses) removeAddress(tree.at(`leantern-${address}`))
    const left = await readdir(tree.root, { recursive: true })
    expect(left.toSorted()).toEqual([
      'leantern-abc123',
      'leantern-abc123/other',
      'leantern-def456',
      'leantern-def456/notes.txt',
      'leantern-docs',
      'leantern-docs/s',
    ])
  },
)

test('a broken file says nothing', async () => {
  await using tree = await makeTree({})
  await writeFile(tree.at(holderName), '{"pid":"x"}')
  expect(readHolder(tree.root)).toBe(null)
})

test.each([
  [['/usr/bin/node', '/x/core/cli/leantern.js', 'index', 'docs'], {}, 'leantern index'],
  [['/usr/bin/node', '/x/bin/leantern'], {}, 'leantern'],
  [['/usr/bin/node', '/x/out/main/engine.js'], {}, 'the app'],
  [['/x/Leantern'], { electron: '45.0.0' }, 'the app'],
  [['/usr/bin/node', '/x/my-script.js', 'secret words'], {}, 'a program'],
])('%j is: %s', (words, versions, what) => {
  expect(programOf(words, versions)).toBe(what)
})

test('the time is of the day', () => {
  expect(holderSaying({ pid: 7, what: 'the app', sinceMs: new Date(2026, 0, 1, 9, 5).getTime() }).text).toBe(
    'The app (process 7, since 09:05)',
  )
})
