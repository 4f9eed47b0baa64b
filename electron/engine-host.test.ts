import { expect, test, vi } from 'vitest'
import { say } from '../core/sayings/say.ts'
import type { Pace } from '../core/pace.ts'
import type { CheckOptions } from '../core/checking/check-work.ts'
import { AppError } from '../core/errors.ts'
import type { WatchParts } from '../core/watching/library-watcher.ts'
import type { DocumentText, LibraryCheck } from '../core/types.ts'
import type { AppStatus, Reply } from './contract.ts'
import { EngineHost, type EngineParts } from './engine-host.ts'
import type { EngineAsk, FromEngine } from './engine-messages.ts'
import type { OpenOptions } from './held-library.ts'
import { fakeLibrary, progress, type FakeLibrary } from './testing/fake-library.ts'

type Question = Pick<EngineAsk, 'name'> & { readonly ask?: unknown; readonly client?: string }

interface Engine {
  readonly host: EngineHost
  readonly statuses: AppStatus[]
  readonly partials: Extract<FromEngine, { kind: 'partial' }>[]
  /** What the host gave its watchers; each was asked to look at the roots so often, and ended or not. */
  readonly watchers: { readonly parts: WatchParts; updates: number; isClosed: boolean }[]
  /** How often the copies of opened documents were removed. */
  readonly clears: readonly string[]
  ask(question: Question): Promise<Reply<unknown>>
}

function engine(
  openLibrary: (pace: Pace, options: OpenOptions) => Promise<FakeLibrary>,
  freeBytes = 9e9,
  checkLibrary: EngineParts['checkLibrary'] = async () => sound,
): Engine {
  const replies = new Map<number, (reply: Reply<unknown>) => void>()
  const statuses: AppStatus[] = []
  const partials: Engine['partials'] = []
  const watchers: Engine['watchers'] = []
  const clears: string[] = []
  let nextId = 1
  function send(message: FromEngine): void {
    if (message.kind === 'status') statuses.push(message.status)
    else if (message.kind === 'partial') partials.push(message)
    else if (message.kind === 'reply') replies.get(message.id)?.(message.reply)
  }
  function watch(parts: WatchParts) {
    const watcher = { parts, updates: 0, isClosed: false }
    watchers.push(watcher)
    return {
      updateRoots: async () => void watcher.updates++,
      close: async () => void (watcher.isClosed = true),
    }
  }
  const host = new EngineHost({
    openLibrary,
    release: async () => {},
    checkLibrary,
    repairLibrary: async () => ({ kind: 'rebuild', setAside: [] }),
    watch,
    freeBytes: async () => freeBytes,
    copies: {
      write: async ({ name }, use) => `/copies/${use}/${name}`,
      clear: async () => void clears.push('all'),
    },
    send,
    runtime: 'test',
    log: () => {},
  })
  void host.start()
  return {
    host,
    statuses,
    partials,
    watchers,
    clears,
    ask: ({ name, ask, client = 'w' }) =>
      new Promise((resolve) => {
        const id = nextId++
        replies.set(id, resolve)
        host.receive({ kind: 'ask', id, name, ask, client } as EngineAsk) // the tests pair name and ask by hand
      }),
  }
}

const sound: LibraryCheck = { documents: 0, findings: [], way: 'none', again: 0, folders: 1 }

/** Comes, or never does. */
const until = (check: () => void): Promise<void> => vi.waitFor(check, 60_000)

const search = (query: string, client = 'w') =>
  ({ name: 'search', ask: { query, limit: 10, ranking: 'fused' }, client }) as const

test('a new search of a window cancels the one before, and only that one', async () => {
  const library = fakeLibrary()
  const { ask } = engine(async () => library)
  const first = ask(search('one'))
  const other = ask(search('elsewhere', 'another window'))
  await until(() => expect(library.searches.length).toBe(2))
  const second = ask(search('two'))
  expect(await first).toMatchObject({ ok: false, code: 'cancelled' })
  await until(() => expect(library.searches.length).toBe(3))
  for (const { finish } of library.searches) finish()
  expect(await second).toMatchObject({ ok: true, value: { query: 'two' } })
  expect(await other).toMatchObject({ ok: true, value: { query: 'elsewhere' } })
})

test('the search of a window that went away is cancelled', async () => {
  const library = fakeLibrary()
  const { ask, host } = engine(async () => library)
  const asked = ask(search('one', 'gone'))
  await until(() => expect(library.searches.length).toBe(1))
  host.receive({ kind: 'cancel', client: 'gone' })
  expect(await asked).toMatchObject({ ok: false, code: 'cancelled' })
})

test('folders are added with the reason of each refusal, and indexed', async () => {
  const library = fakeLibrary()
  const { ask } = engine(async () => library)
  expect(await ask({ name: 'addFolders', ask: { paths: ['/docs', '/missing'] } })).toEqual({
    ok: true,
    value: [
      { path: '/docs', refused: null },
      { path: '/missing', refused: { code: 'plain', params: {}, text: 'There is no folder /missing' } },
    ],
  })
  expect(library.indexRuns.length).toBe(1)
})

test('a folder that comes while the indexer runs is taken up by a second run', async () => {
  const library = fakeLibrary()
  const { ask } = engine(async () => library)
  await ask({ name: 'addFolders', ask: { paths: ['/docs'] } })
  await ask({ name: 'addFolders', ask: { paths: ['/more'] } })
  expect(library.indexRuns.length).toBe(1)
  library.indexRuns[0].finish()
  await until(() => expect(library.indexRuns.length).toBe(2))
})

test('a library with folders is brought up to date when the engine starts', async () => {
  const library = fakeLibrary(['/docs'])
  engine(async () => library)
  await until(() => expect(library.indexRuns.length).toBe(1))
})

test('with less than 1 GB free indexing waits, whatever pace is wanted, and the status says so', async () => {
  let followed: Pace | null = null
  const { ask, host } = engine(async (pace) => {
    followed = pace
    return fakeLibrary(['/docs'])
  }, 0.4e9)
  expect(await ask({ name: 'status' })).toMatchObject({ value: { disk: { kind: 'short', freeBytes: 0.4e9 } } })
  host.receive({ kind: 'pace', name: 'normal' })
  expect(followed!).toMatchObject({ name: 'paused' })
})

test('progress is told, and the end of it', async () => {
  const library = fakeLibrary()
  const { ask, statuses } = engine(async () => library)
  await ask({ name: 'addFolders', ask: { paths: ['/docs'] } })
  library.indexRuns[0].options.onProgress?.(progress)
  await until(() => expect(statuses.at(-1)?.indexing).toEqual({ kind: 'running', progress }))
  library.indexRuns[0].finish()
  await until(() => expect(statuses.at(-1)?.indexing).toMatchObject({ kind: 'idle', last: { added: 2 } }))
})

test('an indexer that fails is told with its reason', async () => {
  const library = fakeLibrary()
  const { ask, statuses } = engine(async () => library)
  await ask({ name: 'addFolders', ask: { paths: ['/docs'] } })
  library.indexRuns[0].fail(new AppError('disk-full', 'The disk is full'))
  await until(() =>
    expect(statuses.at(-1)?.indexing).toEqual({ kind: 'failed', message: 'The disk is full', code: 'disk-full' }),
  )
})

test('a model that is gone is a trouble and no failure; once it is there again, what waits for it is read', async () => {
  const library = fakeLibrary()
  const gone = new AppError('model-missing', 'gone')
  library.modelTrouble = () => gone
  const { ask, statuses } = engine(async () => library)
  await ask({ name: 'addFolders', ask: { paths: ['/docs'] } })
  library.indexRuns[0].fail(gone)
  await until(() => expect(statuses.at(-1)).toMatchObject({ indexing: { kind: 'idle' }, troubles: [{ text: 'gone' }] }))
  const asked = ask(search('one'))
  await until(() => expect(library.searches.length).toBe(1))
  library.modelTrouble = () => null
  library.searches[0].finish()
  await asked
  await until(() => expect([library.indexRuns.length, statuses.at(-1)?.troubles]).toEqual([2, []]))
})

test('stopping ends the run and a run that was due', async () => {
  const library = fakeLibrary()
  const { ask } = engine(async () => library)
  await ask({ name: 'addFolders', ask: { paths: ['/docs'] } })
  await ask({ name: 'addFolders', ask: { paths: ['/more'] } })
  expect(await ask({ name: 'stopIndexing' })).toEqual({ ok: true, value: undefined })
  expect(library.indexRuns[0].options.signal?.aborted).toBe(true)
  expect(library.indexRuns.length).toBe(1)
})

test('a library that cannot be opened is answered with the reason, and tried again by the next request', async () => {
  let isBusy = true
  const { ask } = engine(async () => {
    if (isBusy) throw new AppError('library-busy', 'Another Leantern holds this library')
    return fakeLibrary()
  })
  expect(await ask({ name: 'status' })).toMatchObject({ ok: false, code: 'library-busy' })
  isBusy = false
  expect(await ask({ name: 'status' })).toMatchObject({ ok: true, value: { runtime: 'test' } })
})

test('a document without a file of its own is copied for opening, and its copy goes when anything is forgotten', async () => {
  const bytes = new Uint8Array([1])
  const library = fakeLibrary()
  const { ask, clears } = engine(async () => ({
    ...library,
    async original(path, part) {
      if (path === '/etc/passwd') throw new AppError('not-found', 'no such document')
      return part === '' ? null : { name: 'Roof.eml', bytes }
    },
  }))
  const copyOf = (path: string, part: string, use = 'open') => ask({ name: 'copyOf', ask: { path, part, use } })
  expect(await copyOf('/docs/Inbox', '0-9')).toEqual({ ok: true, value: '/copies/open/Roof.eml' })
  expect(await copyOf('/docs/Inbox', '0-9', 'keep')).toEqual({ ok: true, value: '/copies/keep/Roof.eml' })
  expect(await copyOf('/docs/a.txt', '')).toEqual({ ok: true, value: null })
  expect(await copyOf('/etc/passwd', '0-9')).toMatchObject({ ok: false, code: 'not-found' })
  expect(clears).toEqual([])
  await ask({ name: 'forget', ask: { kind: 'path', path: '/docs/Inbox' } })
  expect(clears).toEqual(['all'])
})

test('only documents of the library are held', async () => {
  const { ask } = engine(async () => fakeLibrary())
  expect(await ask({ name: 'heldAs', ask: { path: '/docs/b.txt', part: '' } })).toEqual({
    ok: true,
    value: { kind: 'file' },
  })
  expect(await ask({ name: 'heldAs', ask: { path: '/etc/passwd', part: '' } })).toEqual({ ok: true, value: null })
})

test('closing ends searches and indexing and closes the library', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask, host } = engine(async () => library)
  const asked = ask(search('one'))
  await until(() => expect([library.searches.length, library.indexRuns.length]).toEqual([1, 1]))
  await host.close()
  expect(await asked).toMatchObject({ ok: false, code: 'cancelled' })
  expect(library.isClosed).toBe(true)
})

test('a library with documents is watched first and then read once, not twice', async () => {
  const library = fakeLibrary(['/docs'])
  const { watchers } = engine(async () => {
    const status = async () => ({ ...(await library.status()), documents: 2 })
    return { ...library, status }
  })
  await until(() => expect(watchers[0]?.updates).toBe(1))
  expect(library.indexRuns).toEqual([])
  // What a watcher asks for once it watches.
  const read = watchers[0].parts.index({ roots: ['/docs'] })
  await until(() => expect(library.indexRuns.length).toBe(1))
  library.indexRuns[0].finish()
  await read
  expect(library.indexRuns.length).toBe(1)
})

test('watching begins after the first run, is told of new folders, and ends with the engine', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask, host, watchers } = engine(async () => library)
  await until(() => expect(library.indexRuns.length).toBe(1))
  expect(watchers).toEqual([])
  library.indexRuns[0].finish()
  await until(() => expect(watchers).toMatchObject([{ updates: 1 }]))
  await ask({ name: 'addFolders', ask: { paths: ['/more'] } })
  library.indexRuns[1].finish()
  await until(() => expect(watchers).toMatchObject([{ updates: 2, isClosed: false }]))
  await host.close()
  expect(watchers).toMatchObject([{ isClosed: true }])
})

test('a change on disk waits for the run under way, and a quick run for it is not shown', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask, statuses, watchers } = engine(async () => library)
  await until(() => expect(library.indexRuns.length).toBe(1))
  library.indexRuns[0].finish()
  await until(() => expect(watchers[0]?.updates).toBe(1))
  await ask({ name: 'addFolders', ask: { paths: ['/more'] } })
  let isTaken = false
  const followed = watchers[0].parts.index({ folders: ['/docs/a'] }).then(() => (isTaken = true))
  expect(library.indexRuns.length).toBe(2)
  library.indexRuns[1].finish()
  await until(() => expect(library.indexRuns.length).toBe(3))
  expect([library.indexRuns[2].options.folders, isTaken]).toEqual([['/docs/a'], false])
  library.indexRuns[2].options.onProgress?.(progress)
  library.indexRuns[2].finish()
  await followed
  await until(() => expect(statuses.at(-1)?.indexing).toMatchObject({ kind: 'idle', last: { added: 2 } }))
  expect(statuses.map(({ indexing }) => indexing.kind)).not.toContain('running')
})

test('a folder that went away is no failure, and is told as a trouble', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask, watchers } = engine(async () => library)
  await until(() => expect(library.indexRuns.length).toBe(1))
  library.indexRuns[0].finish()
  await until(() => expect(watchers.length).toBe(1))
  watchers[0].parts.onTrouble([say('root.folderGone', { path: '/docs' })])
  const followed = watchers[0].parts.index({ roots: ['/docs'] })
  library.indexRuns[1].fail(new AppError('not-found', 'The folder /docs is not there.'))
  await followed
  const expected = { indexing: { kind: 'idle' }, troubles: [say('root.folderGone', { path: '/docs' })] }
  expect(await ask({ name: 'status' })).toMatchObject({ ok: true, value: expected })
})

test('indexing that was stopped is not taken up by a rescan, but a change on disk still is', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask, watchers } = engine(async () => library)
  await until(() => expect(library.indexRuns.length).toBe(1))
  await ask({ name: 'stopIndexing' })
  await until(() => expect(watchers[0]?.updates).toBe(1))
  await watchers[0].parts.index({ roots: ['/docs'] })
  expect(library.indexRuns.length).toBe(1)
  void watchers[0].parts.index({ folders: ['/docs'] })
  await until(() => expect(library.indexRuns.length).toBe(2))
})

test('what is known of a search before its end is told to its window', async () => {
  const library = fakeLibrary()
  const { ask, partials } = engine(async () => library)
  const reply = ask(search('tea'))
  await until(() => expect(library.searches.length).toBe(1))
  library.searches[0].tellPartial()
  expect(partials).toMatchObject([{ client: 'w', answer: { query: 'tea' } }])
  library.searches[0].finish()
  expect(await reply).toMatchObject({ ok: true })
})

test('what a cancelled search still finds is told to nobody', async () => {
  const library = fakeLibrary()
  const { ask, partials } = engine(async () => library)
  void ask(search('tea'))
  void ask(search('teapot'))
  await until(() => expect(library.searches.length).toBeGreaterThan(0))
  library.searches[0].tellPartial()
  expect(partials.filter(({ answer }) => answer.query === 'tea' && library.searches.length > 1)).toEqual([])
})

test('passages like one are looked for by its words, whatever signs of the query language are in it', async () => {
  const library = fakeLibrary()
  library.text = async () => textOf('from:anna "green tea" -milk; 2 cups')
  const { ask } = engine(async () => library)
  void ask({ name: 'similar', ask: { path: '/docs/a.txt', part: '', at: 0, limit: 10 } })
  await until(() => expect(library.searches.map(({ query }) => query)).toEqual(['from anna green tea milk 2 cups']))
})

test('nothing is compared with a passage whose file is gone', async () => {
  const library = fakeLibrary()
  library.text = async () => textOf(null)
  const { ask } = engine(async () => library)
  const reply = await ask({ name: 'similar', ask: { path: '/docs/a.txt', part: '', at: 0, limit: 10 } })
  expect(reply).toMatchObject({ ok: false, code: 'not-found' })
})

test('an excluded place is forgotten and the new status is told', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask, statuses } = engine(async () => library)
  expect(await ask({ name: 'exclude', ask: { path: '/docs/a.txt' } })).toEqual({ ok: true, value: 1 })
  await until(() => expect(statuses.length).toBeGreaterThan(0))
})

function textOf(text: string | null): DocumentText {
  const passage = { index: 0, start: 0, end: 9, heading: '', text }
  return {
    path: '/docs/a.txt',
    part: '',
    uri: 'file:///docs/a.txt',
    title: 'a',
    kind: 'text',
    chunks: 1,
    textBytes: 9,
    modifiedMs: 0,
    passages: [passage],
  }
}

test('a library that cannot be opened is repaired, and requests wait until it is open again', async () => {
  const asked: OpenOptions[] = []
  const library = fakeLibrary(['/docs'])
  const { ask, statuses } = engine(async (_pace, options) => {
    asked.push(options)
    if (options.rebuild !== true) throw new AppError('library-damaged', 'The catalogue is damaged.')
    return library
  })
  expect(await ask({ name: 'status' })).toMatchObject({ ok: false, code: 'library-damaged' })
  const repaired = ask({ name: 'repairLibrary' })
  const status = ask({ name: 'status' })
  expect(await repaired).toEqual({ ok: true, value: { kind: 'rebuild', setAside: [] } })
  expect(await status).toMatchObject({ ok: true, value: { folders: ['/docs'] } })
  expect(asked.at(-1)).toEqual({ rebuild: true })
  // What was lost is read again, and the window hears of it.
  await until(() => expect(library.indexRuns).toHaveLength(1))
  await until(() => expect(statuses.length).toBeGreaterThan(0))
})

test('a check that is stopped is answered as cancelled, and the library is there again', async () => {
  const opened: FakeLibrary[] = []
  const checks: CheckOptions[] = []
  const open = async () => {
    opened.push(fakeLibrary(['/docs']))
    return opened[opened.length - 1]
  }
  const { ask } = engine(open, 9e9, async (options) => {
    checks.push(options)
    options.signal?.throwIfAborted()
    await new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    return sound
  })
  expect(await ask({ name: 'status' })).toMatchObject({ ok: true })
  const checked = ask({ name: 'checkLibrary' })
  await until(() => expect(checks).toHaveLength(1))
  expect(await ask({ name: 'stopCheck' })).toMatchObject({ ok: true })
  expect(await checked).toMatchObject({ ok: false, code: 'cancelled' })
  expect(await ask({ name: 'status' })).toMatchObject({ ok: true, value: { folders: ['/docs'] } })
  expect(opened).toHaveLength(2)
})

test('an open library is closed for a check: what it did ends before, and goes on after it', async () => {
  const opened: FakeLibrary[] = []
  const { ask, watchers, host } = engine(async () => {
    const library = fakeLibrary(['/docs'])
    opened.push(library)
    return library
  })
  await until(() => expect(opened[0].indexRuns).toHaveLength(1))
  host.receive({ kind: 'pace', name: 'paused' })
  const waiting = ask(search('tea'))
  await until(() => expect(opened[0].searches).toHaveLength(1))
  expect(await ask({ name: 'checkLibrary' })).toEqual({ ok: true, value: sound })
  expect(await waiting).toMatchObject({ ok: false, code: 'cancelled' })
  expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, false])
  await until(() => expect(opened[1].indexRuns).toHaveLength(1))
  opened[1].indexRuns[0].finish()
  // The library that was closed is not watched, though a run of it ended meanwhile.
  await until(() => expect(watchers.length).toBeGreaterThan(0))
  expect(watchers.map(({ parts }) => parts.library === opened[1])).toEqual([true])
})

test('a site that is left out is answered with how many left, and the histories are looked through again', async () => {
  const library = fakeLibrary(['/docs'])
  const { ask } = engine(async () => library)
  await until(() => expect(library.indexRuns).toHaveLength(1))
  library.indexRuns[0].finish()
  expect(await ask({ name: 'excludeSite', ask: { host: 'example.org' } })).toEqual({ ok: true, value: 1 })
  await until(() => expect(library.indexRuns).toHaveLength(2))
  library.indexRuns[1].finish()
})

test('what was forgotten is taken back as it was named: a path, a document in a file, a page', async () => {
  const remembered: unknown[] = []
  const library: FakeLibrary = { ...fakeLibrary(), remember: async (what) => void remembered.push(what) }
  const it = engine(async () => library)
  for (const path of ['/docs/a.txt', '/mail/Inbox # 0-90', 'https://example.org/page'])
    expect(await it.ask({ name: 'include', ask: { path } })).toMatchObject({ ok: true })
  expect(remembered).toEqual([
    { kind: 'path', path: '/docs/a.txt' },
    { kind: 'document', path: '/mail/Inbox', part: '0-90' },
    { kind: 'page', address: 'https://example.org/page' },
  ])
})
