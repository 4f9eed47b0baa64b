/* .desktop files, which say how a program of a Linux desktop is started (freedesktop.org, Desktop Entry Specification 1.5). */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** A .desktop file. */
export interface DesktopEntry {
  /** Absolute. */
  readonly path: string
  readonly values: ReadonlyMap<string, string>
}

/** Where .desktop files lie, the person's own first. */
export function applicationFolders(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): string[] {
  const own = env['XDG_DATA_HOME'] || join(home, '.local/share')
  const shared = (env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':')
  return [own, ...shared].filter((folder) => isAbsolute(folder)).map((folder) => join(folder, 'applications'))
}

/** Keys of the group `[Desktop Entry]`, which comes first. */
export function entryValues(text: string): Map<string, string> {
  const [, group = ''] = text.split(/^\[Desktop Entry\]\s*$/mu)
  const lines = (group.split(/^\[/mu)[0] ?? '').split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^([^#=\s][^=]*?)\s*=\s*(.*?)\s*$/u.exec(line) ?? []
      return key === undefined ? [] : [[key, value]]
    }),
  )
}

/** The first of the folders' files with this id, such as 'org.kde.okular.desktop'; null where none has it, or it is hidden. */
export async function entryOf(id: string, folders: readonly string[]): Promise<DesktopEntry | null> {
  if (!/^[^/]+\.desktop$/u.test(id)) return null
  for (const folder of folders) {
    for (const file of filesOf(id)) {
      const path = join(folder, file)
      const text = await readFile(path, 'utf8').catch(() => null)
      if (text === null) continue
      const values = entryValues(text)
      return values.get('Hidden') === 'true' ? null : { path, values }
    }
  }
  return null
}

/** 'kde-okular.desktop' may lie in a folder of the folder: 'kde/okular.desktop'. */
function filesOf(id: string): string[] {
  const pieces = id.split('-')
  return pieces.map((_, folders) => [...pieces.slice(0, folders), pieces.slice(folders).join('-')].join('/'))
}

const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }

/** One argument: as it is, or in quotation marks, where four signs have a backslash before them. */
const argument = /[ \t\n]*(?:"((?:[^"\\`$]|\\["`$\\])*)"|([^\s"'\\<>~|&;$*?#()`]+))(?=[ \t\n]|$)/uy

/**
 * The arguments of an entry's `Exec`, field codes (`%f`) as they stand. null for what does not keep to the specification: what only a shell
 * would understand.
 */
export function argumentsOf(exec: string): string[] | null {
  const text = exec.replaceAll(/\\([sntr\\])/gu, (_, sign: string) => escapes[sign]).trim()
  const found: string[] = []
  argument.lastIndex = 0
  while (argument.lastIndex < text.length) {
    const match = argument.exec(text)
    if (match === null) return null
    found.push(match[2] ?? match[1].replaceAll(/\\(.)/gu, '$1'))
  }
  return found.length === 0 ? null : found
}
