import { join } from 'node:path'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage, type Rectangle } from 'electron'
import type { AppPace } from './contract.ts'
import { shortcutNote, type Shortcut } from './shortcut.ts'
import { statusLine } from './status-line.ts'
import type { Texts } from './texts/texts.ts'
import { throttle } from './throttle.ts'
import { trayState, type KnownStatus, type TrayState } from './tray-state.ts'

// On some systems a menu that is set anew while it is open closes: it may lag a little instead.
const menuEveryMs = 2_000
const mostRecent = 8
const longestLabel = 60

/** What the tray's menu shows and does. */
export interface TrayActions {
  /** The language that menus are written in now. */
  texts(): Texts
  search(): void
  /** The icon was clicked; where it is on the screen, empty where the system does not tell. */
  popover(icon: Rectangle): void
  /** Newest first. */
  recent(): readonly string[]
  searchFor(query: string): void
  forgetRecent(): void
  addFolder(): void
  /** Folders were dropped on the icon, where the system can (macOS). */
  drop(paths: readonly string[]): void
  openSettings(): void
  openStatus(): void
  pace(): AppPace
  pause(length: 'hour' | 'day' | null): void
  /** The global shortcut as it is now. */
  shortcut(): Shortcut
  /** A newer version that was found or is ready; null: none. */
  update(): TrayUpdate | null
  /** null: the person has set no lock. */
  lock(): (() => void) | null
  /** Which version this is, and under which licence. */
  about(): void
  quit(): void
  /** Whether the window stays when it loses the focus, as dragging a folder onto it needs. */
  staysOpen(): boolean
  setStaysOpen(staysOpen: boolean): void
  setUsesShortcut(usesShortcut: boolean): void
}

/** A newer version, and what a click does about it. */
export interface TrayUpdate {
  readonly version: string
  readonly isReady: boolean
  act(): void
}

/** The tray's icon, once it is there. */
export interface AppTray {
  /** null: as before; something else of what the menu tells has changed. */
  update(status: KnownStatus): void
}

/** The icon in the system's tray or menu bar. `icons` is the icons' folder. */
export function createAppTray(icons: string, actions: TrayActions): AppTray {
  const images = trayImages(icons)
  const tray = new Tray(images.idle)
  const isMac = process.platform === 'darwin'
  let menu = Menu.buildFromTemplate([])
  let state: TrayState = 'idle'
  tray.on('click', () => actions.popover(tray.getBounds()))
  // macOS would open a menu of its own on each click, and no popover.
  if (isMac) tray.on('right-click', () => tray.popUpContextMenu(menu))
  tray.on('drop-files', (_event, paths) => actions.drop(paths))

  let shown = ''
  let last: KnownStatus = null
  function show(): void {
    const nextState = trayState(last, actions.pace())
    if (nextState !== state) tray.setImage(images[nextState])
    state = nextState
    const template = trayMenu(last, actions)
    const next = JSON.stringify(template)
    if (next === shown) return
    shown = next
    menu = Menu.buildFromTemplate(template)
    tray.setToolTip(last === null ? 'Leantern' : `Leantern: ${lineOf(last, actions.texts())}`)
    if (!isMac) tray.setContextMenu(menu)
  }
  show()
  const showSoon = throttle<undefined>(show, menuEveryMs)
  return {
    update(status) {
      last = status ?? last
      showSoon(undefined)
    },
  }
}

function trayImages(icons: string): Readonly<Record<TrayState, NativeImage>> {
  const isMac = process.platform === 'darwin'
  function image(name: string): NativeImage {
    const read = nativeImage.createFromPath(join(icons, isMac ? `${name}Template.png` : `${name}.png`))
    read.setTemplateImage(isMac)
    return read
  }
  return { idle: image('tray'), working: image('tray-working'), attention: image('tray-attention') }
}

function lineOf(status: KnownStatus, texts: Texts): string {
  if (status === null) return texts.words.opening
  return status === 'unopened' ? texts.words.unopened : statusLine(status, texts)
}

function trayMenu(status: KnownStatus, actions: TrayActions): MenuItemConstructorOptions[] {
  const texts = actions.texts()
  const { words } = texts
  const shortcut = actions.shortcut()
  const note = shortcutNote(shortcut, texts)
  const lock = actions.lock()
  return [
    {
      label: words.quickSearch,
      click: () => actions.search(),
      // Shown beside the label only: the shortcut itself is registered with the system.
      ...(shortcut.kind === 'registered' ? { accelerator: shortcut.accelerator, registerAccelerator: false } : {}),
    },
    recentItem(actions),
    { label: words.addFolder, click: () => actions.addFolder() },
    {
      label: words.keepOpen,
      type: 'checkbox',
      checked: actions.staysOpen(),
      click: ({ checked }) => actions.setStaysOpen(checked),
    },
    {
      label: words.useShortcut,
      type: 'checkbox',
      checked: shortcut.kind !== 'off',
      click: ({ checked }) => actions.setUsesShortcut(checked),
    },
    { type: 'separator' },
    { label: lineOf(status, texts), click: () => actions.openStatus() },
    pauseItem(actions),
    ...(note === '' ? [] : [{ label: note, enabled: false }]),
    ...updateItem(actions),
    { type: 'separator' },
    ...(lock === null ? [] : [{ label: words.lock, click: lock }]),
    { label: words.settings, click: () => actions.openSettings() },
    { label: words.about, click: () => actions.about() },
    { label: words.quit, click: () => actions.quit() },
  ]
}

function recentItem({ texts, recent, searchFor, forgetRecent }: TrayActions): MenuItemConstructorOptions {
  const { words } = texts()
  const queries = recent().slice(0, mostRecent)
  const none: MenuItemConstructorOptions = { label: words.noneRecent, enabled: false }
  return {
    label: words.recent,
    submenu:
      queries.length === 0
        ? [none]
        : [
            ...queries.map((query) => ({ label: labelOf(query), click: () => searchFor(query) })),
            { type: 'separator' },
            { label: words.forgetRecent, click: () => forgetRecent() },
          ],
  }
}

/** On one line, and with no letter underlined by an ampersand. */
function labelOf(query: string): string {
  const line = query.replaceAll(/\s+/gu, ' ')
  return (line.length > longestLabel ? `${line.slice(0, longestLabel)}…` : line).replaceAll('&', '&&')
}

function pauseItem({ pace, pause, texts }: TrayActions): MenuItemConstructorOptions {
  const { words, fill, time } = texts()
  const now = pace()
  if (now.kind === 'paused') return { label: fill(words.goOn, { time: time(now.untilMs) }), click: () => pause(null) }
  return {
    label: words.pause,
    submenu: [
      { label: words.forAnHour, click: () => pause('hour') },
      { label: words.untilTomorrow, click: () => pause('day') },
    ],
  }
}

function updateItem({ update, texts }: TrayActions): MenuItemConstructorOptions[] {
  const found = update()
  if (found === null) return []
  const { words, fill } = texts()
  const { version, isReady, act } = found
  return [{ label: fill(isReady ? words.updateReady : words.updateFound, { version }), click: () => act() }]
}
