import { defineConfig } from '@playwright/test'

const runtime = process.env['LEANTERN_E2E_RUNTIME'] ?? 'unknown: start with npm run e2e'

/** Each journey starts its own app with its own library; two at a time is what a small machine bears. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../.artifacts/e2e',
  workers: 2,
  fullyParallel: true,
  // A machine that does much else is many times slower: what is waited for comes, or never does.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: '../.artifacts/e2e-report.json' }]],
  metadata: { runtime },
  projects: [{ name: runtime.startsWith('stand-in') ? 'standin' : 'electron' }],
  use: { trace: 'retain-on-failure' },
})
