/*
 * The words of Leantern, one per idea: every layer, the window included, imports them from here.
 * Types only; this file must stay free of run-time dependencies.
 *
 *   source     a place that holds documents (a folder; later mail, history)
 *   document   one file or message with its text
 *   chunk      a byte range of a document's text, the unit that is embedded and found
 *   text       the UTF-8 bytes of what was extracted from a document; every size is a share of it
 *   library    the folder that holds the index of some sources
 */

/**
 * How candidates are found. `codes`: by their codes, the best are recomputed. `two-level` and `exact`: the LEANN paper's walks of
 * the graph, steered by recomputing (Algorithms 2 and 1). `flat`: every chunk is recomputed, the oracle.
 */
export type Strategy = 'codes' | 'two-level' | 'exact' | 'flat'

/** All strategies. */
export const strategies = ['codes', 'two-level', 'exact', 'flat'] as const satisfies readonly Strategy[]

/** What runs a model: the CPU, or an accelerator that onnxruntime knows by this name. */
export type Provider = 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml'

/** All that onnxruntime knows and we use; the CPU first, for it is what the others are compared with. */
export const providers = ['cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const satisfies readonly Provider[]

/** By what hits are ordered: words and meaning together, or one of them alone. */
export type Ranking = 'fused' | 'meaning' | 'words'

/** All rankings. */
export const rankings = ['fused', 'meaning', 'words'] as const satisfies readonly Ranking[]

/** What can be told to a person and acted on. */
export type ErrorCode =
  | 'bad-request'
  | 'not-found'
  | 'no-library'
  | 'library-damaged'
  | 'library-too-new'
  | 'library-busy'
  | 'model-missing'
  | 'model-mismatch'
  | 'disk-full'
  | 'network'
  | 'cancelled'
  /** The person has locked the window. */
  | 'locked'
  | 'failed'

/**
 * A value in a sentence: as it is (a path, a word that was typed, what the system said), a number, bytes, a day (milliseconds), a period
 * (milliseconds, its end left out), the name of a language by its code, a sentence of its own, a list joined by "and", or by "or".
 */
export type SayingValue =
  | string
  | number
  | { readonly bytes: number }
  | { readonly day: number }
  | { readonly period: { readonly from: number; readonly until: number } }
  | { readonly language: string }
  | { readonly anyOf: readonly SayingValue[] }
  | Saying
  | readonly SayingValue[]

/** A sentence for a person, and what it was made of: whoever has the code in another language says it in that. */
export interface Saying {
  /** Never changes its meaning: 'query.unknownOperator'. */
  readonly code: string
  readonly params: Readonly<Record<string, SayingValue>>
  /** In English. */
  readonly text: string
}

/** Why a file has no text in the library. */
export type FileProblemCode =
  | 'unreadable'
  | 'encrypted'
  | 'damaged'
  | 'no-text'
  | 'too-large'
  | 'unsupported'
  | 'timed-out'
  | 'crashed'
  /** Its bytes are elsewhere (iCloud, OneDrive): to read it would fetch them. */
  | 'online-only'

/** One file that could not be indexed, and why. `path` is absolute. */
export interface FileProblem {
  readonly path: string
  /** Which of the documents in the file it is about; none: the file itself. */
  readonly part?: string
  readonly code: FileProblemCode
  readonly message: string
}

/** What a search is asked. */
export interface SearchRequest {
  readonly query: string
  /** Most hits to return, 1 to 1,000. */
  readonly limit: number
  readonly strategy: Strategy
  /** Default: fused. */
  readonly ranking?: Ranking
  /** Width of a walk over the graphs, 1 to 10,000; default: what suits the strategy. */
  readonly efSearch?: number
  /** Chunks that `two-level` and `exact` recompute together; 1 keeps to the paper's order. Default: as many as suit the encoder. */
  readonly batch?: number
  /** Milliseconds after which the best so far is the answer, and `stats.isComplete` is false. */
  readonly budgetMs?: number
}

/** One ranked chunk. */
export interface SearchHit {
  /** 1 for the best. */
  readonly rank: number
  /** Hits of one document have the same number. */
  readonly document: number
  /** Absolute path of the document's file. */
  readonly path: string
  /** Which of the documents in the file it is (a message, an attachment, a member of an archive); '' where it is the file itself. */
  readonly part: string
  /** Where the document can be opened: a `file:` address, with the part after '#', or a page's own address. */
  readonly uri: string
  /** 'markdown', 'pdf', 'mail', … */
  readonly kind: string
  readonly source: SourceName
  /** Milliseconds: the document's own date, else when its file changed last. */
  readonly dated: number
  /** Who wrote it, as in 'Anna Smith <anna@example.org>'; null where the document does not say. */
  readonly sender: string | null
  /** Of a page of a browser's history: how often it was visited; `dated` is the last time. */
  readonly visits?: number
  readonly title: string
  /** Heading path at the chunk below the title, outermost first, joined by ' > '; empty where there is none. */
  readonly heading: string
  /** Page of a PDF that the snippet is on, from 1. */
  readonly page?: number
  /** Line that the snippet begins on, from 1; of a file whose bytes are its text, within its first 4 MB. */
  readonly line?: number
  /** The sentences of the chunk that answer best, white space folded; at most 300 characters. */
  readonly snippet: string
  /** Where in `snippet` the sentence is that answers best, in UTF-16 units; not of an empty one, nor where only a name is known, or only filters were asked for. */
  readonly best?: { readonly start: number; readonly end: number }
  /** Its disk, or its folder, is not there now: nothing of it can be opened, and the snippet is of the kept text, or empty. */
  readonly away?: boolean
  /** The chunk's byte range in the document's text (UTF-8). */
  readonly start: number
  readonly end: number
  /** Orders the hits: what the ranking adds up, the recomputed cosine for `meaning`, BM25 for `words`. Not a percentage. */
  readonly score: number
  /** The person said of its document that it was it, for this query. */
  readonly judged?: boolean
  /** One line for a person: why this was found. */
  readonly why: string
  /** What `why` was made of. */
  readonly whySaid?: Saying
  /** Other documents that say the same, or nearly, word for word. */
  readonly also: readonly Copy[]
}

/** A document found by its name, title, people, folder or host. */
export interface NameHit {
  /** As in `SearchHit`. */
  readonly document: number
  readonly path: string
  readonly part: string
  readonly uri: string
  readonly title: string
  readonly kind: string
  readonly source: SourceName
  readonly dated: number
  readonly sender: string | null
  /** Orders the hits; about 1 where every word typed is a whole one of the file's name. */
  readonly score: number
}

/** Another place of a passage. */
export interface Copy {
  readonly path: string
  readonly part: string
  readonly uri: string
  readonly title: string
}

/** A part of a query that has a meaning of its own: a phrase, an exclusion, a filter. */
export interface QueryChip {
  readonly kind: 'phrase' | 'prefix' | 'excluded' | 'either' | 'filter'
  /** UTF-16 range in the query as the answer has it. */
  readonly start: number
  readonly end: number
  /** What was understood: 'from anna', '1 March 2024 to 31 March 2024'. */
  readonly label: string
  readonly said: Saying
}

/** What an answer cost. */
export interface SearchStats {
  readonly strategy: Strategy
  /** Live chunks in the library. */
  readonly chunks: number
  /** Codes compared with the query. */
  readonly codesRead: number
  /** Chunks whose embedding was recomputed. */
  readonly recomputed: number
  /** Chunks whose embedding came from the hot cache instead. */
  readonly cached: number
  /** Nodes of a graph whose neighbours were looked at. */
  readonly hops: number
  /** False when the time was up before the search was over: this is the best so far. */
  readonly isComplete: boolean
  /** Candidates dropped because their file changed or went away since it was indexed. */
  readonly stale: number
  readonly ms: {
    readonly encode: number
    readonly candidates: number
    readonly recompute: number
    readonly total: number
  }
}

/** What a search found, and how it read the query. */
export interface SearchAnswer {
  /** As typed, without blanks around it. */
  readonly query: string
  readonly results: readonly SearchHit[]
  /** What was understood beyond plain words, in the order it was typed. */
  readonly chips: readonly QueryChip[]
  /** Lines for a person: what was read or looked for otherwise than they may expect. */
  readonly notes: readonly string[]
  /** The same, one for each. */
  readonly notesSaid: readonly Saying[]
  readonly stats: SearchStats
}

/** Bytes on disk of a library by part; the parts add up to `total`. `semantic` = codes + graph + chunkMap + the manifest (which `other` holds). */
export interface LibraryBytes {
  readonly codes: number
  readonly graph: number
  readonly chunkMap: number
  readonly catalogue: number
  readonly keywords: number
  readonly textCache: number
  readonly other: number
  readonly semantic: number
  readonly total: number
}

/** What a library holds, and what that takes. */
export interface LibraryStatus {
  readonly documents: number
  readonly chunks: number
  /** UTF-8 bytes of all extracted text. */
  readonly textBytes: number
  /** Bytes of the indexed files themselves. */
  readonly sourceBytes: number
  readonly bytes: LibraryBytes
  /** Parts of `textBytes`, 0 to 1; 0 for an empty library. */
  readonly share: { readonly semantic: number; readonly total: number }
  /** Files that could not be indexed. */
  readonly errors: number
  /** Files known to be new or changed that are not indexed yet. */
  readonly pending: number
  /** Each source that has documents. */
  readonly sources: readonly SourceStatus[]
  /** Numbers of one embedding. */
  readonly dimensions: number
  /** Name of the embedding model. */
  readonly model: string
}

/** Where a run of the indexer stands; sent a few times a second. */
export interface IndexProgress {
  readonly phase: 'scanning' | 'indexing' | 'finishing'
  /** Files looked at so far and, once the scan is over, of how many that need work. */
  readonly filesDone: number
  readonly filesTotal: number
  readonly bytesDone: number
  readonly bytesTotal: number
  /** Bytes of text extracted so far. */
  readonly textBytes: number
  readonly chunks: number
  readonly problems: number
  readonly elapsedMs: number
  /** Milliseconds to go, null while unknown. */
  readonly etaMs: number | null
  /** Absolute path of the file at hand; null between files. */
  readonly currentPath: string | null
}

/** What a finished (or cancelled) run of the indexer did. */
export interface IndexSummary {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly removed: number
  readonly failed: number
  readonly chunks: number
  readonly embedded: number
  readonly textBytes: number
  readonly sourceBytes: number
  readonly elapsedMs: number
  readonly cancelled: boolean
}

/** Passages of one document: the one at a byte of its text, and its neighbours. */
export interface TextRequest {
  /** Absolute path of the document's file. */
  readonly path: string
  /** As in `SearchHit`; default: the file itself. */
  readonly part?: string
  /** Byte of the text; default: its beginning. */
  readonly at?: number
  /** Passages before the one at `at`, and after it; default: none. */
  readonly before?: number
  readonly after?: number
}

/** One chunk with its text. */
export interface TextPassage {
  /** Number of the chunk in its document, from 0. */
  readonly index: number
  /** Byte range in the document's text. */
  readonly start: number
  readonly end: number
  /** As in `SearchHit`. */
  readonly heading: string
  /** null where the file is gone or no longer what was indexed. */
  readonly text: string | null
}

/** A document and the passages of it that were asked for, in the document's order. */
export interface DocumentText {
  readonly path: string
  readonly part: string
  readonly uri: string
  readonly title: string
  readonly kind: string
  /** Chunks of the whole document. */
  readonly chunks: number
  readonly textBytes: number
  readonly modifiedMs: number
  /** Of a message: whom it was sent to, as in `SearchHit.sender`. */
  readonly recipients?: readonly string[]
  readonly passages: readonly TextPassage[]
}

/** Where documents come from. The catalogue stores places in this list: add at its end only. */
export type SourceName = 'folder' | 'mail' | 'history' | 'chat' | 'notes'

/** All sources, in the order of their numbers. */
export const sourceNames = ['folder', 'mail', 'history', 'chat', 'notes'] as const satisfies readonly SourceName[]

/** Bits that a library's codes spend on each dimension. 2 and 4 steer better than 1, and take two and four times the space. */
export type BitsPerDimension = 1 | 2 | 4

/** A passage that an answer rests on. */
export interface AnswerSource {
  /** From 1; what `[1]` in the answer means. */
  readonly number: number
  readonly path: string
  readonly part: string
  readonly uri: string
  readonly title: string
  readonly heading: string
  /** The passage's byte range in the document's text. */
  readonly start: number
  readonly end: number
  /** As in `SearchHit`, of the passage's best sentences. */
  readonly page?: number
  readonly line?: number
  /** What was handed over of it. */
  readonly text: string
  /** Whether the answer names it. */
  readonly isCited: boolean
}

/**
 * What a check of one sentence of an answer found: `supported` by what it cites; `weak` where that does not say it;
 * `unknown` where it cites a number that is no source; `uncited` where it names none.
 */
export type Support = 'supported' | 'weak' | 'unknown' | 'uncited'

/** One sentence of an answer, and whether what it cites says it. */
export interface AnswerSentence {
  /** Without its citations. */
  readonly text: string
  /** Numbers of the sources it names. */
  readonly sources: readonly number[]
  readonly support: Support
}

/** An answer with its sources, each sentence checked against what it cites. */
export interface Answer {
  readonly question: string
  /** With citations as `[1]`; empty where nothing was found. */
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  /** Every passage that was handed over, in the order of its number. */
  readonly sources: readonly AnswerSource[]
  /** The few words that answer, where they could be told; only without a model. */
  readonly short: string | null
  /** 'extract', or the model's name with its server. */
  readonly provider: string
  /** Why it is not by the model that was asked for, or why it ends early; null where all went well. */
  readonly note: string | null
  readonly noteSaid: Saying | null
  /** False where it was cut off. */
  readonly isComplete: boolean
  readonly ms: { readonly search: number; readonly answer: number }
}

/** Where `optimize` stands. */
export interface OptimizeProgress {
  readonly phase: 'merging' | 'embedding' | 'linking'
  /** Chunks done, or steps of building the graph, of how many. */
  readonly done: number
  readonly total: number
}

/** What `optimize` did. */
export interface OptimizeSummary {
  readonly chunks: number
  /** Chunks embedded in this run, and in earlier ones that were stopped. */
  readonly embedded: number
  readonly resumed: number
  /** Chunks whose file changed since it was indexed. */
  readonly stale: number
  readonly graphBytes: number
  /** Links of a chunk. */
  readonly averageDegree: number
  readonly elapsedMs: number
  readonly cancelled: boolean
}

/** Where the change to another model stands. */
export interface SwitchProgress {
  /** Chunks embedded by the new model, of how many. */
  readonly done: number
  readonly total: number
}

/** What the change to another model did. */
export interface SwitchSummary {
  /** Name of the model that the library has now: the old one where it was cancelled. */
  readonly model: string
  /** Chunks embedded in this run, and in earlier ones that were stopped. */
  readonly embedded: number
  readonly resumed: number
  /** Chunks whose file changed since it was indexed: the next index run embeds them. */
  readonly stale: number
  readonly elapsedMs: number
  readonly cancelled: boolean
}

/** What is to be forgotten. */
export type ForgetWhat =
  /** A file or folder, absolute. */
  | { readonly kind: 'path'; readonly path: string }
  /** One of the documents in a file, with what is attached to it: a message, a member of an archive, a chat, a page. */
  | { readonly kind: 'document'; readonly path: string; readonly part: string }
  /** A page by its address, in the histories of all browsers. */
  | { readonly kind: 'page'; readonly address: string }
  /** What came from this address. */
  | { readonly kind: 'sender'; readonly address: string }
  /** Pages of this host and those below it. */
  | { readonly kind: 'site'; readonly host: string }
  | { readonly kind: 'source'; readonly source: SourceName }
  /** Documents with a date from `since` on and before `until`, in milliseconds; null: open. */
  | { readonly kind: 'time'; readonly since: number | null; readonly until: number | null }

/** What is to be taken back: as it was forgotten, or a document as it is listed. */
export type RememberWhat = ForgetWhat | { readonly kind: 'listed'; readonly id: string }

/** One of the documents in a file that was forgotten by itself. */
export interface ForgottenDocument {
  readonly id: string
  /** The file that it is in; '' where that was forgotten later. */
  readonly path: string
  /** When, in milliseconds. */
  readonly at: number
}

/** What a library was told to forget, as far as it knows: of names it has only hashes, so that it can count them and no more. */
export interface ForgottenList {
  readonly senders: number
  readonly sites: number
  readonly paths: number
  readonly sources: readonly SourceName[]
  readonly times: readonly Omit<Extract<ForgetWhat, { kind: 'time' }>, 'kind'>[]
  readonly documents: readonly ForgottenDocument[]
}

/** What was forgotten, and how that was made sure of. */
export interface ForgetSummary {
  readonly documents: number
  readonly chunks: number
  readonly textBytes: number
  /** Searches for what was forgotten that found nothing of it. */
  readonly searches: number
  /** Files of the library that were read for traces of it. */
  readonly filesRead: number
}

/**
 * Which part of a library is damaged: files with passages, with graphs, of what the person chose, and so on; `learned`: what they opened
 * and judged; `documents`: files are whole and disagree; `leftover`: a file of a run that was cut off, which harms nothing.
 */
export type DamagedPart =
  | 'manifest'
  | 'catalogue'
  | 'texts'
  | 'segment'
  | 'graph'
  | 'documents'
  | 'choices'
  | 'learned'
  | 'leftover'

/** What a check of all files of a library found, and what a repair would do. */
export interface LibraryCheck {
  /** Documents that were found; of a library without a catalogue that can be read: none. */
  readonly documents: number
  /** Each with its file's name; empty: the library is sound. */
  readonly findings: readonly { readonly kind: DamagedPart; readonly part: string }[]
  /** `mend`: what is damaged leaves, and the documents concerned are read again; `rebuild`: all documents are. */
  readonly way: 'none' | 'mend' | 'rebuild'
  /** Documents that `mend` reads again. */
  readonly again: number
  /** Folders that a repair knows afterwards; where there are none, the list of folders is lost too. */
  readonly folders: number
}

/** How far a check of a library's files is. */
export interface CheckProgress {
  /** What is being looked at. */
  readonly kind: DamagedPart
  /** Its file; 'documents' where files are compared. */
  readonly part: string
  /** Bytes read, of all that are to be read; what is read twice counts twice. */
  readonly doneBytes: number
  readonly totalBytes: number
}

/** A damaged file of the person's own that a repair put aside in the library's folder, with a new one in its place or none. */
export interface SetAside {
  /** The file's name before. */
  readonly part: string
  /** Its name now. */
  readonly name: string
  /** What could still be read of it and is in the new one; null: nothing is. */
  readonly kept: { readonly judged: number; readonly opened: number } | null
}

/** What a repair did. */
export type LibraryRepair =
  /** Nothing was wrong. */
  | { readonly kind: 'sound' }
  /** The damaged parts left; so many documents wait to be read again. */
  | { readonly kind: 'mended'; readonly waiting: number; readonly setAside: readonly SetAside[] }
  /** The manifest or the catalogue is lost: the library has to be opened with `rebuild`, and all is read again. */
  | { readonly kind: 'rebuild'; readonly setAside: readonly SetAside[] }

/** Why a file, a document in it or a page is found, or is not. */
export interface WhyAnswer {
  /** A page's address where no history of the library has it. */
  readonly path: string
  /** The document in the file that was asked about. */
  readonly part?: string
  readonly verdict:
    | 'indexed'
    | 'changed'
    | 'waiting'
    | 'not-readable'
    | 'left-out'
    | 'excluded'
    | 'forgotten'
    | 'not-added'
    | 'not-seen'
    | 'missing'
  /** One or two sentences, with what to do. */
  readonly message: string
  readonly said: Saying
  /** Documents in the library at or below the path; of a part: it and what is attached to it. */
  readonly documents: number
}

/** Where mail or a browser's history lies on this machine. Nothing of it is read before a person agrees to its `Consent`. */
export interface FoundSource {
  readonly source: OptInSource
  /** 'Thunderbird', 'Firefox', … */
  readonly program: string
  /** What a person knows it by: the account, the profile, the file. */
  readonly name: string
  /** A folder or a file, absolute: what `optIn` is given. */
  readonly path: string
  /** Bytes of its files, by their sizes alone; at least so many where `isMore`. */
  readonly bytes: number
  readonly isMore: boolean
  /** It is in the library already. */
  readonly isAdded: boolean
  /** What the system wants before anybody may read it, with where to allow it; null: nothing. */
  readonly refused: string | null
  readonly refusedSaid: Saying | null
}

/** Sources that are read only where a person agreed. */
export type OptInSource = 'mail' | 'history'

/** What a person is told before mail or history is read. Each is one or two sentences. */
export interface Consent {
  readonly source: OptInSource
  readonly reads: string
  readonly keeps: string
  readonly leavesOut: string
  readonly erase: string
}

/** What a library reads and leaves out, as its person changed it. Kept in its folder. */
export interface ReadingRules {
  /** Rules that are left out by default and switched off: `LeftOutRule.name`s. */
  readonly off: readonly string[]
  /** Patterns of the person's own, as a .gitignore writes them, for every folder of the library. */
  readonly own: readonly string[]
  /** What a .gitignore leaves out is left out. */
  readonly useGitignore: boolean
  /** Largest files that are read, in MB: plain text and code; pages, mail and the like; PDF, Office, e-books. */
  readonly largestMB: { readonly text: number; readonly markup: number; readonly document: number }
  /** Hosts of the person's own whose pages are left out of the history, with all below them. */
  readonly hosts: readonly string[]
  /** Folders with pages that were saved as files: their texts are added to those pages of the history. None: no page's text is. */
  readonly savedPages: readonly string[]
  /** Pictures of text are read by tesseract, where it is installed. `languages` as tesseract names them: 'eng+deu'. */
  readonly ocr: { readonly isOn: boolean; readonly languages: string }
}

/** One rule by which something is left out before anybody said so. */
export interface LeftOutRule {
  /** 'node_modules', '*.min.js', 'paypal.com'; each once. */
  readonly name: string
  /** `projects`: folders that are left out only beside a project's file. `secrets`: nothing brings these in. */
  readonly group: 'folders' | 'projects' | 'files' | 'secrets' | 'rules' | 'pages'
  /** Why: 'installed packages'. */
  readonly reason: string
  readonly isOn: boolean
}

/** What the library holds of one source. */
export interface SourceStatus {
  readonly source: SourceName
  readonly documents: number
  readonly textBytes: number
  /** Bytes of texts that are kept because to read them again is slow, as they are on disk. */
  readonly cacheBytes: number
  /** Which texts of this source are kept, one sentence. */
  readonly cachePolicy: string
}
