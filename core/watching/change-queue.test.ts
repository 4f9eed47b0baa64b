import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChangeQueue } from './change-queue.ts'

let queue: ChangeQueue
/** Times of the batches, from the start of the test, and their folders. */
let batches: { readonly at: number; readonly folders: string[] }[]
let startedAt: number

beforeEach(() => {
  vi.useFakeTimers()
  startedAt = performance.now()
  batches = []
  queue = new ChangeQueue({
    quietMs: 400,
    longestMs: 2000,
    onDue() {
      batches.push({ at: performance.now() - startedAt, folders: queue.take().map(({ path }) => path) })
      queue.done()
    },
  })
})
afterEach(() => {
  queue.clear()
  vi.useRealTimers()
})

function change(path: string, name: string | null = 'a.txt'): void {
  queue.add({ path, isDeep: false }, name)
}

/** Changes every `everyMs` until `untilMs`. */
function keepChanging(untilMs: number, everyMs: number, next: (i: number) => void): void {
  for (let i = 0, at = 0; at < untilMs; i++, at += everyMs) {
    next(i)
    vi.advanceTimersByTime(everyMs)
  }
}

test('changes become one batch when it was quiet for a while', () => {
  change('/a')
  vi.advanceTimersByTime(300)
  change('/b')
  change('/a')
  vi.advanceTimersByTime(10_000)
  expect(batches).toEqual([{ at: 700, folders: ['/a', '/b'] }])
})

test('a burst that goes on is taken up every two seconds', () => {
  keepChanging(5000, 100, (i) => change('/a', `${i}.txt`))
  vi.advanceTimersByTime(10_000)
  expect(batches.map(({ at }) => at)).toEqual([2000, 4000, 5300])
})

test('nothing is due while a batch is dealt with', () => {
  const held = new ChangeQueue({
    quietMs: 400,
    longestMs: 2000,
    onDue: () => void batches.push({ at: 0, folders: [] }),
  })
  held.add({ path: '/a', isDeep: false }, null)
  vi.advanceTimersByTime(400)
  expect(held.take()).toEqual([{ path: '/a', isDeep: false }])
  held.add({ path: '/b', isDeep: true }, '.gitignore')
  held.add({ path: '/b', isDeep: false }, 'a.txt')
  vi.advanceTimersByTime(60_000)
  expect(batches.length).toBe(1)
  held.done()
  vi.advanceTimersByTime(400)
  expect([batches.length, held.take()]).toEqual([2, [{ path: '/b', isDeep: true }]])
})

test('a file that changes every second is taken up less and less often, at least once a minute', () => {
  keepChanging(600_000, 1000, () => change('/logs', 'today.txt'))
  const gaps = batches.map(({ at }, i) => at - (batches[i - 1]?.at ?? 0))
  expect(batches.length).toBeLessThan(20)
  expect(Math.max(...gaps)).toBeLessThan(61_000)
  expect(gaps.at(-1)).toBeGreaterThan(59_000)
})

test('a new file in a folder that is busy is taken up at once, and so is any other folder', () => {
  keepChanging(120_000, 1000, () => change('/logs', 'today.txt'))
  const before = batches.length
  change('/logs', 'letter.txt')
  change('/other')
  vi.advanceTimersByTime(400)
  expect(batches.slice(before).map(({ folders }) => folders)).toEqual([['/logs', '/other']])
})

test('files that are written one after the other are never held back', () => {
  for (let i = 0; i < 18; i++) {
    const at = performance.now() - startedAt
    change('/a', `${i}.txt`)
    vi.advanceTimersByTime(1000)
    expect(batches.at(-1)?.at).toBe(at + 400)
  }
})

test('a folder is as quick as any other again after a rest', () => {
  keepChanging(60_000, 1000, () => change('/logs', 'today.txt'))
  vi.advanceTimersByTime(120_000)
  const at = performance.now() - startedAt
  change('/logs', 'today.txt')
  vi.advanceTimersByTime(1000)
  expect(batches.at(-1)?.at).toBe(at + 400)
})

test('a queue that is cleared has nothing due and no timer', () => {
  change('/a')
  queue.clear()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(10_000)
  expect(batches).toEqual([])
})
