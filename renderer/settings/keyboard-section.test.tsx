// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { commandOf, type KeyPress } from '../search/keys.ts'
import { KeyboardSection, keyLines } from './keyboard-section.tsx'

afterEach(cleanup)

const keyNames: Readonly<Record<string, string>> = {
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '→': 'ArrowRight',
  '←': 'ArrowLeft',
  '↵': 'Enter',
  Esc: 'Escape',
  '1…9': '3',
}
const places: Readonly<Record<string, string>> = { ',': 'Comma', '.': 'Period' }

function pressOf(chord: readonly string[]): KeyPress {
  const key = chord.at(-1) ?? ''
  return {
    key: keyNames[key] ?? key,
    code: places[key] ?? '',
    ctrlKey: chord.includes('Ctrl'),
    metaKey: chord.includes('⌘'),
    altKey: chord.includes('Alt') || chord.includes('⌥'),
    shiftKey: chord.includes('⇧'),
    isComposing: false,
  }
}

test.each([
  ['linux', false],
  ['darwin', false],
  ['win32', true],
] as const)('every key on the page does something of its own, on %s', (platform, isRightToLeft) => {
  const context = {
    platform,
    isRightToLeft,
    isEditing: true,
    isAtEnd: true,
    isTextSelected: false,
    isOnControl: false,
    isInList: false,
  }
  const { field, ...groups } = keyLines(platform, isRightToLeft)
  // Going back through searches is what unfolding is in a field without text.
  const lines = [...field.filter(({ text }) => text !== 'keys.recall'), ...Object.values(groups).flat()]
  const commands = lines.flatMap(({ chords }) => chords.map((chord) => commandOf(pressOf(chord), context)))
  expect(commands).not.toContain(null)
  expect(new Set(commands.map((command) => JSON.stringify(command))).size).toBe(commands.length)
})

test('the page names the keys of the platform in its order', () => {
  const { rerender } = render(<KeyboardSection platform="linux" />)
  const line = (): string =>
    screen.getAllByRole('listitem').find((one) => one.textContent?.startsWith('Open with'))!.textContent
  expect(line()).toBe('Open with…Ctrl⇧O')
  rerender(<KeyboardSection platform="darwin" />)
  expect(line()).toBe('Open with…⇧⌘O')
})
