import { expect, test } from 'vitest'
import { preparedText, type Prepared } from '../text/prepared.ts'
import { readFiles } from './read-files.ts'
import type { WaitingFile } from './scan.ts'

const extracted = { kind: 'text', text: 'Tea.', isOwnBytes: true, title: '', headings: [] } as const
const options = { name: 'tea.txt', size: 4, hash: 1n, wantsText: false, source: 'folder' } as const
const prepared: Prepared = { ...preparedText(extracted, options), mtimeMs: 0, parts: [] }

function waiting(count: number): WaitingFile[] {
  const file = { size: 4, mtimeMs: 0, known: null, isSuspect: false }
  return Array.from({ length: count }, (_, i) => ({ ...file, path: `${i}.txt` }))
}

async function toldOf(count: number): Promise<(number | null)[]> {
  const told: (number | null)[] = []
  const readers = { read: async () => prepared, tellBacklog: (bytes: number | null) => void told.push(bytes) }
  let files = 0
  for await (const arrival of readFiles(waiting(count), readers, new AbortController().signal)) {
    if (arrival.kind === 'file') files++
  }
  expect(files).toBe(count)
  return told
}

test('of many files it is told how much text waits to be indexed, and in the end that nobody waits', async () => {
  const told = await toldOf(300)
  expect(told[0]).toBe(0)
  expect(Math.max(...told.map(Number))).toBeGreaterThan(4)
  expect(told.slice(-2)).toEqual([0, null])
})

test('of few files nothing is told: the threads know the words of those before', async () => {
  expect(new Set(await toldOf(20))).toEqual(new Set([null]))
})

test('also where the reading is left before its end, nobody waits', async () => {
  const told: (number | null)[] = []
  const readers = { read: async () => prepared, tellBacklog: (bytes: number | null) => void told.push(bytes) }
  for await (const _ of readFiles(waiting(300), readers, new AbortController().signal)) break
  expect(told.at(-1)).toBeNull()
})
