/*
 * Browser history: Chromium's family, Firefox, Safari. Each page is a document; its part is its address with one slash after the
 * scheme, its size the number of its visits. Of pages that a person saved as files, and whose folder they named, the text belongs
 * to it.
 */
import { usualOptions } from '../read-options.ts'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import { openHistory } from './history-database.ts'
import { privatePages } from './history-hosts.ts'
import { pageText, partOfAddress, shownTitle, stampOfPage, type VisitedPage } from './history-page.ts'
import { findSavedPages, readSavedPage, type SavedPage } from './saved-pages.ts'

export const historyReader: ContainerReader = { open: openPages, read: readPage }

async function openPages({ path, reading = usualOptions }: ContainerFile): Promise<OpenContainer> {
  const history = openHistory(path, privatePages(reading.pages))
  const saved = findSavedPages(reading.savedPages)
  async function* parts(): AsyncGenerator<FoundPart> {
    for (const page of history.pages()) {
      const copy = saved.get(page.address)
      const part = partOfAddress(page.address)
      const stamp = stampOfPage(part, { ...page, title: shownTitle(page) })
      const hash = copy === undefined ? stamp : await withCopy(stamp, copy)
      // It has no bytes of its own: what is counted are its visits.
      yield { part, hash, size: page.visits, read: () => contentOf(page, copy) }
    }
  }
  return { reread: null, parts, end: async () => null, close: history.close }
}

async function withCopy(stamp: bigint, { path, size, mtimeMs }: SavedPage): Promise<bigint> {
  return hashBytes(Buffer.from(JSON.stringify([String(stamp), path, size, mtimeMs])))
}

async function readPage(path: string, part: string): Promise<PartContent | null> {
  // What is private was left out when it was indexed.
  const history = openHistory(path, () => false)
  try {
    for (const page of history.pages()) if (partOfAddress(page.address) === part) return await contentOf(page)
    return null
  } finally {
    history.close()
  }
}

/** What the browser last loaded of a page by its address in the library, with the query and fragment that are not kept; null: it knows none. */
export function newestUrl(path: string, address: string): string | null {
  const history = openHistory(path, () => false)
  try {
    return history.newestUrl(address)
  } finally {
    history.close()
  }
}

async function contentOf(page: VisitedPage, copy?: SavedPage): Promise<PartContent> {
  const text = pageText(page)
  const body = copy === undefined ? '' : await readSavedPage(copy)
  // Title and address are in the catalogue: a text of them alone is made again from there (`textOfPart`).
  return body === ''
    ? { kind: 'text', text }
    : { kind: 'text', text: { ...text, text: `${text.text}\n\n${body}` }, isKept: true }
}
