import { AppError } from './errors.ts'
import type { DocumentEntry } from './library.ts'

/** Some of the library's documents, and where the list goes on. */
export interface DocumentPage {
  readonly documents: readonly DocumentEntry[]
  /** `after` of the next page; null on the last. */
  readonly next: string | null
}

/** Which page of the list. */
export interface PageRequest {
  /** `next` of the page before; default: the first page. */
  readonly after?: string | undefined
  readonly limit: number
}

/**
 * One page of documents. `next` counts the documents so far: where the library changes between two pages, one may move
 * across the border.
 * @throws AppError `bad-request` for an `after` that was never handed out
 */
export function documentPage(documents: Iterable<DocumentEntry>, { after = '0', limit }: PageRequest): DocumentPage {
  if (!/^\d{1,9}$/u.test(after)) {
    throw new AppError('bad-request', `Expected the \`next\` of an earlier page, got "${after}".`)
  }
  const skipped = Number(after)
  const found: DocumentEntry[] = []
  let place = 0
  for (const document of documents) {
    if (place++ < skipped) continue
    if (found.length === limit) return { documents: found, next: String(skipped + limit) }
    found.push(document)
  }
  return { documents: found, next: null }
}
