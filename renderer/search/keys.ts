/** What a key press means in the search window. */
export type Command =
  | { readonly kind: 'move'; readonly by: number }
  /** `index` beyond the last result means the last one. */
  | { readonly kind: 'select'; readonly index: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'reveal' }
  | { readonly kind: 'copy' }
  /** Where the passage is, with a link. */
  | { readonly kind: 'copyLink' }
  | { readonly kind: 'copyPath' }
  | { readonly kind: 'copyName' }
  | { readonly kind: 'openWith' }
  | { readonly kind: 'back' }
  | { readonly kind: 'edit' }
  | { readonly kind: 'preview' }
  | { readonly kind: 'unfold' }
  | { readonly kind: 'fold' }
  /** The next occurrence in the preview, or the one before. */
  | { readonly kind: 'occurrence'; readonly by: 1 | -1 }
  | { readonly kind: 'actions' }
  /** Answers the question in the field. */
  | { readonly kind: 'answer' }
  /** Newest first, or best first again. */
  | { readonly kind: 'order' }
  /** Keeps the query. */
  | { readonly kind: 'save' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'update' }

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>

export interface KeyContext {
  readonly platform: string
  /** The caret is in the search field: Home and End belong to the text. */
  readonly isEditing: boolean
  /** The caret is behind the last letter, or not in the field: → means the preview. */
  readonly isAtEnd: boolean
  /** Some text is selected: copying means that text. */
  readonly isTextSelected: boolean
  /** A button or another control has the focus: Enter and the arrows are its own. */
  readonly isOnControl: boolean
  /** A row of the list has the focus: the space bar is no letter of the query. */
  readonly isInList: boolean
  /** The page is written from right to left: ← leads on. */
  readonly isRightToLeft: boolean
}

const rowsPerPage = 5

/** The command of a key press, or null where the key keeps its ordinary meaning. */
export function commandOf(press: KeyPress, context: KeyContext): Command | null {
  if (press.isComposing) return null
  const isMac = context.platform === 'darwin'
  const isPrimary = isMac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey
  if (press.altKey) return isPrimary || press.shiftKey ? null : foldCommandOf(press.key)
  if (press.shiftKey) return isPrimary ? shiftedChordOf(press) : null
  if (isPrimary || press.ctrlKey) return chordOf(press, context, isPrimary)
  return press.metaKey ? null : plainCommandOf(press.key, context)
}

function plainCommandOf(key: string, context: KeyContext): Command | null {
  const { isEditing, isOnControl } = context
  switch (key) {
    case 'ArrowDown':
      return isOnControl ? null : { kind: 'move', by: 1 }
    case 'ArrowUp':
      return isOnControl ? null : { kind: 'move', by: -1 }
    case 'PageDown':
      return { kind: 'move', by: rowsPerPage }
    case 'PageUp':
      return { kind: 'move', by: -rowsPerPage }
    case 'Home':
      return isEditing ? null : { kind: 'select', index: 0 }
    case 'End':
      return isEditing ? null : { kind: 'select', index: Infinity }
    case 'ArrowRight':
    case 'ArrowLeft':
      return (key === 'ArrowLeft') === context.isRightToLeft && context.isAtEnd ? { kind: 'preview' } : null
    case ' ':
      return context.isInList ? { kind: 'preview' } : null
    case 'Enter':
      return isOnControl ? null : { kind: 'open' }
    case 'Escape':
      return { kind: 'back' }
    case 'F5':
      return { kind: 'update' }
    default:
      return null
  }
}

function foldCommandOf(key: string): Command | null {
  if (key === 'ArrowDown') return { kind: 'unfold' }
  return key === 'ArrowUp' ? { kind: 'fold' } : null
}

const shiftedLetters: Readonly<Record<string, Command>> = {
  c: { kind: 'copyLink' },
  g: { kind: 'occurrence', by: -1 },
  o: { kind: 'openWith' },
}
/** With Shift these keys write another sign on every keyboard: their place tells. */
const shiftedPlaces: Readonly<Record<string, Command>> = {
  Comma: { kind: 'copyPath' },
  Period: { kind: 'copyName' },
}

function shiftedChordOf({ key, code }: KeyPress): Command | null {
  return shiftedLetters[key.toLowerCase()] ?? shiftedPlaces[code] ?? null
}

const chords: Readonly<Record<string, Command>> = {
  Enter: { kind: 'reveal' },
  l: { kind: 'edit' },
  k: { kind: 'actions' },
  j: { kind: 'answer' },
  d: { kind: 'save' },
  s: { kind: 'order' },
  g: { kind: 'occurrence', by: 1 },
  o: { kind: 'open' },
  ',': { kind: 'settings' },
}

/** With Ctrl, or with the platform's own key for commands (Cmd on a Mac). */
function chordOf({ key, ctrlKey }: KeyPress, context: KeyContext, isPrimary: boolean): Command | null {
  const letter = key.length === 1 ? key.toLowerCase() : key
  if (ctrlKey && letter === 'n') return { kind: 'move', by: 1 }
  if (ctrlKey && letter === 'p') return { kind: 'move', by: -1 }
  if (!isPrimary) return null
  if (/^[1-9]$/u.test(key)) return { kind: 'select', index: Number(key) - 1 }
  if (letter === 'c') return context.isTextSelected ? null : { kind: 'copy' }
  // Quick Look's key; elsewhere it brings back what was undone in the field.
  if (letter === 'y') return context.platform === 'darwin' ? { kind: 'preview' } : null
  return chords[letter] ?? null
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

/** A command's keys with Shift, in the platform's own order: '⇧ ⌘ O', 'Ctrl ⇧ O'. */
export function shiftedKeys(platform: string, key: string): string[] {
  const primary = primaryKeyText(platform)
  return platform === 'darwin' ? ['⇧', primary, key] : [primary, '⇧', key]
}

/** How the platform writes the second key of commands. */
export function optionKeyText(platform: string): string {
  return platform === 'darwin' ? '⌥' : 'Alt'
}

/** Whether the field writes a text from right to left: by its first letter, as `dir=auto` has it. */
export function isRightToLeft(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter)
}

/** The arrow that leads on from the end of a text. */
export function previewKeyText(text: string): string {
  return isRightToLeft(text) ? '←' : '→'
}
