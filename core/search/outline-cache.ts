/* Outlines of the documents that were read last: to inflate one takes longer than reading a chunk. */
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { inflatedOutline, outlineAt, ownEndOf, type OutlinePlace } from '../text/outline.ts'

/** Bytes kept, of all outlines together. */
const mostBytes = 2 * 1024 * 1024

/** What one outline takes besides its bytes. */
const overheadBytes = 200

/**
 * Keyed by the id of a document version, which is used once and whose outline never changes: nothing here can be out of
 * date. What does change (the path of a moved file, whether the version is still visible) is read from the catalogue
 * for each search.
 */
export class OutlineCache {
  readonly #outlines = new Map<number, Uint8Array>()
  readonly #most: number
  #bytes = 0

  constructor(most = mostBytes) {
    this.#most = most
  }

  get size(): number {
    return this.#outlines.size
  }

  clear(): void {
    this.#outlines.clear()
    this.#bytes = 0
  }

  /** What a document's outline says of its byte `offset`. */
  at(document: Pick<DocumentRecord, 'id' | 'outline'>, offset: number): OutlinePlace {
    return outlineAt(this.#of(document), offset)
  }

  /** Where the words of a mail's chunk end that it is embedded by. */
  ownEnd(
    document: Pick<DocumentRecord, 'id' | 'outline'>,
    chunk: { readonly start: number; readonly end: number },
  ): number {
    return ownEndOf(this.#of(document), chunk)
  }

  #of({ id, outline }: Pick<DocumentRecord, 'id' | 'outline'>): Uint8Array {
    const known = this.#outlines.get(id)
    // A copy: what inflates hands out a part of 16 kB.
    if (known === undefined) return this.#keep(id, Uint8Array.from(inflatedOutline(outline)))
    // A Map lists its keys as they were set: the first is the one not used for longest.
    this.#outlines.delete(id)
    this.#outlines.set(id, known)
    return known
  }

  #keep(id: number, outline: Uint8Array): Uint8Array {
    this.#outlines.set(id, outline)
    this.#bytes += outline.length + overheadBytes
    for (const [oldest, { length }] of this.#outlines) {
      if (this.#bytes <= this.#most) break
      this.#outlines.delete(oldest)
      this.#bytes -= length + overheadBytes
    }
    return outline
  }
}
