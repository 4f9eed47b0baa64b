/*
 * For each file of tests: ends the processes that its tests started and left behind, because one failed before it got to that, say.
 * A worker that vitest ends is told by a signal, so that `process.on('exit')` alone would not do.
 */
import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { afterAll } from 'vitest'

const living = new Set<ChildProcess>()

subscribe('child_process', (message) => {
  const { process: child } = message as { process: ChildProcess } // as Node documents this channel
  living.add(child)
  child.once('exit', () => living.delete(child))
})

function endAll(): void {
  for (const child of living) child.kill('SIGKILL')
}

afterAll(endAll)
process.once('exit', endAll)
