import { expect, test } from 'vitest'
import { registerShortcut, shortcutNote, type ShortcutRegistrar } from './shortcut.ts'

function registrar(taken: readonly string[], lies: readonly string[] = []): ShortcutRegistrar & { pressed(): void } {
  let registered = ''
  let act = () => {}
  return {
    register(accelerator, pressed) {
      if (taken.includes(accelerator)) return false
      registered = accelerator
      act = pressed
      return true
    },
    isRegistered: (accelerator) => registered === accelerator && !lies.includes(accelerator),
    pressed: () => act(),
  }
}

test('the first choice is taken when it is free', () => {
  let presses = 0
  const keys = registrar([])
  const shortcut = registerShortcut(keys, () => presses++)
  expect(shortcut).toEqual({ kind: 'registered', accelerator: 'Alt+Space', taken: [] })
  expect(shortcutNote(shortcut)).toBe('')
  keys.pressed()
  expect(presses).toBe(1)
})

test('the next choice follows a taken one, and one that the system only pretends to give', () => {
  const shortcut = registerShortcut(registrar(['A'], ['B']), () => {}, ['A', 'B', 'C'])
  expect(shortcut).toEqual({ kind: 'registered', accelerator: 'C', taken: ['A', 'B'] })
  expect(shortcutNote(shortcut)).toBe('Taken by another program: A, B')
})

test('without any it says so', () => {
  expect(shortcutNote(registerShortcut(registrar(['A']), () => {}, ['A']))).toMatch(/No shortcut/)
})
