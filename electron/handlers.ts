import { isAbsolute } from 'node:path'
import { AppError } from '../core/errors.ts'
import { requestNames } from './contract.ts'
import type {
  AddedFolder,
  AppPace,
  NetworkLedger,
  Reply,
  RequestName,
  Requests,
  Suggestion,
  WindowSize,
} from './contract.ts'
import { diagnosticsText } from './diagnostics.ts'
import type { EngineClient } from './engine-client.ts'
import type { Lock } from './lock.ts'
import { openingHandlers } from './opening.ts'
import { parseRequestName, parsers } from './parsers.ts'
import type { Position } from './position-words.ts'
import { replyOf } from './replies.ts'
import type { Searches } from './searches.ts'
import { parseChosenSettings, type Settings } from './settings.ts'
import type { Updates } from './updates.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** What the handlers need from the machine and the window. Electron and the browser host pass their own. */
export interface HostParts {
  readonly engine: Pick<EngineClient, 'ask'>
  /** Opens a document with the system's program for it; at the position, where the program can be told. */
  openDocument(path: string, position: Position | null): Promise<void>
  /** Opens a page of the web, http or https, with the system's browser. */
  openPage(address: string): Promise<void>
  /** Asks which program is to open it. */
  openWith(path: string): Promise<void>
  showInFolder(path: string): Promise<void>
  copyText(text: string): Promise<void>
  /** Absolute paths of the folders the person chose; empty when they cancelled. */
  chooseFolders(): Promise<readonly string[]>
  /** The path the person chose; null when they cancelled. */
  choosePath(kind: 'folder' | 'file'): Promise<string | null>
  /** Writes a text where the person wants it; null when they cancelled. */
  saveText(name: string, text: string): Promise<string | null>
  /** The text of a file that the person chose; null when they cancelled. */
  readChosenText(): Promise<string | null>
  showLog(): Promise<void>
  /** The key combination that the system gave us; null: none. */
  shortcut(): string | null
  /** @throws AppError `bad-request` where the system has no such page */
  showRights(): Promise<void>
  /** The log's last lines. */
  readLog(): Promise<string>
  resize(size: WindowSize): void
  leavePopover(): void
  hide(): void
  /** The person drags a document out of the window. */
  startDrag(path: string): void
  /** Folders on this machine that are in none of `roots`. */
  suggest(roots: readonly string[]): Promise<readonly Suggestion[]>
  readonly settings: Pick<Settings, 'current' | 'change'>
  readonly searches: Pick<Searches, 'kept' | 'keep' | 'forget'>
  pause(untilMs: number | null): AppPace
  pace(): AppPace
  ledger(): NetworkLedger
  readonly updates: Pick<Updates, 'state' | 'check' | 'download' | 'install'>
  readonly lock: Pick<Lock, 'state' | 'isLocked' | 'lock' | 'unlock' | 'set'>
}

/** `client` names the window that asks: its newer search cancels its older one. */
export type Handlers = {
  readonly [Name in RequestName]: (ask: Requests[Name]['ask'], client: string) => Promise<Requests[Name]['answer']>
}

/** One handler per request, free of Electron: both hosts answer their windows with these. */
export function createHandlers(parts: HostParts): Handlers {
  const { engine } = parts

  async function addFolders(paths: readonly string[], client: string): Promise<readonly AddedFolder[]> {
    refuseRelative(paths)
    return engine.ask('addFolders', { paths }, client)
  }

  async function diagnostics(client: string): Promise<string> {
    const [status, problems, log] = await Promise.all([
      engine.ask('status', undefined, client),
      engine.ask('problems', undefined, client),
      parts.readLog(),
    ])
    const { settings, pace, ledger } = parts
    return diagnosticsText({ status, problems, settings: settings.current, pace: pace(), ledger: ledger(), log })
  }

  const handlers: Handlers = {
    search(ask, client) {
      const ranking = parts.settings.current.byMeaning ? 'fused' : 'words'
      return engine.ask('search', { ...ask, ranking }, client)
    },
    similar: (ask, client) => engine.ask('similar', ask, client),
    similarFile(ask, client) {
      refuseRelative([ask.path])
      return engine.ask('similarFile', ask, client)
    },
    answer({ question }, client) {
      const { answerProvider: provider, answerModel: model, answerUrl: url } = parts.settings.current
      return engine.ask('answer', { question, provider, model, url }, client)
    },
    stopAnswer: (_ask, client) => engine.ask('stopAnswer', undefined, client),
    picture: (ask, client) => engine.ask('picture', ask, client),
    why: (ask, client) => engine.ask('why', ask, client),
    foundSources: (_ask, client) => engine.ask('foundSources', undefined, client),
    consent: (ask, client) => engine.ask('consent', ask, client),
    optIn(ask, client) {
      refuseRelative([ask.path])
      return engine.ask('optIn', ask, client)
    },
    reading: (_ask, client) => engine.ask('reading', undefined, client),
    ocrProblem: (_ask, client) => engine.ask('ocrProblem', undefined, client),
    setReading: (ask, client) => engine.ask('setReading', ask, client),
    leftOutRules: (_ask, client) => engine.ask('leftOutRules', undefined, client),
    survey(ask, client) {
      refuseRelative(ask.paths)
      return engine.ask('survey', ask, client)
    },
    choosePath: ({ kind }) => parts.choosePath(kind),
    forget: (ask, client) => engine.ask('forget', ask, client),
    forgotten: (_ask, client) => engine.ask('forgotten', undefined, client),
    remember: (ask, client) => engine.ask('remember', ask, client),
    searches: async () => parts.searches.kept,
    keepSearch: (ask) => parts.searches.keep(ask.query, ask.as),
    forgetSearch: ({ query }) => parts.searches.forget(query),
    learning: (_ask, client) => engine.ask('learning', undefined, client),
    setLearning: (ask, client) => engine.ask('setLearning', ask, client),
    forgetLearning: (_ask, client) => engine.ask('forgetLearning', undefined, client),
    judge: (ask, client) => engine.ask('judge', ask, client),
    takeBack: (ask, client) => engine.ask('takeBack', ask, client),
    models: (_ask, client) => engine.ask('models', undefined, client),
    measureModel: (ask, client) => engine.ask('measureModel', ask, client),
    addModel: (ask, client) => {
      refuseRelative([ask.path])
      return engine.ask('addModel', ask, client)
    },
    useModel: (ask, client) => engine.ask('useModel', ask, client),
    modelChange: (_ask, client) => engine.ask('modelChange', undefined, client),
    stopModelChange: (_ask, client) => engine.ask('stopModelChange', undefined, client),
    providers: (ask, client) => engine.ask('providers', ask, client),
    useProvider: (ask, client) => engine.ask('useProvider', ask, client),
    searchSpeed: (_ask, client) => engine.ask('searchSpeed', undefined, client),
    async exportSettings() {
      return parts.saveText('leantern-settings.json', `${JSON.stringify(parts.settings.current, null, 2)}\n`)
    },
    async importSettings() {
      const text = await parts.readChosenText()
      return text === null ? null : parts.settings.change(parseChosenSettings(parseJson(text)))
    },
    diagnostics: (_ask, client) => diagnostics(client),
    async exportDiagnostics(_ask, client) {
      return parts.saveText('leantern-diagnostics.json', await diagnostics(client))
    },
    showLog: () => parts.showLog(),
    shortcut: async () => parts.shortcut(),
    showRights: () => parts.showRights(),
    names: (ask, client) => engine.ask('names', ask, client),
    newest: (ask, client) => engine.ask('newest', ask, client),
    text: (ask, client) => engine.ask('text', ask, client),
    status: (_ask, client) => engine.ask('status', undefined, client),
    problems: (_ask, client) => engine.ask('problems', undefined, client),
    sources: (_ask, client) => engine.ask('sources', undefined, client),
    async suggestions(_ask, client) {
      const { folders } = await engine.ask('status', undefined, client)
      return parts.suggest(folders)
    },
    removeFolder: (ask, client) => engine.ask('removeFolder', ask, client),
    exclude: (ask, client) => engine.ask('exclude', ask, client),
    excludeSite: (ask, client) => engine.ask('excludeSite', ask, client),
    include: (ask, client) => engine.ask('include', ask, client),
    excluded: (_ask, client) => engine.ask('excluded', undefined, client),
    checkLibrary: (_ask, client) => engine.ask('checkLibrary', undefined, client),
    repairLibrary: (_ask, client) => engine.ask('repairLibrary', undefined, client),
    stopCheck: (_ask, client) => engine.ask('stopCheck', undefined, client),
    updateNow: (_ask, client) => engine.ask('updateNow', undefined, client),
    pause: async ({ untilMs }) => parts.pause(untilMs),
    pace: async () => parts.pace(),
    settings: async () => parts.settings.current,
    changeSettings: (ask) => parts.settings.change(ask),
    ledger: async () => parts.ledger(),
    update: async () => parts.updates.state,
    checkForUpdate: () => parts.updates.check(),
    downloadUpdate: () => parts.updates.download(),
    installUpdate: async () => parts.updates.install(),
    lockState: async () => parts.lock.state,
    async lock() {
      parts.lock.lock()
      return parts.lock.state
    },
    unlock: ({ passphrase }) => parts.lock.unlock(passphrase),
    setLock: (ask) => parts.lock.set(ask),
    addFolders: ({ paths }, client) => addFolders(paths, client),
    async chooseFolders(_ask, client) {
      const paths = await parts.chooseFolders()
      return paths.length === 0 ? [] : addFolders(paths, client)
    },
    stopIndexing: (_ask, client) => engine.ask('stopIndexing', undefined, client),
    ...openingHandlers(parts),
    copyText: ({ text }) => parts.copyText(text),
    async resize(size) {
      parts.resize(size)
    },
    async leavePopover() {
      parts.leavePopover()
    },
    async hide() {
      parts.hide()
    },
  }
  return behindLock(handlers, parts.lock)
}

/** What a locked window may still ask: nothing that tells of documents. */
const freeOfLock: ReadonlySet<RequestName> = new Set(['lockState', 'unlock', 'settings', 'resize', 'hide'])

function behindLock(handlers: Handlers, lock: Pick<Lock, 'isLocked'>): Handlers {
  const guarded = requestNames.map((name) => {
    const handle = handlers[name] as (ask: unknown, client: string) => Promise<unknown> // each with its own ask, as below
    return [
      name,
      async (ask: unknown, client: string) => {
        if (lock.isLocked && !freeOfLock.has(name)) throw new AppError('locked', sayOfApp('app.locked'))
        return handle(ask, client)
      },
    ]
  })
  return Object.fromEntries(guarded) as Handlers // the same names with the same handlers behind them
}

/** Parses, then handles; whatever goes wrong comes back as data. */
export function answer(handlers: Handlers, request: WireRequest): Promise<Reply<unknown>> {
  return replyOf<unknown>(() => handle(handlers, parseRequestName(request.name), request))
}

/** A request as it came over the wire, nothing of it checked but the window it came from. */
export interface WireRequest {
  readonly name: unknown
  readonly ask: unknown
  readonly client: string
}

function handle<Name extends RequestName>(handlers: Handlers, name: Name, request: WireRequest): Promise<unknown> {
  return handlers[name](parsers[name](request.ask), request.client)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('bad-request', sayOfApp('app.notSettings'), { cause: error })
  }
}

/** @throws AppError `bad-request` for what is no absolute path: what it means depends on where the app was started */
function refuseRelative(paths: readonly string[]): void {
  const wrong = paths.find((path) => !isAbsolute(path))
  if (wrong === '') throw new AppError('bad-request', sayOfApp('app.noPath'))
  if (wrong !== undefined) throw new AppError('bad-request', sayOfApp('app.relativePath', { path: wrong }))
}
