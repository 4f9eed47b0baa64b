import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { indexingFlags, memoryFlags } from '../memory-flags.ts'

const launcher = fileURLToPath(new URL('leantern.js', import.meta.url))
// Every Node process says first how it was started.
const telling = '--import=data:text/javascript,console.log(`[${process.execArgv}]`)'

function run(env: Readonly<Record<string, string>>, words: readonly string[] = ['--version']): string[] {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
  const out = execFileSync(process.execPath, [launcher, ...words], {
    encoding: 'utf8',
    env: { PATH, NODE_COMPILE_CACHE, NODE_OPTIONS: telling, ...env },
  })
  return out.trim().split('\n')
}

test.skipIf(process.platform !== 'linux')('the command runs without protection keys on a CPU that has them', () => {
  const lines = run({ LEANTERN_PROTECTION_KEYS: '1' })
  expect(lines.slice(0, -1)).toEqual(['[]', '[--no-memory-protection-keys]'])
  expect(lines.at(-1)).toMatch(/^\d+\.\d+\.\d+$/u)
})

test.skipIf(process.platform === 'win32')(
  'what keeps a library open, or indexes, is started with the flags that save memory',
  () => {
    for (const command of ['serve', 'mcp', 'watch']) {
      const started = run({}, [command, '--help']).findLast((line) => line.startsWith('['))
      for (const flag of memoryFlags) expect(started).toContain(flag)
    }
    const indexing = run({}, ['index', '--help']).findLast((line) => line.startsWith('['))
    for (const flag of indexingFlags) expect(indexing).toContain(flag)
    expect(run({}, ['search', '--help']).join()).not.toContain('heap')
  },
)
