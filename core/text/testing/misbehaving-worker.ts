import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../extract-pool.ts'

/*
 * Stands in for extract-worker in the pool's tests: does to its thread what the file's name says, and answers anything else
 * as unchanged, with the thread's number of answers so far as the hash.
 */

let answers = 0n

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'job') return
  const { id, request } = message
  switch (basename(request.path)) {
    case 'hang':
      for (;;);
    case 'throw':
      throw new Error('thrown on purpose')
    case 'exit':
      process.exit(7)
      break
    case 'memory':
      fillMemory()
      break
    default:
      answers++
      parentPort?.postMessage(
        { kind: 'done', id, prepared: { kind: 'unchanged', hash: answers, size: 1, mtimeMs: 1 } } satisfies FromWorker,
        [],
      )
  }
})

function fillMemory(): void {
  const kept: number[][] = []
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + 0.5))
}
