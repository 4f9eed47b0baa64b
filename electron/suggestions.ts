/* Folders on this machine that a person may want to search: looked for by name, counted, never read. */
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isInside } from '../core/is-inside.ts'
import type { Suggestion } from './contract.ts'

const folderNames = ['Documents', 'Desktop', 'Downloads', 'Notes', 'Dokumente', 'Schreibtisch', 'Dropbox', 'Nextcloud']

/** Counting ends here: an idea of the size is enough. */
const mostEntries = 20_000
const mostMs = 800

/** Folders that are there, not empty and in none of `roots`. */
export async function suggestFolders(roots: readonly string[], home: string = homedir()): Promise<Suggestion[]> {
  const found: Suggestion[] = []
  for (const path of folderNames.map((name) => join(home, name))) {
    if (roots.some((root) => isInside(path, root))) continue
    const size = await sizeOf(path)
    if (size.files > 0) found.push({ path, ...size })
  }
  return found
}

async function sizeOf(folder: string): Promise<Omit<Suggestion, 'path'>> {
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
