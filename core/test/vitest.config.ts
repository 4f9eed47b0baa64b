import { defineConfig } from 'vitest/config'

// For the threads and processes that tests start: sources are stripped of their types and compiled once, not in each.
process.env['NODE_COMPILE_CACHE'] ??= new URL('../../node_modules/.cache/leantern-code', import.meta.url).pathname

/** Units of every layer; the window's journeys are Playwright's (e2e/). */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['{core,electron,renderer,e2e}/**/*.test.{ts,tsx}'],
    globalSetup: ['core/test/unpack-data.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Threads that free WebAssembly code at one moment crash V8 where the CPU has protection keys (nodejs/node#64500).
    execArgv: ['--no-memory-protection-keys'],
  },
})
