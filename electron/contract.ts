/*
 * Everything the window and the main process may say to each other. Channel name = key. No run-time dependencies:
 * the renderer, the preload script, the main process and the engine all import this file.
 */
import type { ErrorCode, IndexProgress, IndexSummary, LibraryStatus, SearchAnswer } from '../core/types.ts'

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

/** Ask and answer. A new `search` from a window cancels that window's previous one. */
export interface Requests {
  search: { ask: { readonly query: string; readonly limit: number }; answer: SearchAnswer }
  status: { ask: void; answer: AppStatus }
  /** Adds folders by path (dropped on the window) and starts indexing. */
  addFolders: { ask: { readonly paths: readonly string[] }; answer: readonly AddedFolder[] }
  /** Shows the system's folder chooser, then as `addFolders`; empty when the person cancelled. */
  chooseFolders: { ask: void; answer: readonly AddedFolder[] }
  stopIndexing: { ask: void; answer: void }
  /** Opens the document with the system's program for it. */
  open: { ask: Place; answer: void }
  /** Shows the document in its folder. */
  reveal: { ask: Place; answer: void }
  copyText: { ask: { readonly text: string }; answer: void }
  /** The window follows its content: 60 to 720 CSS pixels high. */
  resize: { ask: { readonly height: number }; answer: void }
  hide: { ask: void; answer: void }
}

/** What the main process tells the window unasked. */
export interface Events {
  statusChanged: AppStatus
  /** The window was shown by the shortcut or the tray: focus the field and select its text. */
  shown: null
}

export type RequestName = keyof Requests
export type EventName = keyof Events

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/** Run-time lists; the compiler refuses a missing or an extra name. */
export const requestNames = Object.keys({
  search: true,
  status: true,
  addFolders: true,
  chooseFolders: true,
  stopIndexing: true,
  open: true,
  reveal: true,
  copyText: true,
  resize: true,
  hide: true,
} satisfies Record<RequestName, true>) as RequestName[]

export const eventNames = Object.keys({ statusChanged: true, shown: true } satisfies Record<
  EventName,
  true
>) as EventName[]

/** What the preload script puts on `window.leantern`; the browser bridge offers the same. */
export interface WindowApi {
  ask<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']): Promise<Reply<Requests[Name]['answer']>>
  /** Returns the function that ends the subscription. */
  on<Name extends EventName>(name: Name, listen: (event: Events[Name]) => void): () => void
  /** Absolute path behind a dropped file, '' where the runtime cannot know it. */
  pathForFile(file: unknown): string
  readonly platform: string
}
