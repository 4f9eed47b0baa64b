/*
 * Where mail programs keep their mail on this machine, so that a person can choose from a list. Only lists of folders and Thunderbird's
 * profiles.ini are read; no mail is looked into before somebody adds it.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'

/** A place with mail that could be added to a library. */
export interface MailPlace {
  readonly program: 'Thunderbird' | 'Apple Mail' | 'Outlook' | 'Evolution' | 'Maildir' | 'Unix mail'
  /** What a person knows it by: the account, the profile, the file. */
  readonly name: string
  /** A folder or a file, absolute. */
  readonly path: string
}

/** The machine as it is looked at; a test gives its own. */
export interface Machine {
  readonly home: string
  readonly platform: NodeJS.Platform
  /** APPDATA and LOCALAPPDATA on Windows, XDG_CONFIG_HOME on Linux. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the system keeps each user's mail; '' for nowhere. */
  readonly spool: string
}

/** The machine that runs this. */
export function thisMachine(): Machine {
  const user = process.env.USER ?? process.env.LOGNAME ?? ''
  const spool = process.platform === 'win32' || user === '' ? '' : join('/var/mail', user)
  return { home: homedir(), platform: process.platform, environment: process.env, spool }
}

/** The folder that a variable names; `usual` where it is not set, empty, or not absolute, which counts as not set (XDG Base Directory). */
export function folderIn(variable: string | undefined, usual: string): string {
  return variable !== undefined && isAbsolute(variable) ? variable : usual
}

/** Every place with mail of a known program, those that are not there left out. */
export async function findMail(machine: Machine = thisMachine()): Promise<MailPlace[]> {
  const found = await Promise.all([
    thunderbird(machine),
    appleMail(machine),
    outlook(machine),
    evolution(machine),
    maildirs(machine),
    spool(machine),
  ])
  return found.flat()
}

const fromStore = 'Packages/MozillaThunderbird.MZLA_h5892qc0xkpca/LocalCache/Roaming'

function localFolder({ home, environment }: Pick<Machine, 'home' | 'environment'>): string {
  return folderIn(environment.LOCALAPPDATA, join(home, 'AppData', 'Local'))
}

async function thunderbird({ home, platform, environment }: Machine): Promise<MailPlace[]> {
  const folders: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: [join(home, 'Library', 'Thunderbird')],
    // The second is that of the store's.
    win32: [
      join(folderIn(environment.APPDATA, join(home, 'AppData', 'Roaming')), 'Thunderbird'),
      join(localFolder({ home, environment }), ...fromStore.split('/'), 'Thunderbird'),
    ],
  }
  const usual = [
    '.thunderbird',
    '.icedove',
    'snap/thunderbird/common/.thunderbird',
    '.var/app/org.mozilla.Thunderbird/.thunderbird',
    '.var/app/net.thunderbird.Thunderbird/.thunderbird',
  ]
  const places: MailPlace[] = []
  for (const folder of folders[platform] ?? usual.map((path) => join(home, path))) {
    const ini = await readFile(join(folder, 'profiles.ini'), 'utf8').catch(() => '')
    for (const profile of profilesIn(ini, folder)) places.push(...(await accountsIn(profile)))
  }
  return places
}

/** The profiles' folders that a profiles.ini names. */
export function profilesIn(ini: string, folder: string): string[] {
  return ini.split(/^\[/m).flatMap((section) => {
    if (!/^Profile\d+\]/.test(section)) return []
    const value = (key: string): string => new RegExp(`^${key}=(.*?)\\r?$`, 'm').exec(section)?.[1].trim() ?? ''
    const path = value('Path')
    if (path === '') return []
    return [value('IsRelative') === '0' ? path : join(folder, ...path.split('/'))]
  })
}

/** A profile keeps a folder for each account: local ones and POP below 'Mail', IMAP below 'ImapMail'. */
async function accountsIn(profile: string): Promise<MailPlace[]> {
  const places: MailPlace[] = []
  for (const kind of ['Mail', 'ImapMail']) {
    for (const name of await foldersIn(join(profile, kind)))
      places.push({ program: 'Thunderbird', name, path: join(profile, kind, name) })
  }
  return places
}

/** The newest of the versions' folders: 'V10'. The system asks the person before it lets us in. */
async function appleMail({ home, platform }: Machine): Promise<MailPlace[]> {
  if (platform !== 'darwin') return []
  const folder = join(home, 'Library', 'Mail')
  const versions = (await foldersIn(folder)).filter((name) => /^V\d+$/.test(name))
  const newest = versions.toSorted((a, b) => Number(b.slice(1)) - Number(a.slice(1)))[0]
  return newest === undefined ? [] : [{ program: 'Apple Mail', name: 'Mail', path: join(folder, newest) }]
}

async function outlook(machine: Machine): Promise<MailPlace[]> {
  if (machine.platform !== 'win32') return []
  const places: MailPlace[] = []
  for (const folder of [...(await outlookFolders(machine)), join(localFolder(machine), 'Microsoft', 'Outlook')]) {
    for (const name of await namesIn(folder)) {
      if (/\.[po]st$/i.test(name)) places.push({ program: 'Outlook', name, path: join(folder, name) })
    }
  }
  return places
}

/** 'Outlook Files' below the documents, 'Outlook-Dateien' in German; the documents may be in OneDrive, where their name is translated too. */
async function outlookFolders({ home }: Machine): Promise<string[]> {
  const oneDrives = (await foldersIn(home)).filter((name) => name.startsWith('OneDrive'))
  const inOneDrives = oneDrives.map(async (name) =>
    (await foldersIn(join(home, name))).map((inside) => join(home, name, inside)),
  )
  const found = [join(home, 'Documents'), ...(await Promise.all(inOneDrives)).flat()].map(async (documents) =>
    (await foldersIn(documents)).filter((name) => /outlook/i.test(name)).map((name) => join(documents, name)),
  )
  return (await Promise.all(found)).flat()
}

async function evolution({ home, platform }: Machine): Promise<MailPlace[]> {
  if (platform === 'win32' || platform === 'darwin') return []
  const folders = ['.local/share/evolution/mail', '.var/app/org.gnome.Evolution/data/evolution/mail']
  const there = await existing(folders.map((path) => join(home, path)))
  return there.map((path) => ({ program: 'Evolution', name: 'Evolution', path }))
}

/** A Maildir has three folders of fixed names; people keep them, or a folder of them, under a few names. */
async function maildirs({ home, platform }: Machine): Promise<MailPlace[]> {
  if (platform === 'win32') return []
  const places: MailPlace[] = []
  for (const path of await existing(['Maildir', '.maildir', 'Mail', 'mail', '.mail'].map((name) => join(home, name)))) {
    const names = await namesIn(path)
    const isMaildir = ['cur', 'new', 'tmp'].every((name) => names.includes(name))
    places.push({ program: isMaildir ? 'Maildir' : 'Unix mail', name: basename(path), path })
  }
  return places
}

async function spool(machine: Machine): Promise<MailPlace[]> {
  const found = machine.spool === '' ? null : await stat(machine.spool).catch(() => null)
  if (found === null || !found.isFile() || found.size === 0) return []
  return [{ program: 'Unix mail', name: basename(machine.spool), path: machine.spool }]
}

async function existing(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map((path) => stat(path).catch(() => null)))
  const seen = new Set<string>()
  return folders.filter((_, i) => {
    // Where names do not tell case apart, 'Mail' and 'mail' are one folder.
    const key = `${found[i]?.dev}/${found[i]?.ino}`
    const isNew = found[i]?.isDirectory() === true && !seen.has(key)
    seen.add(key)
    return isNew
  })
}

/** Empty where the folder is not there or may not be read. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.toSorted()
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
}
