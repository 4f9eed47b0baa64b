import { app, globalShortcut } from 'electron'
import { changeShortcut, registerShortcut, type Shortcut } from './shortcut.ts'

export interface AppShortcut {
  readonly current: Shortcut
  /** null: the first of ours that is free. @throws AppError `bad-request`, and the one before stays */
  change(wanted: string | null): void
}

/** The global shortcut that shows and hides the window. One that the person chose and that is taken now is replaced by ours. */
export function createAppShortcut(wanted: string | null, pressed: () => void): AppShortcut {
  let current: Shortcut
  try {
    current = changeShortcut(globalShortcut, pressed, wanted)
  } catch {
    current = registerShortcut(globalShortcut, pressed)
  }
  app.on('will-quit', () => globalShortcut.unregisterAll())
  return {
    get current() {
      return current
    },
    change(next) {
      const before = current
      const isSame = before.kind === 'registered' && before.accelerator === next
      if (isSame) return
      if (next === null) globalShortcut.unregisterAll()
      current = changeShortcut(globalShortcut, pressed, next)
      if (next !== null && before.kind === 'registered') globalShortcut.unregister(before.accelerator)
    },
  }
}
