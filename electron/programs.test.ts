import { expect, test } from 'vitest'
import { isProgram } from './programs.ts'

test.each([
  ['/docs/notes.txt', 'linux', false],
  ['/docs/Tool.DESKTOP', 'linux', true],
  ['/docs/script.js', 'linux', false],
  ['C:\\docs\\script.JS', 'win32', true],
  ['/docs/run.command', 'darwin', true],
  ['/docs/app.jar', 'linux', true],
  ['/docs/desktop', 'linux', false],
])('%s on %s: %s', (path, platform, expected) => {
  expect(isProgram(path, platform)).toBe(expected)
})
