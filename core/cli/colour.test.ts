import { expect, test } from 'vitest'
import { hasColours, painted } from './colour.ts'

const terminal = { isTTY: true, hasColors: (): boolean => true }

test.each([
  ['a terminal', terminal, {}, true],
  ['a pipe', { hasColors: (): boolean => true }, {}, false],
  ['a terminal without colours', { isTTY: true, hasColors: (): boolean => false }, {}, false],
  ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
  ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
])('%s: %#', (_what, stream, env, isColoured) => {
  expect(hasColours(stream, env)).toBe(isColoured)
})

test('text is painted only where there are colours', () => {
  expect(painted({ isColoured: true }, 'title', 'Tea')).toBe('\u001B[1mTea\u001B[22m')
  expect(painted({ isColoured: false }, 'title', 'Tea')).toBe('Tea')
  expect(painted({}, 'place', 'Tea')).toBe('Tea')
})
