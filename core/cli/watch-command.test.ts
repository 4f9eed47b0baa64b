import { rename, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { fourFiles, subjects } from '../test/library-fixture.ts'
import { leantern, outcomeOf, startLeantern, type LeanternProcess } from './testing.ts'

const patience = { timeout: 60_000, interval: 50 }

/** What the process has written so far; `outcomeOf` may read it as well. */
function heard(child: LeanternProcess): { readonly out: () => string; readonly err: () => string } {
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => void (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => void (err += part.toString()))
  return { out: () => out, err: () => err }
}

test('watch indexes, prints a line for each batch of changes and ends well on Ctrl-C', async () => {
  await using tree = await makeTree(fourFiles)
  const library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
  await writeFile(tree.at('nature/violin.txt'), subjects.violin)
  const child = startLeantern('watch', '--index', library)
  const { out, err } = heard(child)
  const outcome = outcomeOf(child)
  await expect.poll(err, patience).toContain('Watching 2 folders')
  expect(out()).toBe('1 new, 0 changed, 0 removed\n')
  await writeFile(tree.at('nature/fern.txt'), 'Ferns have no flowers.')
  await expect.poll(out, patience).toContain('\n1 new, 0 changed, 0 removed\n')
  await rm(tree.at('nature/fern.txt'))
  await expect.poll(out, patience).toContain('\n0 new, 0 changed, 1 removed\n')
  child.kill('SIGINT')
  expect((await outcome).code).toBe(0)
  const found = await leantern('search', 'musical instrument', '--index', library, '--json')
  expect(found.out).toContain('violin.txt')
})

test('watch names a folder that is not there, and goes on', async () => {
  await using tree = await makeTree(fourFiles)
  const library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
  await rename(tree.at('nature'), tree.at('away'))
  const child = startLeantern('watch', '--index', library)
  const { err } = heard(child)
  const outcome = outcomeOf(child)
  await expect.poll(err, patience).toContain('Watching 0 folders')
  expect(err().match(/is not there/gu)).toHaveLength(1)
  child.kill('SIGINT')
  expect(await outcome).toMatchObject({ code: 0, out: '' })
})

test('watch expects a library that is there', async () => {
  await using tree = await makeTree({})
  expect(await leantern('watch', '--index', tree.at('none'))).toMatchObject({ code: 3, out: '' })
})
