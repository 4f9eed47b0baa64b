import { expect, test } from 'vitest'
import type { AppStatus } from './contract.ts'
import { createProgressLine } from './progress-line.ts'
import { statusLine } from './status-line.ts'
import { emptyStatus, progress, summary } from './testing/fake-library.ts'

const idle: AppStatus = {
  library: { ...emptyStatus, documents: 1_234 },
  folders: ['/docs'],
  indexing: { kind: 'idle', last: summary },
  runtime: 'test',
}
const running = (change: Partial<typeof progress> = {}): AppStatus => ({
  ...idle,
  indexing: { kind: 'running', progress: { ...progress, ...change } },
})

test.each<[string, AppStatus]>([
  ['1,234 documents in 1 folder', idle],
  ['1,234 documents in 1 folder, 3 files without text', { ...idle, library: { ...idle.library, errors: 3 } }],
  ['Nothing is indexed yet', { ...idle, folders: [] }],
  ['Looking for documents: 120 files so far', running({ phase: 'scanning' })],
  ['Indexing 120 of 900 files, about 2 min left', running()],
  ['Indexing 120 of 900 files', running({ etaMs: null })],
  ['Finishing 900 files', running({ phase: 'finishing' })],
  ['Indexing waits for disk space: 0.6 GB free', { ...running(), disk: { kind: 'short', freeBytes: 6e8 } }],
  ['Indexing 120 of 900 files, about 2 min left', { ...running(), disk: { kind: 'low', freeBytes: 3e9 } }],
  ['Indexing stopped: The disk is full', { ...idle, indexing: { kind: 'failed', message: 'The disk is full' } }],
])('it says "%s"', (line, status) => {
  expect(statusLine(status)).toBe(line)
})

function terminal(isTTY: boolean) {
  const written: string[] = []
  return { written, line: createProgressLine({ isTTY, columns: 80, write: (text: string) => written.push(text) }) }
}

test('a terminal has one line that is written over and ended when all is done', () => {
  const { written, line } = terminal(true)
  for (const status of [running(), running(), running({ filesDone: 121 }), idle]) line.show(status)
  expect(written.length).toBe(3)
  expect(written.slice(0, 2).every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true)
  expect(written[2]).toMatch(/1,234 documents.*\n$/s)
})

test('a file gets a plain line per phase', () => {
  const { written, line } = terminal(false)
  for (const status of [running({ phase: 'scanning' }), running(), running({ filesDone: 500 }), idle]) line.show(status)
  expect(written).toEqual([
    'Looking for documents: 120 files so far\n',
    'Indexing 120 of 900 files, about 2 min left\n',
    '1,234 documents in 1 folder\n',
  ])
})
