import { join } from 'node:path'
import { app, session, type WebContents } from 'electron'
import type { AppStatus } from './contract.ts'
import { desktopParts, explainError } from './desktop.ts'
import { createEngineClient, type EngineClient } from './engine-client.ts'
import { spawnEngine } from './engine-process.ts'
import { createHandlers } from './handlers.ts'
import { serveRequests, tellWindow } from './ipc.ts'
import { parseLaunch, readLaunch, type Launch } from './launch.ts'
import { appPlaces } from './places.ts'
import { createProgressLine } from './progress-line.ts'
import { registerScheme, serveWindow } from './scheme.ts'
import { closeContents, closeSession } from './security.ts'
import { createAppTray } from './tray.ts'
import { createSearchWindow } from './windows.ts'

const here = import.meta.dirname
const runtime = process.versions.electron.endsWith('-standin') ? 'electron-standin' : 'electron'
const launch = parseLaunch(process.argv, app.isPackaged, process.cwd())

// Wayland has global shortcuts only through its portal.
if (process.env.XDG_SESSION_TYPE === 'wayland') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal')

if (app.requestSingleInstanceLock(launch)) {
  registerScheme()
  closeContents()
  void app.whenReady().then(run)
} else {
  app.quit()
}

function run(): void {
  const engine = startEngine()
  let status: AppStatus | null = null
  let staysOpen = process.env.LEANTERN_KEEP_OPEN === '1'

  closeSession(session.defaultSession, app.isPackaged)
  serveWindow(join(here, '../renderer'))
  const search = createSearchWindow({
    preload: join(here, '../preload/preload.cjs'),
    // With nothing indexed yet the window is a place to drop a folder on, so it waits while one is fetched.
    staysOnBlur: () => staysOpen || status === null || status.folders.length === 0,
    onShown: () => tellWindow(contents, 'shown', null),
  })
  const contents: WebContents = search.browserWindow.webContents
  const handlers = createHandlers({ engine, ...desktopParts(search) })
  serveRequests(contents, handlers)

  /** Shows the window; what goes wrong with the folders is shown over it. */
  async function addFolders(paths: readonly string[]): Promise<void> {
    search.show()
    if (paths.length > 0) await handlers.addFolders({ paths }, 'main').catch(explainError)
  }

  const tray = createAppTray(join(here, '../../assets/icons'), {
    search: search.show,
    toggle: search.toggle,
    addFolder() {
      search.show()
      handlers.chooseFolders(undefined, 'main').catch(explainError)
    },
    drop: (paths) => void addFolders(paths),
    quit: () => app.quit(),
    staysOpen: () => staysOpen,
    setStaysOpen(wanted) {
      staysOpen = wanted
    },
  })
  const progress = process.env.LEANTERN_TERMINAL === '1' ? createProgressLine(process.stdout) : null
  engine.onStatus((next) => {
    status = next
    tellWindow(contents, 'statusChanged', next)
    tray.update(next)
    progress?.show(next)
  })

  followSystem({ addFolders, show: search.show, toggle: search.toggle })
  closeEngineBeforeQuit(engine)
  void askFirstStatus()
  void addFolders(launch.folders)

  /** The window asks the same, and shows why when there is no answer. */
  async function askFirstStatus(): Promise<void> {
    const first = await handlers.status(undefined, 'main').catch(() => null)
    status ??= first
    if (status !== null) tray.update(status)
  }
}

function startEngine(): EngineClient {
  const places = appPlaces()
  return createEngineClient(
    () => spawnEngine(join(here, 'engine.js'), [places.library, runtime, places.log]),
    (event) => process.stderr.write(`leantern: ${event}\n`),
  )
}

interface SystemActions {
  addFolders(paths: readonly string[]): Promise<void>
  show(): void
  toggle(): void
}

/** A second start, a click on the dock's icon, a folder dropped on it. */
function followSystem({ addFolders, show, toggle }: SystemActions): void {
  function follow({ toggle: isToggle, folders }: Launch): void {
    if (isToggle) toggle()
    else void addFolders(folders)
  }
  app.on('second-instance', (_event, _argv, _folder, sent) => {
    const other = readLaunch(sent)
    if (other !== null) follow(other)
  })
  app.on('activate', () => show())
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void addFolders([path])
  })
}

/** The engine is closed in order first; quitting goes on when it has ended. */
function closeEngineBeforeQuit(engine: EngineClient): void {
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void engine.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
}
