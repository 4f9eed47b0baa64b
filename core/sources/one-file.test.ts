import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fileSource } from './one-file.ts'
import { listAll, sourceSuite } from './source.suite.ts'
import { makeTree } from './test-tree.ts'

sourceSuite('a single file', async () => {
  const tree = await makeTree({ 'mail.mbox': 'From a' })
  const path = tree.at('mail.mbox')
  return {
    source: fileSource(path),
    files: [path],
    removePlace: () => rm(path),
    cleanUp: async () => tree[Symbol.asyncDispose](),
  }
})

test('the log beside a database counts with it', async () => {
  await using tree = await makeTree({ History: 'four' })
  const source = fileSource(tree.at('History'))
  expect(await listAll(source)).toMatchObject([{ file: { size: 4 } }])
  await writeFile(tree.at('History-wal'), 'and six')
  expect(await listAll(source)).toMatchObject([{ file: { size: 11 } }])
})
