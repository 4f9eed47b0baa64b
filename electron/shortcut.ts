import { AppError } from '../core/errors.ts'
import { textsOf, type Texts } from './texts/texts.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** The key combinations to try, the best first. Cmd+Space and the like belong to the system and are left alone. */
const shortcutChoices: readonly string[] = ['Alt+Space', 'Control+Alt+Space', 'Alt+Shift+Space', 'Control+Shift+Space']

export type Shortcut =
  | { readonly kind: 'registered'; readonly accelerator: string; readonly taken: readonly string[] }
  | { readonly kind: 'none'; readonly taken: readonly string[] }
  /** The person wants none. */
  | { readonly kind: 'off'; readonly taken: readonly [] }

/** Electron's globalShortcut, as far as it is needed here. */
export interface ShortcutRegistrar {
  register(accelerator: string, pressed: () => void): boolean
  isRegistered(accelerator: string): boolean
}

/** Takes the first combination that the system gives us. `register` alone is no proof: some systems say yes and give nothing. */
export function registerShortcut(
  registrar: ShortcutRegistrar,
  pressed: () => void,
  choices: readonly string[] = shortcutChoices,
): Shortcut {
  const taken: string[] = []
  for (const accelerator of choices) {
    if (registrar.register(accelerator, pressed) && registrar.isRegistered(accelerator)) {
      return { kind: 'registered', accelerator, taken }
    }
    taken.push(accelerator)
  }
  return { kind: 'none', taken }
}

/**
 * The combination that the person wants, or, without a wish, the first of ours that is free.
 * @throws AppError `bad-request` where another program holds the one that is wanted
 */
export function changeShortcut(registrar: ShortcutRegistrar, pressed: () => void, wanted: string | null): Shortcut {
  if (wanted === null) return registerShortcut(registrar, pressed)
  const shortcut = tryShortcut(registrar, pressed, wanted)
  if (shortcut.kind === 'registered') return shortcut
  throw new AppError('bad-request', sayOfApp('shortcut.taken', { keys: wanted }))
}

function tryShortcut(registrar: ShortcutRegistrar, pressed: () => void, wanted: string): Shortcut {
  try {
    return registerShortcut(registrar, pressed, [wanted])
  } catch (error) {
    // Electron throws a TypeError for a name that it does not know.
    throw new AppError('bad-request', sayOfApp('shortcut.none', { keys: wanted }), {
      cause: error,
    })
  }
}

/** One sentence for the tray when the shortcut is not the usual one, '' when all is well. */
export function shortcutNote({ kind, taken }: Shortcut, { words, fill }: Texts = textsOf('en')): string {
  if (kind === 'none') return words.noShortcut
  return taken.length === 0 ? '' : fill(words.shortcutTaken, { keys: taken.join(', ') })
}
