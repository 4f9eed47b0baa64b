import { join } from 'node:path'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { AppPace, AppStatus } from './contract.ts'
import { shortcutNote, type Shortcut } from './shortcut.ts'
import { statusLine } from './status-line.ts'
import { throttle } from './throttle.ts'

// On some systems a menu that is set anew while it is open closes: it may lag a little instead.
const menuEveryMs = 2_000

export interface TrayActions {
  search(): void
  addFolder(): void
  /** Folders were dropped on the icon, where the system can (macOS). */
  drop(paths: readonly string[]): void
  openSettings(): void
  openStatus(): void
  pace(): AppPace
  pause(length: 'hour' | 'day' | null): void
  /** The global shortcut as it is now. */
  shortcut(): Shortcut
  quit(): void
  /** Whether the window stays when it loses the focus, as dragging a folder onto it needs. */
  staysOpen(): boolean
  setStaysOpen(staysOpen: boolean): void
}

export interface AppTray {
  /** null: as before; something else of what the menu tells has changed. */
  update(status: AppStatus | null): void
}

/** The icon in the system's tray. `icons` is the icons' folder. */
export function createAppTray(icons: string, actions: TrayActions): AppTray {
  const isMac = process.platform === 'darwin'
  const image = nativeImage.createFromPath(join(icons, isMac ? 'trayTemplate.png' : 'tray.png'))
  image.setTemplateImage(isMac)
  const tray = new Tray(image)
  tray.on('click', () => actions.search())
  tray.on('drop-files', (_event, paths) => actions.drop(paths))

  let shown = ''
  let last: AppStatus | null = null
  function show(status: AppStatus | null): void {
    last = status ?? last
    const template = trayMenu(last, actions)
    const next = JSON.stringify(template)
    if (next === shown) return
    shown = next
    tray.setToolTip(last === null ? 'Leantern' : `Leantern: ${statusLine(last)}`)
    tray.setContextMenu(Menu.buildFromTemplate(template))
  }
  show(null)
  return { update: throttle(show, menuEveryMs) }
}

function trayMenu(status: AppStatus | null, actions: TrayActions): MenuItemConstructorOptions[] {
  const shortcut = actions.shortcut()
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
    { label: status === null ? 'Opening the library' : statusLine(status), click: () => actions.openStatus() },
    pauseItem(actions),
    ...(note === '' ? [] : [{ label: note, enabled: false }]),
    { type: 'separator' },
    { label: 'Settings…', click: () => actions.openSettings() },
    { label: 'Quit', click: () => actions.quit() },
  ]
}

function pauseItem({ pace, pause }: TrayActions): MenuItemConstructorOptions {
  const now = pace()
  if (now.kind === 'paused') {
    const until = new Date(now.untilMs).toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit' })
    return { label: `Go on indexing (paused until ${until})`, click: () => pause(null) }
  }
  return {
    label: 'Pause indexing',
    submenu: [
      { label: 'For an hour', click: () => pause('hour') },
      { label: 'Until tomorrow', click: () => pause('day') },
    ],
  }
}
