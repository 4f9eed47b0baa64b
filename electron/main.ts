import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { app, clipboard, dialog, globalShortcut, session, shell } from 'electron'
import { AppError, messageOf } from '../core/errors.ts'
import type { AppStatus } from './contract.ts'
import { createEngineClient } from './engine-client.ts'
import { spawnEngine } from './engine-process.ts'
import { createHandlers } from './handlers.ts'
import { serveRequests, tellWindow } from './ipc.ts'
import { parseLaunch, readLaunch, type Launch } from './launch.ts'
import { appPlaces } from './places.ts'
import { createProgressLine } from './progress-line.ts'
import { registerScheme, serveWindow } from './scheme.ts'
import { closeContents, closeSession } from './security.ts'
import { registerShortcut } from './shortcut.ts'
import { createTray } from './tray.ts'
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
  const engine = createEngineClient(
    () => spawnEngine(join(here, 'engine.js'), [places.library, runtime, places.log]),
    report,
  )
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
  const contents = search.browserWindow.webContents

  const handlers = createHandlers({
    engine,
    openDocument,
    async showInFolder(path) {
      shell.showItemInFolder(path)
    },
    copyText: (text) => clipboard.writeText(text),
    chooseFolders: () => search.holdOpen(() => chooseFolders(search.browserWindow)),
    resize: search.resize,
    hide: search.hide,
  })
  serveRequests(contents, handlers)

  const shortcut = registerShortcut(globalShortcut, search.toggle)
  const tray = createTray(
    join(here, '../../assets/icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
    {
      search: search.show,
      addFolder: () => void addChosen(),
      quit: () => app.quit(),
      staysOpen: () => staysOpen,
      setStaysOpen(wanted) {
        staysOpen = wanted
      },
    },
    (paths) => void addFolders(paths),
  )
  tray.update({ status, shortcut })

  const progress = process.env.LEANTERN_TERMINAL === '1' ? createProgressLine(process.stdout) : null
  engine.onStatus((next) => {
    status = next
    tellWindow(contents, 'statusChanged', next)
    tray.update({ status, shortcut })
    progress?.show(next)
  })

  async function addFolders(paths: readonly string[]): Promise<void> {
    search.show()
    if (paths.length > 0) await handlers.addFolders({ paths }, 'main').catch(explain)
  }

  async function addChosen(): Promise<void> {
    search.show()
    await handlers.chooseFolders(undefined, 'main').catch(explain)
  }

  function follow({ toggle, folders }: Launch): void {
    if (toggle) search.toggle()
    else void addFolders(folders)
  }

  app.on('second-instance', (_event, _argv, _folder, sent) => {
    const other = readLaunch(sent)
    if (other !== null) follow(other)
  })
  app.on('activate', () => search.show())
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void addFolders([path])
  })
  closeEngineBeforeQuit(() => engine.close())

  /** The window asks the same and shows why when there is no answer. */
  async function firstStatus(): Promise<void> {
    const first = await handlers.status(undefined, 'main').catch(() => null)
    status ??= first
    tray.update({ status, shortcut })
  }
  void firstStatus()
  void addFolders(launch.folders)
}

async function openDocument(path: string): Promise<void> {
  const file = await stat(path).catch(() => null)
  if (file === null) throw new AppError('not-found', `${path} is not there any more.`)
  const problem = await shell.openPath(path)
  if (problem !== '') throw new AppError('failed', `${path} could not be opened: ${problem}`)
}

async function chooseFolders(parent: Electron.BrowserWindow): Promise<readonly string[]> {
  const { filePaths } = await dialog.showOpenDialog(parent, {
    title: 'Choose folders to search',
    buttonLabel: 'Add',
    properties: ['openDirectory', 'multiSelections'],
  })
  return filePaths
}

/** The engine is closed in order first; quitting goes on when it has ended. */
function closeEngineBeforeQuit(close: () => Promise<void>): void {
  let isClosed = false
  app.on('will-quit', (event) => {
    globalShortcut.unregisterAll()
    if (isClosed) return
    event.preventDefault()
    void close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
}

function explain(error: unknown): void {
  dialog.showErrorBox('Leantern', messageOf(error))
}

function report(event: string): void {
  process.stderr.write(`leantern: ${event}\n`)
}
