import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from '@playwright/test'
import { extractAsar, listAsar } from '../core/packaging/asar.ts'
import { wrongIn } from '../core/packaging/contents.ts'
import { installedElectron } from '../electron/find-electron.ts'
import { test } from './app.ts'
import { documentCount } from './documents.ts'
import { fusesOf, makeStandinDist } from './standin/dist.ts'

/* Packs the app as `npm run package` does and starts what came of it: with real Electron where it is, else with the stand-in's. */

const project = resolve(import.meta.dirname, '..')
const feed = 'https://updates.example/leantern'
let work: string
let unpacked: string

test.describe.configure({ mode: 'serial' })
test.skip(process.platform !== 'linux', 'packs for Linux')

test.beforeAll(() => {
  test.setTimeout(300_000)
  work = mkdtempSync(join(tmpdir(), 'leantern-package-'))
  const dist = join(work, 'electron')
  const ownElectron = installedElectron(project, {})
  if (ownElectron === null) makeStandinDist(dist)
  const words = ['--linux', 'dir', `-c.directories.output=${join(work, 'dist')}`]
  if (ownElectron === null) words.push(`-c.electronDist=${dist}`)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(project, 'core/packaging/package-app.ts'), ...words],
    { cwd: project, encoding: 'utf8', env: { ...process.env, LEANTERN_UPDATE_URL: feed } },
  )
  if (status !== 0) throw new Error(`The app could not be packed:\n${stdout}${stderr}`)
  unpacked = join(work, 'dist', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked')
})
test.afterAll(() => rmSync(work, { recursive: true, force: true }))

test('the archive holds what the app needs, nothing else, and native parts beside it', () => {
  const files = listAsar(join(unpacked, 'resources/app.asar'))
  expect(wrongIn(files, { platform: process.platform, arch: process.arch })).toEqual([])
  const beside = files.filter(({ isUnpacked }) => isUnpacked)
  expect(beside.filter(({ path }) => !existsSync(join(unpacked, 'resources/app.asar.unpacked', path)))).toEqual([])
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  expect(bytes).toBeLessThan(160_000_000)
})

test('the fuses are set, and the place for updates is the one of the environment', () => {
  // run as Node, cookies, NODE_OPTIONS, --inspect, integrity, only app.asar, snapshot, file:
  expect(fusesOf(readFileSync(join(unpacked, 'leantern')))?.slice(0, 8)).toBe('11001100')
  expect(readFileSync(join(unpacked, 'resources/app-update.yml'), 'utf8')).toContain(feed)
})

test('the packed app starts, indexes a folder, and ends in order', async ({ home, documents }) => {
  const child = spawn(join(unpacked, 'leantern'), [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), documents], {
    env: {
      ...process.env,
      HOME: home,
      LEANTERN_TERMINAL: '1',
      LEANTERN_LIBRARY: join(home, 'library'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_STATE_HOME: join(home, 'state'),
    },
  })
  const said = listen(child)
  try {
    await expect.poll(said, { timeout: 60_000 }).toContain(`${documentCount} documents in 1 folder`)
  } finally {
    const over = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await over
  }
  expect(existsSync(join(home, 'library/manifest.json'))).toBe(true)
})

test('no path of the machine that packed it is in what was packed', () => {
  const folder = join(work, 'taken-apart')
  extractAsar(join(unpacked, 'resources/app.asar'), folder)
  const own = listAsar(join(unpacked, 'resources/app.asar')).filter(({ path }) => path.startsWith('out/'))
  const telling = own.filter(({ path }) => readFileSync(join(folder, path)).includes(project))
  expect(telling.map(({ path }) => path)).toEqual([])
})

function listen(child: ChildProcess): () => string {
  let said = ''
  child.stdout?.on('data', (data) => (said += String(data)))
  child.stderr?.on('data', (data) => (said += String(data)))
  return () => said
}
