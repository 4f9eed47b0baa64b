import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppError } from '../errors.ts'
import { rowsOfDocument, type DocumentRows } from './segment-file.ts'
import type { Store } from './store.ts'
import { ask, dimensions, documentRows, madeStore, show, vectors } from './testing/made-store.ts'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'leantern-resting-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // what the flag puts there

const query = vectors.slice(40 * dimensions, 41 * dimensions)

async function found(store: Store) {
  const { chunks } = await ask(store, { strategy: 'codes', query })
  return chunks.map(({ chunk, score }) => ({ chunk, score }))
}

/** Copies: no view of the file's bytes. */
function plain({ starts, ends, checks, codes }: DocumentRows) {
  return { starts: [...starts], ends: [...ends], checks: [...checks], signs: [...codes.signs] }
}

function documentsOf({ segments }: Store) {
  return segments.map(({ segment, deleted }) => ({
    name: segment.name,
    deleted: deleted?.count ?? 0,
    ids: [...segment.documentIds],
    documents: Array.from(segment.documentIds, (_, i) => plain(rowsOfDocument(segment, i))),
  }))
}

test('a store at rest holds no bytes of its files, and finds the same when it is asked', async () => {
  const { store } = await madeStore(folder)
  const [before, documents, bytes] = [await found(store), documentsOf(store), store.bytes()]
  expect(before.length).toBe(10)
  const held = store.segments.map(({ segment }) => new WeakRef(segment.checks.buffer))
  await store.rest()
  expect([store.bytes(), store.liveRows]).toEqual([bytes, 588])
  // What was awaited may still be on the stack of this turn.
  await new Promise((resolve) => setTimeout(resolve, 0))
  collect()
  expect(held.map((one) => one.deref())).toEqual([undefined, undefined, undefined])
  expect(await found(store)).toEqual(before)
  expect(documentsOf(store)).toEqual(documents)
  await store.rest()
  store.wake()
  expect(await found(store)).toEqual(before)
})

test('at rest it takes changes, and a merge', async () => {
  const { store } = await madeStore(folder)
  await store.rest()
  await show(store, { add: [], remove: [11] })
  expect((await found(store)).some(({ chunk }) => chunk.document === 11)).toBe(false)
  // Not while something is not in files.
  await store.rest()
  expect(store.isFlushed).toBe(false)
  const prepared = await store.prepare({ add: [{ ...documentRows(store, 11), id: 1011 }], remove: [] })
  await store.rest()
  await prepared.publish()
  await store.rest()
  const merged = await store.inTurn(() => store.prepareMerge())
  await merged?.publish()
  await store.rest()
  expect(store.segments.length).toBe(1)
  expect((await found(store))[0].chunk.document).toBe(1011)
})

test('a file that was damaged while the store was at rest is said to be', async () => {
  const { store } = await madeStore(folder)
  const { name } = store.segments[0].segment
  await store.rest()
  const bytes = await readFile(join(folder, name))
  bytes[100] ^= 1
  await writeFile(join(folder, name), bytes)
  expect(() => store.wake()).toThrow(expect.objectContaining({ code: 'library-damaged' } satisfies Partial<AppError>))
  bytes[100] ^= 1
  await writeFile(join(folder, name), bytes)
  store.wake()
  expect((await found(store)).length).toBe(10)
  await rm(join(folder, name))
  await store.rest()
  expect(() => store.wake()).toThrow(expect.objectContaining({ code: 'library-damaged' }))
})
