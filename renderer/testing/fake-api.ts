import {
  defaultSettings,
  type AppSettings,
  type AppStatus,
  type EventName,
  type Events,
  type Reply,
  type RequestName,
  type Requests,
  type WindowApi,
} from '../../electron/contract.ts'
import type { IndexProgress, Saying, SearchAnswer, SearchHit } from '../../core/types.ts'

type Handlers = {
  [Name in RequestName]?: (
    ask: Requests[Name]['ask'],
  ) => Reply<Requests[Name]['answer']> | Promise<Reply<Requests[Name]['answer']>>
}

export interface FakeApi {
  readonly api: WindowApi
  /** Every question so far, oldest first. */
  readonly asked: readonly { readonly name: RequestName; readonly ask: unknown }[]
  /** The questions of one name. */
  askedFor<Name extends RequestName>(name: Name): Requests[Name]['ask'][]
  tell<Name extends EventName>(name: Name, event: Events[Name]): void
}

/** A WindowApi in memory. A request without a handler never answers, except those that answer nothing. */
export function createFakeApi(handlers: Handlers, options: { platform?: string; paths?: string[] } = {}): FakeApi {
  const asked: { name: RequestName; ask: unknown }[] = []
  const listeners = new Map<EventName, Set<(event: never) => void>>()
  const paths = [...(options.paths ?? [])]
  const api: WindowApi = {
    platform: options.platform ?? 'linux',
    pathForFile: () => paths.shift() ?? '',
    async ask(name, ask) {
      asked.push({ name, ask })
      const handler = handlers[name]
      return handler === undefined ? new Promise(() => {}) : handler(ask)
    },
    on(name, listen) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listen))
      return () => set.delete(listen)
    },
  }
  return {
    api,
    asked,
    // The names tell the types; the list holds all of them.
    askedFor: (name) => asked.filter((one) => one.name === name).map((one) => one.ask as never),
    tell: (name, event) => listeners.get(name)?.forEach((listen) => listen(event as never)),
  }
}

/** Answers that nothing went wrong. */
export const done = (): Reply<void> => ({ ok: true, value: undefined })

/** A successful reply. */
export function answerOf<T>(value: T): Reply<T> {
  return { ok: true, value }
}

/** A refusal, as the main process sends it. */
export function refusal(message: string): Reply<never> {
  return { ok: false, code: 'failed', message }
}

/** A sentence of the engine that is the same in every language. */
export function plain(text: string): Saying {
  return { code: 'plain', params: {}, text }
}

/** Settings as they are before anybody changes them, in English. */
export function settingsOf(change: Partial<AppSettings> = {}): AppSettings {
  return { ...defaultSettings, language: 'en', ...change }
}

/** A status with everything unsaid at rest: 3,480 documents in two folders. */
export function statusOf(
  change: Partial<Omit<AppStatus, 'library'>> & { library?: Partial<AppStatus['library']> } = {},
): AppStatus {
  const { library, ...rest } = change
  return {
    folders: ['/home/anna/Documents', '/home/anna/Notes'],
    indexing: { kind: 'idle', last: null },
    runtime: 'electron',
    ...rest,
    library: {
      documents: 3480,
      chunks: 41_200,
      textBytes: 50_900_000,
      sourceBytes: 412_000_000,
      bytes: {
        codes: 1_320_000,
        graph: 0,
        chunkMap: 610_000,
        catalogue: 1_100_000,
        keywords: 3_900_000,
        textCache: 0,
        other: 4000,
        semantic: 1_934_000,
        total: 6_934_000,
      },
      share: { semantic: 0.038, total: 0.136 },
      errors: 0,
      pending: 0,
      sources: [],
      dimensions: 256,
      model: 'leantern-small',
      ...library,
    },
  }
}

/** Indexing at 42.7 %. */
export function progressOf(change: Partial<IndexProgress> = {}): IndexProgress {
  return {
    phase: 'indexing',
    filesDone: 1204,
    filesTotal: 2820,
    bytesDone: 427_000_000,
    bytesTotal: 1_000_000_000,
    textBytes: 51_000_000,
    chunks: 41_000,
    problems: 0,
    elapsedMs: 31_700,
    etaMs: 118_000,
    currentPath: '/home/anna/Documents/papers/annual-report-2024.pdf',
    ...change,
  }
}

/** A hit; only what a test is about needs saying. */
export function hitOf(change: Partial<SearchHit> = {}): SearchHit {
  const path = change.path ?? '/home/anna/Documents/garden/pruning.md'
  return {
    rank: 1,
    document: 1,
    path,
    uri: `file://${path}`,
    part: '',
    kind: 'text',
    source: 'folder',
    dated: 0,
    sender: null,
    title: 'Pruning the apple trees',
    heading: 'Winter > Old trees',
    snippet: 'Take out a third of the old wood, never more in one winter.',
    start: 120,
    end: 480,
    score: 0.62,
    why: 'Says much the same in other words',
    also: [],
    ...change,
  }
}

/** An answer with these hits, ranked in their order. */
export function found(query: string, hits: readonly SearchHit[], totalMs = 38): SearchAnswer {
  return {
    query,
    results: hits.map((hit, index) => ({ ...hit, rank: index + 1 })),
    chips: [],
    notes: [],
    notesSaid: [],
    stats: {
      strategy: 'codes',
      chunks: 41_200,
      codesRead: 41_200,
      recomputed: 60,
      cached: 0,
      hops: 0,
      isComplete: true,
      stale: 0,
      ms: { encode: 3, candidates: 4, recompute: 30, total: totalMs },
    },
  }
}
