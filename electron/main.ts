import { join } from 'node:path'
import { app, nativeTheme, powerMonitor, session, type WebContents } from 'electron'
import { setAutostart } from './autostart.ts'
import { createAppShortcut } from './app-shortcut.ts'
import type { AppSettings, AppStatus } from './contract.ts'
import { desktopParts, explainError } from './desktop.ts'
import { createEngineClient, type EngineClient } from './engine-client.ts'
import { spawnEngine } from './engine-process.ts'
import { createHandlers } from './handlers.ts'
import { serveRequests, tellWindow } from './ipc.ts'
import { linkScheme, parseLaunch, queryOfLink, readLaunch, type Launch } from './launch.ts'
import { PaceKeeper, pauseEnd } from './pace-keeper.ts'
import { appPlaces, type AppPlaces } from './places.ts'
import { createProgressLine } from './progress-line.ts'
import { registerScheme, serveWindow } from './scheme.ts'
import { closeContents, closeSession } from './security.ts'
import { Searches } from './searches.ts'
import { Settings } from './settings.ts'
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
  const places = appPlaces()
  const settings = new Settings(places.settings, report)
  const engine = startEngine(places, settings)
  const icons = join(here, '../../assets/icons')
  let status: AppStatus | null = null

  const ledger = closeSession(session.defaultSession, app.isPackaged)
  serveWindow(join(here, '../renderer'))
  const search = createSearchWindow({
    preload: join(here, '../preload/preload.cjs'),
    // With nothing indexed yet the window is a place to drop a folder on, so it waits while one is fetched.
    staysOnBlur: () => staysOpen() || status === null || status.folders.length === 0,
    onShown: ({ query = null, page = null }) => tellWindow(contents, 'shown', { query, page }),
  })
  const contents: WebContents = search.browserWindow.webContents
  const pace = new PaceKeeper({
    isOnBattery: () => powerMonitor.onBatteryPower,
    slowOnBattery: () => settings.current.slowOnBattery,
    onChange(now) {
      engine.setPace(now.kind)
      tellWindow(contents, 'paceChanged', now)
    },
  })
  engine.setPace(pace.name)
  const handlers = createHandlers({
    engine,
    settings,
    searches: new Searches(places.searches, report),
    pause: (untilMs) => pace.pause(untilMs),
    pace: () => pace.pace,
    ledger,
    ...desktopParts(search, icons, places.log),
  })
  serveRequests(contents, handlers)
  const shortcut = createAppShortcut(settings.current.shortcut, search.toggle)

  /** Shows the window; what goes wrong with the folders is shown over it. */
  async function addFolders({ folders, search: query }: Pick<Launch, 'folders' | 'search'>): Promise<void> {
    search.show({ query })
    if (folders.length > 0) await handlers.addFolders({ paths: folders }, 'main').catch(explainError)
  }

  function staysOpen(): boolean {
    return settings.current.staysOpen || process.env.LEANTERN_KEEP_OPEN === '1'
  }

  const tray = createAppTray(icons, {
    search: () => search.show(),
    addFolder() {
      search.show()
      handlers.chooseFolders(undefined, 'main').catch(explainError)
    },
    drop: (folders) => void addFolders({ folders, search: null }),
    openSettings: () => search.show({ page: 'settings' }),
    openStatus: () => search.show({ page: 'status' }),
    pace: () => pace.pace,
    pause(length) {
      pace.pause(length === null ? null : pauseEnd(length, new Date()))
      tray.update(null)
    },
    shortcut: () => shortcut.current,
    quit: () => app.quit(),
    staysOpen,
    setStaysOpen: (wanted) => void changeSettings({ staysOpen: wanted }).catch(explainError),
  })
  const changeSettings = (wanted: Partial<AppSettings>) => settings.change(wanted)
  nativeTheme.themeSource = settings.current.theme
  settings.onChange(async (next, before) => {
    if (next.shortcut !== before.shortcut) shortcut.change(next.shortcut)
    if (next.startsWithSystem !== before.startsWithSystem) {
      setAutostart(next.startsWithSystem, { app, command: startCommand(app.isPackaged) })
    }
    nativeTheme.themeSource = next.theme
    // What asks for the current settings must see the new ones.
    setImmediate(() => {
      pace.update()
      tray.update(null)
      tellWindow(contents, 'settingsChanged', settings.current)
      if (next.hotCacheBytes !== before.hotCacheBytes) void engine.restart()
    })
  })
  powerMonitor.on('on-battery', () => pace.update())
  powerMonitor.on('on-ac', () => pace.update())

  const progress = process.env.LEANTERN_TERMINAL === '1' ? createProgressLine(process.stdout) : null
  engine.onPartial((answer, client) => {
    if (client === `window-${contents.id}`) tellWindow(contents, 'partialAnswer', answer)
  })
  engine.onAnswerText((piece, client) => {
    if (client === `window-${contents.id}`) tellWindow(contents, 'answerText', piece)
  })
  engine.onModelChanged((change) => tellWindow(contents, 'modelChanged', change))
  engine.onStatus((next) => {
    status = next
    tellWindow(contents, 'statusChanged', next)
    tray.update(next)
    progress?.show(next)
  })

  followSystem({ addFolders, show: () => search.show(), toggle: search.toggle })
  closeEngineBeforeQuit(engine)
  void askFirstStatus()
  if (!launch.hidden) void addFolders(launch)

  /** The window asks the same, and shows why when there is no answer. */
  async function askFirstStatus(): Promise<void> {
    const first = await handlers.status(undefined, 'main').catch(() => null)
    status ??= first
    if (status !== null) tray.update(status)
  }
}

function report(event: string): void {
  process.stderr.write(`leantern: ${event}\n`)
}

function startEngine(places: AppPlaces, settings: Settings): EngineClient {
  return createEngineClient(() => {
    const { hotCacheBytes } = settings.current
    const hotCache = hotCacheBytes === null ? [] : [String(hotCacheBytes)]
    return spawnEngine(join(here, 'engine.js'), [places.library, runtime, places.log, ...hotCache])
  }, report)
}

/** How the system starts this app again. */
function startCommand(isPackaged: boolean): string[] {
  return isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()]
}

interface SystemActions {
  addFolders(launch: Pick<Launch, 'folders' | 'search'>): Promise<void>
  show(): void
  toggle(): void
}

/** A second start, a click on the dock's icon, a folder dropped on it. */
function followSystem({ addFolders, show, toggle }: SystemActions): void {
  function follow(launch: Launch): void {
    if (launch.toggle) toggle()
    else if (!launch.hidden) void addFolders(launch)
  }
  app.on('second-instance', (_event, _argv, _folder, sent) => {
    const other = readLaunch(sent)
    if (other !== null) follow(other)
  })
  app.on('activate', () => show())
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void addFolders({ folders: [path], search: null })
  })
  app.setAsDefaultProtocolClient(linkScheme)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    void addFolders({ folders: [], search: queryOfLink(url) })
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
