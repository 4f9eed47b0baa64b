import { join } from 'node:path'
import { app, nativeTheme, session, type WebContents } from 'electron'
import { createAppLock } from './app-lock.ts'
import { createAppShortcut } from './app-shortcut.ts'
import { appTexts, createTrayOf } from './app-tray.ts'
import { chooseAppUpdater } from './app-updater.ts'
import { setAutostart } from './autostart.ts'
import type { AppSettings, AppStatus, EventName, Events } from './contract.ts'
import { desktopParts, explainError } from './desktop.ts'
import { createEngineClient, type EngineClient } from './engine-client.ts'
import { pageFlags } from './v8-flags.ts'
import { spawnEngine } from './engine-process.ts'
import { followSystem } from './follow-system.ts'
import { createHandlers } from './handlers.ts'
import { serveRequests, tellWindow } from './ipc.ts'
import { parseLaunch, type Launch } from './launch.ts'
import { Ledger } from './ledger.ts'
import { removeCopiesOf } from './opened-copies.ts'
import { PaceKeeper } from './pace-keeper.ts'
import { appPlaces, type AppPlaces } from './places.ts'
import { isHot, isOnBattery, onPower } from './power.ts'
import { createProgressLine } from './progress-line.ts'
import { registerScheme, serveWindow } from './scheme.ts'
import { closeContents, closeSession } from './security.ts'
import { Searches } from './searches.ts'
import { Settings } from './settings.ts'
import { Updates } from './updates.ts'
import { WindowMemory } from './window-memory.ts'
import { createSearchWindow, type ShownWith } from './windows.ts'

const here = import.meta.dirname
const runtime = process.versions.electron.endsWith('-standin') ? 'electron-standin' : 'electron'
const launch = parseLaunch(process.argv, app.isPackaged, process.cwd())

// Wayland has global shortcuts only through its portal.
if (process.env.XDG_SESSION_TYPE === 'wayland') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal')
app.commandLine.appendSwitch('js-flags', pageFlags)

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
  const searches = new Searches(places.searches, report)
  const ledger = new Ledger(places.network, report)
  const engine = startEngine(places, settings)
  const icons = join(here, '../../assets/icons')
  let status: AppStatus | null = null

  closeSession(session.defaultSession, { isPackaged: app.isPackaged, onRefused: () => ledger.refuse() })
  serveWindow(join(here, '../renderer'))
  const search = createSearchWindow({
    preload: join(here, '../preload/preload.cjs'),
    memory: new WindowMemory(places.window, report),
    // With nothing indexed yet the window is a place to drop a folder on, so it waits while one is fetched.
    staysOnBlur: () => staysOpen() || status === null || status.folders.length === 0,
    isAwaiting: () => engine.isAskedBy(`window-${contents.id}`),
    onShown: told,
  })
  const contents: WebContents = search.browserWindow.webContents
  const lock = createAppLock(places.lock, (state) => {
    // What the page shows and remembers goes with it.
    if (state.isLocked) contents.reload()
    tell('lockChanged', state)
    tray.update(null)
  })
  const pace = new PaceKeeper({
    isOnBattery,
    slowOnBattery: () => settings.current.slowOnBattery,
    isHot,
    onChange(now) {
      engine.setPace(now.kind)
      tell('paceChanged', now)
    },
  })
  engine.setPace(pace.name)
  const updates = new Updates({
    ...chooseAppUpdater((host) => ledger.send(host, 'updates')),
    isWanted: () => settings.current.looksForUpdates,
    onChange(state) {
      tell('updateChanged', state)
      tray.update(null)
    },
  })
  const handlers = createHandlers({
    engine,
    settings,
    searches,
    updates,
    lock,
    pause: (untilMs) => pace.pause(untilMs),
    pace: () => pace.pace,
    ledger: () => ledger.now,
    shortcut: () => (shortcut.current.kind === 'registered' ? shortcut.current.accelerator : null),
    ...desktopParts(search, { icons, log: places.log, texts: () => appTexts(settings.current), staysOpen }),
  })
  serveRequests(contents, handlers)
  const shortcut = createAppShortcut(settings.current, search.toggle)
  const tray = createTrayOf({ icons, search, settings, searches, pace, shortcut, updates, lock, handlers, staysOpen })

  /** A locked window hears nothing of documents. */
  function tell<Name extends EventName>(name: Name, event: Events[Name]): void {
    if (!lock.isLocked || ['lockChanged', 'settingsChanged', 'shown'].includes(name)) tellWindow(contents, name, event)
  }

  function told({ query = null, page = null, paths = [] }: ShownWith, isPopover: boolean): void {
    tell('shown', { query, page, paths, isPopover })
    // The engine has what it needs while the person looks, not at their first letter.
    if (status !== null) void engine.ask('wake', undefined, 'main').catch(() => {})
  }

  function staysOpen(): boolean {
    return settings.current.staysOpen || process.env.LEANTERN_KEEP_OPEN === '1'
  }

  function followSettings(next: AppSettings, before: AppSettings): void {
    if (next.shortcut !== before.shortcut || next.usesShortcut !== before.usesShortcut) shortcut.change(next)
    if (next.startsWithSystem !== before.startsWithSystem) {
      setAutostart(next.startsWithSystem, { app, command: startCommand(app.isPackaged) })
    }
    nativeTheme.themeSource = next.theme
  }

  function tellSettings(now: AppSettings, before: AppSettings): void {
    pace.update()
    updates.follow()
    tray.update(null)
    tell('settingsChanged', now)
    if (now.hotCacheBytes !== before.hotCacheBytes) void engine.restart()
  }

  nativeTheme.themeSource = settings.current.theme
  settings.onChange(followSettings)
  settings.onChanged(tellSettings)
  onPower(() => pace.update())
  updates.follow()

  const progress = process.env.LEANTERN_TERMINAL === '1' ? createProgressLine(process.stdout) : null
  const own = `window-${contents.id}`
  engine.onPartial((answer, client) => client === own && tell('partialAnswer', answer))
  engine.onAnswerText((piece, client) => client === own && tell('answerText', piece))
  engine.onModelChanged((change) => tell('modelChanged', change))
  engine.onCheckProgress((progress) => tell('checkProgress', progress))
  engine.onStopped((stop) => tell('engineStopped', stop))
  engine.onSent((host) => ledger.send(host, 'engine'))
  engine.onStatus((next) => {
    status = next
    tell('statusChanged', next)
    tray.update(next)
    progress?.show(next)
  })

  /** Who writes a folder on a command line wants it; what goes wrong with it is shown over the window. */
  async function open({ folders, search: query }: Pick<Launch, 'folders' | 'search'>): Promise<void> {
    search.show({ query })
    if (folders.length > 0)
      await handlers
        .addFolders({ paths: folders }, 'main')
        .catch((error: unknown) => explainError(error, appTexts(settings.current)))
  }

  followSystem({ open: (launch) => void open(launch), show: search.show, toggle: search.toggle })
  closeInOrder(engine, ledger)
  void askFirstStatus()
  if (!launch.hidden) void open(launch)

  /** The window asks the same, and shows why when there is no answer. */
  async function askFirstStatus(): Promise<void> {
    const first = await engine.ask('status', undefined, 'main').catch(() => null)
    status ??= first
    tray.update(status ?? 'unopened')
  }
}

function report(event: string): void {
  process.stderr.write(`leantern: ${event}\n`)
}

function startEngine(places: AppPlaces, settings: Settings): EngineClient {
  return createEngineClient(() => {
    const { hotCacheBytes } = settings.current
    const hotCache = hotCacheBytes === null ? [] : [String(hotCacheBytes)]
    return spawnEngine(join(here, 'engine.js'), [places.library, runtime, places.log, String(process.pid), ...hotCache])
  }, report)
}

/** How the system starts this app again. */
function startCommand(isPackaged: boolean): string[] {
  return isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()]
}

/** The engine is closed in order first; quitting goes on when it has ended, the ledger is written and no copy is left. */
function closeInOrder(engine: EngineClient, ledger: Ledger): void {
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void end()
  })
  async function end(): Promise<void> {
    await Promise.allSettled([engine.close(), ledger.close()])
    await removeCopiesOf(process.pid)
    isClosed = true
    app.quit()
  }
}
