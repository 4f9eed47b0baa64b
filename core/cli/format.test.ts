import { expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
  placeText,
  plural,
  printable,
  textReadText,
} from './format.ts'
import { progressLine, progressText } from './progress-line.ts'
import type { IndexProgress } from '../types.ts'

test('bytes are given with the unit that suits', () => {
  expect([0, 999, 1000, 1536, 99_949, 123_456, 5_400_000_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 KB',
    '1.5 KB',
    '99.9 KB',
    '123 KB',
    '5.4 GB',
  ])
})

test('a place is told by what opens it', () => {
  const file = { path: '/docs/a.pdf', part: '', uri: 'file:///docs/a.pdf' }
  const page = { path: '/home/anna/History', part: 'https:/example.org/a', uri: 'https://example.org/a' }
  const inside = { path: '/docs/a.zip', part: 'b/c.txt', uri: 'file:///docs/a.zip#b/c.txt' }
  expect([file, { ...file, line: 4 }, { ...file, page: 2 }, inside, page].map(placeText)).toEqual([
    '/docs/a.pdf',
    '/docs/a.pdf:4',
    '/docs/a.pdf, page 2',
    '/docs/a.zip # b/c.txt',
    'https://example.org/a',
  ])
})

test('a rate below one in a second is not told as none', () => {
  expect([0.38, 9.94, 9.96, 48.4, 1240.2].map(formatRate)).toEqual(['0.4', '9.9', '10', '48', '1,240'])
})

test('durations, counts and shares are for reading', () => {
  expect([400, 45_000, 100_000, 725_000, 11_100_000].map(formatDuration)).toEqual([
    '0 s',
    '45 s',
    '2 min',
    '12 min',
    '3 h 05 min',
  ])
  expect([plural(1, 'file'), plural(0, 'file'), plural(1200, 'entry', 'entries')]).toEqual([
    '1 file',
    '0 files',
    '1,200 entries',
  ])
  expect([formatCount(1_234_567), formatShare(0.0412)]).toEqual(['1,234,567', '4.1 %'])
})

const progress: IndexProgress = {
  phase: 'indexing',
  filesDone: 1200,
  filesTotal: 3400,
  bytesDone: 342,
  bytesTotal: 1000,
  textBytes: 16_400_000,
  chunks: 9000,
  problems: 0,
  elapsedMs: 4000,
  etaMs: 12_000,
  currentPath: '/home/ann/documents/a very long path to a file.md',
}

test('the progress line tells percent, files, speeds and the time to go', () => {
  expect(progressText(progress)).toBe('34.2 %  1,200 of 3,400 files  300 files/s  4.1 MB/s of text  12 s left')
  expect(progressText({ ...progress, etaMs: null })).not.toContain('left')
  expect(progressText({ ...progress, phase: 'scanning' })).toBe('Looking through the folders…')
  expect(progressText({ ...progress, bytesTotal: 0, bytesDone: 0 })).toContain('100.0 %')
})

/** What a progress line writes to a terminal. */
function written(isInteractive: boolean, columns: number, reports: readonly IndexProgress[]): string {
  let text = ''
  const line = progressLine({ out: () => {}, err: (part) => void (text += part), isInteractive, columns })
  for (const report of reports) line.show(report)
  line.end()
  return text
}

test('on a terminal the line is redrawn, never wraps, and is gone at the end', () => {
  for (const columns of [20, 80, 120, 200]) {
    const lines = written(true, columns, [progress, progress]).split('\r\u001B[K')
    expect(lines).toHaveLength(4)
    for (const line of lines) expect(line.length).toBeLessThan(columns)
    expect(lines[3]).toBe('')
  }
})

test('elsewhere a line is written now and then', () => {
  const reports = [4000, 4200, 4400, 9100].map((elapsedMs) => ({ ...progress, elapsedMs }))
  expect(written(false, 80, reports).trimEnd().split('\n')).toHaveLength(2)
})

test('what could steer a terminal is not printed', () => {
  expect(printable('a\u001B]0;title\u0007b\u001B[2J\rc\u009B1md')).toBe('a]0;titleb[2Jc1md')
  expect(printable('file\u202Etxt.exe\u2066')).toBe('filetxt.exe')
  expect(printable('two\nlines\tand grün 緑茶 👩‍👧')).toBe('two\nlines\tand grün 緑茶 👩‍👧')
})

test('what was read has a rate where it took a second at least', () => {
  expect(textReadText(46, 480)).toBe('46 B of text in less than a second')
  expect(textReadText(4_100_000, 12_000)).toBe('4.1 MB of text in 12 s (342 KB/s)')
})
