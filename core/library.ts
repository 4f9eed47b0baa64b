/* The public side of a library: what the hosts (the app's engine, the command line) use of core. */
import type { DocumentPage, PageRequest } from './document-page.ts'
import type { EncoderInput } from './embed/windows.ts'
import { openParts } from './library/opening.ts'
import { OpenLibrary } from './library/open-library.ts'
import type { AppError } from './errors.ts'
import type { Pace } from './pace.ts'
import type { Feedback } from './search/feedback/feedback.ts'
import type { Tuning } from './search/feedback/tune.ts'
import type { SourceSummary } from './source-summary.ts'
import type { FolderWalk, ListedFolder } from './sources/folder-tree.ts'
import type { Original } from './text/containers/container.ts'
import type {
  BitsPerDimension,
  Consent,
  DocumentText,
  FileProblem,
  ForgetSummary,
  ForgetWhat,
  RememberWhat,
  ForgottenList,
  FoundSource,
  IndexProgress,
  IndexSummary,
  LeftOutRule,
  LibraryStatus,
  NameHit,
  OptimizeProgress,
  OptimizeSummary,
  OptInSource,
  ReadingRules,
  SearchAnswer,
  SearchRequest,
  SwitchProgress,
  SwitchSummary,
  TextRequest,
  WhyAnswer,
} from './types.ts'

/** One line of the person's log: an event name and fields; ids and counts only, never paths or text. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void

/** How a library is opened. */
export interface LibraryOptions {
  /** The library's folder. `write` creates it when it is missing; `read` fails with `no-library`. */
  readonly folder: string
  /** `write` takes the library's one writer lock (`library-busy` when another process holds it). */
  readonly access: 'read' | 'write'
  /** Folder with model.onnx, tokenizer.json and model.json; default: the model that the library was made with. */
  readonly modelFolder?: string
  /** The folder of added models; default: the one in the data folder. */
  readonly modelsFolder?: string
  /**
   * `write`: open the library also where its model is not here: `switchModel` can give it another, searches go by words and say so,
   * and all else that needs the model fails.
   */
  readonly mayLackModel?: boolean
  /** How fast work in the background goes: indexing and changing the model. The host sets it; default: as fast as it can. Searches come first. */
  readonly pace?: Pace
  /** Somebody works at this machine meanwhile: threads that read leave the processor to others that want it (Linux); default: no. */
  readonly isInBackground?: boolean
  /** Throws the index away first and keeps only the list of folders: the way out of a damaged library. */
  readonly rebuild?: boolean
  /** Bits a dimension of the codes of a library that is made or rebuilt; default: as before the rebuild, else 1. */
  readonly codeBits?: BitsPerDimension
  /** `write`: expect a library that is there already (`no-library`) instead of making one. */
  readonly mustExist?: boolean
  /** Rows from which on `settle` gives a segment a graph; default: 500,000, where a walk begins to be faster than a scan. */
  readonly graphRows?: number
  /**
   * Bytes for embeddings that searches need not recompute; 0: none, and those there are go. The library remembers it when it is
   * opened for writing. Default: as the library has it, 0 at first.
   */
  readonly hotCacheBytes?: number
  /** The model leaves the memory after so many milliseconds without work, and comes back with the next; default: it stays. */
  readonly modelRestMs?: number
  /** The model has left the memory. */
  readonly onModelRest?: () => void
  readonly log?: Log
}

/** What a run of the indexer is about. */
export interface IndexOptions {
  /** Absolute root paths to bring up to date; default: every root. */
  readonly roots?: readonly string[]
  /**
   * Only the files directly in these folders (absolute paths in roots, whatever `roots` says), as when something changed there.
   * A folder that is gone stands for the nearest one above it.
   */
  readonly folders?: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: IndexProgress) => void
  /** What is ready is committed this often; default: 10,000. */
  readonly commitEveryMs?: number
  /** What is ready is shown to this process's searches this often; default: 1,000. */
  readonly showEveryMs?: number
}

/** When to stop, and who hears how far it is. */
export interface SettleOptions {
  readonly signal?: AbortSignal
  /** Rows placed so far, of how many, in the segment at hand. */
  readonly onProgress?: (done: number, total: number) => void
}

/** When to stop, and who hears how far it is. */
export interface SwitchModelOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SwitchProgress) => void
}

/** When to stop, and who hears how far it is. */
export interface OptimizeOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: OptimizeProgress) => void
}

/** One document in the list of all. */
export interface DocumentEntry {
  readonly path: string
  /** As in `SearchHit`. */
  readonly part: string
  readonly title: string
  readonly kind: string
  readonly chunks: number
  readonly textBytes: number
  readonly sourceBytes: number
  readonly modifiedMs: number
}

/** What a document is opened by: its file, or the address (http, https) of a page in a browser's history, which has none. */
export type Held = { readonly kind: 'file' } | { readonly kind: 'page'; readonly address: string }

/** An open library: the one thing the hosts use. */
export interface Library {
  readonly folder: string
  /**
   * `onPartial` hears of an answer by words alone, of sixteen passages at most, before meaning has been asked.
   * @throws AppError `bad-request` (a query that is empty, too long or not understood), `cancelled`
   */
  search(
    request: SearchRequest,
    signal?: AbortSignal,
    onPartial?: (answer: SearchAnswer) => void,
  ): Promise<SearchAnswer>
  /** A place in a document with its neighbours, as it was indexed. @throws AppError `not-found`, `bad-request` */
  text(request: TextRequest): Promise<DocumentText>
  /** Unit vectors of texts, by the library's model; zero for a text without a known word. A passage has a header: see `passageHeader`. */
  embed(texts: readonly (string | EncoderInput)[], signal?: AbortSignal): Promise<readonly Float32Array[]>
  /** Why the model could not be had the last time that it was needed (`model-missing`, `model-mismatch`); null: it could. See `mayLackModel`. */
  modelTrouble(): AppError | null
  /** Takes over what another process has published since; `search`, `text` and `status` do so by themselves. */
  refresh(): Promise<void>
  /**
   * Documents whose file, title, people, folder or host is named so: fast enough for every keystroke. The first call makes the
   * index in memory (20,000 documents a second). @throws AppError `bad-request` for a limit out of bounds
   */
  names(query: string, limit: number): Promise<readonly NameHit[]>
  /** What the person told by using the library: opened results, judgements, tuned weights. Kept in its folder only. */
  readonly feedback: Feedback
  /**
   * Finds what meaning should count beside words on the queries that were judged ("this was it"), and keeps it where that is
   * better. @throws AppError `bad-request` where too few were judged
   */
  tune(signal?: AbortSignal): Promise<Tuning>
  /** Absolute paths of the folders in the library. */
  roots(): readonly string[]
  /** Registers a folder; it is read by the next `index`. Returns its absolute path. @throws AppError `not-found`, `bad-request` */
  addRoot(path: string): Promise<string>
  /** Forgets a root, or everything at and below a path inside one. Returns how many documents left. @throws AppError `not-found`, `bad-request` for a path above a root */
  remove(path: string): Promise<number>
  /** Absolute paths that are not read, nor anything below them. */
  excluded(): readonly string[]
  /** Excludes a path from now on and forgets what is at and below it. Returns how many documents left. @throws AppError `bad-request` */
  exclude(path: string): Promise<number>
  /**
   * Leaves pages of a host and those below it out of the histories from now on, as a rule of the person's own (`reading`), and takes them
   * out. Returns how many left. @throws AppError `bad-request` for what is no host
   */
  excludeSite(host: string): Promise<number>
  /** Takes an exclusion back; the next `index` reads what is there. @throws AppError `not-found` */
  include(path: string): Promise<void>
  /** Mail and histories on this machine, by names and sizes alone: a person chooses from them, agrees to `consent`, then `optIn`. */
  foundSources(): Promise<readonly FoundSource[]>
  /** What is read of a source, kept, left out, and how to erase it: shown before anything of it is read. */
  consent(source: OptInSource): Consent
  /**
   * The person agreed: adds a place with mail or a history, which `index` reads then, and takes back where all of the source was
   * forgotten. Returns its absolute path. @throws AppError `not-found`, `bad-request` where it may not be read
   */
  optIn(source: OptInSource, path: string): Promise<string>
  /** What the person changed about what is read and left out. */
  reading(): ReadingRules
  /** Changes some of that; the next `index` goes by it. @throws AppError `bad-request` naming what is wrong */
  setReading(change: Partial<ReadingRules>): Promise<ReadingRules>
  /** Every rule by which something is left out before anybody said so, and whether it is on. */
  leftOutRules(): readonly LeftOutRule[]
  /** The folders of a root that `index` reads, without a look at their files. @throws AppError `not-found`, `bad-request` */
  folders(root: string, walk: FolderWalk): AsyncIterable<ListedFolder>
  /** Brings the library up to date with its roots, after any run under way. Aborting ends it early with a valid library and `cancelled: true`. */
  index(options?: IndexOptions): Promise<IndexSummary>
  /**
   * Work that is due in the background: graphs of very large segments, made from their codes. Searching and indexing go on.
   * Returns how many graphs were made; aborting leaves the rest for later.
   */
  settle(options?: SettleOptions): Promise<number>
  /**
   * Makes one segment of all and builds its graph from embeddings, which are all computed again: for the strategies that
   * walk it. A run that was stopped goes on at the next call.
   */
  optimize(options?: OptimizeOptions): Promise<OptimizeSummary>
  /**
   * Gives the library another model, by its name among the installed ones: every chunk is embedded again while the old index
   * answers and takes in what changes; then the library changes over in one step. A run that was stopped goes on at the next call.
   * @throws AppError `model-missing`, `model-mismatch`, `library-busy`
   */
  switchModel(name: string, options?: SwitchModelOptions): Promise<SwitchSummary>
  documents(): Iterable<DocumentEntry>
  /**
   * Some of them, in the order in which they were indexed; costs what is on the page, wherever that is.
   * @throws AppError `bad-request` for an `after` that was never handed out
   */
  documentPage(request: PageRequest): DocumentPage
  /** What the library holds at an absolute path, or as a part of the file there; null: nothing. Without a part, also a file that holds documents. */
  heldAs(path: string, part?: string): Held | null
  /**
   * What a browser is to open of a page: as it last loaded it, with the query and fragment that the library does not keep but the
   * browser's own history does; else its address. null for what the library does not hold as a page.
   */
  pageUrl(path: string, part: string): Promise<string | null>
  /**
   * The bytes of a document as they stand in its file, with a name that any folder can have; null: its file is what there is to open, since
   * the document is all of it, has no bytes of its own, or cannot be taken out (it is too large, or has a password).
   * @throws AppError `not-found` for what the library does not hold, or what is gone
   */
  original(path: string, part?: string): Promise<Original | null>
  /** How much there is in each folder, and in each file that holds many documents. */
  places(): readonly SourceSummary[]
  problems(): readonly FileProblem[]
  /** Files known to be new or changed that are not indexed yet. */
  pending(): readonly string[]
  /**
   * Forgets documents for good: they leave every file of the library and do not come back, until `remember`. Ends with searches that
   * must find nothing of them. @throws AppError `not-found` where there is nothing of the kind, `bad-request` for a path above a root, `failed` where something is left
   */
  forget(what: ForgetWhat): Promise<ForgetSummary>
  /** What was forgotten and not taken back. */
  forgotten(): ForgottenList
  /** Takes back what was forgotten: the next `index` reads it again. @throws AppError `not-found` */
  remember(what: RememberWhat): Promise<void>
  /**
   * Why a file or folder, a document in a file (as `list` prints it, 'PATH # PART', or as a `file:` address) or a page of a history
   * (its address) is found, or is not: the rule, the error, the place in the queue.
   */
  why(asked: string): Promise<WhyAnswer>
  status(): Promise<LibraryStatus>
  /** Has in memory what a search needs: for a host that knows that one is about to come. @throws AppError as `search` without a model */
  wake(): Promise<void>
  /** Lets go of what only makes searches faster, and of the index's bytes; the next search, or `wake`, reads them again. */
  rest(): Promise<void>
  close(): Promise<void>
}

/** @throws AppError `no-library`, `library-damaged`, `library-too-new`, `library-busy`, `model-missing`, `model-mismatch` */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  return new OpenLibrary(await openParts(options))
}
