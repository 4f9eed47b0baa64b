/* The programs of a Linux desktop for a kind of file, read from its .desktop files (freedesktop.org, Desktop Entry Specification). */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** A program that a person may open a document with. */
export interface Program {
  /** As the desktop writes it in the person's language. */
  readonly name: string
  /** Its .desktop file, absolute. */
  readonly entry: string
}

/** Where .desktop files lie, the person's own first. */
export function applicationFolders(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): string[] {
  const own = env['XDG_DATA_HOME'] || join(home, '.local/share')
  const shared = (env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':')
  return [own, ...shared].filter((folder) => isAbsolute(folder)).map((folder) => join(folder, 'applications'))
}

/**
 * Programs that say they open files of `type`, by name. What opens plain text opens every kind of text. Of two files with the same
 * name the one in the earlier folder counts.
 */
export async function programsFor(type: string, folders: readonly string[], language: string): Promise<Program[]> {
  const seen = new Set<string>()
  const found: Program[] = []
  for (const folder of folders) {
    for (const file of await readdir(folder).catch(() => [])) {
      if (!file.endsWith('.desktop') || seen.has(file)) continue
      seen.add(file)
      const entry = join(folder, file)
      const name = nameOf(await readFile(entry, 'utf8').catch(() => ''), type, language)
      if (name !== null) found.push({ name, entry })
    }
  }
  return found.toSorted((a, b) => a.name.localeCompare(b.name, language))
}

/** The program's name; null where it is not one for this type, or not meant to be seen. */
function nameOf(text: string, type: string, language: string): string | null {
  const values = entryValues(text)
  const types = values.get('MimeType')?.split(';') ?? []
  const fits = types.includes(type) || (type.startsWith('text/') && types.includes('text/plain'))
  const isHidden = values.get('NoDisplay') === 'true' || values.get('Hidden') === 'true'
  if (!fits || isHidden || !values.has('Exec')) return null
  return values.get(`Name[${language}]`) ?? values.get('Name') ?? null
}

/** Keys of the group `[Desktop Entry]`, which comes first. */
function entryValues(text: string): Map<string, string> {
  const [, group = ''] = text.split(/^\[Desktop Entry\]\s*$/mu)
  const lines = (group.split(/^\[/mu)[0] ?? '').split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^([^#=\s][^=]*?)\s*=\s*(.*?)\s*$/u.exec(line) ?? []
      return key === undefined ? [] : [[key, value]]
    }),
  )
}

/** The type of a file as the desktop has it, such as 'text/markdown'; '' where it cannot say. */
export function typeOfFile(path: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('xdg-mime', ['query', 'filetype', path], { timeout: 5_000 }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : ''),
    )
  })
}
