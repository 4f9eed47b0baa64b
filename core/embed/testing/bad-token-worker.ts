/* A thread that tokenizes nothing: it answers the first question with an error. */
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', () => {
  throw new Error('no memory')
})
