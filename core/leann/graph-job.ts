import { Worker } from 'node:worker_threads'
import type { GraphJob, GraphMessage } from './graph-worker.ts'

export interface GraphJobOptions {
  readonly signal?: AbortSignal | undefined
  /** Rows placed so far, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** Beside this file: the source when run from sources, an entry of the bundle when built. */
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './graph-worker.ts' : './graph-worker.js', import.meta.url)

/**
 * The bytes of a segment's graph file, made from its codes in a thread of its own: hub-pruned, or, where `parts` has graphs,
 * theirs put together. No text is read and nothing embedded. 100,000 rows take about 16 seconds. Rejects with the
 * signal's reason when it is aborted.
 */
export async function makeGraphFile(job: GraphJob, { signal, onProgress }: GraphJobOptions = {}): Promise<Uint8Array> {
  signal?.throwIfAborted()
  const worker = new Worker(workerUrl, { workerData: job })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const stop = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', stop)
  worker.on('error', reject)
  worker.on('exit', () => reject(new Error('The thread that makes graphs ended without an answer')))
  worker.on('message', (message: GraphMessage) => {
    if ('file' in message) resolve(message.file)
    else onProgress?.(message.done, message.total)
  })
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
