import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('./install-cuda.ts', import.meta.url))
const isForHere = process.platform === 'linux' && process.arch === 'x64'

test('npm run cuda says what it would download, from where, and does nothing without consent', () => {
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  const isThere = stdout.includes('here already')
  const said = isForHere ? 'This downloads the CUDA 12 provider' : 'CUDA is for Linux'
  expect([status, isThere || stdout.includes(said)]).toEqual([isThere ? 0 : 2, true])
})

test.runIf(isForHere)('npm run cuda -- --yes asks for the libraries, and says why they did not come', () => {
  const root = join(dirname(script), '..', '..', '..')
  // As npm starts it; and a proxy that is not there, so that nothing is downloaded by a test.
  const npm = { npm_config_local_prefix: root, npm_package_json: join(root, 'package.json') }
  const env = { ...process.env, ...npm, GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:1' }
  const { status, stdout } = spawnSync(process.execPath, [script, '--yes'], { encoding: 'utf8', env })
  if (stdout.includes('here already')) return
  expect(status).toBe(3)
  expect(stdout).toMatch(/could not be downloaded: .*(?:ECONNREFUSED|127\.0\.0\.1)/u)
})
