/*
 * Pages that somebody saved as files, by the address they were saved from: browsers write it into the file (`saved from url=`, MHTML's
 * Snapshot-Content-Location), SingleFile and others too. Nothing is loaded from the web.
 */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExtractError } from '../extracted.ts'
import { extractHtml } from '../formats/html.ts'
import { extractEml } from '../formats/eml.ts'
import { limits } from '../document-kind.ts'
import { privatePages } from './history-hosts.ts'
import { pageAddress } from './history-page.ts'

/** A file with a page that was saved. */
export interface SavedPage {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

const mostFiles = 20_000
const headBytes = 4096

/** Patterns of the line that names the address, in the first bytes of a file. */
const origins: readonly RegExp[] = [
  /<!--\s*saved from url=\(\d+\)(\S+?)\s*-->/iu,
  /^Snapshot-Content-Location:\s*(\S+)/imu,
  /Page saved with SingleFile\s+url:\s*(\S+)/iu,
  /<meta\s+name=["']?savepage-url["']?\s+content=["']?([^"'\s>]+)/iu,
  /<link[^>]+rel=["']?canonical["']?[^>]+href=["']?([^"'\s>]+)/iu,
]

/** The newest copy of each page in some folders and those in them, by `pageAddress`. Folders that cannot be read have none. */
export function findSavedPages(folders: readonly string[]): ReadonlyMap<string, SavedPage> {
  const found = new Map<string, SavedPage>()
  const waiting = [...folders]
  let files = 0
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (entry.isFile() && /\.(?:html?|xhtml|mhtml?|mht)$/iu.test(entry.name)) {
        if (++files > mostFiles) return found
        keepNewest(found, path)
      }
    }
  }
  return found
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function keepNewest(pages: Map<string, SavedPage>, path: string): void {
  const head = headOf(path)
  const url = origins.map((origin) => origin.exec(head)?.[1]).find((one) => one !== undefined)
  const address = url === undefined ? null : pageAddress(url, privatePages())
  if (address === null) return
  // It may be gone since its folder was listed.
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  const { size, mtimeMs } = found
  const known = pages.get(address)
  if (known === undefined || known.mtimeMs < mtimeMs) pages.set(address, { path, size, mtimeMs })
}

function headOf(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const head = Buffer.alloc(headBytes)
      return head.toString('latin1', 0, readSync(file, head, 0, headBytes, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

/** The words of a saved page; '' where it has none that can be read: the page's title and address are found all the same. */
export async function readSavedPage({ path, size }: SavedPage): Promise<string> {
  if (size > limits.markupBytes) return ''
  try {
    const bytes = await readFile(path)
    const { text } = /\.mht(?:ml)?$/iu.test(path) ? await extractEml(bytes) : await extractHtml(bytes)
    return text
  } catch (error) {
    if (error instanceof ExtractError) return ''
    throw error
  }
}
