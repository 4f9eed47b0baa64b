import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line.ts'

test('what Playwright starts Electron with is understood', () => {
  const words = [
    '-r',
    'loader.js',
    '--no-sandbox',
    '--inspect=0',
    '--remote-debugging-port=0',
    '.',
    'FOLDER',
    '--toggle',
  ]
  expect(parseCommandLine(words)).toEqual({
    preloads: ['loader.js'],
    switches: ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0'],
    app: '.',
    words: ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '.', 'FOLDER', '--toggle'],
  })
})

test('without an app there is none', () => {
  expect(parseCommandLine(['--version'])).toMatchObject({ switches: ['--version'], app: null })
})

test('-r needs a file', () => {
  expect(() => parseCommandLine(['-r'])).toThrow('Expected a file after -r')
})

test('an executable with its app beside it leaves every word to that app', () => {
  expect(parseCommandLine(['--no-sandbox', 'FOLDER'], true)).toMatchObject({
    app: null,
    switches: ['--no-sandbox'],
    words: ['--no-sandbox', 'FOLDER'],
  })
})
