/*
 * What the main process and the engine's process say to each other. Everything here survives a structured clone and
 * JSON alike. The window's requests that need the library go on to the engine as they are.
 */
import type { AppStatus, Reply, Requests } from './contract.ts'

export interface EngineRequests extends Pick<Requests, 'search' | 'status' | 'addFolders' | 'stopIndexing'> {
  /** Whether the library holds a document with this absolute path. */
  holds: { ask: { readonly path: string }; answer: boolean }
}

export type EngineRequestName = keyof EngineRequests

/** One question to the engine; name and ask belong together. */
export type EngineAsk = {
  [Name in EngineRequestName]: {
    readonly kind: 'ask'
    readonly id: number
    /** The window that asks; its newer search cancels its older one. */
    readonly client: string
    readonly name: Name
    readonly ask: EngineRequests[Name]['ask']
  }
}[EngineRequestName]

export type ToEngine =
  | EngineAsk
  /** The window went away: nobody waits for its search any more. */
  | { readonly kind: 'cancel'; readonly client: string }
  | { readonly kind: 'close' }

export type FromEngine =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'status'; readonly status: AppStatus }
