import { expect, test } from 'vitest'
import type { IndexProgress } from '../types.ts'
import { ProgressMeter } from './progress.ts'

function made(): { meter: ProgressMeter; reports: IndexProgress[] } {
  const reports: IndexProgress[] = []
  return { meter: new ProgressMeter((progress) => reports.push(progress)), reports }
}

test('the time to go is unknown while scanning and at the beginning, then falls to nothing', () => {
  const { meter, reports } = made()
  meter.report()
  meter.startIndexing(10, 1000)
  meter.bytesDone = 500
  meter.report()
  meter.bytesDone = 1000
  meter.report()
  expect(reports.map(({ phase }) => phase)).toEqual(['scanning', 'indexing', 'indexing', 'indexing'])
  expect(reports.slice(0, 2).map(({ etaMs }) => etaMs)).toEqual([null, null])
  expect(reports[2].etaMs).toBeGreaterThanOrEqual(0)
  expect(reports[3].etaMs).toBe(0)
})

test('ticks in quick succession make one report', () => {
  const { meter, reports } = made()
  for (let i = 0; i < 100; i++) meter.tick()
  expect(reports.length).toBeLessThan(5)
})

test('without anything to read there is no time to go', () => {
  const { meter, reports } = made()
  meter.startIndexing(0, 0)
  expect(reports[0]).toMatchObject({ filesTotal: 0, bytesTotal: 0, etaMs: null })
})

test('the summary is the counts', () => {
  const { meter } = made()
  meter.counts.added = 3
  expect(meter.summary(true)).toMatchObject({ added: 3, removed: 0, cancelled: true })
})
