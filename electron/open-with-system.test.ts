import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mustBeThere, openWithSystem, startProgram } from './open-with-system.ts'

const linux = { platform: 'linux', patienceMs: 60_000 }

let home = ''

function program(name: string, script: string): void {
  writeFileSync(join(home, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(home, name), 0o755)
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'leantern-opener-'))
  vi.stubEnv('PATH', home)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

describe.skipIf(process.platform === 'win32')('the opener of the system', () => {
  test('gets the path as one argument, and has done by the answer', async () => {
    program('xdg-open', `printf '%s' "$#:$1" > '${home}/heard'`)
    await openWithSystem('/d/it\'s "a" #1.md', linux)
    expect(readFileSync(join(home, 'heard'), 'utf8')).toBe('1:/d/it\'s "a" #1.md')
  })

  test.each([3, 4])('that ends with %i has found no program, and a sentence says so', async (code) => {
    program('xdg-open', `exit ${code}`)
    await expect(openWithSystem('/d/a.xyz', linux)).rejects.toMatchObject({
      code: 'failed',
      said: { code: 'app.nothingOpens', params: { path: '/d/a.xyz' } },
    })
  })

  test('that is not installed is named', async () => {
    await expect(openWithSystem('/d/a.md', linux)).rejects.toMatchObject({
      code: 'failed',
      said: { code: 'app.noOpener', params: { path: '/d/a.md', command: 'xdg-open' } },
    })
  })

  test('that runs as long as the program is not waited for', async () => {
    const runs = join(home, 'runs')
    writeFileSync(runs, '')
    program('xdg-open', `while [ -e '${runs}' ]; do /bin/sleep 0.1; done; exit 3`)
    await expect(openWithSystem('/d/a.md', { platform: 'linux', patienceMs: 1 })).resolves.toBeUndefined()
    rmSync(runs)
  })

  test('on Windows ends with 1 where all went well', async () => {
    program('explorer.exe', 'exit 1')
    await expect(openWithSystem('/d/a.md', { platform: 'win32', patienceMs: 60_000 })).resolves.toBeUndefined()
  })
})

test('a program that is not there is named', async () => {
  await expect(startProgram('/d/a.md', ['leantern-no-such', '--flag'])).rejects.toMatchObject({
    said: { code: 'app.noProgram', params: { path: '/d/a.md', command: 'leantern-no-such' } },
  })
})

test('what is gone is said to be gone', async () => {
  await mustBeThere(home)
  await expect(mustBeThere(join(home, 'gone.md'))).rejects.toMatchObject({ code: 'not-found' })
})
