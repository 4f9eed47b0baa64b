import { expect, test } from 'vitest'
import { AppError } from '../core/errors.ts'
import type { Held } from '../core/library.ts'
import { defaultSettings, requestNames } from './contract.ts'
import { answer, createHandlers, type HostParts } from './handlers.ts'

interface Host {
  readonly did: string[]
  ask(name: unknown, ask?: unknown): ReturnType<typeof answer>
}

const noLock: HostParts['lock'] = {
  state: { isSet: false, isLocked: false, afterMinutes: null, canAskSystem: false },
  isLocked: false,
  lock: () => {},
  unlock: async () => noLock.state,
  set: async () => noLock.state,
}

/** A library with files in /docs, and one page in a browser's history there. */
function heldAs({ path, part }: { readonly path: string; readonly part: string }): Held | null {
  if (part === 'https:/trees.example.org/graft') return { kind: 'page', address: 'https://trees.example.org/graft' }
  return path.startsWith('/docs/') && part === '' ? { kind: 'file' } : null
}

function host(chosen: readonly string[] = [], lock = noLock): Host {
  const did: string[] = []
  const note = (what: string) => async (value: unknown) => void did.push(`${what} ${JSON.stringify(value)}`)
  const parts: HostParts = {
    engine: {
      async ask(name, ask, client) {
        did.push(`${client} ${name} ${JSON.stringify(ask)}`)
        if (name === 'heldAs') return heldAs(ask as { path: string; part: string }) as never
        if (name === 'copyOf' || name === 'pageUrl') return null as never
        if (name === 'stopIndexing') throw new AppError('library-busy', 'held')
        return [] as never // whatever the engine says is handed on
      },
    },
    openDocument: async (path, position) => void did.push(`open ${JSON.stringify([path, position])}`),
    openPage: note('open page'),
    openWith: note('open with'),
    showInFolder: note('reveal'),
    copyText: note('copy'),
    chooseFolders: async () => chosen,
    choosePath: async () => null,
    async saveText(name, text) {
      did.push(`save ${name} ${text}`)
      return `/home/${name}`
    },
    readChosenText: async () => chosen[0] ?? null,
    showLog: async () => void did.push('show log'),
    shortcut: () => 'Alt+Space',
    showRights: async () => void did.push('show rights'),
    readLog: async () => '',
    searches: {
      kept: { recent: [], saved: [] },
      keep: async (query) => ({ recent: [query], saved: [] }),
      forget: async () => ({ recent: [], saved: [] }),
    },
    leavePopover: () => void did.push('leave popover'),
    resize: ({ height }) => void did.push(`resize ${height}`),
    hide: () => void did.push('hide'),
    startDrag: (path) => void did.push(`drag ${path}`),
    suggest: async () => [],
    settings: {
      current: defaultSettings,
      async change(wanted) {
        did.push(`settings ${JSON.stringify(wanted)}`)
        return { ...defaultSettings, ...wanted }
      },
    },
    pause: (untilMs) => (untilMs === null ? { kind: 'normal' } : { kind: 'paused', untilMs }),
    pace: () => ({ kind: 'normal' }),
    ledger: () => ({ sinceMs: 0, refused: 0, sent: [] }),
    updates: {
      state: { kind: 'unknown' },
      check: async () => ({ kind: 'found', version: '2.0.0' }),
      download: async () => ({ kind: 'ready', version: '2.0.0' }),
      install: () => void did.push('install'),
    },
    lock,
  }
  const handlers = createHandlers(parts)
  return { did, ask: (name, ask) => answer(handlers, { name, ask, client: 'w' }) }
}

test('a document of the library is opened', async () => {
  const { ask, did } = host()
  expect(await ask('open', { path: '/docs/a.txt', start: 0 })).toEqual({ ok: true, value: undefined })
  expect(did.at(-1)).toBe('open ["/docs/a.txt",null]')
})

test('a document is opened where something was found in it', async () => {
  const { ask, did } = host()
  await ask('open', { path: '/docs/a.pdf', start: 70, page: 3 })
  await ask('open', { path: '/docs/a.md', start: 70, line: 12 })
  expect(did.filter((line) => line.startsWith('open'))).toEqual([
    'open ["/docs/a.pdf",{"kind":"page","number":3}]',
    'open ["/docs/a.md",{"kind":"line","number":12}]',
  ])
})

test('a program is not opened at any place either, nor a document at one that nobody counts', async () => {
  const { ask, did } = host()
  expect(await ask('open', { path: '/docs/tool.jar', start: 0, line: 12 })).toMatchObject({ ok: false })
  for (const place of [{ line: 0 }, { page: 1.5 }, { page: '3' }, { line: -1 }])
    expect(await ask('open', { path: '/docs/a.md', start: 0, ...place })).toMatchObject({ code: 'bad-request' })
  expect(did.filter((line) => line.startsWith('open'))).toEqual([])
})

test('a file outside the library is neither opened nor revealed', async () => {
  const { ask, did } = host()
  expect(await ask('open', { path: '/etc/passwd', start: 0 })).toMatchObject({ ok: false, code: 'not-found' })
  expect(await ask('reveal', { path: '/etc/passwd', start: 0 })).toMatchObject({ ok: false, code: 'not-found' })
  expect(await ask('openWith', { path: '/etc/passwd', start: 0 })).toMatchObject({ ok: false, code: 'not-found' })
  expect(did.filter((line) => !line.includes('heldAs'))).toEqual([])
})

test('a file outside the library is not dragged out', async () => {
  const { ask, did } = host()
  expect(await ask('drag', { path: '/etc/passwd' })).toMatchObject({ ok: false, code: 'not-found' })
  expect(await ask('drag', { path: '/docs/a.txt' })).toMatchObject({ ok: true })
  expect(did.filter((line) => line.startsWith('drag'))).toEqual(['drag /docs/a.txt'])
})

test('a page of a history is opened by the address that the library holds, and has no file to show or drag', async () => {
  const page = { path: '/home/anna/places.sqlite', part: 'https:/trees.example.org/graft' }
  const { ask, did } = host()
  expect(await ask('open', { ...page, start: 0, query: 'quince' })).toEqual({ ok: true, value: undefined })
  expect(await ask('openWith', { ...page, start: 0 })).toEqual({ ok: true, value: undefined })
  expect(did.filter((line) => line.startsWith('open'))).toEqual([
    'open page "https://trees.example.org/graft"',
    'open page "https://trees.example.org/graft"',
  ])
  const refused = {
    ok: false,
    code: 'bad-request',
    message: expect.stringContaining('https://trees.example.org/graft'),
  }
  expect(await ask('reveal', { ...page, start: 0 })).toMatchObject(refused)
  expect(await ask('drag', page)).toMatchObject(refused)
  expect(did.filter((line) => /^(?:reveal|drag)/u.test(line))).toEqual([])
})

test('an address that the window names is opened by nobody', async () => {
  const { ask, did } = host()
  for (const part of ['https:/elsewhere.example.org/', 'javascript:alert(1)', 'https://trees.example.org/graft'])
    expect(await ask('open', { path: '/docs/a.txt', part, start: 0 })).toMatchObject({ ok: false, code: 'not-found' })
  expect(did.filter((line) => line.startsWith('open'))).toEqual([])
})

test('settings are changed one at a time, and a search goes by them', async () => {
  const { ask, did } = host()
  expect(await ask('changeSettings', { theme: 'dark' })).toMatchObject({ ok: true, value: { theme: 'dark' } })
  await ask('search', { query: 'tea', limit: 10 })
  expect(did).toEqual(['settings {"theme":"dark"}', 'w search {"query":"tea","limit":10,"ranking":"fused"}'])
})

test('a question of any length reaches the library, which says how long it may be; no name is so long', async () => {
  const { ask, did } = host()
  const query = 'x'.repeat(100_000)
  expect(await ask('search', { query, limit: 10 })).toMatchObject({ ok: true })
  expect(await ask('answer', { question: query })).toMatchObject({ ok: true })
  expect(did).toHaveLength(2)
  expect(await ask('names', { query, limit: 10 })).toMatchObject({ ok: false, code: 'bad-request' })
})

test('a program is shown in its folder instead of being run', async () => {
  const { ask, did } = host()
  expect(await ask('open', { path: '/docs/tool.jar', start: 0 })).toMatchObject({ ok: false, code: 'bad-request' })
  expect(did.at(-1)).toBe('reveal "/docs/tool.jar"')
})

test('chosen folders are added, and cancelling adds nothing', async () => {
  const chosen = host(['/docs'])
  await chosen.ask('chooseFolders')
  expect(chosen.did).toEqual(['w addFolders {"paths":["/docs"]}'])
  const cancelled = host()
  expect(await cancelled.ask('chooseFolders')).toEqual({ ok: true, value: [] })
  expect(cancelled.did).toEqual([])
})

test('a dropped folder whose place is unknown is answered with the way out', async () => {
  const { ask } = host()
  expect(await ask('addFolders', { paths: [''] })).toMatchObject({
    ok: false,
    code: 'bad-request',
    message: expect.stringContaining('npm start -- FOLDER'),
  })
})

test('what the engine refuses comes back as data', async () => {
  expect(await host().ask('stopIndexing')).toEqual({ ok: false, code: 'library-busy', message: 'held' })
})

test.each<[unknown, unknown]>([
  ['search', undefined],
  ['search', { query: 1, limit: 10 }],
  ['search', { query: 'x', limit: 0 }],
  ['search', { query: 'x', limit: 10, strategy: 'flat' }],
  ['keepSearch', { query: 'x'.repeat(10_001), as: 'saved' }],
  ['addFolders', { paths: [] }],
  ['addFolders', { paths: ['relative'] }],
  ['survey', { paths: ['/docs', 'relative'] }],
  ['optIn', { source: 'mail', path: '~/mail' }],
  ['addModel', { path: 'model' }],
  ['similarFile', { path: 'a.txt', limit: 5 }],
  ['open', { path: '/docs/a.txt' }],
  ['open', '/docs/a.txt'],
  ['resize', { height: Number.NaN, width: 'wide', stays: false, extraWidth: 0, extraHeight: 0 }],
  ['resize', { height: 100 }],
  ['resize', { height: 100, width: 'wide', stays: false, extraWidth: 1e6, extraHeight: 0 }],
  ['names', { query: 'x', limit: 301 }],
  ['text', { path: '/docs/a.txt', part: '', at: -1, before: 0, after: 0 }],
  ['text', { path: '/docs/a.txt', part: '', at: 0, before: 0, after: 100_000 }],
  ['similar', { path: '/docs/a.txt', part: '', at: 0.5, limit: 10 }],
  ['exclude', {}],
  ['excludeSite', { host: '' }],
  ['removeFolder', '/docs'],
  ['drag', { path: 5 }],
  ['drag', { path: '/docs/a.zip', part: ['a'] }],
  ['drag', { path: '/docs/a.zip', part: 'a', address: 'https://elsewhere.example.org/' }],
  ['open', { path: '/docs/a.zip', start: 0, part: 'x'.repeat(5_000) }],
  ['pause', { untilMs: 'tomorrow' }],
  ['changeSettings', { theme: 'blue' }],
  ['changeSettings', { hotCacheBytes: -1 }],
  ['changeSettings', { proxy: 'http://example.com' }],
  ['ledger', {}],
  ['status', {}],
  ['quit', undefined],
  ['constructor', undefined],
  [{ name: 'status' }, undefined],
])('the request %j with %j is a bad request and reaches nobody', async (name, ask) => {
  const { ask: send, did } = host()
  expect(await send(name, ask)).toMatchObject({ ok: false, code: 'bad-request' })
  expect(did).toEqual([])
})

test('every request of the contract has a handler', async () => {
  const { ask } = host()
  for (const name of requestNames) {
    const reply = await ask(name, { surprise: true })
    expect(reply).toMatchObject({ ok: false, code: 'bad-request', message: expect.stringContaining(name) })
  }
})

test('a locked window is told nothing of documents, whatever it asks', async () => {
  const { did, ask } = host([], { ...noLock, isLocked: true })
  const free = ['lockState', 'unlock', 'settings', 'resize', 'hide']
  const asks: Readonly<Record<string, unknown>> = {
    unlock: { passphrase: 'x' },
    resize: { height: 100, width: 'narrow', stays: false, extraWidth: 0, extraHeight: 0 },
    search: { query: 'letters', limit: 5 },
    names: { query: 'letters', limit: 5 },
    open: { path: '/docs/a.txt', start: 0 },
  }
  for (const name of requestNames) {
    const reply = await ask(name, asks[name])
    const code = reply.ok ? 'ok' : reply.code
    expect([name, free.includes(name) ? code === 'ok' : code === 'locked' || code === 'bad-request']).toEqual([
      name,
      true,
    ])
  }
  expect(did).toEqual(['resize 100', 'hide'])
})
