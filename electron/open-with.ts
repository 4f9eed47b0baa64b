/* The programs of a Linux desktop for a kind of file, read from its .desktop files (freedesktop.org, Desktop Entry Specification). */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { entryValues } from './desktop-entry.ts'

/** A program that a person may open a document with. */
export interface Program {
  /** As the desktop writes it in the person's language. */
  readonly name: string
  /** Its .desktop file, absolute. */
  readonly entry: string
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

/** The type of a file as the desktop has it, such as 'text/markdown'; '' where it cannot say. */
export function typeOfFile(path: string): Promise<string> {
  return asked(['filetype', path])
}

/** The id of the .desktop file of what the person opens files of `type` with, such as 'org.kde.okular.desktop'; '' where there is none. */
export async function programOfType(type: string): Promise<string> {
  return type === '' ? '' : ((await asked(['default', type])).split(';')[0] ?? '')
}

function asked(query: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('xdg-mime', ['query', ...query], { timeout: 5_000 }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : ''),
    )
  })
}
