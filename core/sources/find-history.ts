/*
 * Where browsers keep their history on this machine, so that a person can choose from a list. Only lists of folders are read; no
 * history is looked into before somebody adds it.
 */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { folderIn, thisMachine, type Machine } from './find-mail.ts'

/** A history that could be added to a library. */
export interface HistoryPlace {
  /** The browser. */
  readonly program: string
  /** The profile's folder; 'History' where there is one only. */
  readonly name: string
  /** The database, absolute. */
  readonly path: string
}

interface Browser {
  readonly program: string
  /** The folder with its profiles, below the platform's folder for such. */
  readonly linux?: string
  readonly darwin?: string
  readonly win32?: string
  /** On Windows below APPDATA, not LOCALAPPDATA. */
  readonly isRoaming?: boolean
  /** The database's name in a profile. */
  readonly file: 'History' | 'places.sqlite' | 'History.db'
}

const browsers: readonly Browser[] = [
  {
    program: 'Chrome',
    linux: 'google-chrome',
    darwin: 'Google/Chrome',
    win32: 'Google/Chrome/User Data',
    file: 'History',
  },
  { program: 'Chromium', linux: 'chromium', darwin: 'Chromium', win32: 'Chromium/User Data', file: 'History' },
  { program: 'Chromium', linux: '../snap/chromium/common/chromium', file: 'History' },
  {
    program: 'Edge',
    linux: 'microsoft-edge',
    darwin: 'Microsoft Edge',
    win32: 'Microsoft/Edge/User Data',
    file: 'History',
  },
  {
    program: 'Brave',
    linux: 'BraveSoftware/Brave-Browser',
    darwin: 'BraveSoftware/Brave-Browser',
    win32: 'BraveSoftware/Brave-Browser/User Data',
    file: 'History',
  },
  { program: 'Vivaldi', linux: 'vivaldi', darwin: 'Vivaldi', win32: 'Vivaldi/User Data', file: 'History' },
  {
    program: 'Opera',
    linux: 'opera',
    darwin: 'com.operasoftware.Opera',
    win32: 'Opera Software/Opera Stable',
    isRoaming: true,
    file: 'History',
  },
  {
    program: 'Opera GX',
    darwin: 'com.operasoftware.OperaGX',
    win32: 'Opera Software/Opera GX Stable',
    isRoaming: true,
    file: 'History',
  },
  {
    program: 'Arc',
    darwin: 'Arc/User Data',
    win32: 'Packages/TheBrowserCompany.Arc_ttt1ap7aakyb4/LocalCache/Local/Arc/User Data',
    file: 'History',
  },
  {
    program: 'Firefox',
    linux: '../.mozilla/firefox',
    darwin: 'Firefox/Profiles',
    win32: 'Mozilla/Firefox/Profiles',
    isRoaming: true,
    file: 'places.sqlite',
  },
  // New profiles since Firefox 147.
  { program: 'Firefox', linux: 'mozilla/firefox', file: 'places.sqlite' },
  { program: 'Firefox', linux: '../snap/firefox/common/.mozilla/firefox', file: 'places.sqlite' },
  { program: 'Firefox', linux: '../.var/app/org.mozilla.firefox/.mozilla/firefox', file: 'places.sqlite' },
  // Flatpak gives each program a folder for settings of its own.
  { program: 'Firefox', linux: '../.var/app/org.mozilla.firefox/config/mozilla/firefox', file: 'places.sqlite' },
  { program: 'Chrome', linux: '../.var/app/com.google.Chrome/config/google-chrome', file: 'History' },
  { program: 'Chromium', linux: '../.var/app/org.chromium.Chromium/config/chromium', file: 'History' },
  { program: 'Edge', linux: '../.var/app/com.microsoft.Edge/config/microsoft-edge', file: 'History' },
  { program: 'Brave', linux: '../.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser', file: 'History' },
  { program: 'Vivaldi', linux: '../.var/app/com.vivaldi.Vivaldi/config/vivaldi', file: 'History' },
  { program: 'Opera', linux: '../.var/app/com.opera.Opera/config/opera', file: 'History' },
  // So does Snap, and Windows for what comes from its store.
  { program: 'Brave', linux: '../snap/brave/current/.config/BraveSoftware/Brave-Browser', file: 'History' },
  { program: 'Opera', linux: '../snap/opera/current/.config/opera', file: 'History' },
  {
    program: 'Firefox',
    win32: 'Packages/Mozilla.Firefox_n80bbvh6b1yt2/LocalCache/Roaming/Mozilla/Firefox/Profiles',
    file: 'places.sqlite',
  },
  { program: 'Safari', darwin: '../Safari', file: 'History.db' },
  // Safari's other profiles, since Safari 17.
  { program: 'Safari', darwin: '../Containers/com.apple.Safari/Data/Library/Safari/Profiles', file: 'History.db' },
  { program: 'Safari', darwin: '../Safari/Profiles', file: 'History.db' },
]

/** Every history of a known browser, each profile's; those that are not there left out. */
export async function findHistory(machine: Machine = thisMachine()): Promise<HistoryPlace[]> {
  const found = await Promise.all(browsers.map((browser) => historiesOf(browser, machine)))
  return found.flat()
}

/** The browser and the profile that a history is of, by its path alone; null for any other file. */
export function historyAt(path: string, machine: Machine = thisMachine()): HistoryPlace | null {
  for (const browser of browsers) {
    if (basename(path) !== browser.file) continue
    const folder = folderOf(browser, machine)
    const profile = dirname(path)
    if (profile === folder) return placeOf(browser, '', path)
    if (dirname(profile) === folder) return placeOf(browser, basename(profile), path)
  }
  return null
}

async function historiesOf(browser: Browser, machine: Machine): Promise<HistoryPlace[]> {
  const folder = folderOf(browser, machine)
  if (folder === null) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const profiles = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const places: HistoryPlace[] = []
  // Opera and Safari have theirs in the folder itself.
  for (const profile of ['', ...profiles.toSorted()]) {
    const path = join(folder, profile, browser.file)
    const isThere = (await stat(path).catch(() => null))?.isFile() === true
    if (isThere) places.push(placeOf(browser, profile, path))
  }
  return places
}

function placeOf({ program }: Browser, profile: string, path: string): HistoryPlace {
  return { program, name: profile === '' ? 'History' : profile, path }
}

function folderOf(browser: Browser, { home, platform, environment }: Machine): string | null {
  const name = browser[platform === 'darwin' || platform === 'win32' ? platform : 'linux']
  if (name === undefined) return null
  const { APPDATA, LOCALAPPDATA, XDG_CONFIG_HOME } = environment
  // '..' leads out of the folder that most of them use.
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name)
  if (platform === 'win32') {
    const appData = join(home, 'AppData')
    if (browser.isRoaming === true) return join(folderIn(APPDATA, join(appData, 'Roaming')), name)
    return join(folderIn(LOCALAPPDATA, join(appData, 'Local')), name)
  }
  return name.startsWith('../')
    ? join(home, name.slice(3))
    : join(folderIn(XDG_CONFIG_HOME, join(home, '.config')), name)
}
