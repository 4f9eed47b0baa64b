import { release } from 'node:os'
import { app, BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron'
import { safePreferences } from './security.ts'
import { windowUrl } from './scheme.ts'
import type { PageName, WindowSize } from './contract.ts'
import { PageRest } from './page-rest.ts'
import { throttle } from './throttle.ts'
import type { WindowMemory } from './window-memory.ts'
import { fitHeight, fitWidth, placeNear, placeWindow, spotOf } from './window-place.ts'
import { backgroundOf, edgeOf, materialOf, surfaceOptions, type WantedLooks } from './window-surface.ts'

const system = { platform: process.platform, release: release() }
const edge = edgeOf(system)

/** After this long a person wants to ask something new. */
const queryKeptMs = 90_000
const movedEveryMs = 400

/** The one window. */
export interface SearchWindow {
  readonly browserWindow: BrowserWindow
  /** With a query, searches for that; with a page, shows it. */
  show(what?: ShownWith): void
  hide(): void
  toggle(): void
  /** As `toggle`, at the tray's icon; where a system does not tell where that is, at the usual place. */
  togglePopover(icon: Rectangle): void
  /** From the tray's icon to the usual place, as large as there. */
  leavePopover(): void
  /** The window follows its content. */
  resize(size: WindowSize): void
  /** Keeps the window open while the work runs: a native dialog takes the focus. */
  holdOpen<T>(work: () => T | Promise<T>): Promise<T>
}

/** What the window is shown with. */
export interface ShownWith {
  readonly query?: string | null
  readonly page?: PageName | null
  /** Absolute paths to ask about, as if they had been dropped on the window. */
  readonly paths?: readonly string[]
}

export interface SearchWindowParts {
  readonly preload: string
  /** Where the person put the window. */
  readonly memory: WindowMemory
  /** Asked when another window takes the focus. */
  staysOnBlur(): boolean
  /** The page has asked for something that is not there yet: an answer, for example. */
  isAwaiting(): boolean
  /** The window has been shown. */
  onShown(what: ShownWith, isPopover: boolean): void
  onHidden?(): void
}

/** One window for the app's whole life, made before it is wanted and hidden instead of closed. */
export function createSearchWindow(parts: SearchWindowParts): SearchWindow {
  const { memory, staysOnBlur, isAwaiting, onShown, onHidden = () => {} } = parts
  const browserWindow = new BrowserWindow(windowOptions(parts.preload))
  let holds = 0
  let size: WindowSize = { height: 0, width: 'narrow', stays: false, extraWidth: 0, extraHeight: 0 }
  let waiting: ShownWith = {}
  let isLoaded = false
  let isWanted = false
  let isQuitting = false
  let hiddenMs: number | null = null
  /** The tray's icon, while the window hangs at it. */
  let icon: Rectangle | null = null
  let placed: Rectangle = browserWindow.getBounds()

  if (process.platform === 'darwin') {
    browserWindow.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true })
    browserWindow.setAlwaysOnTop(true, 'modal-panel')
  }
  nativeTheme.on('updated', () => followLooks(browserWindow))
  browserWindow.on('blur', () => {
    if (holds === 0 && !size.stays && !staysOnBlur() && !browserWindow.webContents.isDevToolsOpened()) hide()
  })
  const rest = new PageRest({
    load() {
      isLoaded = false
      browserWindow.webContents.reload()
    },
    // A page of settings or a dialog stays as it was left.
    isNeeded: () => size.stays || holds > 0 || isAwaiting(),
  })
  browserWindow.on('show', () => rest.shown())
  // The system may hide it as well: then it stays so when its page is loaded anew.
  browserWindow.on('hide', () => {
    isWanted = false
    hiddenMs = Date.now()
    rest.hidden()
  })
  const remember = throttle(keepPlace, movedEveryMs)
  browserWindow.on('move', () => remember(undefined))
  browserWindow.webContents.on('did-finish-load', () => {
    if (isLoaded) return
    isLoaded = true
    if (isWanted) show(waiting)
  })
  app.once('before-quit', () => (isQuitting = true))
  browserWindow.on('close', (event) => {
    if (isQuitting) return
    event.preventDefault()
    hide()
  })
  browserWindow.webContents.on('render-process-gone', () => browserWindow.webContents.reload())
  // The page lets the material through where there is one.
  void browserWindow.loadURL(`${windowUrl}#${materialOf(system) ?? ''}`)

  function setBounds(bounds: Rectangle): void {
    placed = bounds
    browserWindow.setBounds(bounds)
  }

  function place(): void {
    if (icon !== null) return setBounds(placeNear(icon, screen.getDisplayMatching(icon).workArea, size, edge))
    const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
    setBounds(placeWindow(display.workArea, size, edge, memory.spotOn(String(display.id))))
  }

  /** What the person did with the mouse is kept; what was set here is not. */
  function keepPlace(): void {
    if (icon !== null || browserWindow.isDestroyed() || !browserWindow.isVisible()) return
    const bounds = browserWindow.getBounds()
    if (bounds.x === placed.x && bounds.y === placed.y) return
    placed = bounds
    const display = screen.getDisplayMatching(bounds)
    void memory.keep(String(display.id), spotOf(bounds, display.workArea, edge))
  }

  function show(what: ShownWith = {}, at: Rectangle | null = null): void {
    isWanted = true
    waiting = what
    if (!isLoaded) return
    if (!browserWindow.isVisible()) {
      icon = at
      place()
    }
    // See hide(): on Windows the window was minimized to give the focus back.
    if (browserWindow.isMinimized()) browserWindow.restore()
    browserWindow.show()
    browserWindow.focus()
    const isOld = hiddenMs !== null && Date.now() - hiddenMs > queryKeptMs
    hiddenMs = null
    onShown(isOld ? { query: '', ...what } : what, icon !== null)
  }

  function hide(): void {
    isWanted = false
    if (!browserWindow.isVisible()) return
    // The focus should go back to where it was: Windows does that for minimized windows, macOS for hidden apps.
    if (process.platform === 'win32') browserWindow.minimize()
    browserWindow.hide()
    if (process.platform === 'darwin') app.hide()
    onHidden()
  }

  function toggle(at: Rectangle | null): void {
    if (browserWindow.isVisible() && browserWindow.isFocused()) hide()
    else show({}, at)
  }

  return {
    browserWindow,
    show: (what) => show(what),
    hide,
    toggle: () => toggle(null),
    togglePopover: (at) => toggle(at.width > 0 && at.height > 0 ? at : null),
    leavePopover() {
      if (icon === null) return
      icon = null
      place()
    },
    resize(wanted) {
      size = wanted
      if (icon !== null) return place()
      // The person may have moved the window: only its size follows, as far as the display reaches.
      const bounds = browserWindow.getBounds()
      const { workArea } = screen.getDisplayMatching(bounds)
      setBounds({
        ...bounds,
        ...fitWidth(workArea, bounds, { ...size, edge }),
        height: fitHeight(workArea, { ...size, y: bounds.y, edge }),
      })
    },
    async holdOpen(work) {
      holds++
      try {
        return await work()
      } finally {
        holds--
      }
    },
  }
}

function windowOptions(preload: string): Electron.BrowserWindowConstructorOptions {
  return {
    ...placeWindow(screen.getPrimaryDisplay().workArea, { height: 0, width: 'narrow' }, edge),
    title: 'Leantern',
    show: false,
    frame: false,
    resizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    ...surfaceOptions(system, wantedLooks()),
    ...(process.platform === 'darwin' ? { type: 'panel' } : {}),
    webPreferences: { ...safePreferences, preload, devTools: !app.isPackaged },
  }
}

function wantedLooks(): WantedLooks {
  const { shouldUseDarkColors: isDark, prefersReducedTransparency: isTransparencyReduced } = nativeTheme
  return { isDark, isTransparencyReduced }
}

/** The colours or the wish for less transparency have changed while the app runs. */
function followLooks(browserWindow: BrowserWindow): void {
  const looks = wantedLooks()
  const { backgroundMaterial = 'none', vibrancy = null } = surfaceOptions(system, looks)
  browserWindow.setBackgroundColor(backgroundOf(system, looks))
  if (materialOf(system) === 'mica') browserWindow.setBackgroundMaterial(backgroundMaterial)
  if (materialOf(system) === 'vibrancy') browserWindow.setVibrancy(vibrancy)
}
