import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { leantern, leanternScript as script } from './testing.ts'

const hasSecretService =
  process.platform === 'linux' &&
  ['dbus-run-session', 'gnome-keyring-daemon'].every((name) => spawnSync('which', [name]).status === 0)

test.each([['key'], ['key', 'set'], ['key', 'remove'], ['key', 'status']])(
  'config %s %s explains itself',
  async (...words) => {
    const { code, out } = await leantern('config', ...words.filter((word) => word !== undefined), '--help')
    expect([code, out]).toEqual([0, expect.stringContaining('Usage: leantern config key')])
  },
)

test('an address that is none is refused', async () => {
  expect(await leantern('config', 'key', 'status', 'not an address')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Expected the address of a server'),
  })
})

describe('on Linux', () => {
  test.skipIf(process.platform !== 'linux')('without a keychain the variable is named', () => {
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_RUNTIME_DIR: '/nowhere' }
    const { status, stderr } = spawnSync(process.execPath, [script, 'config', 'key', 'set'], { input: 'sk-1\n', env })
    expect([status, String(stderr)]).toEqual([3, expect.stringMatching(/keychain cannot be used .*LEANTERN_API_KEY/u)])
  })

  test.skipIf(!hasSecretService)('a key is kept, found, and taken out again', async () => {
    await using tree = await makeTree({})
    const command = `"${process.execPath}" "${script}" config key`
    const steps = [
      'printf pass | gnome-keyring-daemon --unlock --components=secrets > /dev/null',
      `printf 'sk-secret\\n' | ${command} set https://models.example/v1`,
      `${command} status https://models.example/v1`,
      `${command} status || echo none for the other`,
      `${command} status https://models.example/v1 --json`,
      `${command} remove https://models.example/v1 && echo removed`,
      `${command} remove https://models.example/v1 || echo gone`,
    ]
    const env = { ...process.env, HOME: tree.root, XDG_DATA_HOME: tree.root, XDG_RUNTIME_DIR: tree.root }
    const { stdout } = spawnSync('dbus-run-session', ['--', 'sh', '-c', steps.join('\n')], { env, encoding: 'utf8' })
    expect(stdout.trim().split('\n')).toEqual([
      'models.example: a key is in the keychain',
      'api.openai.com: no key',
      'none for the other',
      '{"host":"models.example","isKept":true}',
      'removed',
      'gone',
    ])
  })
})
