type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Enter',
  Tab: 'Tab',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Comma: ',',
  Period: '.',
  Minus: '-',
  Slash: '/',
}

/** Electron's name for what was pressed; null while only Ctrl, Alt and the like are held, or without any of them. */
export function acceleratorOf(press: Press, platform: string): string | null {
  const key = keyName(press.code)
  if (key === null || !(press.ctrlKey || press.metaKey || press.altKey)) return null
  return [
    press.ctrlKey && 'Control',
    press.metaKey && (platform === 'darwin' ? 'Command' : 'Super'),
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
    key,
  ]
    .filter((part) => part !== false)
    .join('+')
}

/** By the place of the key: with Alt, the letter on it may be another one. */
function keyName(code: string): string | null {
  return /^(?:Key|Digit)(.)$/u.exec(code)?.[1] ?? /^F\d{1,2}$/u.exec(code)?.[0] ?? named[code] ?? null
}
