import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { AppStatus } from './contract.ts'
import { shortcutNote, type Shortcut } from './shortcut.ts'
import { statusLine } from './status-line.ts'
import { throttle } from './throttle.ts'

// On some systems a menu that is set anew while it is open closes: it may lag a little instead.
const menuEveryMs = 2_000

export interface TrayActions {
  search(): void
  addFolder(): void
  quit(): void
  /** Whether the window stays when it loses the focus, as dragging a folder onto it needs. */
  staysOpen(): boolean
  setStaysOpen(staysOpen: boolean): void
}

export interface TrayState {
  readonly status: AppStatus | null
  readonly shortcut: Shortcut
}

export interface AppTray {
  update(state: TrayState): void
}

/** The icon in the system's tray. Folders dropped on it are handed to `onDrop` where the system can (macOS). */
export function createTray(icon: string, actions: TrayActions, onDrop: (paths: readonly string[]) => void): AppTray {
  const image = nativeImage.createFromPath(icon)
  image.setTemplateImage(process.platform === 'darwin')
  const tray = new Tray(image)
  tray.on('click', () => actions.search())
  tray.on('drop-files', (_event, paths) => onDrop(paths))
  let shown = ''
  const update = throttle((state: TrayState) => {
    const template = trayMenu(state, actions)
    const next = JSON.stringify(template)
    if (next === shown) return
    shown = next
    tray.setToolTip(state.status === null ? 'Leantern' : `Leantern: ${statusLine(state.status)}`)
    tray.setContextMenu(Menu.buildFromTemplate(template))
  }, menuEveryMs)
  return { update }
}

/** The tray's menu as data. */
export function trayMenu({ status, shortcut }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
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
