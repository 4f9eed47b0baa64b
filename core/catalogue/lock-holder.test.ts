import { readdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { outcomeOf, startLeantern, leantern } from '../cli/testing.ts'
import { makeTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { holderName, holderText, programOf, readHolder, writeHolder } from './lock-holder.ts'
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
  await using dead = await makeTree({ 'leantern-dead/s': '' })
  writeHolder(tree.root, {
    pid: 1,
    what: 'leantern index',
    sinceMs: 0,
    address: dead.at('leantern-dead/s'),
    token: 'x',
  })
  const release = lockForWriting(tree.root)
  expect(readHolder(tree.root)).toMatchObject({ pid: process.pid })
  expect(readHolder(tree.root)?.address).toBeUndefined()
  expect(await readdir(dead.root)).toEqual(process.platform === 'win32' ? ['leantern-dead'] : [])
  release()
  expect(readHolder(tree.root)).toBe(null)
})

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
  expect(holderText({ pid: 7, what: 'the app', sinceMs: new Date(2026, 0, 1, 9, 5).getTime() })).toBe(
    'the app (process 7, since 09:05)',
  )
})
