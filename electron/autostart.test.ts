import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { setAutostart } from './autostart.ts'

const config = mkdtempSync(join(tmpdir(), 'leantern-autostart-'))
afterAll(() => rmSync(config, { recursive: true }))

test('on Linux a desktop file starts the app hidden, until it is not wanted any more', () => {
  const calls: unknown[] = []
  const app = { setLoginItemSettings: (settings: unknown) => void calls.push(settings) }
  const options = { app, command: ['/opt/my "app"', '/srv/x'], platform: 'linux', env: { XDG_CONFIG_HOME: config } }
  const file = join(config, 'autostart/leantern.desktop')
  setAutostart(true, options)
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/my \\"app\\"" "/srv/x" "--hidden"\n')
  setAutostart(false, options)
  expect(existsSync(file)).toBe(false)
  setAutostart(true, { ...options, platform: 'darwin' })
  expect(calls).toEqual([{ openAtLogin: true, args: ['--hidden'] }])
})

test.each(['', 'relative'])('a configuration folder of %j is passed over', (folder) => {
  const app = { setLoginItemSettings: () => {} }
  const env = { XDG_CONFIG_HOME: folder, HOME: config }
  setAutostart(true, { app, command: ['/opt/leantern'], platform: 'linux', env })
  expect(existsSync(join(config, '.config/autostart/leantern.desktop'))).toBe(true)
})
