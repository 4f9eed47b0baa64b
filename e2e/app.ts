import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { writeDocuments } from './documents.ts'
import { forgetOpened, openedBySystem, writeDesktop } from './fake-desktop.ts'
import { searchPage, type SearchPage } from './search-page.ts'

/** A running app and its window. */
export interface RunningApp {
  readonly app: ElectronApplication
  readonly window: SearchPage
}

export interface LaunchOptions {
  readonly folders?: readonly string[]
  /** More words of the command line. */
  readonly words?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The test makes the page try to reach the network; what the other processes do is watched all the same. */
  readonly mayTryNetwork?: boolean
}

/** Starts the app; what was started is ended after the test. Started twice, the library is the same. */
export type Launch = (options?: LaunchOptions) => Promise<RunningApp>

interface Fixtures {
  /** An empty folder that is the whole world of the test's app; removed afterwards. */
  readonly home: string
  /** A folder of thirteen documents. */
  readonly documents: string
  readonly launch: Launch
}

const project = resolve(import.meta.dirname, '..')

/** Playwright's test with the app's own fixtures. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'leantern-e2e-'))
    await use(home)
    rmSync(home, { recursive: true, force: true })
  },
  documents: async ({ home }, use) => {
    const folder = join(home, 'papers')
    writeDocuments(folder)
    await use(folder)
  },
  launch: async ({ home }, use) => {
    const started: ElectronApplication[] = []
    await use(async ({ folders = [], words = [], env = {}, mayTryNetwork = false } = {}) => {
      const app = await _electron.launch({
        args: [project, ...words, ...folders],
        cwd: project,
        colorScheme: null, // the app's own theme, not Playwright's
        env: { ...ownEnvironment(home), ...env },
      })
      started.push(app)
      const page = await app.firstWindow()
      if (!mayTryNetwork) watchPage(page, home)
      const window = searchPage(page)
      await window.field.waitFor()
      return { app, window }
    })
    for (const app of started) await app.close()
    // Nothing that a journey does may ask the network for anything.
    const trapped = existsSync(trapIn(home)) ? readFileSync(trapIn(home), 'utf8') : ''
    expect(trapped, 'requests to the network').toBe('')
    // Nor may its log name a file.
    const log = join(home, 'state/leantern/engine.log')
    const logged = existsSync(log) ? readFileSync(log, 'utf8') : ''
    expect(logged.includes(home) || logged.includes('papers'), 'a path in the log').toBe(false)
  },
})

const trapIn = (home: string): string => join(home, 'network-trap.txt')

/** The window's own scheme, as Electron and as the stand-in has it, and what is no request at all. */
const ownAddresses = ['leantern-app://window/', 'http://window.leantern-app.standin.localhost/', 'data:', 'about:']

/** Writes down what the page asks for besides its own files. */
function watchPage(page: Page, home: string): void {
  page.on('request', (request) => {
    const url = request.url()
    if (!ownAddresses.some((own) => url.startsWith(own))) appendFileSync(trapIn(home), `the page: ${url}\n`)
  })
}

/** Everything the app may write goes below the test's folder. */
function ownEnvironment(home: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    ...Object.fromEntries(inherited),
    LEANTERN_LIBRARY: join(home, 'library'),
    HOME: home,
    PATH: `${writeDesktop(home)}${delimiter}${process.env['PATH']}`,
    LEANTERN_NETWORK_TRAP: trapIn(home),
    NODE_OPTIONS: `--require ${join(project, 'e2e/network-trap.cjs')}`,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
  }
}

/**
 * Notes what the app asks the desktop for, instead of doing it; works on Electron and on the stand-in. On Linux files are opened without
 * Electron, by the opener in the test's own PATH.
 */
export async function recordDesktop(app: ElectronApplication): Promise<() => Promise<DesktopCalls>> {
  const home = await app.evaluate(() => process.env['HOME'] ?? '')
  forgetOpened(home)
  await app.evaluate(({ shell, clipboard }) => {
    const calls: DesktopCalls = { opened: [], visited: [], revealed: [], copied: [] }
    Object.assign(globalThis, { desktopCalls: calls })
    if (process.platform !== 'linux')
      shell.openPath = async (path) => {
        calls.opened.push(path)
        return ''
      }
    shell.openExternal = async (url) => void calls.visited.push(url)
    shell.showItemInFolder = (path) => void calls.revealed.push(path)
    clipboard.writeText = async (text) => void calls.copied.push(text)
  })
  return async () => {
    const calls = await app.evaluate(() => (globalThis as unknown as { desktopCalls: DesktopCalls }).desktopCalls) // set above
    return { ...calls, opened: [...calls.opened, ...openedBySystem(home)] }
  }
}

export interface DesktopCalls {
  readonly opened: string[]
  /** Addresses, by the system's browser. */
  readonly visited: string[]
  readonly revealed: string[]
  readonly copied: string[]
}

/** Whether the window is shown. */
export function isShown(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()))
}

/** Sets the app's colours. */
export async function setTheme(app: ElectronApplication, theme: 'light' | 'dark'): Promise<void> {
  await app.evaluate(({ nativeTheme }, theme) => {
    nativeTheme.themeSource = theme
  }, theme)
}
