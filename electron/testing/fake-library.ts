import { AppError } from '../../core/errors.ts'
import type { DocumentEntry, IndexOptions, Library } from '../../core/library.ts'
import { Feedback } from '../../core/search/feedback/feedback.ts'
import { usualRules } from '../../core/sources/reading-rules.ts'
import type { IndexProgress, IndexSummary, LibraryStatus, SearchAnswer } from '../../core/types.ts'

/** A library in memory for tests of the hosts. Indexing and searching go on until the test lets them end. */
export interface FakeLibrary extends Library {
  readonly indexRuns: { readonly options: IndexOptions; finish(): void; fail(error: Error): void }[]
  readonly searches: { readonly query: string; finish(): void; tellPartial(): void }[]
  /** What `text` does, for tests to replace. */
  text: Library['text']
  modelTrouble: Library['modelTrouble']
  readonly isClosed: boolean
}

/** Opens a fake library; the folder '/missing' is refused and documents lie at /docs/a.txt and /docs/b.txt. */
export function fakeLibrary(roots: readonly string[] = []): FakeLibrary {
  const known = [...roots]
  const indexRuns: FakeLibrary['indexRuns'] = []
  const searches: FakeLibrary['searches'] = []
  let isClosed = false
  return {
    folder: '/library',
    indexRuns,
    searches,
    get isClosed() {
      return isClosed
    },
    search: ({ query }, signal, onPartial) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new AppError('cancelled', 'stopped')))
        searches.push({
          query,
          finish: () => resolve(answerTo(query)),
          tellPartial: () => onPartial?.(answerTo(query)),
        })
      }),
    names: async () => [],
    // Touches no file before something is told.
    feedback: new Feedback('/library'),
    tune: () => Promise.reject(new Error('Not in a fake library')),
    roots: () => [...known],
    async addRoot(path) {
      if (path === '/missing') throw new AppError('not-found', 'There is no folder /missing')
      known.push(path)
      return path
    },
    remove: async () => 0,
    excluded: () => [],
    exclude: async () => 1,
    excludeSite: async () => 1,
    include: async () => {},
    foundSources: async () => [],
    consent: (source) => ({ source, reads: '', keeps: '', leavesOut: '', erase: '' }),
    optIn: async (_source, path) => path,
    reading: () => usualRules,
    setReading: async (change) => ({ ...usualRules, ...change }),
    leftOutRules: () => [],
    forget: async () => ({ documents: 0, chunks: 0, textBytes: 0, searches: 0, filesRead: 0 }),
    forgotten: () => ({ senders: 0, sites: 0, paths: 0, sources: [], times: [], documents: [] }),
    remember: async () => {},
    why: async (path) => ({
      path,
      verdict: 'not-added',
      message: '',
      said: { code: 'plain', params: {}, text: '' },
      documents: 0,
    }),
    async *folders(root) {
      yield { path: root, folders: [] }
    },
    index: (options = {}) =>
      new Promise((resolve, reject) => {
        const finish = () => resolve({ ...summary, cancelled: options.signal?.aborted ?? false })
        options.signal?.addEventListener('abort', finish)
        indexRuns.push({ options, finish, fail: reject })
      }),
    refresh: async () => {},
    wake: async () => {},
    modelTrouble: () => null,
    rest: async () => {},
    text: () => Promise.reject(new Error('Not in a fake library')),
    embed: () => Promise.reject(new Error('Not in a fake library')),
    settle: async () => 0,
    switchModel: () => Promise.reject(new Error('Not in a fake library')),
    optimize: () => Promise.reject(new Error('Not in a fake library')),
    documentPage: () => ({ documents: [], next: null }),
    documents: () => ['/docs/a.txt', '/docs/b.txt'].map((path) => ({ ...document, path })),
    heldAs: (path) => (['/docs/a.txt', '/docs/b.txt'].includes(path) ? { kind: 'file' } : null),
    pageUrl: async () => null,
    original: async () => null,
    places: () => [{ path: '/docs', documents: 2, textBytes: 2 }],
    problems: () => [],
    pending: () => [],
    status: async () => emptyStatus,
    async close() {
      isClosed = true
    },
  }
}

export const progress: IndexProgress = {
  phase: 'indexing',
  filesDone: 120,
  filesTotal: 900,
  bytesDone: 0,
  bytesTotal: 0,
  textBytes: 0,
  chunks: 0,
  problems: 0,
  elapsedMs: 1,
  etaMs: 95_000,
  currentPath: null,
}

export const summary: IndexSummary = {
  added: 2,
  changed: 0,
  unchanged: 0,
  removed: 0,
  failed: 0,
  chunks: 2,
  embedded: 2,
  textBytes: 10,
  sourceBytes: 10,
  elapsedMs: 1,
  cancelled: false,
}

export const emptyStatus: LibraryStatus = {
  documents: 0,
  chunks: 2,
  textBytes: 0,
  sourceBytes: 0,
  bytes: { codes: 0, graph: 0, chunkMap: 0, catalogue: 0, keywords: 0, textCache: 0, other: 0, semantic: 0, total: 0 },
  share: { semantic: 0, total: 0 },
  errors: 0,
  sources: [],
  pending: 0,
  dimensions: 256,
  model: 'none',
}

const document: DocumentEntry = {
  path: '',
  part: '',
  title: '',
  kind: 'text',
  chunks: 1,
  textBytes: 1,
  sourceBytes: 1,
  modifiedMs: 0,
}

function answerTo(query: string): SearchAnswer {
  const ms = { encode: 0, candidates: 0, recompute: 0, total: 0 }
  return {
    query,
    results: [],
    chips: [],
    notes: [],
    notesSaid: [],
    stats: {
      strategy: 'codes',
      chunks: 0,
      codesRead: 0,
      recomputed: 0,
      cached: 0,
      hops: 0,
      isComplete: true,
      stale: 0,
      ms,
    },
  }
}
