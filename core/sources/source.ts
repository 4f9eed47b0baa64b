import type { FileProblem } from '../types.ts'

/** A file that may hold documents. `path` is absolute, `size` in bytes, `mtimeMs` in milliseconds since 1970. */
export interface SourceFile {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/**
 * What a source tells while it is listed. `skipped`: a file, or a folder with all that is in it, left out by a rule: reported, so
 * that nothing is dropped in silence. After a `problem` with a folder nothing is known of what is in it: it may all still be there.
 * `folder`, from a partial source only: a folder that was listed, or one in such a folder that was not and may hold anything.
 */
export type SourceEvent =
  | { readonly kind: 'file'; readonly file: SourceFile }
  | { readonly kind: 'problem'; readonly problem: FileProblem }
  | { readonly kind: 'skipped'; readonly path: string; readonly rule: string }
  | { readonly kind: 'folder'; readonly path: string; readonly isListed: boolean }

/** A place that holds documents. */
export interface Source {
  /** Absolute. */
  readonly root: string
  /** Lists only a part of what is below the root, and tells which by `folder` events. */
  readonly isPartial: boolean
  /**
   * Everything there is, each path once, in the same order every time.
   * @throws AppError `not-found` when the root is gone (an unplugged disk is not an empty folder), `bad-request` when it cannot be
   * read; the signal's reason once it is aborted
   */
  list(signal: AbortSignal): AsyncIterable<SourceEvent>
}
