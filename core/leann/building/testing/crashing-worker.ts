/* Stands in for build-worker: ends without an answer when it should build a shard. */
import { workerData } from 'node:worker_threads'
import type { BuildJob } from '../build-job.ts'

if ((workerData as BuildJob).kind === 'shard') process.exit(7)
await import('../build-worker.ts')
