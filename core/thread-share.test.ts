import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { letOthersFirst, ownThread, waitedMs } from './thread-share.ts'

const isLinux = process.platform === 'linux'

/** What a thread of its own answers, with the functions of thread-share.ts at hand. */
async function inThread<T>(code: string): Promise<T> {
  const url = new URL('./thread-share.ts', import.meta.url).href
  const source = `const share = await import(${JSON.stringify(url)}); const { parentPort } = await import('node:worker_threads'); ${code}`
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`))
  try {
    return await new Promise<T>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  } finally {
    await worker.terminate()
  }
}

test.runIf(isLinux)('a thread steps back by itself; those beside it stay as they are', async () => {
  const before = getPriority(ownThread())
  const answer = await inThread<{ thread: number; priority: number }>(
    `const thread = share.ownThread(); share.letOthersFirst(thread);
     const { getPriority } = await import('node:os'); parentPort.postMessage({ thread, priority: getPriority(thread) })`,
  )
  expect(answer.thread).not.toBe(ownThread())
  expect(answer.priority).toBeGreaterThanOrEqual(10)
  expect(getPriority(ownThread())).toBe(before)
})

test.runIf(isLinux)('what a thread waits grows while others have the processor', async () => {
  const waited = await inThread<number>(
    `const end = performance.now() + 50; while (performance.now() < end); parentPort.postMessage(share.waitedMs(share.ownThread()))`,
  )
  expect(waited).toBeGreaterThanOrEqual(0)
  expect(waitedMs(ownThread())).toBeGreaterThanOrEqual(0)
})

test('where the system tells no thread nothing happens', () => {
  letOthersFirst(0)
  expect(waitedMs(0)).toBe(0)
  expect(waitedMs(999_999_999)).toBe(0)
})
