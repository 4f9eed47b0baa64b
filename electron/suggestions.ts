/* Folders on this machine that a person may want to search: looked for by name, counted, never read. */
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Suggestion } from './contract.ts'

const folderNames = ['Documents', 'Desktop', 'Downloads', 'Notes', 'Dokumente', 'Schreibtisch', 'Dropbox', 'Nextcloud']

/** Where mail programs keep their archives, below the home folder; `*` is any one name. */
const mailPlaces = [
  'Mail',
  'Maildir',
  '.thunderbird/*/Mail',
  '.thunderbird/*/ImapMail',
  'snap/thunderbird/common/.thunderbird/*/Mail',
  'snap/thunderbird/common/.thunderbird/*/ImapMail',
  'Library/Thunderbird/Profiles/*/Mail',
  'Library/Thunderbird/Profiles/*/ImapMail',
  'Library/Mail',
  'AppData/Roaming/Thunderbird/Profiles/*/Mail',
  'AppData/Roaming/Thunderbird/Profiles/*/ImapMail',
]

/** Counting ends here: an idea of the size is enough. */
const mostEntries = 20_000
const mostMs = 800

/** Folders that are there, not empty and in none of `roots`. */
export async function suggestFolders(roots: readonly string[], home: string = homedir()): Promise<Suggestion[]> {
  const folders = folderNames.map((name) => ({ kind: 'folder' as const, path: join(home, name) }))
  const places = await Promise.all(mailPlaces.map((place) => matches(home, place.split('/'))))
  const mail = places.flat().map((path) => ({ kind: 'mail' as const, path }))
  const found: Suggestion[] = []
  for (const place of [...folders, ...mail]) {
    if (roots.includes(place.path)) continue
    const size = await sizeOf(place.path)
    if (size.files > 0) found.push({ ...place, ...size })
  }
  return found
}

async function matches(folder: string, [name, ...rest]: readonly string[]): Promise<string[]> {
  const names = name === '*' ? await readdir(folder).catch(() => []) : [name]
  const paths = names.map((name) => join(folder, name))
  if (rest.length > 0) return (await Promise.all(paths.map((path) => matches(path, rest)))).flat()
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)))
  return paths.filter((_, i) => found[i]?.isDirectory() === true)
}

async function sizeOf(folder: string): Promise<Omit<Suggestion, 'kind' | 'path'>> {
  const until = performance.now() + mostMs
  const waiting = [folder]
  let files = 0
  let bytes = 0
  let entries = 0
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      if (++entries > mostEntries || performance.now() > until) return { files, bytes, isMore: true }
      const inside = join(path, entry.name)
      if (entry.isDirectory() && !entry.name.startsWith('.')) waiting.push(inside)
      if (!entry.isFile()) continue
      files++
      bytes += (await stat(inside).catch(() => null))?.size ?? 0
    }
  }
  return { files, bytes, isMore: false }
}
