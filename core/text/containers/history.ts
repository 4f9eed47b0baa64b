/*
 * Browser history: Chromium's family, Firefox, Safari. Each page is a document; its part is its address with one slash after the
 * scheme. Texts are small and their database changes all day, so they are kept in the cache.
 */
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import { openHistory } from './history-database.ts'
import { pageText, partOfAddress, type VisitedPage } from './history-page.ts'

export const historyReader: ContainerReader = { open: openPages, read: readPage }

async function openPages({ path }: ContainerFile): Promise<OpenContainer> {
  const history = openHistory(path)
  async function* parts(): AsyncGenerator<FoundPart> {
    for (const page of history.pages()) {
      const facts = Buffer.from(JSON.stringify([page.address, page.title, page.visited]))
      const part = partOfAddress(page.address)
      yield { part, hash: await hashBytes(facts), size: facts.length, read: async () => contentOf(page) }
    }
  }
  return { reread: null, parts, end: async () => null, close: history.close }
}

async function readPage(path: string, part: string): Promise<PartContent | null> {
  const history = openHistory(path)
  try {
    for (const page of history.pages()) if (partOfAddress(page.address) === part) return contentOf(page)
    return null
  } finally {
    history.close()
  }
}

function contentOf(page: VisitedPage): PartContent {
  return { kind: 'text', text: pageText(page), isKept: true }
}
