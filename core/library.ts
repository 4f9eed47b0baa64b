import type { FileProblem, IndexProgress, IndexSummary, LibraryStatus, SearchAnswer, SearchRequest } from './types.ts'

/** One line of the person's log: an event name and fields; ids and counts only, never paths or text. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void

export interface LibraryOptions {
  /** The library's folder. `write` creates it when it is missing; `read` fails with `no-library`. */
  readonly folder: string
  /** `write` takes the library's one writer lock (`library-busy` when another process holds it). */
  readonly access: 'read' | 'write'
  /** Folder with model.onnx, tokenizer.json and model.json; default: the embedded model. */
  readonly modelFolder?: string
  readonly log?: Log
}

export interface IndexOptions {
  /** Absolute root paths to bring up to date; default: every root. */
  readonly roots?: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: IndexProgress) => void
}

export interface DocumentEntry {
  readonly path: string
  readonly title: string
  readonly kind: string
  readonly chunks: number
  readonly textBytes: number
  readonly sourceBytes: number
  readonly modifiedMs: number
}

/** An open library: the one thing the hosts (the app's engine, the command line) use. */
export interface Library {
  readonly folder: string
  /** @throws AppError `bad-request` (empty or over-long query), `cancelled` */
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer>
  /** Absolute paths of the folders in the library. */
  roots(): readonly string[]
  /** Registers a folder; it is read by the next `index`. Returns its absolute path. @throws AppError `not-found`, `bad-request` */
  addRoot(path: string): Promise<string>
  /** Forgets a root or everything at and below a path inside one. Returns how many documents left. @throws AppError `not-found` */
  remove(path: string): Promise<number>
  /** Brings the library up to date with its roots. Aborting ends it early with a valid library and `cancelled: true`. */
  index(options?: IndexOptions): Promise<IndexSummary>
  documents(): Iterable<DocumentEntry>
  problems(): readonly FileProblem[]
  status(): LibraryStatus
  close(): Promise<void>
}

/** @throws AppError `no-library`, `library-damaged`, `library-too-new`, `library-busy`, `model-missing`, `model-mismatch` */
export async function openLibrary(_options: LibraryOptions): Promise<Library> {
  throw new Error('being written')
}
