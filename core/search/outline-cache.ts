/* Decoded outlines of the documents that were read last: decoding one takes longer than reading a chunk. */
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { decodeOutline, type Outline } from '../text/outline.ts'

/** Headings kept, of all outlines together; a title counts as one. About 5 MB. */
const mostHeadings = 50_000

/**
 * Keyed by the id of a document version, which is used once and whose outline never changes: nothing here can be out of
 * date. What does change (the path of a moved file, whether the version is still visible) is read from the catalogue
 * for each search.
 */
export class OutlineCache {
  readonly #outlines = new Map<number, Outline>()
  readonly #most: number
  #headings = 0

  constructor(most = mostHeadings) {
    this.#most = most
  }

  get size(): number {
    return this.#outlines.size
  }

  of({ id, outline }: Pick<DocumentRecord, 'id' | 'outline'>): Outline {
    const known = this.#outlines.get(id)
    if (known === undefined) return this.#keep(id, decodeOutline(outline))
    // A Map lists its keys as they were set: the first is the one not used for longest.
    this.#outlines.delete(id)
    this.#outlines.set(id, known)
    return known
  }

  #keep(id: number, outline: Outline): Outline {
    this.#outlines.set(id, outline)
    this.#headings += weightOf(outline)
    for (const [oldest, old] of this.#outlines) {
      if (this.#headings <= this.#most) break
      this.#outlines.delete(oldest)
      this.#headings -= weightOf(old)
    }
    return outline
  }
}

function weightOf({ headings }: Outline): number {
  return 1 + headings.length
}
