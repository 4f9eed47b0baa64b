/* Every passage of a library, with its text and, where wanted, its vector: read and embedded again, document by document. */
import type { Library } from '../library.ts'
import { documentUri } from '../search/document-uri.ts'
import type { TextPassage } from '../types.ts'

/** One passage of a document with its place. */
export interface ExportedPassage {
  /** Absolute path of the document's file. */
  readonly path: string
  readonly part: string
  readonly uri: string
  readonly title: string
  readonly heading: string
  readonly kind: string
  /** Byte range in the document's text. */
  readonly start: number
  readonly end: number
  readonly modifiedMs: number
  readonly text: string
}

/** The same with its embedding, where that was wanted. */
export interface PassageWithVector extends ExportedPassage {
  /** Unit length; null without `withVectors`. */
  readonly vector: Float32Array | null
}

export interface ExportOptions {
  readonly withVectors: boolean
  readonly signal?: AbortSignal
  /** Told of passages whose file changed since it was indexed: they are left out. */
  onStale?(count: number): void
}

/** Passages of one document that are read, and embedded, together. */
const passagesAtOnce = 256

/** Every passage of a library with its place and, where that is wanted, its vector. @throws AppError as `Library.text` */
export async function* exportedPassages(library: Library, options: ExportOptions): AsyncGenerator<PassageWithVector> {
  await library.refresh()
  for (const { path, part, title, kind, chunks, modifiedMs } of library.documents()) {
    for (let at = 0, index = 0; index < chunks;) {
      options.signal?.throwIfAborted()
      const { passages } = await library.text({ path, part, at, after: passagesAtOnce - 1 })
      const there = passages.filter(
        (passage): passage is TextPassage & { readonly text: string } => passage.text !== null,
      )
      if (there.length < passages.length) options.onStale?.(passages.length - there.length)
      const vectors = options.withVectors
        ? await library.embed(
            there.map(({ heading, text }) => ({ header: headerOf(title, heading), text })),
            options.signal,
          )
        : null
      for (const [i, { start, end, heading, text }] of there.entries()) {
        const uri = documentUri({ path, part })
        yield { path, part, uri, title, heading, kind, start, end, modifiedMs, text, vector: vectors?.[i] ?? null }
      }
      const last = passages[passages.length - 1]
      at = last.end
      index = last.index + 1
    }
  }
}

/** What a passage is embedded with: see `chunkHeader`. */
function headerOf(title: string, heading: string): string {
  return [title, heading].filter((part) => part !== '').join(' > ')
}
