/*
 * Everything the window and the main process may say to each other. Channel name = key. No run-time dependencies:
 * the renderer, the preload script, the main process and the engine all import this file.
 */
import type {
  DocumentText,
  ErrorCode,
  FileProblem,
  IndexProgress,
  IndexSummary,
  LibraryStatus,
  NameHit,
  SearchAnswer,
  TextRequest,
} from '../core/types.ts'

/** A place to open: the document's absolute path and the chunk's byte range in its text. */
export interface Place {
  readonly path: string
  readonly start: number
}

/** One folder the person asked to add. */
export interface AddedFolder {
  readonly path: string
  /** null when it was added, else why it was refused. */
  readonly refused: string | null
}

export type Indexing =
  | { readonly kind: 'idle'; readonly last: IndexSummary | null }
  | { readonly kind: 'running'; readonly progress: IndexProgress }
  | { readonly kind: 'failed'; readonly message: string }

/** How fast work in the background goes, and why: everything, a quarter on battery, nothing until a time. */
export type AppPace =
  | { readonly kind: 'normal' }
  | { readonly kind: 'slow' }
  /** `untilMs`: milliseconds since 1970. */
  | { readonly kind: 'paused'; readonly untilMs: number }

export interface AppStatus {
  readonly library: LibraryStatus
  /** Absolute paths of the folders in the library. */
  readonly folders: readonly string[]
  readonly indexing: Indexing
  /** What keeps changes on disk from being found at once (a disk that is gone, too many folders to watch), one sentence each. */
  readonly troubles?: readonly string[]
  /** 'electron' (the real one), 'electron-standin' or 'browser'. */
  readonly runtime: string
}

export const themes = ['system', 'light', 'dark'] as const
export const densities = ['comfortable', 'compact'] as const
export const languages = ['system', 'en', 'de', 'ar'] as const

/** What a person can set. Kept in one file of the app; the library keeps what belongs to it. */
export interface AppSettings {
  readonly theme: (typeof themes)[number]
  readonly density: (typeof densities)[number]
  readonly language: (typeof languages)[number]
  /** Electron's name of a key combination; null: the first of ours that is free. */
  readonly shortcut: string | null
  /** The window stays when it loses the focus. */
  readonly staysOpen: boolean
  /** Esc hides at once instead of clearing the query first. */
  readonly escHides: boolean
  readonly startsWithSystem: boolean
  /** Off: searches go by words alone. */
  readonly byMeaning: boolean
  /** Indexing takes a quarter of the time while the machine runs on battery. */
  readonly slowOnBattery: boolean
  /** Bytes kept of embeddings; null: as the library has it. */
  readonly hotCacheBytes: number | null
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
  readonly kind: 'folder' | 'mail'
  readonly path: string
  readonly files: number
  readonly bytes: number
  /** Counting ended early: there is more. */
  readonly isMore: boolean
}

/** What the window's session was asked for, since the app started. */
export interface NetworkLedger {
  readonly sinceMs: number
  /** Requests to anywhere but the window's own files: all refused. */
  readonly refused: number
}

/** Which page the window shows. */
export const pages = ['search', 'status', 'storage', 'settings'] as const
export type PageName = (typeof pages)[number]

/** What the window takes on the screen. `stays`: it does not hide when it loses the focus. */
export interface WindowSize {
  /** CSS pixels, 60 to 720. */
  readonly height: number
  readonly width: 'narrow' | 'wide'
  readonly stays: boolean
}

export interface SimilarRequest {
  readonly path: string
  readonly part: string
  /** Byte of the document's text: the passage there is what others are compared with. */
  readonly at: number
  readonly limit: number
}

/** Ask and answer. A new `search` or `similar` from a window cancels that window's previous one. */
export interface Requests {
  search: { ask: { readonly query: string; readonly limit: number }; answer: SearchAnswer }
  /** Passages like one passage. */
  similar: { ask: SimilarRequest; answer: SearchAnswer }
  /** Documents by name; for every keystroke. */
  names: { ask: { readonly query: string; readonly limit: number }; answer: readonly NameHit[] }
  /** Passages of one document around a place. */
  text: { ask: Required<TextRequest>; answer: DocumentText }
  status: { ask: void; answer: AppStatus }
  /** Files that could not be indexed, 10,000 at most. */
  problems: { ask: void; answer: readonly FileProblem[] }
  /** The library's folders with what is indexed of each. */
  sources: { ask: void; answer: readonly FolderSummary[] }
  suggestions: { ask: void; answer: readonly Suggestion[] }
  /** Adds folders by path (dropped on the window) and starts indexing. */
  addFolders: { ask: { readonly paths: readonly string[] }; answer: readonly AddedFolder[] }
  /** Shows the system's folder chooser, then as `addFolders`; empty when the person cancelled. */
  chooseFolders: { ask: void; answer: readonly AddedFolder[] }
  /** Forgets a folder of the library; its files stay. Answers how many documents left. */
  removeFolder: { ask: { readonly path: string }; answer: number }
  /** Excludes a file or a folder inside one of the library's and forgets it. Answers how many documents left. */
  exclude: { ask: { readonly path: string }; answer: number }
  /** Takes an exclusion back and reads what is there. */
  include: { ask: { readonly path: string }; answer: void }
  /** Absolute paths that are excluded. */
  excluded: { ask: void; answer: readonly string[] }
  /** Looks through every folder again. */
  updateNow: { ask: void; answer: void }
  stopIndexing: { ask: void; answer: void }
  /** Holds indexing until a time (milliseconds since 1970); null goes on at once. */
  pause: { ask: { readonly untilMs: number | null }; answer: AppPace }
  pace: { ask: void; answer: AppPace }
  settings: { ask: void; answer: AppSettings }
  /** Refused as a whole where one of them cannot be had (a shortcut that another program holds). */
  changeSettings: { ask: Partial<AppSettings>; answer: AppSettings }
  ledger: { ask: void; answer: NetworkLedger }
  /** Opens the document with the system's program for it. */
  open: { ask: Place; answer: void }
  /** Shows the document in its folder. */
  reveal: { ask: Place; answer: void }
  /** The person drags a document out of the window. */
  drag: { ask: { readonly path: string }; answer: void }
  copyText: { ask: { readonly text: string }; answer: void }
  resize: { ask: WindowSize; answer: void }
  hide: { ask: void; answer: void }
}

/** What the main process tells the window unasked. */
export interface Events {
  statusChanged: AppStatus
  /** An answer by words alone, while meaning is still asked; its `query` tells to which search it belongs. */
  partialAnswer: SearchAnswer
  settingsChanged: AppSettings
  paceChanged: AppPace
  /** The window was shown: focus the field and select its text. With a query, search for that; with a page, show it. */
  shown: { readonly query: string | null; readonly page: PageName | null }
}

export type RequestName = keyof Requests
export type EventName = keyof Events

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/** Run-time lists; the compiler refuses a missing or an extra name. */
export const requestNames = Object.keys({
  search: true,
  similar: true,
  names: true,
  text: true,
  status: true,
  problems: true,
  sources: true,
  suggestions: true,
  addFolders: true,
  chooseFolders: true,
  removeFolder: true,
  exclude: true,
  include: true,
  excluded: true,
  updateNow: true,
  stopIndexing: true,
  pause: true,
  pace: true,
  settings: true,
  changeSettings: true,
  ledger: true,
  open: true,
  reveal: true,
  drag: true,
  copyText: true,
  resize: true,
  hide: true,
} satisfies Record<RequestName, true>) as RequestName[]

export const eventNames = Object.keys({
  statusChanged: true,
  partialAnswer: true,
  settingsChanged: true,
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
