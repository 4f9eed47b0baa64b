import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
]
const macPaths = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)
const windowsPaths = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/** A browser of Chromium's family, which can open a page as a window of its own (--app). CHROMIUM_PATH names one. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string | null {
  return candidates(env, platform).find((path) => existsSync(path)) ?? null
}

function candidates(env: NodeJS.ProcessEnv, platform: string): string[] {
  const { CHROMIUM_PATH, PATH = '' } = env
  if (CHROMIUM_PATH !== undefined) return [CHROMIUM_PATH]
  if (platform === 'darwin') return macPaths
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LocalAppData']].filter(
      (root) => root !== undefined,
    )
    return roots.flatMap((root) => windowsPaths.map((path) => join(root, path)))
  }
  return linuxNames.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
}

/** Whether a window can be shown at all. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])
}

/** Opens the address as a window of its own, in a profile that is removed when this process ends. */
export function openInBrowser(browser: string, url: string): void {
  const profile = mkdtempSync(join(tmpdir(), 'leantern-browser-'))
  const isRoot = process.getuid?.() === 0
  const child = spawn(
    browser,
    [
      `--app=${url}`,
      `--user-data-dir=${profile}`,
      '--window-size=840,760',
      '--no-first-run',
      '--no-default-browser-check',
      ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
    ],
    { stdio: 'ignore' },
  )
  child.on('error', () => {}) // the address stays open for another browser
  process.once('exit', () => {
    child.kill()
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  })
}
