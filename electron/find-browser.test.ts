import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBrowser, hasDisplay } from './find-browser.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'leantern-browser-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('a browser on the PATH is found', () => {
  writeFileSync(join(folder, 'google-chrome'), '')
  expect(findBrowser({ PATH: ['/nowhere', folder].join(delimiter) }, 'linux')).toBe(join(folder, 'google-chrome'))
})

test('CHROMIUM_PATH goes first, and is not replaced when it is wrong', () => {
  writeFileSync(join(folder, 'chromium'), '')
  expect(findBrowser({ PATH: folder, CHROMIUM_PATH: '/nowhere/chrome' }, 'linux')).toBeNull()
})

test('without a browser there is none', () => {
  expect(findBrowser({ PATH: folder }, 'linux')).toBeNull()
})

test('only Linux can be without a display', () => {
  expect(hasDisplay({}, 'linux')).toBe(false)
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDisplay({}, 'darwin')).toBe(true)
})
