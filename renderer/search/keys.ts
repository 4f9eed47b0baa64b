/** What a key press means in the search window. */
export type Command =
  | { readonly kind: 'move'; readonly by: number }
  /** `index` beyond the last result means the last one. */
  | { readonly kind: 'select'; readonly index: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'reveal' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'back' }
  | { readonly kind: 'edit' }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>

export interface KeyContext {
  readonly platform: string
  /** The caret is in the search field: Home and End belong to the text. */
  readonly isEditing: boolean
  /** Some text is selected: copying means that text. */
  readonly isTextSelected: boolean
  /** A button has the focus: Enter presses it. */
  readonly isOnButton: boolean
}

const rowsPerPage = 5

/** The command of a key press, or null where the key keeps its ordinary meaning. */
export function commandOf(press: KeyPress, context: KeyContext): Command | null {
  if (press.isComposing || press.altKey || press.shiftKey) return null
  const isMac = context.platform === 'darwin'
  const isPrimary = isMac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey
  if (isPrimary || press.ctrlKey) return chordOf(press, context, isPrimary)
  return press.metaKey ? null : plainCommandOf(press.key, context)
}

function plainCommandOf(key: string, { isEditing, isOnButton }: KeyContext): Command | null {
  switch (key) {
    case 'ArrowDown':
      return { kind: 'move', by: 1 }
    case 'ArrowUp':
      return { kind: 'move', by: -1 }
    case 'PageDown':
      return { kind: 'move', by: rowsPerPage }
    case 'PageUp':
      return { kind: 'move', by: -rowsPerPage }
    case 'Home':
      return isEditing ? null : { kind: 'select', index: 0 }
    case 'End':
      return isEditing ? null : { kind: 'select', index: Infinity }
    case 'Enter':
      return isOnButton ? null : { kind: 'open' }
    case 'Escape':
      return { kind: 'back' }
    default:
      return null
  }
}

/** With Ctrl, or with the platform's own key for commands (Cmd on a Mac). */
function chordOf({ key, ctrlKey }: KeyPress, context: KeyContext, isPrimary: boolean): Command | null {
  const letter = key.toLowerCase()
  if (ctrlKey && letter === 'n') return { kind: 'move', by: 1 }
  if (ctrlKey && letter === 'p') return { kind: 'move', by: -1 }
  if (!isPrimary) return null
  if (/^[1-9]$/u.test(key)) return { kind: 'select', index: Number(key) - 1 }
  if (key === 'Enter') return { kind: 'reveal' }
  if (letter === 'l') return { kind: 'edit' }
  return letter === 'c' && !context.isTextSelected ? { kind: 'copy' } : null
}

/** The selected row after a command; stays within the rows. -1 without rows. */
export function moveSelection(selected: number, command: Command, rows: number): number {
  const wanted = command.kind === 'move' ? selected + command.by : command.kind === 'select' ? command.index : selected
  return Math.min(Math.max(wanted, 0), rows - 1)
}

/** How the platform writes the key for commands: '⌘' or 'Ctrl'. */
export function primaryKeyText(platform: string): string {
  return platform === 'darwin' ? '⌘' : 'Ctrl'
}
