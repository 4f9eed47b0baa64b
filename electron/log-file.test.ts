import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeTree } from '../core/sources/test-tree.ts'
import { openLog } from './log-file.ts'

test('neither a path nor a text that is given to the log is in it', async () => {
  await using tree = await makeTree({})
  const file = tree.at('deep/engine.log')
  const log = openLog(file)
  log('status.failed', { error: String(new Error("ENOENT: no such file, open '/home/anna/divorce.txt'")) })
  log('index.failed', {
    path: '/home/anna/divorce.txt',
    text: 'the garden party',
    paths: ['/home/anna'],
    of: { path: '/x' },
  })
  const text = readFileSync(file, 'utf8')
  expect(text).not.toMatch(/anna|divorce|garden|\/x/u)
  const [first, second] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(first).toMatchObject({ event: 'status.failed', error: 'Error ENOENT' })
  expect(second).toMatchObject({ path: 'withheld', text: 'withheld', paths: 1, of: 'withheld' })
})

test('counts, truths and codes are kept, one line an event, for the owner only', async () => {
  await using tree = await makeTree({})
  const file = tree.at('engine.log')
  openLog(file)('index.finished', { added: 3, isDone: true, error: 'disk-full', none: null })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    added: 3,
    isDone: true,
    error: 'disk-full',
    none: null,
  })
  expect(process.platform === 'win32' ? 0 : statSync(file).mode & 0o077).toBe(0)
})

test('a log of more than a megabyte is put aside', async () => {
  await using tree = await makeTree({})
  const file = tree.at('engine.log')
  writeFileSync(file, 'x'.repeat(1_000_001))
  openLog(file)('started')
  expect([statSync(file).size < 200, statSync(`${file}.old`).size]).toEqual([true, 1_000_001])
})
