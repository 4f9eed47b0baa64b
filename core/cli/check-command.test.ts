import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { feedbackName } from '../search/feedback/feedback-file.ts'
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

test('check says how far it is; what cannot be read of what was judged is set aside, and the name is told', async () => {
  await using made = await closedLibrary()
  const file = join(made.folder, feedbackName)
  await writeFile(file, 'no database'.repeat(100))
  const found = await leantern('check', '--index', made.folder)
  expect(found.code).toBe(3)
  expect(found.err).toMatch(/^Checking segment-1\.lsg: 0\.0 %$/mu)
  expect(found.out).toContain('feedback.sqlite: What you opened and judged cannot be read')
  const repaired = await leantern('check', '--repair', '--index', made.folder)
  expect(repaired.out).toContain('is called feedback.sqlite.damaged now; in the new one: 0 judged and 0 opened results')
  expect((await leantern('check', '--index', made.folder)).code).toBe(0)
  await writeFile(file, 'no database'.repeat(100))
  const json = await leantern('check', '--repair', '--json', '--index', made.folder)
  expect(JSON.parse(json.out)).toMatchObject({
    setAside: [{ part: feedbackName, name: 'feedback.sqlite.damaged-2', kept: { judged: 0, opened: 0 } }],
  })
})

test('check is ended by Ctrl-C', async () => {
  await using made = await closedLibrary()
  const before = process.listenerCount('SIGINT')
  const checked = leantern('check', '--index', made.folder)
  while (process.listenerCount('SIGINT') === before) await nextTurn()
  process.emit('SIGINT')
  expect(await checked).toMatchObject({ code: 130, err: expect.stringContaining('Stopped; nothing was changed.') })
})
