import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { CdpPipe } from './cdp.ts'

/** The one display that there is, CSS pixels. */
export const displaySize = { width: 1440, height: 900 } as const

export interface Chromium {
  readonly pipe: CdpPipe
  /** Ends the browser and removes its profile. */
  end(): Promise<void>
}

/** Starts the installed Chromium with a profile of its own; `switches` are what the app and its caller asked for. */
export async function startChromium(switches: readonly string[], onExit: () => void): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'electron-standin-'))
  const child = spawn(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', chromiumSwitches(profile, switches), {
    // 3 and 4 are the debugging pipe. Chromium's "DevTools listening on" goes to our stderr, where Playwright reads it.
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.once('exit', onExit)
  await started(child)
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable] // made pipes by `stdio` above
  return {
    pipe: new CdpPipe(input, output),
    async end() {
      child.off('exit', onExit)
      child.kill()
      await exited
      // Chromium's helpers may still write a moment longer.
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    },
  }
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) =>
      reject(new Error(`Chromium could not be started (CHROMIUM_PATH names another): ${error.message}`)),
    )
  })
}

const withoutFeatures = '--disable-features='

/** Pages that Chromium keeps for itself, as a browser. */
const notElectrons = [
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
]

function featuresIn(switches: readonly string[]): string[] {
  return switches.filter((word) => word.startsWith(withoutFeatures)).map((word) => word.slice(withoutFeatures.length))
}

function chromiumSwitches(profile: string, switches: readonly string[]): string[] {
  const isHeaded = process.env['STANDIN_HEADED'] === '1'
  const isRoot = process.getuid?.() === 0
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--password-store=basic',
    '--log-level=3',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // What Chromium has as a browser and Electron has not: pages of its own extensions, and a spare page.
    '--disable-extensions',
    '--disable-component-extensions-with-background-pages',
    // As large as the display of which the stand-in's `screen` tells.
    ...(isHeaded ? [] : ['--headless', `--screen-info={${displaySize.width}x${displaySize.height}}`]),
    // Chromium has no sandbox for root; --test-type keeps it from saying so in a bar inside the window.
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
    // --inspect is for Node; the rest is the caller's.
    ...switches.filter((word) => !word.startsWith('--inspect') && !word.startsWith(withoutFeatures)),
    // Chromium takes the last of these alone.
    withoutFeatures + [...notElectrons, ...featuresIn(switches)].join(','),
  ]
}
