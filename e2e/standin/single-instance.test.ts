import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimInstance, type SecondInstance } from './single-instance.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'standin-instance-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const mine = { argv: ['electron', '.'], folder: '/', data: { toggle: true } }

test('the second is refused and heard by the first', async () => {
  const heard: SecondInstance[] = []
  const release = claimInstance(folder, mine, (other) => heard.push(other))
  expect(release).not.toBeNull()
  expect(claimInstance(folder, mine, () => {})).toBeNull()
  await expect.poll(() => heard).toEqual([mine])
  release?.()
  expect(existsSync(join(folder, 'standin.lock'))).toBe(false)
})

test('the lock of a process that died is taken over', () => {
  const script = `import('${new URL('single-instance.ts', import.meta.url).href}').then(({ claimInstance }) => {
    claimInstance(${JSON.stringify(folder)}, {}, () => {})
    process.exit(0)
  })`
  expect(spawnSync(process.execPath, ['-e', script]).status).toBe(0)
  expect(existsSync(join(folder, 'standin.lock'))).toBe(true)
  const release = claimInstance(folder, mine, () => {})
  expect(release).not.toBeNull()
  release?.()
})
