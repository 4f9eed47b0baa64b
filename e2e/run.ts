/* `npm run e2e [-- words for Playwright]`: packages, build, then the journeys on Electron or on its stand-in. */
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buildWhenOld } from '../electron/build-when-old.ts'
import { installedElectron } from '../electron/find-electron.ts'
import { standinVersion } from './standin/version.ts'
import { chromiumVersion, ensureChromium } from './system-packages.ts'

const project = resolve(import.meta.dirname, '..')
const say = (line: string) => console.log(line)

const problem = ensureChromium(say)
if (problem !== '') {
  console.error(problem)
  process.exit(1)
}
await buildWhenOld(project, say)

const env = { ...process.env }
env['NODE_COMPILE_CACHE'] ??= join(project, 'node_modules/.cache/leantern-code')
if (installedElectron(project) === null) env['ELECTRON_OVERRIDE_DIST_PATH'] = join(project, 'e2e/standin')
const runtime = runtimeName(env['ELECTRON_OVERRIDE_DIST_PATH'])
say(`Runtime of the window: ${runtime}`)

const playwright = join(project, 'node_modules/@playwright/test/cli.js')
const { status } = spawnSync(
  process.execPath,
  [playwright, 'test', '--config', join(project, 'e2e/playwright.config.ts'), ...process.argv.slice(2)],
  { cwd: project, stdio: 'inherit', env: { ...env, LEANTERN_E2E_RUNTIME: runtime } },
)
process.exitCode = status ?? 1

function runtimeName(folder: string | undefined): string {
  if (folder === undefined) return 'Electron'
  return folder.endsWith('standin')
    ? `stand-in for Electron (${standinVersion}) on ${chromiumVersion()}`
    : `Electron in ${folder}`
}
