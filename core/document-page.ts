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
 * One page of what has ids, and `next`: the last id on it; null where nothing follows. `above` gives what has a greater id, ascending, so
 * that no page steps over those before it. What is indexed anew between two pages gets a new id, and comes once more.
 * @throws AppError `bad-request` for an `after` that was never handed out
 */
export function pageOf<T extends { readonly id: number }>(
  above: (id: number) => Iterable<T>,
  { after = '0', limit }: PageRequest,
): { readonly found: readonly T[]; readonly next: string | null } {
  if (!/^\d{1,15}$/u.test(after)) {
    throw new AppError('bad-request', `Expected the \`next\` of an earlier page, got "${after}".`)
  }
  const found: T[] = []
  for (const one of above(Number(after))) {
    if (found.length === limit) return { found, next: String(found.at(-1)?.id ?? after) }
    found.push(one)
  }
  return { found, next: null }
}
