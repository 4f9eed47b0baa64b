/* What a library tells of itself: what it holds, and what that takes. */
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { pageOf, type DocumentPage, type PageRequest } from '../document-page.ts'
import type { DocumentEntry } from '../library.ts'
import { decodeOutline } from '../text/outline.ts'
import type { LibraryStatus, SourceName, SourceStatus } from '../types.ts'
import { libraryBytes } from './folder.ts'
import type { Parts } from './parts.ts'

/** As `Library.status`. */
export async function statusOf(parts: Parts): Promise<LibraryStatus> {
  const { store, catalogue, folder } = parts
  const { documents, textBytes, sourceBytes, problems, pending } = catalogue.totals.whole(store.generation)
  const bytes = await libraryBytes(folder, store)
  const shareOf = (part: number): number => (textBytes === 0 ? 0 : part / textBytes)
  return {
    documents,
    chunks: store.liveRows,
    textBytes,
    sourceBytes,
    bytes,
    share: { semantic: shareOf(bytes.semantic), total: shareOf(bytes.total) },
    errors: problems,
    pending,
    sources: sourcesOf(parts),
    dimensions: store.model.dimensions,
    model: store.model.name,
  }
}

function sourcesOf({ catalogue, texts, store }: Parts): SourceStatus[] {
  const kept = catalogue.totals.cachedSources()
  const cacheBytes = new Map<SourceName, number>()
  for (const [id, size] of texts.sizes()) {
    const source = kept.get(id)
    if (source !== undefined) cacheBytes.set(source, (cacheBytes.get(source) ?? 0) + size)
  }
  return catalogue.totals
    .bySource(store.generation)
    .map((sums) => ({ ...sums, cacheBytes: cacheBytes.get(sums.source) ?? 0, cachePolicy: cachePolicies[sums.source] }))
}

/** Which texts are kept: `preparedText` and the readers of containers decide. */
export const cachePolicies: Readonly<Record<SourceName, string>> = {
  folder:
    'Kept are texts of PDF, Office, e-books, packed archives and other large documents; the rest is read again from the files.',
  mail: 'Kept are texts of Outlook archives and of PDF, Office and large attachments; the rest is read again from the mail.',
  history: 'Kept are titles and addresses, with visits, and texts of pages you saved: histories change all day.',
  chat: 'Nothing is kept but texts of exports in packed archives; the rest is read again from the files.',
  notes: 'Nothing is kept: notes are read again from their files.',
}

/** As `Library.documents`. */
export function* documentEntries({ catalogue, store }: Parts): Generator<DocumentEntry> {
  for (const document of catalogue.documents(store.generation)) yield entryOf(document)
}

/** As `Library.documentPage`. */
export function documentPage({ catalogue, store }: Parts, request: PageRequest): DocumentPage {
  const { found, next } = pageOf((id) => catalogue.documentsAfter(id, store.generation), request)
  return { documents: found.map(entryOf), next }
}

function entryOf({ path, part, kind, chunks, textBytes, size, mtimeMs, outline }: DocumentRecord): DocumentEntry {
  const { title } = decodeOutline(outline)
  return { path, part, title, kind, chunks, textBytes, sourceBytes: size, modifiedMs: mtimeMs }
}
