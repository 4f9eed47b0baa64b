/* The thread of one step of a build: does its job and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../errors.ts'
import type { CsrGraph } from '../graph/csr-graph.ts'
import { doBuildJob, type BuildJob, type BuildMessage } from './build-job.ts'

function say(message: BuildMessage, graph: CsrGraph | null): void {
  const arrays = graph === null ? [] : [graph.offsets, graph.edges, graph.entryPoints]
  // Handed over without a copy; an array that is a part of a larger one is copied.
  const whole = arrays.filter(({ buffer, byteLength }) => buffer.byteLength === byteLength && byteLength > 0)
  parentPort?.postMessage(message, [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))])
}

try {
  const onProgress = (done: number, total: number): void => say({ kind: 'progress', done, total }, null)
  const graph = await doBuildJob(workerData as BuildJob, onProgress)
  say({ kind: 'done', graph }, graph)
} catch (error) {
  // Only the message of an error crosses threads.
  if (!(error instanceof AppError)) throw error
  say({ kind: 'failed', code: error.code, message: error.message }, null)
}
