import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// For the threads and processes that tests start: sources are stripped of their types and compiled once, not in each.
process.env['NODE_COMPILE_CACHE'] ??= new URL('../../node_modules/.cache/leantern-code', import.meta.url).pathname

/** Units of every layer; the window's journeys are Playwright's (e2e/). */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    globalSetup: ['core/test/unpack-data.ts'],
    // Two on two processors, too: much of a test is waiting for disks and for processes that it started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // Threads that free WebAssembly code at one moment crash V8 where the CPU has protection keys (nodejs/node#64500).
    execArgv: ['--no-memory-protection-keys'],
    projects: [
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['{core,electron,e2e}/**/*.test.ts'],
          setupFiles: ['core/test/end-processes.ts'],
        },
      },
      // The window's parts start nothing and keep nothing: without a process for each file they take a third of the time.
      {
        extends: true,
        test: {
          name: 'window',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['renderer/testing/patience.ts'],
          isolate: false,
        },
      },
    ],
  },
})
