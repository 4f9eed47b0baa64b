import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findElectron, installedElectron } from './find-electron.ts'

let project = ''
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'leantern-electron-'))
  mkdirSync(join(project, 'node_modules/electron/dist'), { recursive: true })
})
afterEach(() => rmSync(project, { recursive: true }))

test('the installed executable is found by the name the package notes', () => {
  expect(installedElectron(project, {})).toBeNull()
  writeFileSync(join(project, 'node_modules/electron/path.txt'), 'electron.exe')
  writeFileSync(join(project, 'node_modules/electron/dist/electron.exe'), '')
  expect(installedElectron(project, {})).toBe(join(project, 'node_modules/electron/dist/electron.exe'))
})

test('another folder can be named', () => {
  writeFileSync(join(project, 'electron'), '')
  expect(installedElectron(project, { ELECTRON_OVERRIDE_DIST_PATH: project })).toBe(join(project, 'electron'))
})

test('a download that failed is said, and not tried again at once', async () => {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  delete process.env['ELECTRON_OVERRIDE_DIST_PATH']
  // An installer that notes its runs and brings nothing.
  const installer = "require('node:fs').appendFileSync(__dirname + '/runs', 'x')"
  writeFileSync(join(project, 'node_modules/electron/install.js'), installer)
  const said: string[] = []
  expect(await findElectron(project, (line) => said.push(line))).toBeNull()
  expect(said).toEqual([expect.stringMatching(/downloading/), expect.stringMatching(/could not be downloaded/)])
  expect(await findElectron(project, (line) => said.push(line))).toBeNull()
  expect(said.length).toBe(3)
  if (named !== undefined) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = named
})
