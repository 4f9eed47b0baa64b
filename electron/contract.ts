/*
 * Everything the window and the main process may say to each other. Channel name = key. No run-time dependencies:
 * the renderer, the preload script, the main process and the engine all import this file.
 */
import type {
  Answer,
  Consent,
  DocumentText,
  ErrorCode,
  FileProblem,
  ForgetSummary,
  ForgetWhat,
  RememberWhat,
  ForgottenList,
  FoundSource,
  IndexProgress,
  IndexSummary,
  LeftOutRule,
  CheckProgress,
  LibraryCheck,
  LibraryRepair,
  LibraryStatus,
  NameHit,
  OptInSource,
  Provider,
  ReadingRules,
  Saying,
  SearchAnswer,
  TextRequest,
  WhyAnswer,
} from '../core/types.ts'

/** A place to open: the document's absolute path and the chunk's first byte in its text. */
export interface Place {
  readonly path: string
  readonly start: number
  /** As in `SearchHit`: where the document is opened, if its program can be told. */
  readonly page?: number
  readonly line?: number
  /** Which of the documents in the file. */
  readonly part?: string
  /** What it was found by: what is opened often for the same words comes first, where the person did not switch that off. */
  readonly query?: string
}

/** A file that could not be indexed. `said`: none where the message is none of ours. */
export interface ToldProblem extends FileProblem {
  readonly said?: Saying
}

/** One folder the person asked to add. */
export interface AddedFolder {
  readonly path: string
  /** null when it was added, else why it was refused. */
  readonly refused: Saying | null
}

/** What the indexer does. */
export type Indexing =
  | { readonly kind: 'idle'; readonly last: IndexSummary | null }
  | { readonly kind: 'running'; readonly progress: IndexProgress }
  | { readonly kind: 'failed'; readonly message: string; readonly said?: Saying; readonly code?: ErrorCode }

/** How fast work in the background goes, and why: everything, a quarter on battery, nothing until a time. */
export type AppPace =
  | { readonly kind: 'normal' }
  /** On battery, or because the machine is too hot. */
  | { readonly kind: 'slow'; readonly because?: 'heat' }
  /** `untilMs`: milliseconds since 1970. */
  | { readonly kind: 'paused'; readonly untilMs: number }

/** Little room on the library's disk: `low` is told, `short` holds indexing. */
export interface DiskSpace {
  readonly kind: 'low' | 'short'
  readonly freeBytes: number
}

/** Where the library and the indexer stand. */
export interface AppStatus {
  readonly library: LibraryStatus
  /** Absolute paths of the folders in the library. */
  readonly folders: readonly string[]
  /** What a person knows some of them by: 'Firefox, default-release' for the database of a browser's history. */
  readonly folderNames?: Readonly<Record<string, string>>
  readonly indexing: Indexing
  /**
   * What keeps changes on disk from being found at once (a disk that is gone, too many folders to watch), and why what was opened and
   * judged does not count, one sentence each.
   */
  readonly troubles?: readonly Saying[]
  /** Null: there is room enough. */
  readonly disk?: DiskSpace | null
  /** 'electron' (the real one), 'electron-standin' or 'browser'. */
  readonly runtime: string
}

/** Who writes answers: `extract` quotes the best sentences; the others ask a server that the person named. */
export const answerProviders = ['extract', 'ollama', 'openai'] as const

export const themes = ['system', 'light', 'dark'] as const
export const densities = ['comfortable', 'compact'] as const
export const languages = ['system', 'en', 'de', 'ar'] as const

/** How far the person may go, CSS pixels. */
export const extraBounds = { width: { least: -180, most: 1_200 }, height: { least: -160, most: 900 } } as const

/** What a person can set. Kept in one file of the app; the library keeps what belongs to it. */
export interface AppSettings {
  readonly theme: (typeof themes)[number]
  readonly density: (typeof densities)[number]
  readonly language: (typeof languages)[number]
  /** CSS pixels by which the person made the window wider, and its lists higher, than they are by themselves; below 0: narrower. */
  readonly extraWidth: number
  readonly extraHeight: number
  /** Electron's name of a key combination; null: the first of ours that is free. */
  readonly shortcut: string | null
  /** False: no key combination of the system is ours. */
  readonly usesShortcut: boolean
  /** The window stays when it loses the focus. */
  readonly staysOpen: boolean
  /** Esc hides at once instead of clearing the query first. */
  readonly escHides: boolean
  readonly startsWithSystem: boolean
  /** The app asks once a day whether there is a newer version. */
  readonly looksForUpdates: boolean
  /** Off: searches go by words alone. */
  readonly byMeaning: boolean
  /** Indexing takes a quarter of the time while the machine runs on battery. */
  readonly slowOnBattery: boolean
  /** Bytes kept of embeddings; null: as the library has it. */
  readonly hotCacheBytes: number | null
  /** A row above the results offers to answer the question from the person's own files. */
  readonly answers: boolean
  readonly answerProvider: (typeof answerProviders)[number]
  /** The language model, as its server calls it; '' for `extract`. */
  readonly answerModel: string
  /** Where that server listens; '': where it usually does. */
  readonly answerUrl: string
}

/** As they are before anybody changes them. */
export const defaultSettings: AppSettings = {
  theme: 'system',
  density: 'comfortable',
  language: 'system',
  extraWidth: 0,
  extraHeight: 0,
  shortcut: null,
  usesShortcut: true,
  staysOpen: false,
  escHides: false,
  startsWithSystem: false,
  looksForUpdates: false,
  byMeaning: true,
  slowOnBattery: true,
  hotCacheBytes: null,
  answers: false,
  answerProvider: 'extract',
  answerModel: '',
  answerUrl: '',
}

/** One folder of the library, with what is indexed of it. */
export interface FolderSummary {
  readonly path: string
  readonly documents: number
  /** Bytes of text. */
  readonly textBytes: number
}

/** A folder worth adding, found on this machine; nothing of it has been read but names and sizes. */
export interface Suggestion {
  readonly path: string
  readonly files: number
  readonly bytes: number
  /** Counting ended early: there is more. */
  readonly isMore: boolean
}

/** Every request that the app made or refused, since it was first started on this machine. */
export interface NetworkLedger {
  readonly sinceMs: number
  /** Requests of the window to anywhere but its own files: all refused. */
  readonly refused: number
  /** What the person asked for or switched on; newest first. */
  readonly sent: readonly SentRequests[]
}

/** What was sent to one host. */
export interface SentRequests {
  readonly host: string
  /** `engine`: models, answers and vectors from elsewhere; `updates`: newer versions. */
  readonly by: 'engine' | 'updates'
  readonly requests: number
  readonly lastMs: number
}

/** Where a newer version of the app stands. Nothing happens by itself but the looking, where the person has switched that on. */
export type UpdateState =
  /** `reason`: 'from-source' (not packaged), 'not-offered' (its maker named no place for updates) or 'browser'. */
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'newest'; readonly checkedMs: number }
  | { readonly kind: 'found'; readonly version: string }
  | { readonly kind: 'loading'; readonly version: string; readonly percent: number }
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly message: string }

/** A lock on the window; it encrypts nothing. While it is locked, all other requests are refused with `locked`. */
export interface LockState {
  readonly isSet: boolean
  readonly isLocked: boolean
  /** Minutes without anybody at the machine; null: only by hand, at the start, and with the system's own lock. */
  readonly afterMinutes: number | null
  /** The system can ask for a finger instead of the passphrase. */
  readonly canAskSystem: boolean
}

/** `passphrase` null: no lock any more. `current`: the one that counts now; null: there is none. */
export interface LockRequest {
  readonly passphrase: string | null
  readonly current: string | null
  readonly afterMinutes: number | null
}

/** What is in something that was dropped or chosen, before anything of it is read: names and sizes only. */
export interface SurveyedPlace {
  readonly path: string
  readonly kind: 'folder' | 'file'
  /** Files that would be read, and their bytes. */
  readonly files: number
  readonly bytes: number
  /** Files and folders that rules leave out. */
  readonly leftOut: number
  /** The rules that leave out most, each with how much, most first; five at most. */
  readonly rules: readonly { readonly rule: string; readonly count: number }[]
  /** Counting ended early: there is more. */
  readonly isMore: boolean
  /** Why it cannot be added; null where it can. */
  readonly refused: Saying | null
}

/** What the person looked for: on this machine only, to be taken out one by one or all at once. */
export interface KeptSearches {
  /** Newest first. */
  readonly recent: readonly string[]
  readonly saved: readonly string[]
}

/** What the order of results has learned from the person. */
export interface Learning {
  /** What was opened before for the same words comes forward. */
  readonly isOn: boolean
  /** Searches of which the person said which result was it. */
  readonly judged: number
  /** What meaning counts beside words, as tuned to this library; null: as for everybody. */
  readonly meaningWeight: number | null
  /** Why it cannot be read; null: it can. */
  readonly trouble: Saying | null
}

/** Which page of which document. */
export interface PictureRequest {
  readonly path: string
  readonly part: string
  /** Byte of the document's text where the passage begins. */
  readonly at: number
  /** From 1; null: the page where the passage begins. */
  readonly page: number | null
}

/** A word on a page; the box in parts of the page's width and height, from its top left. */
export interface PageWord {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How a document looks: a page of a PDF with its words, or an image. */
export interface Picture {
  /** `data:image/…` */
  readonly url: string
  /** CSS pixels at its own size; 0 where it is not known: the window measures an image itself. */
  readonly width: number
  readonly height: number
  /** Of the file. */
  readonly bytes: number
  /** From 1, of how many; 1 of 1 for an image. */
  readonly page: number
  readonly pages: number
  readonly words: readonly PageWord[]
}

/** A model that turns text into meaning: what it costs and what it gives. */
export interface ModelChoice {
  readonly name: string
  /** One line; '' where nothing is known. */
  readonly summary: string
  readonly languages: readonly string[]
  readonly dimensions: number
  /** Of its files: on this disk, or to be downloaded. */
  readonly bytes: number
  readonly isHere: boolean
  /** The library was made with it. */
  readonly isUsed: boolean
  readonly licence: string
  /** Where it would come from; '' for one that is here. */
  readonly host: string
  /** What would be fetched, and which bytes alone are taken for it (hex); none for one that is here. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
  /** Chunks of text embedded in a second on this machine; null: not measured yet. */
  readonly chunksPerSecond: number | null
}

/** Where the change of the library to another model stands. */
export type ModelChange =
  | { readonly kind: 'idle' }
  /** Its files are on their way: `bytes` of all of them, `total` about. */
  | { readonly kind: 'fetching'; readonly name: string; readonly bytes: number; readonly total: number }
  /** `done` of `total` passages have been computed with it; searches go by the old one until all are. */
  | { readonly kind: 'running'; readonly name: string; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly said?: Saying }

/** One of them, tried with the library's model on this machine. */
export interface ProviderChoice {
  readonly provider: Provider
  /** null: it did not run. */
  readonly chunksPerSecond: number | null
  /** Why it is not used; null where it could be. */
  readonly refused: string | null
}

/** All of them. */
export interface ProviderChoices {
  /** The model's name. */
  readonly model: string
  readonly rows: readonly ProviderChoice[]
  readonly chosen: ProviderChoice['provider']
  /** What the person chose in place of the fastest; null: the fastest. */
  readonly wanted: ProviderChoice['provider'] | null
}

/** How fast searches are on this machine with the embeddings that are kept now. */
export interface SearchSpeed {
  /** Searches that were made, with words of the library's own documents. */
  readonly searches: number
  readonly medianMs: number
  /** Of what was compared by meaning, the part that came from kept embeddings; 0 to 1. */
  readonly cachedShare: number
}

/** Which page the window shows. */
export const pages = ['search', 'status', 'storage', 'models', 'settings'] as const
/** One of `pages`. */
export type PageName = (typeof pages)[number]

/** What the window takes on the screen. `stays`: it does not hide when it loses the focus. */
export interface WindowSize extends Pick<AppSettings, 'extraWidth' | 'extraHeight'> {
  /** CSS pixels, 60 to 720 and what the person added. */
  readonly height: number
  readonly width: 'narrow' | 'wide'
  readonly stays: boolean
}

/** The passage that others are to be like. */
export interface SimilarRequest {
  readonly path: string
  readonly part: string
  /** Byte of the document's text: the passage there is what others are compared with. */
  readonly at: number
  readonly limit: number
}

/** Ask and answer. A new `search`, `similar` or `similarFile` from a window cancels that window's previous one. */
export interface Requests {
  search: { ask: { readonly query: string; readonly limit: number }; answer: SearchAnswer }
  /** Passages like one passage. */
  similar: { ask: SimilarRequest; answer: SearchAnswer }
  /** Passages like what a file says, wherever it lies; it is read for this and not kept. */
  similarFile: { ask: { readonly path: string; readonly limit: number }; answer: SearchAnswer }
  /** An answer with its sources; `answerText` tells it as it is written. A new one ends the window's previous one. */
  answer: { ask: { readonly question: string }; answer: Answer }
  stopAnswer: { ask: void; answer: void }
  /** Documents by name; for every keystroke. */
  names: { ask: { readonly query: string; readonly limit: number }; answer: readonly NameHit[] }
  /** Files that were changed last, newest first; `score` tells nothing. */
  newest: { ask: { readonly limit: number }; answer: readonly NameHit[] }
  /** Passages of one document around a place. */
  text: { ask: Required<TextRequest>; answer: DocumentText }
  /** How the document looks. Refused where there is nothing to be seen but its text. */
  picture: { ask: PictureRequest; answer: Picture }
  status: { ask: void; answer: AppStatus }
  /** Why a file or folder is found, or is not. */
  why: { ask: { readonly path: string }; answer: WhyAnswer }
  /** Files that could not be indexed, 10,000 at most. */
  problems: { ask: void; answer: readonly ToldProblem[] }
  /** The library's folders with what is indexed of each. */
  sources: { ask: void; answer: readonly FolderSummary[] }
  suggestions: { ask: void; answer: readonly Suggestion[] }
  /** Mail and browsers' histories on this machine; none of them is read before the person agreed. */
  foundSources: { ask: void; answer: readonly FoundSource[] }
  /** What is to be read, kept and left out of mail or history, and how it is erased. */
  consent: { ask: { readonly source: OptInSource }; answer: Consent }
  /** The person agreed: adds a place and starts indexing. */
  optIn: { ask: { readonly source: OptInSource; readonly path: string }; answer: string }
  /** What is read and left out, as the person changed it. */
  reading: { ask: void; answer: ReadingRules }
  /** Changes some of it; what is there is looked through again. */
  setReading: { ask: Partial<ReadingRules>; answer: ReadingRules }
  /** Why text in pictures cannot be read here, in the languages that the person named; null: it can. */
  ocrProblem: { ask: void; answer: Saying | null }
  /** Every rule by which something is left out before anybody said so. */
  leftOutRules: { ask: void; answer: readonly LeftOutRule[] }
  /** Counts what is in folders or files before they are added. */
  survey: { ask: { readonly paths: readonly string[] }; answer: readonly SurveyedPlace[] }
  /** Adds folders by path (dropped on the window) and starts indexing. */
  addFolders: { ask: { readonly paths: readonly string[] }; answer: readonly AddedFolder[] }
  /** Shows the system's folder chooser, then as `addFolders`; empty when the person cancelled. */
  chooseFolders: { ask: void; answer: readonly AddedFolder[] }
  /** Shows the system's chooser and answers the path, null when the person cancelled. */
  choosePath: { ask: { readonly kind: 'folder' | 'file' }; answer: string | null }
  /** Forgets for good and searches for what should be gone. */
  forget: { ask: ForgetWhat; answer: ForgetSummary }
  /** What was forgotten and not taken back. */
  forgotten: { ask: void; answer: ForgottenList }
  /** Takes back what was forgotten, and reads what is there. */
  remember: { ask: RememberWhat; answer: void }
  /** Forgets a folder of the library; its files stay. Answers how many documents left. */
  removeFolder: { ask: { readonly path: string }; answer: number }
  /** Excludes a file or a folder inside one of the library's and forgets it. Answers how many documents left. */
  exclude: { ask: { readonly path: string }; answer: number }
  /** Leaves pages of a host, and those below it, out of the histories. Answers how many documents left. */
  excludeSite: { ask: { readonly host: string }; answer: number }
  /** Takes back that a path was excluded or forgotten, and reads what is there. */
  include: { ask: { readonly path: string }; answer: void }
  /** Absolute paths that are excluded. */
  excluded: { ask: void; answer: readonly string[] }
  searches: { ask: void; answer: KeptSearches }
  /** `recent`: it was searched for; `saved`: the person wants to keep it. */
  keepSearch: { ask: { readonly query: string; readonly as: 'recent' | 'saved' }; answer: KeptSearches }
  /** Forgets one search; null: all recent ones. */
  forgetSearch: { ask: { readonly query: string | null }; answer: KeptSearches }
  learning: { ask: void; answer: Learning }
  setLearning: { ask: { readonly isOn: boolean }; answer: Learning }
  /** Forgets what was opened, judged and tuned. */
  forgetLearning: { ask: void; answer: Learning }
  /** "This was it": the right result for a query. */
  judge: { ask: { readonly query: string; readonly path: string; readonly part: string }; answer: Learning }
  /** Takes back what was told of a document for a query: that it was it, and that it was opened. */
  takeBack: { ask: { readonly query: string; readonly path: string; readonly part: string }; answer: Learning }
  models: { ask: void; answer: readonly ModelChoice[] }
  /** Tries a model that is here on this machine. */
  measureModel: { ask: { readonly name: string }; answer: readonly ModelChoice[] }
  /** Copies a model from a folder of this machine, without a network. */
  addModel: { ask: { readonly path: string }; answer: readonly ModelChoice[] }
  /** Begins to give the library another model, downloading it first where it is not here; `modelChanged` tells how it goes. */
  useModel: { ask: { readonly name: string }; answer: void }
  modelChange: { ask: void; answer: ModelChange }
  stopModelChange: { ask: void; answer: void }
  /** What can run the library's model here: tried the first time, and where `isAgain`, else as it was then. */
  providers: { ask: { readonly isAgain: boolean }; answer: ProviderChoices }
  /** What runs it from now on. */
  useProvider: { ask: { readonly name: ProviderChoice['provider'] | 'auto' }; answer: ProviderChoices }
  searchSpeed: { ask: void; answer: SearchSpeed }
  /** Reads every file of the library for damage; what else is asked waits meanwhile. `checkProgress` tells how it goes. */
  checkLibrary: { ask: void; answer: LibraryCheck }
  /** Takes out what is damaged and reads it again, as indexing; also of a library that cannot be opened. */
  repairLibrary: { ask: void; answer: LibraryRepair }
  /** Ends a check, or a repair that has changed nothing yet; it is answered with `cancelled`. */
  stopCheck: { ask: void; answer: void }
  /** Looks through every folder again. */
  updateNow: { ask: void; answer: void }
  stopIndexing: { ask: void; answer: void }
  /** Holds indexing until a time (milliseconds since 1970); null goes on at once. */
  pause: { ask: { readonly untilMs: number | null }; answer: AppPace }
  pace: { ask: void; answer: AppPace }
  settings: { ask: void; answer: AppSettings }
  /** Refused as a whole where one of them cannot be had (a shortcut that another program holds). */
  changeSettings: { ask: Partial<AppSettings>; answer: AppSettings }
  /** The key combination of the system that is ours now; null: none. */
  shortcut: { ask: void; answer: string | null }
  /** Shows where to save the settings, or what to read them from; null when the person cancelled. */
  exportSettings: { ask: void; answer: string | null }
  importSettings: { ask: void; answer: AppSettings | null }
  /** Counts, versions and error codes as text: no path, no name and no text of a document. */
  diagnostics: { ask: void; answer: string }
  /** Shows where to save that; null when the person cancelled. */
  exportDiagnostics: { ask: void; answer: string | null }
  /** Shows the log's file in its folder. */
  showLog: { ask: void; answer: void }
  /** Opens the page of the system's settings where Leantern gets the right to read (macOS). */
  showRights: { ask: void; answer: void }
  ledger: { ask: void; answer: NetworkLedger }
  update: { ask: void; answer: UpdateState }
  /** Asks whether there is a newer version: one request. */
  checkForUpdate: { ask: void; answer: UpdateState }
  /** Fetches the version that was found; `updateChanged` tells how it goes. */
  downloadUpdate: { ask: void; answer: UpdateState }
  /** Ends the app and starts the version that was fetched. */
  installUpdate: { ask: void; answer: void }
  lockState: { ask: void; answer: LockState }
  lock: { ask: void; answer: LockState }
  /** null: ask the system. */
  unlock: { ask: { readonly passphrase: string | null }; answer: LockState }
  setLock: { ask: LockRequest; answer: LockState }
  /**
   * Opens the document with the system's program for it: one that is in a file with others by a copy of its own bytes, a page of a
   * browser's history by its address, in the system's browser.
   */
  open: { ask: Place; answer: void }
  /** Asks the person which program is to open the document; nothing happens where they choose none. A page is opened as by `open`. */
  openWith: { ask: Place; answer: void }
  /** Shows the document's file in its folder. Refused for a page, which has none. */
  reveal: { ask: Place; answer: void }
  /** The person drags a document out of the window: its file, or a copy as by `open`. Refused for a page, which has no file. */
  drag: { ask: Pick<Place, 'path' | 'part'>; answer: void }
  copyText: { ask: { readonly text: string }; answer: void }
  resize: { ask: WindowSize; answer: void }
  /** The window leaves the tray's icon and is as large as elsewhere. */
  leavePopover: { ask: void; answer: void }
  hide: { ask: void; answer: void }
}

/** What the main process tells the window unasked. */
export interface Events {
  statusChanged: AppStatus
  /** An answer by words alone, while meaning is still asked; its `query` tells to which search it belongs. */
  partialAnswer: SearchAnswer
  /** A piece of the answer under way; `question` tells to which it belongs. */
  answerText: { readonly question: string; readonly text: string }
  modelChanged: ModelChange
  /** How far a check or a repair of the library is. */
  checkProgress: CheckProgress
  settingsChanged: AppSettings
  updateChanged: UpdateState
  /** The engine stopped by itself. Nothing is lost: what waits is asked again, where it is back. */
  engineStopped: { readonly isBack: boolean }
  lockChanged: LockState
  paceChanged: AppPace
  /**
   * The window was shown: focus the field and select its text. With a query, search for that; with a page, show it; with paths,
   * ask whether to index them, as if they had been dropped. `isPopover`: it hangs at the tray's icon, where there is room for little.
   */
  shown: {
    readonly query: string | null
    readonly page: PageName | null
    readonly paths?: readonly string[]
    readonly isPopover?: boolean
  }
}

/** The name of a request. */
export type RequestName = keyof Requests
/** The name of an event. */
export type EventName = keyof Events

/** An answer as data, errors included. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly said?: Saying }

/** Run-time lists; the compiler refuses a missing or an extra name. */
export const requestNames = Object.keys({
  search: true,
  similar: true,
  similarFile: true,
  answer: true,
  stopAnswer: true,
  names: true,
  newest: true,
  text: true,
  picture: true,
  status: true,
  why: true,
  problems: true,
  sources: true,
  suggestions: true,
  foundSources: true,
  consent: true,
  optIn: true,
  reading: true,
  setReading: true,
  ocrProblem: true,
  leftOutRules: true,
  survey: true,
  addFolders: true,
  chooseFolders: true,
  choosePath: true,
  forget: true,
  forgotten: true,
  remember: true,
  removeFolder: true,
  exclude: true,
  excludeSite: true,
  include: true,
  excluded: true,
  searches: true,
  keepSearch: true,
  forgetSearch: true,
  learning: true,
  setLearning: true,
  forgetLearning: true,
  judge: true,
  takeBack: true,
  models: true,
  measureModel: true,
  addModel: true,
  useModel: true,
  modelChange: true,
  stopModelChange: true,
  providers: true,
  useProvider: true,
  searchSpeed: true,
  checkLibrary: true,
  repairLibrary: true,
  stopCheck: true,
  updateNow: true,
  stopIndexing: true,
  pause: true,
  pace: true,
  settings: true,
  changeSettings: true,
  shortcut: true,
  exportSettings: true,
  importSettings: true,
  diagnostics: true,
  exportDiagnostics: true,
  showLog: true,
  showRights: true,
  ledger: true,
  update: true,
  checkForUpdate: true,
  downloadUpdate: true,
  installUpdate: true,
  lockState: true,
  lock: true,
  unlock: true,
  setLock: true,
  open: true,
  openWith: true,
  reveal: true,
  drag: true,
  copyText: true,
  resize: true,
  leavePopover: true,
  hide: true,
} satisfies Record<RequestName, true>) as RequestName[]

export const eventNames = Object.keys({
  statusChanged: true,
  partialAnswer: true,
  answerText: true,
  modelChanged: true,
  checkProgress: true,
  settingsChanged: true,
  updateChanged: true,
  engineStopped: true,
  lockChanged: true,
  paceChanged: true,
  shown: true,
} satisfies Record<EventName, true>) as EventName[]

/** What the preload script puts on `window.leantern`; the browser bridge offers the same. */
export interface WindowApi {
  ask<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']): Promise<Reply<Requests[Name]['answer']>>
  /** Returns the function that ends the subscription. */
  on<Name extends EventName>(name: Name, listen: (event: Events[Name]) => void): () => void
  /** Absolute path behind a dropped file, '' where the runtime cannot know it. */
  pathForFile(file: unknown): string
  readonly platform: string
}
