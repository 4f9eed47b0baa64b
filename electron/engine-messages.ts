/*
 * What the main process and the engine's process say to each other. Everything here survives a structured clone and
 * JSON alike.
 */
import type { Held } from '../core/library.ts'
import type { PaceName } from '../core/pace.ts'
import type { Ranking, SearchAnswer } from '../core/types.ts'
import type { AnswerQuestion } from './answer-runs.ts'
import type { AppStatus, Events, Place, Reply, Requests } from './contract.ts'

/** The window's requests that go on to the engine as they are. */
type HandedOn =
  | 'names'
  | 'newest'
  | 'text'
  | 'status'
  | 'problems'
  | 'sources'
  | 'addFolders'
  | 'removeFolder'
  | 'exclude'
  | 'excludeSite'
  | 'include'
  | 'excluded'
  | 'checkLibrary'
  | 'repairLibrary'
  | 'stopCheck'
  | 'updateNow'
  | 'stopIndexing'
  | 'picture'
  | 'why'
  | 'survey'
  | 'foundSources'
  | 'consent'
  | 'optIn'
  | 'reading'
  | 'setReading'
  | 'ocrProblem'
  | 'leftOutRules'
  | 'forget'
  | 'forgotten'
  | 'remember'
  | 'learning'
  | 'setLearning'
  | 'forgetLearning'
  | 'judge'
  | 'takeBack'
  | 'models'
  | 'measureModel'
  | 'addModel'
  | 'useModel'
  | 'modelChange'
  | 'stopModelChange'
  | 'providers'
  | 'useProvider'
  | 'searchSpeed'
  | 'stopAnswer'

/** What becomes of a copy: it is opened where it lies, or dragged to where it stays. */
export type CopyUse = 'open' | 'keep'

/** What the engine can be asked. */
export interface EngineRequests extends Pick<Requests, HandedOn> {
  search: { ask: Requests['search']['ask'] & { readonly ranking: Ranking }; answer: SearchAnswer }
  similar: Requests['similar']
  similarFile: Requests['similarFile']
  answer: { ask: AnswerQuestion; answer: Requests['answer']['answer'] }
  /** A result was opened for what was searched. */
  opened: { ask: Required<Omit<Place, 'page' | 'line'>>; answer: void }
  /** The window is shown: a search may come. */
  wake: { ask: void; answer: void }
  /** What the library holds at this absolute path, or as a part of the file there; null: nothing. */
  heldAs: { ask: Required<Pick<Place, 'path' | 'part'>>; answer: Held | null }
  /** What a browser is to open of a page that the library holds; null: it is none. */
  pageUrl: { ask: Required<Pick<Place, 'path' | 'part'>>; answer: string | null }
  /** The path of a private copy of a document that has no file of its own; null: the file is what there is to open. */
  copyOf: { ask: Required<Pick<Place, 'path' | 'part'>> & { readonly use: CopyUse }; answer: string | null }
}

export type EngineRequestName = keyof EngineRequests

/** What answers each request; `client`: the window that asks. */
export type EngineHandlers = {
  readonly [Name in EngineRequestName]: (
    ask: EngineRequests[Name]['ask'],
    client: string,
  ) => Promise<EngineRequests[Name]['answer']>
}

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

/** What main says to the engine. */
export type ToEngine =
  | EngineAsk
  /** The window went away: nobody waits for its search any more. */
  | { readonly kind: 'cancel'; readonly client: string }
  /** How fast to work from now on; told again to an engine that is started again. */
  | { readonly kind: 'pace'; readonly name: PaceName }
  | { readonly kind: 'close' }

/** What the engine says to main. */
export type FromEngine =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  /** What is known so far of the running search of a window. */
  | { readonly kind: 'partial'; readonly client: string; readonly answer: SearchAnswer }
  /** A piece of the answer that a window waits for. */
  | { readonly kind: 'answerText'; readonly client: string; readonly piece: Events['answerText'] }
  | { readonly kind: 'modelChanged'; readonly change: Events['modelChanged'] }
  | { readonly kind: 'checking'; readonly progress: Events['checkProgress'] }
  /** A request leaves the machine: for the ledger. */
  | { readonly kind: 'sent'; readonly host: string }
  | { readonly kind: 'status'; readonly status: AppStatus }
