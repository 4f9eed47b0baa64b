import { expect, test } from 'vitest'
import { acceleratorOf } from './accelerator.ts'

const press = (code: string, change: object = {}) => ({
  key: '',
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
})

test('a combination has the name that Electron knows', () => {
  expect(acceleratorOf(press('Space', { altKey: true }), 'linux')).toBe('Alt+Space')
  expect(acceleratorOf(press('KeyF', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('Control+Shift+F')
  expect(acceleratorOf(press('Digit1', { metaKey: true }), 'darwin')).toBe('Command+1')
  expect(acceleratorOf(press('F5', { metaKey: true }), 'linux')).toBe('Super+F5')
})

test('a key alone, or none yet, is no combination', () => {
  expect(acceleratorOf(press('KeyA'), 'linux')).toBeNull()
  expect(acceleratorOf(press('AltLeft', { altKey: true }), 'linux')).toBeNull()
})
