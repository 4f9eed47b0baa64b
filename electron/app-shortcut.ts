import { app, globalShortcut } from 'electron'
import type { AppSettings } from './contract.ts'
import { changeShortcut, registerShortcut, type Shortcut } from './shortcut.ts'

/** What the settings say of the shortcut. */
export type ShortcutWish = Pick<AppSettings, 'shortcut' | 'usesShortcut'>

export interface AppShortcut {
  readonly current: Shortcut
  /** `shortcut` null: the first of ours that is free. @throws AppError `bad-request`, and the one before stays */
  change(wish: ShortcutWish): void
}

const off: Shortcut = { kind: 'off', taken: [] }

/** The global shortcut that shows and hides the window. One that the person chose and that is taken now is replaced by ours. */
export function createAppShortcut(wish: ShortcutWish, pressed: () => void): AppShortcut {
  let current: Shortcut
  try {
    current = wish.usesShortcut ? changeShortcut(globalShortcut, pressed, wish.shortcut) : off
  } catch {
    current = registerShortcut(globalShortcut, pressed)
  }
  app.on('will-quit', () => globalShortcut.unregisterAll())
  return {
    get current() {
      return current
    },
    change({ shortcut, usesShortcut }) {
      const before = current
      if (usesShortcut && before.kind === 'registered' && before.accelerator === shortcut) return
      if (!usesShortcut || shortcut === null) globalShortcut.unregisterAll()
      current = usesShortcut ? changeShortcut(globalShortcut, pressed, shortcut) : off
      if (usesShortcut && shortcut !== null && before.kind === 'registered')
        globalShortcut.unregister(before.accelerator)
    },
  }
}
