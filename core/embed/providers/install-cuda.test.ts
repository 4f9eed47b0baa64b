import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('npm run cuda says what it would download, from where, and does nothing without consent', () => {
  const script = fileURLToPath(new URL('./install-cuda.ts', import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  const isForHere = process.platform === 'linux' && process.arch === 'x64'
  const isThere = stdout.includes('here already')
  const said = isForHere ? 'This downloads the CUDA 12 provider' : 'CUDA is for Linux'
  expect([status, isThere || stdout.includes(said)]).toEqual([isThere ? 0 : 2, true])
})
