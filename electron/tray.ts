import { join } from 'node:path'
import { app, globalShortcut, Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { AppStatus } from './contract.ts'
import { registerShortcut, shortcutNote, type Shortcut } from './shortcut.ts'
import { statusLine } from './status-line.ts'
import { throttle } from './throttle.ts'

// On some systems a menu that is set anew while it is open closes: it may lag a little instead.
const menuEveryMs = 2_000

export interface TrayActions {
  search(): void
  /** The shortcut was pressed. */
  toggle(): void
  addFolder(): void
  /** Folders were dropped on the icon, where the system can (macOS). */
  drop(paths: readonly string[]): void
  quit(): void
  /** Whether the window stays when it loses the focus, as dragging a folder onto it needs. */
  staysOpen(): boolean
  setStaysOpen(staysOpen: boolean): void
}

export interface AppTray {
  update(status: AppStatus): void
}

/** The icon in the system's tray, and the global shortcut, of which its menu tells. `icons` is the icons' folder. */
export function createAppTray(icons: string, actions: TrayActions): AppTray {
  const shortcut = registerShortcut(globalShortcut, actions.toggle)
  app.on('will-quit', () => globalShortcut.unregisterAll())
  const isMac = process.platform === 'darwin'
  const image = nativeImage.createFromPath(join(icons, isMac ? 'trayTemplate.png' : 'tray.png'))
  image.setTemplateImage(isMac)
  const tray = new Tray(image)
  tray.on('click', () => actions.search())
  tray.on('drop-files', (_event, paths) => actions.drop(paths))

  let shown = ''
  function show(status: AppStatus | null): void {
    const template = trayMenu(status, shortcut, actions)
    const next = JSON.stringify(template)
    if (next === shown) return
    shown = next
    tray.setToolTip(status === null ? 'Leantern' : `Leantern: ${statusLine(status)}`)
    tray.setContextMenu(Menu.buildFromTemplate(template))
  }
  show(null)
  return { update: throttle(show, menuEveryMs) }
}

function trayMenu(status: AppStatus | null, shortcut: Shortcut, actions: TrayActions): MenuItemConstructorOptions[] {
  const note = shortcutNote(shortcut)
  return [
    {
      label: 'Quick search',
      click: () => actions.search(),
      // Shown beside the label only: the shortcut itself is registered with the system.
      ...(shortcut.kind === 'registered' ? { accelerator: shortcut.accelerator, registerAccelerator: false } : {}),
    },
    { label: 'Add folder…', click: () => actions.addFolder() },
    {
      label: 'Keep the window open',
      type: 'checkbox',
      checked: actions.staysOpen(),
      click: ({ checked }) => actions.setStaysOpen(checked),
    },
    { type: 'separator' },
    { label: status === null ? 'Opening the library' : statusLine(status), enabled: false },
    ...(note === '' ? [] : [{ label: note, enabled: false }]),
    { type: 'separator' },
    { label: 'Quit', click: () => actions.quit() },
  ]
}
