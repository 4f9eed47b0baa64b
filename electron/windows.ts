import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { safePreferences } from './security.ts'
import { windowUrl } from './scheme.ts'
import type { PageName, WindowSize } from './contract.ts'
import { fitHeight, fitWidth, placeWindow } from './window-place.ts'

// The page draws rounded corners and a shadow into a transparent edge; macOS does both itself, for opaque windows.
const edge = process.platform === 'darwin' ? 0 : 18

export interface SearchWindow {
  readonly browserWindow: BrowserWindow
  /** With a query, searches for that; with a page, shows it. */
  show(what?: ShownWith): void
  hide(): void
  toggle(): void
  /** The window follows its content. */
  resize(size: WindowSize): void
  /** Keeps the window open while the work runs: a native dialog takes the focus. */
  holdOpen<T>(work: () => Promise<T>): Promise<T>
}

export interface ShownWith {
  readonly query?: string | null
  readonly page?: PageName | null
}

export interface SearchWindowParts {
  readonly preload: string
  /** Asked when another window takes the focus. */
  staysOnBlur(): boolean
  /** The window has been shown. */
  onShown(what: ShownWith): void
}

/** One window for the app's whole life, made before it is wanted and hidden instead of closed. */
export function createSearchWindow({ preload, staysOnBlur, onShown }: SearchWindowParts): SearchWindow {
  const browserWindow = new BrowserWindow(windowOptions(preload))
  let holds = 0
  let size: WindowSize = { height: 0, width: 'narrow', stays: false }
  let waiting: ShownWith = {}
  let isLoaded = false
  let isWanted = false
  let isQuitting = false

  if (process.platform === 'darwin') {
    browserWindow.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true })
    browserWindow.setAlwaysOnTop(true, 'modal-panel')
  }
  nativeTheme.on('updated', () => browserWindow.setBackgroundColor(backgroundColor()))
  browserWindow.on('blur', () => {
    if (holds === 0 && !size.stays && !staysOnBlur() && !browserWindow.webContents.isDevToolsOpened()) hide()
  })
  browserWindow.webContents.once('did-finish-load', () => {
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
  void browserWindow.loadURL(windowUrl)

  function place(): void {
    const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
    browserWindow.setBounds(placeWindow(display.workArea, size, edge))
  }

  function show(what: ShownWith = {}): void {
    isWanted = true
    waiting = what
    if (!isLoaded) return
    if (!browserWindow.isVisible()) place()
    // See hide(): on Windows the window was minimized to give the focus back.
    if (browserWindow.isMinimized()) browserWindow.restore()
    browserWindow.show()
    browserWindow.focus()
    onShown(what)
  }

  function hide(): void {
    isWanted = false
    if (!browserWindow.isVisible()) return
    // The focus should go back to where it was: Windows does that for minimized windows, macOS for hidden apps.
    if (process.platform === 'win32') browserWindow.minimize()
    browserWindow.hide()
    if (process.platform === 'darwin') app.hide()
  }

  return {
    browserWindow,
    show,
    hide,
    toggle: () => (browserWindow.isVisible() && browserWindow.isFocused() ? hide() : show()),
    resize(wanted) {
      size = wanted
      // The person may have moved the window: only its size follows, as far as the display reaches.
      const bounds = browserWindow.getBounds()
      const { workArea } = screen.getDisplayMatching(bounds)
      browserWindow.setBounds({
        ...bounds,
        ...fitWidth(workArea, bounds, { width: size.width, edge }),
        height: fitHeight(workArea, { y: bounds.y, height: size.height, edge }),
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
    transparent: edge > 0,
    hasShadow: edge === 0,
    backgroundColor: backgroundColor(),
    ...(process.platform === 'darwin' ? { type: 'panel' } : {}),
    webPreferences: { ...safePreferences, preload, devTools: !app.isPackaged },
  }
}

/** Painted before the page is; the same as the page's own panel. */
function backgroundColor(): string {
  if (edge > 0) return '#00000000'
  return nativeTheme.shouldUseDarkColors ? '#211f1c' : '#fefdfb'
}
