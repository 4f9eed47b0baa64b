import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Worker } from 'node:worker_threads'
import { makeLibrary } from '../test/library-fixture.ts'

test('runs of the indexer share the threads that read files; closing the library ends them', async () => {
  const threads: Worker[] = []
  let ended = 0
  const note = (thread: Worker): void => {
    threads.push(thread)
    thread.on('exit', () => ended++)
  }
  process.on('worker', note)
  try {
    const made = await makeLibrary({ 'a.md': 'Tides follow the moon.' })
    await made.library.index()
    expect(threads).toHaveLength(1)
    for (const text of ['The moon pulls the sea.', 'The sea is pulled by the moon.']) {
      await writeFile(`${made.docs}/a.md`, text)
      expect(await made.library.index()).toMatchObject({ changed: 1 })
    }
    expect([threads.length, ended]).toEqual([1, 0])
    await made[Symbol.asyncDispose]()
    expect(ended).toBe(1)
  } finally {
    process.off('worker', note)
  }
})
