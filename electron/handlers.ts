import { isAbsolute } from 'node:path'
import { AppError } from '../core/errors.ts'
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
import type { EngineClient } from './engine-client.ts'
import { parseRequestName, parsers } from './parsers.ts'
import { isProgram } from './programs.ts'
import { replyOf } from './replies.ts'
import type { Settings } from './settings.ts'

/** What the handlers need from the machine and the window. Electron and the browser host pass their own. */
export interface HostParts {
  readonly engine: Pick<EngineClient, 'ask'>
  /** Opens a document with the system's program for it. */
  openDocument(path: string): Promise<void>
  showInFolder(path: string): Promise<void>
  copyText(text: string): Promise<void>
  /** Absolute paths of the folders the person chose; empty when they cancelled. */
  chooseFolders(): Promise<readonly string[]>
  resize(size: WindowSize): void
  hide(): void
  /** The person drags a document out of the window. */
  startDrag(path: string): void
  /** Folders on this machine that are in none of `roots`. */
  suggest(roots: readonly string[]): Promise<readonly Suggestion[]>
  readonly settings: Pick<Settings, 'current' | 'change'>
  pause(untilMs: number | null): AppPace
  pace(): AppPace
  ledger(): NetworkLedger
}

/** `client` names the window that asks: its newer search cancels its older one. */
export type Handlers = {
  readonly [Name in RequestName]: (ask: Requests[Name]['ask'], client: string) => Promise<Requests[Name]['answer']>
}

/** One handler per request, free of Electron: both hosts answer their windows with these. */
export function createHandlers(parts: HostParts): Handlers {
  const { engine } = parts

  async function addFolders(paths: readonly string[], client: string): Promise<readonly AddedFolder[]> {
    const wrong = paths.find((path) => !isAbsolute(path))
    if (wrong !== undefined) throw unknownPlace(wrong)
    return engine.ask('addFolders', { paths }, client)
  }

  async function heldDocument(path: string, client: string): Promise<string> {
    if (await engine.ask('holds', { path }, client)) return path
    throw new AppError('not-found', `Expected a document of the library, got ${path}`)
  }

  return {
    search(ask, client) {
      const ranking = parts.settings.current.byMeaning ? 'fused' : 'words'
      return engine.ask('search', { ...ask, ranking }, client)
    },
    similar: (ask, client) => engine.ask('similar', ask, client),
    names: (ask, client) => engine.ask('names', ask, client),
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
    include: (ask, client) => engine.ask('include', ask, client),
    excluded: (_ask, client) => engine.ask('excluded', undefined, client),
    updateNow: (_ask, client) => engine.ask('updateNow', undefined, client),
    pause: async ({ untilMs }) => parts.pause(untilMs),
    pace: async () => parts.pace(),
    settings: async () => parts.settings.current,
    changeSettings: (ask) => parts.settings.change(ask),
    ledger: async () => parts.ledger(),
    addFolders: ({ paths }, client) => addFolders(paths, client),
    async chooseFolders(_ask, client) {
      const paths = await parts.chooseFolders()
      return paths.length === 0 ? [] : addFolders(paths, client)
    },
    stopIndexing: (_ask, client) => engine.ask('stopIndexing', undefined, client),
    async open({ path }, client) {
      const document = await heldDocument(path, client)
      if (!isProgram(document)) return parts.openDocument(document)
      await parts.showInFolder(document)
      throw new AppError('bad-request', `${document} is a program: it is shown in its folder and not run.`)
    },
    async reveal({ path }, client) {
      await parts.showInFolder(await heldDocument(path, client))
    },
    copyText: ({ text }) => parts.copyText(text),
    async drag({ path }, client) {
      parts.startDrag(await heldDocument(path, client))
    },
    async resize(size) {
      parts.resize(size)
    },
    async hide() {
      parts.hide()
    },
  }
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

function unknownPlace(path: string): AppError {
  if (path !== '') return new AppError('bad-request', `Expected the absolute path of a folder, got "${path}"`)
  return new AppError(
    'bad-request',
    'This window cannot see where a dropped folder lies. Start with: npm start -- FOLDER',
  )
}
