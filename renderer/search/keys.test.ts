import { describe, expect, test } from 'vitest'
import { commandOf, moveSelection, previewKeyText } from './keys.ts'
import type { KeyContext, KeyPress } from './keys.ts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...change,
})
const linux: KeyContext = {
  platform: 'linux',
  isEditing: true,
  isAtEnd: true,
  isTextSelected: false,
  isOnControl: false,
  isInList: false,
  isRightToLeft: false,
}
const mac: KeyContext = { ...linux, platform: 'darwin' }
const ctrl = { ctrlKey: true }
const meta = { metaKey: true }

describe('keys', () => {
  test('arrows, page keys and Ctrl+P/N move the selection', () => {
    expect(commandOf(press('ArrowDown'), linux)).toEqual({ kind: 'move', by: 1 })
    expect(commandOf(press('ArrowUp'), linux)).toEqual({ kind: 'move', by: -1 })
    expect(commandOf(press('PageDown'), linux)).toEqual({ kind: 'move', by: 5 })
    expect(commandOf(press('n', ctrl), mac)).toEqual({ kind: 'move', by: 1 })
    expect(commandOf(press('p', ctrl), linux)).toEqual({ kind: 'move', by: -1 })
  })

  test('the space bar previews from a row of the list, and nowhere else', () => {
    expect(commandOf(press(' '), linux)).toBeNull()
    expect(commandOf(press(' '), { ...linux, isEditing: false })).toBeNull()
    expect(commandOf(press(' '), { ...linux, isEditing: false, isInList: true })).toEqual({ kind: 'preview' })
  })

  test('Home and End belong to the text while it is edited', () => {
    expect(commandOf(press('Home'), linux)).toBeNull()
    expect(commandOf(press('End'), { ...linux, isEditing: false })).toEqual({ kind: 'select', index: Infinity })
  })

  test("on a Mac Quick Look's key previews; elsewhere it is the field's own", () => {
    expect(commandOf(press('y', meta), mac)).toEqual({ kind: 'preview' })
    expect(commandOf(press('y', ctrl), linux)).toBeNull()
  })

  test('the platform decides which key makes a command', () => {
    expect(commandOf(press('Enter', ctrl), linux)).toEqual({ kind: 'reveal' })
    expect(commandOf(press('Enter', meta), mac)).toEqual({ kind: 'reveal' })
    expect(commandOf(press('Enter', ctrl), mac)).toBeNull()
    expect(commandOf(press('3', meta), mac)).toEqual({ kind: 'select', index: 2 })
    expect(commandOf(press('l', ctrl), linux)).toEqual({ kind: 'edit' })
  })

  test('copying means the selected text where there is some', () => {
    expect(commandOf(press('c', ctrl), linux)).toEqual({ kind: 'copy' })
    expect(commandOf(press('c', ctrl), { ...linux, isTextSelected: true })).toBeNull()
  })

  test('Enter and the arrows belong to the control that has the focus', () => {
    const onControl = { ...linux, isOnControl: true }
    expect(commandOf(press('Enter'), onControl)).toBeNull()
    expect(commandOf(press('ArrowDown'), onControl)).toBeNull()
  })

  test('→ behind the text leads to the preview, before that it moves the caret; ← where the page is right to left', () => {
    expect(commandOf(press('ArrowRight'), linux)).toEqual({ kind: 'preview' })
    expect(commandOf(press('ArrowRight'), { ...linux, isAtEnd: false })).toBeNull()
    expect(commandOf(press('ArrowLeft'), linux)).toBeNull()
    expect(commandOf(press('ArrowLeft'), { ...linux, isRightToLeft: true })).toEqual({ kind: 'preview' })
  })

  test('Alt with an arrow unfolds and folds', () => {
    expect(commandOf(press('ArrowDown', { altKey: true }), linux)).toEqual({ kind: 'unfold' })
    expect(commandOf(press('ArrowUp', { altKey: true }), linux)).toEqual({ kind: 'fold' })
  })

  test('actions, settings, occurrences and the path have keys', () => {
    expect(commandOf(press('k', ctrl), linux)).toEqual({ kind: 'actions' })
    expect(commandOf(press('s', meta), mac)).toEqual({ kind: 'order' })
    expect(commandOf(press(',', meta), mac)).toEqual({ kind: 'settings' })
    expect(commandOf(press('g', ctrl), linux)).toEqual({ kind: 'occurrence', by: 1 })
    expect(commandOf(press('G', { ctrlKey: true, shiftKey: true }), linux)).toEqual({ kind: 'occurrence', by: -1 })
    expect(commandOf(press('C', { ctrlKey: true, shiftKey: true }), linux)).toEqual({ kind: 'copyLink' })
    expect(commandOf(press('O', { metaKey: true, shiftKey: true }), mac)).toEqual({ kind: 'openWith' })
    expect(commandOf(press('F5'), linux)).toEqual({ kind: 'update' })
  })

  test('comma and full stop are known by their place: with Shift they write other signs', () => {
    const shifted = { ctrlKey: true, shiftKey: true }
    expect(commandOf(press(';', { ...shifted, code: 'Comma' }), linux)).toEqual({ kind: 'copyPath' })
    expect(commandOf(press('<', { ...shifted, code: 'Comma' }), linux)).toEqual({ kind: 'copyPath' })
    expect(commandOf(press(':', { ...shifted, code: 'Period' }), linux)).toEqual({ kind: 'copyName' })
    expect(commandOf(press('?', { ...shifted, code: 'Slash' }), linux)).toBeNull()
  })

  test('nothing is a command while an input method composes', () => {
    for (const key of ['Enter', 'ArrowDown', 'Escape']) {
      expect(commandOf(press(key, { isComposing: true }), linux)).toBeNull()
    }
  })

  test('letters and shifted keys are text', () => {
    expect(commandOf(press('n'), linux)).toBeNull()
    expect(commandOf(press('ArrowDown', { shiftKey: true }), linux)).toBeNull()
  })
})

describe('the selection', () => {
  test('stays within the rows', () => {
    expect(moveSelection(0, { kind: 'move', by: -1 }, 3)).toBe(0)
    expect(moveSelection(1, { kind: 'move', by: 5 }, 3)).toBe(2)
    expect(moveSelection(1, { kind: 'select', index: Infinity }, 3)).toBe(2)
    expect(moveSelection(0, { kind: 'select', index: 8 }, 3)).toBe(2)
  })
})

test.each([
  ['', '→'],
  ['12.3', '→'],
  ['notice period', '→'],
  ['مدة الإشعار', '←'],
  ['"عقد" 2024', '←'],
  ['שלום', '←'],
  ['contract عقد', '→'],
])('the arrow that leads on from the end of "%s" is %s', (text, arrow) => {
  expect(previewKeyText(text)).toBe(arrow)
})
