import { expect } from '@playwright/test'
import { join } from 'node:path'
import { recordDesktop, test, type RunningApp } from './app.ts'
import { documentCount } from './documents.ts'
import { requestNames, type NetworkLedger, type WindowApi } from '../electron/contract.ts'

test('the page has neither Node nor scripts of others', async ({ launch }) => {
  const running = await launch()
  await test.step('the page has no Node and a frozen bridge with four members', () => hasNoNode(running))
  await test.step('a script that is put into the page does not run', () => runsNoOtherScript(running))
  await test.step('the window is made with the sandbox, a world of its own for the preload script, and no Node', () =>
    isInItsSandbox(running))
})

test('the page gets nowhere else, and what it was refused is counted and stays counted', async ({ launch }) => {
  const first = await launch({ mayTryNetwork: true })
  await test.step('new windows, navigation and requests elsewhere are denied', () => staysWhereItIs(first))
  const ledger = (page: typeof first.window.page): Promise<NetworkLedger> =>
    page.evaluate(async () => {
      const reply = await (Reflect.get(globalThis, 'leantern') as WindowApi).ask('ledger', undefined)
      if (!reply.ok) throw new Error(reply.message)
      return reply.value
    })
  await first.window.page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  const before = await ledger(first.window.page)
  expect(before.sent).toEqual([])
  await first.app.close()
  const second = await launch({ mayTryNetwork: true })
  expect(await ledger(second.window.page)).toMatchObject({ sinceMs: before.sinceMs, refused: before.refused, sent: [] })
  await test.step('the policy stops what a script in the page could do: eval, frames, forms, images and sockets from elsewhere', () =>
    keepsToItsPolicy(second))
})

test('the page asks for what it may', async ({ launch, documents }) => {
  const running = await launch({ folders: [documents] })
  await test.step('the page makes no request but for its own files', () => asksForItsOwnFilesAlone(running))
  await running.window.holds(documentCount)
  await test.step('forged requests are answered with bad-request', () => refusesForgedRequests(running))
  await test.step('requests of another window are refused, though it has the same preload script and address', () =>
    refusesOtherWindows(running))
  await test.step('no request that takes a place of the person takes one that is relative', () =>
    takesNoRelativePlace(running))
  await test.step('a file that is dropped to be compared is searched by, and its text does not come back', () =>
    keepsTextsToItself(running))
})

test('no request reaches what is not the library’s', async ({ launch, documents }) => {
  const running = await launch({ folders: [documents] })
  await running.window.holds(documentCount)
  await test.step('no payload makes a request do what it should not, or ends the app', () => bearsAnyPayload(running))
  await test.step('no request that takes a path reaches a file outside the library', () =>
    keepsToTheLibrary(running, documents))
})

/** The page makes no request but for its own files. */
async function asksForItsOwnFilesAlone({ window }: RunningApp): Promise<void> {
  const own = new URL(window.page.url())
  const asked: string[] = []
  window.page.on('request', (request) => asked.push(request.url()))
  await window.page.reload()
  await expect(window.firstUse).toBeHidden()
  await window.search('tomatoes in the garden')
  await expect(window.hits.first()).toContainText('garden')
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((url) => !url.startsWith(`${own.protocol}//${own.host}/`))).toEqual([])
}

/** The page has no Node and a frozen bridge with four members. */
async function hasNoNode({ window }: RunningApp): Promise<void> {
  const seen = await window.page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    members: Object.keys(Reflect.get(globalThis, 'leantern')).toSorted(),
    isFrozen: Object.isFrozen(Reflect.get(globalThis, 'leantern')),
  }))
  expect(seen).toEqual({
    require: 'undefined',
    process: 'undefined',
    members: ['ask', 'on', 'pathForFile', 'platform'],
    isFrozen: true,
  })
}

/** New windows, navigation and requests elsewhere are denied. */
async function staysWhereItIs({ app, window }: RunningApp): Promise<void> {
  const url = window.page.url()
  expect(await window.page.evaluate(() => globalThis.open('https://example.com/') === null)).toBe(true)
  await window.page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  await window.page.evaluate(() => {
    const link = document.createElement('a')
    Object.assign(link, { href: 'https://example.com/', target: '_blank' })
    document.body.append(link)
    link.click()
    link.remove()
  })
  const fetched = await window.page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    ),
  )
  expect(fetched).toBe('refused')
  await expect(window.field).toBeVisible()
  expect(window.page.url()).toBe(url)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
}

/** A script that is put into the page does not run. */
async function runsNoOtherScript({ window }: RunningApp): Promise<void> {
  const ran = await window.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    return Reflect.get(globalThis, 'injected') === true
  })
  expect(ran).toBe(false)
  const policy = await window.page.evaluate(() =>
    fetch(location.href).then(
      (r) => r.headers.get('content-security-policy'),
      () => 'blocked',
    ),
  )
  // connect-src 'none' keeps the page from even asking; on a runtime that lets it ask, the policy is in the answer.
  expect(policy === 'blocked' || policy?.includes("default-src 'none'")).toBe(true)
}

/** Forged requests are answered with bad-request. */
async function refusesForgedRequests({ window }: RunningApp): Promise<void> {
  const codes = await window.page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const forged: [string, unknown][] = [
      ['search', { query: 5, limit: 10 }],
      ['search', { query: 'x', limit: 1e9 }],
      ['search', { query: 'x', limit: 10, strategy: 'flat' }],
      ['addFolders', { paths: ['relative'] }],
      ['open', { path: '/etc/passwd', start: 0 }],
      ['resize', { height: 'tall' }],
      ['status', { surprise: true }],
    ]
    const codes: string[] = []
    for (const [name, ask] of forged) {
      const reply = await api.ask(name as 'search', ask as { query: string; limit: number }) // forged on purpose
      codes.push(reply.ok ? 'ok' : reply.code)
    }
    return codes
  })
  expect(codes).toEqual([
    'bad-request',
    'bad-request',
    'bad-request',
    'bad-request',
    'not-found',
    'bad-request',
    'bad-request',
  ])
  const unknown = await window.page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'leantern') as { ask(name: string): Promise<unknown> }
    return api.ask('quit').then(
      () => 'answered',
      () => 'refused',
    )
  })
  expect(unknown).toBe('refused')
}

/** The window is made with the sandbox, a world of its own for the preload script, and no Node. */
async function isInItsSandbox({ app }: RunningApp): Promise<void> {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]
    return (webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
}

/** The policy stops what a script in the page could do: eval, frames, forms, images and sockets from elsewhere. */
async function keepsToItsPolicy({ window }: RunningApp): Promise<void> {
  const stopped = await window.page.evaluate(async () => {
    const directives = new Set<string>()
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => directives.add(effectiveDirective))
    function put(name: string, attributes: Record<string, string>): HTMLElement {
      const element = document.createElement(name)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      document.body.append(element)
      return element
    }
    // As the page's own task: what a debugger evaluates may evaluate as well.
    // oxlint-disable-next-line typescript/no-implied-eval -- that this does not work is the test
    setTimeout('globalThis.ranText = true')
    const elements = [
      put('iframe', { src: 'https://example.com/' }),
      put('img', { src: 'https://example.com/a.png' }),
      put('script', { src: 'https://example.com/a.js' }),
      put('link', { rel: 'stylesheet', href: 'https://example.com/a.css' }),
      put('object', { data: 'https://example.com/a.swf' }),
      put('video', { src: 'https://example.com/a.mp4' }),
      put('base', { href: 'https://example.com/' }),
    ]
    const form = put('form', { action: 'https://example.com/', method: 'post' }) as HTMLFormElement
    form.submit()
    try {
      new WebSocket('wss://example.com/').close()
    } catch {
      // Some browsers throw, others tell.
    }
    navigator.sendBeacon('https://example.com/', 'x')
    // All of them are told, sooner or later.
    for (let i = 0; i < 300 && (i < 5 || directives.size < 10); i++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    for (const element of [...elements, form]) element.remove()
    return { ran: Reflect.get(globalThis, 'ranText') === true, directives: [...directives].toSorted() }
  })
  expect(stopped.ran).toBe(false)
  expect(stopped.directives).toEqual(
    expect.arrayContaining([
      'base-uri',
      'connect-src',
      'form-action',
      'frame-src',
      'img-src',
      'media-src',
      'object-src',
      'script-src',
      'script-src-elem',
      'style-src-elem',
    ]),
  )
}

/** Requests of another window are refused, though it has the same preload script and address. */
async function refusesOtherWindows({ app }: RunningApp): Promise<void> {
  const answer = await app.evaluate(async ({ BrowserWindow }) => {
    const [own] = BrowserWindow.getAllWindows()
    const { webContents } = own as unknown as { webContents: { getLastWebPreferences(): { preload: string } } }
    const { preload } = webContents.getLastWebPreferences()
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } })
    try {
      await other.loadURL('leantern-app://window/')
      const ask = `leantern.ask('search', { query: 'garden', limit: 5 }).then((reply) => JSON.stringify(reply))`
      return String(await other.webContents.executeJavaScript(ask))
    } finally {
      other.destroy()
    }
  })
  expect(JSON.parse(answer)).toMatchObject({ ok: false, code: 'bad-request', message: 'Not a window of Leantern.' })
}

/** No payload makes a request do what it should not, or ends the app. */
async function bearsAnyPayload({ window }: RunningApp): Promise<void> {
  const accepted = await window.page.evaluate(async (names) => {
    const api = Reflect.get(globalThis, 'leantern') as unknown as {
      ask(name: string, ask: unknown): Promise<{ ok: boolean; code?: string; message?: string }>
    }
    const polluted: unknown = JSON.parse('{"__proto__": {"path": "/etc/passwd"}, "constructor": 1}')
    const payloads: unknown[] = [
      null,
      5,
      'x',
      true,
      [],
      {},
      [[]],
      polluted,
      { path: 5 },
      { paths: 'x' },
      'y'.repeat(200_000),
    ]
    payloads.push(
      { query: 'x'.repeat(2e5), limit: 1 },
      { path: 'x'.repeat(2e5) },
      new Map([['path', '/']]),
      new Date(),
      10n,
    )
    const accepted: string[] = []
    for (const name of names) {
      for (const payload of payloads) {
        const reply = await api.ask(name, payload).catch((error: unknown) => ({ ok: false, code: String(error) }))
        if (reply.ok) accepted.push(name)
      }
    }
    const huge = await api.ask('search', 'y'.repeat(3_000_000)).catch(() => ({ ok: false }))
    if (huge.ok) accepted.push('search')
    return [...new Set(accepted)]
  }, requestNames)
  // Changing none of the settings is a change that may be asked for.
  expect(accepted.filter((name) => name !== 'changeSettings' && name !== 'setReading')).toEqual([])
  expect(await window.page.evaluate(() => ({}) as { path?: string })).toEqual({})
  await window.search('boat trip in Scandinavia')
  // A slow answer by meaning moves no row that was there to be read.
  await expect(window.hits.filter({ hasText: 'ferry to Bergen' }).first()).toBeVisible()
}

/** No request that takes a path reaches a file outside the library. */
async function keepsToTheLibrary({ app, window }: RunningApp, documents: string): Promise<void> {
  const desktop = await recordDesktop(app)
  const bread = join(documents, 'kitchen/bread.md')
  const paths = [
    '/etc/passwd',
    `${documents}/../../../../etc/passwd`,
    `${documents}/kitchen/../../secret.txt`,
    `${bread}/../../../secret.txt`,
    `${bread}\0.txt`,
    'kitchen/bread.md',
    '../../etc/passwd',
    'file:///etc/passwd',
    '\\\\server\\share\\a.txt',
    '~/.ssh/id_rsa',
    '/proc/self/environ',
    '',
  ]
  const replies = await window.page.evaluate(async (paths) => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const part = ''
    const told: [string, string, string][] = []
    for (const path of paths) {
      const answers = {
        open: await api.ask('open', { path, start: 0 }),
        reveal: await api.ask('reveal', { path, start: 0 }),
        openWith: await api.ask('openWith', { path, start: 0 }),
        drag: await api.ask('drag', { path }),
        text: await api.ask('text', { path, part, at: 0, before: 5, after: 5 }),
        picture: await api.ask('picture', { path, part, at: 0, page: null }),
        similar: await api.ask('similar', { path, part, at: 0, limit: 5 }),
        removeFolder: await api.ask('removeFolder', { path }),
        judge: await api.ask('judge', { query: 'x', path, part }),
        forget: await api.ask('forget', { kind: 'path', path }),
        exclude: await api.ask('exclude', { path }),
        why: await api.ask('why', { path }),
      }
      for (const [name, reply] of Object.entries(answers)) told.push([name, path, JSON.stringify(reply)])
    }
    return told
  }, paths)
  const mayAnswer = ['why', 'judge', 'forget', 'exclude', 'removeFolder']
  expect(replies.filter(([name, , reply]) => !mayAnswer.includes(name) && reply.includes('"ok":true'))).toEqual([])
  expect(replies.filter(([, , reply]) => /root:|PATH=|BEGIN [A-Z]+ PRIVATE/u.test(reply))).toEqual([])
  const parts = [
    '../../../etc/passwd',
    '//1 ../../etc/passwd',
    '0-64',
    'https:/example.com/',
    'https://example.com/',
    '\0',
  ]
  const opened = await window.page.evaluate(
    async ({ path, parts }) => {
      const api = Reflect.get(globalThis, 'leantern') as WindowApi
      const codes: string[] = []
      for (const part of parts) {
        const place = { path, part, start: 0 }
        const replies = [
          await api.ask('open', place),
          await api.ask('openWith', place),
          await api.ask('reveal', place),
          await api.ask('drag', { path, part }),
        ]
        codes.push(...replies.map((reply) => (reply.ok ? 'ok' : reply.code)))
      }
      return codes
    },
    { path: bread, parts },
  )
  expect(opened).toEqual(Array.from({ length: 4 * parts.length }, () => 'not-found'))
  expect(await desktop()).toMatchObject({ opened: [], visited: [], revealed: [] })
  // Nothing of the library went away either.
  await window.search('how do I bake a loaf')
  await expect(window.hits.first()).toContainText('bread')
}

/** No request that takes a place of the person takes one that is relative. */
async function takesNoRelativePlace({ window }: RunningApp): Promise<void> {
  const paths = ['kitchen', '../../etc', '~/.ssh', 'file:///etc', '']
  const replies = await window.page.evaluate(async (paths) => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const told: [string, string, boolean][] = []
    for (const path of paths) {
      const answers = {
        addFolders: await api.ask('addFolders', { paths: [path] }),
        survey: await api.ask('survey', { paths: [path] }),
        optIn: await api.ask('optIn', { source: 'mail', path }),
        addModel: await api.ask('addModel', { path }),
        similarFile: await api.ask('similarFile', { path, limit: 5 }),
      }
      for (const [name, { ok }] of Object.entries(answers)) told.push([name, path, ok])
    }
    return told
  }, paths)
  expect(replies.filter(([, , isDone]) => isDone)).toEqual([])
  expect(replies).toHaveLength(25)
}

/** A file that is dropped to be compared is searched by, and its text does not come back. */
async function keepsTextsToItself({ window }: RunningApp): Promise<void> {
  const reply = await window.page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    return JSON.stringify(await api.ask('similarFile', { path: '/etc/passwd', limit: 5 }))
  })
  expect(reply).not.toMatch(/root|daemon/u)
}
