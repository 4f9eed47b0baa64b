import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fourFiles, makeLibrary } from '../test/library-fixture.ts'
import { leantern } from './testing.ts'

async function closedLibrary(): Promise<AsyncDisposable & { readonly folder: string }> {
  const made = await makeLibrary(fourFiles)
  await made.library.index()
  await made.library.close()
  return { folder: made.folder, [Symbol.asyncDispose]: () => made.tree[Symbol.asyncDispose]() }
}

test('check says that all is well, in words and as JSON', async () => {
  await using made = await closedLibrary()
  const words = await leantern('check', '--index', made.folder)
  expect(words).toMatchObject({ code: 0, out: '4 documents, 4 chunks in 1 segment: all is well\n' })
  const json = await leantern('check', '--index', made.folder, '--json')
  expect(JSON.parse(json.out)).toEqual({ segments: 1, chunks: 4, documents: 4, findings: [] })
})

test('check ends with 3 when something is wrong, --repair mends it', async () => {
  await using made = await closedLibrary()
  await rm(join(made.folder, 'segment-1.lsg'))
  const found = await leantern('check', '--index', made.folder)
  expect(found.code).toBe(3)
  expect(found.out).toContain('segment-1.lsg: ')
  const repaired = await leantern('check', '--repair', '--index', made.folder)
  expect(repaired).toMatchObject({ code: 0, err: expect.stringContaining('Repaired: 4 documents read again') })
  expect((await leantern('check', '--index', made.folder)).code).toBe(0)
})

test('check of a folder without a library says how to make one', async () => {
  const { code, err } = await leantern('check', '--index', join(import.meta.dirname, 'nowhere'))
  expect(code).toBe(3)
  expect(err).toContain('leantern index FOLDER')
})
