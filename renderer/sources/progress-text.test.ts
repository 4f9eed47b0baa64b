import { describe, expect, test } from 'vitest'
import { progressOf } from '../testing/fake-api.ts'
import { phaseText, progressDetails, progressPart, remainingText, summaryText } from './progress-text.ts'

const summary = {
  added: 0,
  changed: 0,
  unchanged: 10,
  removed: 0,
  failed: 0,
  chunks: 1,
  embedded: 0,
  textBytes: 1,
  sourceBytes: 1,
  elapsedMs: 1,
  cancelled: false,
}

describe('progress in words', () => {
  test('the percentage follows the bytes and has one decimal', () => {
    expect(phaseText(progressOf())).toBe('Indexing 42.7%')
    expect(phaseText(progressOf({ bytesTotal: 0, filesDone: 1, filesTotal: 8 }))).toBe('Indexing 12.5%')
  })

  test('while scanning there is no percentage, only what was found', () => {
    const scanning = progressOf({ phase: 'scanning', filesDone: 12_304, etaMs: null })
    expect(phaseText(scanning)).toBe('Looking for files')
    expect(progressPart(scanning)).toBeNull()
    expect(progressDetails(scanning)).toBe('12,304 files found')
  })

  test('files, rate, time left and problems stand in one line', () => {
    expect(progressDetails(progressOf({ problems: 23 }))).toBe(
      '1,204 of 2,820 files · 38 files/s · about 2 min left · 23 problems',
    )
  })

  test('what is not known yet is left out', () => {
    expect(progressDetails(progressOf({ etaMs: null, elapsedMs: 400 }))).toBe('1,204 of 2,820 files')
  })

  test('the time left is rounded to what a person needs', () => {
    expect([2_000, 31_000, 118_000, 4_800_000, 7_200_000].map(remainingText)).toEqual([
      'a few seconds left',
      'about 35 s left',
      'about 2 min left',
      'about 1 h 20 min left',
      'about 2 h left',
    ])
    expect(remainingText(null)).toBe('')
  })

  test('a finished run says what it did, a stopped one that it was stopped', () => {
    expect(summaryText(summary)).toBe('Up to date')
    expect(summaryText({ ...summary, added: 1200, removed: 1 })).toBe('Up to date: 1,200 added, 1 removed')
    expect(summaryText({ ...summary, added: 3, cancelled: true })).toBe('Stopped: 3 added')
  })
})
