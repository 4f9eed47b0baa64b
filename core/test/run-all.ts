/*
 * `npm test`: the checks, all units, then the journeys in the window. Each step prints as it goes; the last line counts
 * the tests of both runners.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const artefacts = join(root, '.artifacts')
const unitsReport = join(artefacts, 'units.json')
const journeysReport = join(artefacts, 'journeys.json')

interface Counts {
  passed: number
  failed: number
  skipped: number
}

function run(
  title: string,
  command: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): boolean {
  console.log(`\n== ${title}`)
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (error !== undefined) console.error(error.message)
  return status === 0
}

/** What vitest reported; a run without a report counts as one failure. */
function unitCounts(): Counts {
  if (!existsSync(unitsReport)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(unitsReport, 'utf8')) as Record<string, number>
  const brokenFiles = report['numFailedTestSuites'] > 0 && report['numFailedTests'] === 0 ? 1 : 0
  const skipped = report['numPendingTests'] + (report['numTodoTests'] ?? 0)
  return { passed: report['numPassedTests'], failed: report['numFailedTests'] + brokenFiles, skipped }
}

/** What Playwright reported. */
function journeyCounts(): Counts {
  if (!existsSync(journeysReport)) return { passed: 0, failed: 1, skipped: 0 }
  const { stats } = JSON.parse(readFileSync(journeysReport, 'utf8')) as { stats: Record<string, number> }
  return { passed: stats['expected'] + stats['flaky'], failed: stats['unexpected'], skipped: stats['skipped'] }
}

mkdirSync(artefacts, { recursive: true })
for (const report of [unitsReport, journeysReport]) rmSync(report, { force: true })

const checks = run('Checks: types, lint, layers, unused code, format', 'npm', ['run', '--silent', 'check'])
const units = run('Units', 'vitest', [
  'run',
  '--config',
  'core/test/vitest.config.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitsReport}`,
])
const journeys = run('Journeys in the window', process.execPath, ['e2e/run.ts', '--reporter=list,json'], {
  PLAYWRIGHT_JSON_OUTPUT_NAME: journeysReport,
})

const all = [unitCounts(), journeyCounts(), { passed: checks ? 1 : 0, failed: checks ? 0 : 1, skipped: 0 }]
const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0)
const isGreen = checks && units && journeys && sum('failed') === 0
// A runner that failed without a failed test (it could not start, say) is a failure too.
const failed = isGreen ? 0 : Math.max(1, sum('failed'))
console.log(`\n${sum('passed')} passed, ${failed} failed, ${sum('skipped')} skipped`)
process.exitCode = isGreen ? 0 : 1
