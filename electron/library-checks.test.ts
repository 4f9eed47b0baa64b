import { expect, test } from 'vitest'
import type { CheckProgress } from '../core/types.ts'
import { LibraryChecks } from './library-checks.ts'

const at = (doneBytes: number): CheckProgress => ({
  kind: 'segment',
  part: 'segment-1.lsg',
  doneBytes,
  totalBytes: 100,
})

test('a check tells how far it is, and ends when it is stopped', async () => {
  const told: CheckProgress[] = []
  const checks = new LibraryChecks((progress) => told.push(progress))
  const checked = checks.run(async ({ signal, onProgress }) => {
    onProgress?.(at(10))
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  })
  expect(told).toEqual([at(10)])
  checks.stop()
  await expect(checked).rejects.toMatchObject({ code: 'cancelled' })
  // There is none to stop, and the next is not stopped by it.
  checks.stop()
  expect(await checks.run(async ({ signal }) => signal?.aborted)).toBe(false)
})

test('what goes wrong by itself is not called stopped', async () => {
  const checks = new LibraryChecks(() => {})
  await expect(checks.run(() => Promise.reject(new Error('no right to read')))).rejects.toThrow('no right to read')
})
