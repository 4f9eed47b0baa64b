import { Worker } from 'node:worker_threads'
import { AppError } from '../../errors.ts'
import type { CsrGraph } from '../graph/csr-graph.ts'
import type { BuildJob, BuildMessage } from './build-job.ts'
import { say } from '../../sayings/say.ts'

export interface RunOptions {
  readonly signal: AbortSignal
  onProgress?(done: number, total: number): void
  /** Another worker than build-worker, for tests. */
  readonly workerUrl?: URL | undefined
}

/** Beside this file: the source when run from sources, an entry of the bundle when built. */
const defaultWorkerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './build-worker.ts' : './build-worker.js',
  import.meta.url,
)

/**
 * Does one step of a build in a thread of its own, which is ended when the signal is aborted. Rejects with the signal's
 * reason, or AppError: what the step throws, `failed` for a thread that crashes.
 */
export async function runBuildJob(
  job: BuildJob,
  { signal, onProgress, workerUrl = defaultWorkerUrl }: RunOptions,
): Promise<CsrGraph | null> {
  signal.throwIfAborted()
  const worker = new Worker(workerUrl, { workerData: job })
  const { promise, resolve, reject } = Promise.withResolvers<CsrGraph | null>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop)
  worker.on('message', (message: BuildMessage) => {
    if (message.kind === 'progress') onProgress?.(message.done, message.total)
    else if (message.kind === 'done') resolve(message.graph)
    else reject(new AppError(message.code, message.message))
  })
  worker.on('error', (error) => reject(crashed(job, error.message, error)))
  worker.on('exit', (code) => reject(crashed(job, `it ended by itself (exit code ${code})`)))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function crashed({ kind }: BuildJob, what: string, cause?: unknown): AppError {
  const step = { whole: 'builds the graph', plan: 'plans shards', shard: 'builds a shard', merge: 'merges shards' }[
    kind
  ]
  return new AppError('failed', say('library.stepStopped', { step, reason: what }), {
    cause,
  })
}
