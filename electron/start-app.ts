import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { startBrowserHost } from './browser.ts'
import { buildWhenOld } from './build-when-old.ts'
import { findBrowser, hasDisplay, openInBrowser } from './find-browser.ts'
import { findElectron } from './find-electron.ts'
import { appPlaces } from './places.ts'
import { createProgressLine } from './progress-line.ts'

/** Where lines for the person go. */
export interface Terminal {
  say(line: string): void
  complain(line: string): void
}

const project = resolve(import.meta.dirname, '..')

/** Runs the app until the person ends it. Returns the exit code: 2 for a command line that cannot be followed. */
export async function startApp(words: readonly string[], terminal: Terminal): Promise<number> {
  const unknown = words.find((word) => word.startsWith('-'))
  if (unknown !== undefined) {
    terminal.complain(`Expected folders, got ${unknown}. Usage: npm start [-- FOLDER...]`)
    return 2
  }
  const folders = words.map((word) => resolve(word))
  const missing = folders.find((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
  if (missing !== undefined) {
    terminal.complain(`Expected a folder, got ${missing}: there is no such folder. Usage: npm start [-- FOLDER...]`)
    return 2
  }
  try {
    await buildWhenOld(project, terminal.say)
    const electron = await findElectron(project, terminal.say)
    if (electron !== null) return await runElectron(electron, folders, terminal)
    return await runBrowser(folders, terminal)
  } catch (error) {
    terminal.complain(messageOf(error))
    return 1
  }
}

/** The window and its engine are Electron's; progress comes to this terminal all the same. */
function runElectron(electron: string, folders: readonly string[], { say }: Terminal): Promise<number> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (asRoot) say("Started as root, Electron runs without Chromium's sandbox. An ordinary user has it.")
  const child = spawn(electron, [...(asRoot ? ['--no-sandbox'] : []), project, ...folders], {
    stdio: 'inherit',
    env: { ...process.env, LEANTERN_TERMINAL: '1' },
  })
  // Ctrl-C reaches the child as well, which ends in its own order; until then this process waits.
  process.on('SIGINT', () => {})
  return new Promise((done, reject) => {
    child.once('exit', (code) => done(code ?? 1))
    child.once('error', reject)
  })
}

async function runBrowser(folders: readonly string[], { say, complain }: Terminal): Promise<number> {
  const host = await startBrowserHost({
    built: join(project, 'out'),
    places: appPlaces(),
    report: (event) => complain(`leantern: ${event}`),
  })
  const progress = createProgressLine(process.stdout)
  try {
    const status = await host.status()
    host.onStatus((next) => progress.show(next))
    const added = folders.length === 0 ? [] : await host.addFolders(folders)
    for (const { path, refused } of added) if (refused !== null) complain(`${path} was not added: ${refused.text}`)
    if (folders.length === 0) progress.show(status)
    await showWindow(host.url, say)
    await interrupted()
  } finally {
    await host.close()
  }
  return 0
}

async function showWindow(url: string, say: (line: string) => void): Promise<void> {
  const browser = hasDisplay() ? findBrowser() : null
  if (browser === null) {
    say(`Open this address in a browser on this machine (Ctrl-C ends Leantern):\n  ${url}`)
    return
  }
  say('Leantern is open in a browser window. Ctrl-C ends it.')
  openInBrowser(browser, url)
}

function interrupted(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGINT', () => done())
    process.once('SIGTERM', () => done())
  })
}
