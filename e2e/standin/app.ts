import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cdp } from './cdp.ts'
import { startChromium, type Chromium } from './chromium.ts'
import { claimInstance } from './single-instance.ts'
import { utilityMetrics } from './utility-process.ts'

/** What boot.ts has read from the command line and package.json. */
export interface AppSetup {
  readonly switches: readonly string[]
  /** It runs from an archive beside the executable. */
  readonly isPackaged: boolean
  readonly folder: string
  readonly name: string
  readonly version: string
}

/** What the app's end asks of the windows; browser-window.ts sets it. */
interface Windows {
  /** Closes every window; false when one refused. */
  closeAll(): boolean
}

let setup: AppSetup = { switches: [], isPackaged: false, folder: process.cwd(), name: 'Electron', version: '0.0.0' }
let chromium: Chromium | null = null
let windows: Windows = { closeAll: () => true }
let isQuitting = false
let ready: Promise<void> | null = null
let releaseInstance: () => void = () => {}
let begin: () => void = () => {}
const begun = new Promise<void>((resolve) => (begin = resolve))
const appended: string[] = []
const paths = new Map<string, string>()

export function configure(next: AppSetup): void {
  setup = next
  app.isPackaged = next.isPackaged
}

/** The main script has run: from here on the app may become ready. Electron gets ready whether somebody asks or not. */
export function mainHasRun(): void {
  begin()
  ready ??= begun.then(start)
}

export function setWindows(next: Windows): void {
  windows = next
}

/** The browser's own conversation, or that of one page. @throws before the app is ready */
export function cdp(sessionId?: string): Cdp {
  if (chromium === null) throw new Error('Cannot be used before app is ready')
  return chromium.pipe.session(sessionId)
}

async function start(): Promise<void> {
  chromium = await startChromium([...setup.switches, ...appended], () => {
    chromium = null
    process.stderr.write('The browser of the stand-in has ended by itself\n')
    process.exit(1)
  })
  await cdp().send('Target.setDiscoverTargets', { discover: true })
  app.emit('ready', {}, {})
}

/** An event whose preventDefault is remembered. */
export function preventable(): { preventDefault(): void; readonly defaultPrevented: boolean } {
  let defaultPrevented = false
  return {
    preventDefault() {
      defaultPrevented = true
    },
    get defaultPrevented() {
      return defaultPrevented
    },
  }
}

/** Electron's order: before-quit, the windows, will-quit, quit; each of the first three may say no. */
function quit(): void {
  if (!isQuitting) {
    const beforeQuit = preventable()
    app.emit('before-quit', beforeQuit)
    if (beforeQuit.defaultPrevented) return
    isQuitting = true
  }
  if (!windows.closeAll()) {
    isQuitting = false
    return
  }
  const willQuit = preventable()
  app.emit('will-quit', willQuit)
  if (!willQuit.defaultPrevented) exit(0)
}

function exit(code = 0): void {
  app.emit('quit', {}, code)
  releaseInstance()
  void (chromium?.end() ?? Promise.resolve()).finally(() => process.exit(code))
}

/** The last window went away. As in Electron, the app quits unless somebody listens. */
export function allWindowsClosed(): void {
  if (isQuitting) return
  if (app.listenerCount('window-all-closed') === 0) quit()
  else app.emit('window-all-closed')
}

function standardPath(name: string): string {
  const home = homedir()
  const config = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config')
  if (name === 'home') return home
  if (name === 'temp') return tmpdir()
  if (name === 'appData') return config
  if (name === 'userData' || name === 'sessionData') return join(config, setup.name)
  if (name === 'logs') return join(config, setup.name, 'logs')
  return join(home, name[0].toUpperCase() + name.slice(1))
}

/** Electron's `app`. A plain object: Playwright's loader replaces members. */
export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  isReady: () => chromium !== null,
  whenReady: () => (ready ??= begun.then(start)),
  quit,
  exit,
  getName: () => setup.name,
  getVersion: () => setup.version,
  getAppPath: () => setup.folder,
  getLocale: () => 'en',
  getPath: (name: string) => paths.get(name) ?? standardPath(name),
  setPath: (name: string, path: string) => void paths.set(name, path),
  getAppMetrics: () => utilityMetrics(),
  focus: () => {},
  hide: () => {},
  show: () => {},
  setAppUserModelId: () => {},
  setAsDefaultProtocolClient: () => true,
  setLoginItemSettings: () => {},
  requestSingleInstanceLock(data: unknown = {}) {
    const folder = app.getPath('userData')
    mkdirSync(folder, { recursive: true })
    const release = claimInstance(folder, { argv: process.argv, folder: process.cwd(), data }, (other) => {
      app.emit('second-instance', {}, other.argv, other.folder, other.data)
    })
    if (release !== null) releaseInstance = release
    return release !== null
  },
  releaseSingleInstanceLock: () => releaseInstance(),
  commandLine: {
    appendSwitch: (name: string, value?: string) =>
      void appended.push(value === undefined || value === '' ? `--${name}` : `--${name}=${value}`),
    appendArgument: (value: string) => void appended.push(value),
    hasSwitch: (name: string) => [...setup.switches, ...appended].some((word) => word.split('=')[0] === `--${name}`),
  },
})

process.on('SIGTERM', quit)
process.on('SIGINT', quit)
