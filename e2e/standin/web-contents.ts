import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { app, cdp, preventable } from './app.ts'
import type { Cdp } from './cdp.ts'
import { invoke, ipcMain } from './ipc-main.ts'
import {
  bindingName,
  fileExpression,
  mainWorldSource,
  preloadWorldName,
  preloadWorldSource,
  receiveExpression,
} from './page-source.ts'
import { answerOwnScheme, toAppUrl, toChromiumUrl } from './scheme.ts'
import { isAllowed, session } from './session.ts'
import { decodeValue, encodeValue } from './wire.ts'

/** What the isolated world sends. */
interface FromPage {
  readonly kind: 'invoke' | 'send' | 'paths'
  readonly id: number
  readonly channel: string
  readonly args: readonly unknown[]
}

/** A Fetch.requestPaused event, as far as it is used. */
interface PausedRequest {
  readonly requestId: string
  readonly resourceType: string
  readonly frameId: string
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> }
}

const all = new Map<string, WebContents>()
let nextId = 1

/** Electron's WebContents over one page of Chromium. */
export class WebContents extends EventEmitter {
  readonly id = nextId++
  readonly session = session.defaultSession
  /** The page's target in the debugger; '' until it is made. */
  targetId = ''
  readonly mainFrame: { readonly url: string; readonly parent: null }
  readonly #preload: string | null
  readonly #opened: Promise<void>
  #page: Cdp | null = null
  #preloadContext: number | null = null
  #url = ''
  /** Set while the app itself navigates: only what the page does is asked about. */
  #isOwnNavigation = false
  #isDestroyed = false
  #hasDevTools = false

  readonly preferences: object

  constructor(preferences: { readonly preload?: string }, size: { readonly width: number; readonly height: number }) {
    super()
    this.preferences = preferences
    this.#preload = preferences.preload ?? null
    const currentUrl = () => this.#url
    this.mainFrame = {
      get url() {
        return currentUrl()
      },
      parent: null,
    }
    this.#opened = this.#open(size)
    app.emit('web-contents-created', {}, this)
  }

  async #open(size: { readonly width: number; readonly height: number }): Promise<void> {
    const { targetId } = await cdp().send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size })
    this.targetId = targetId
    all.set(targetId, this)
    const { sessionId } = await cdp().send('Target.attachToTarget', { targetId, flatten: true })
    const page = cdp(sessionId)
    this.#page = page
    this.#listen(page)
    const preload = this.#preload === null ? '' : readFileSync(this.#preload, 'utf8')
    const world = preloadWorldSource(preload, preloadProcess())
    await Promise.all([
      page.send('Page.enable'),
      page.send('Runtime.enable'),
      page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      page.send('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorldName }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: world, worldName: preloadWorldName }),
    ])
  }

  #listen(page: Cdp): void {
    page.on('Fetch.requestPaused', (paused) => void this.#answerRequest(paused).catch(ignoreEnded))
    page.on('Runtime.bindingCalled', ({ payload }) => void this.#receive(payload).catch(ignoreEnded))
    page.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === preloadWorldName) this.#preloadContext = context.id
    })
    page.on('Runtime.executionContextsCleared', () => (this.#preloadContext = null))
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.#url = toAppUrl(frame.url)
      this.emit('did-navigate', {}, this.#url)
    })
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    page.on('Page.loadEventFired', () => this.emit('did-finish-load', {}))
    page.on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
  }

  /** Asks the app about everything the page wants to load, and answers for its own schemes. */
  async #answerRequest({ requestId, resourceType, frameId, request }: PausedRequest): Promise<void> {
    const page = this.#connected()
    const url = toAppUrl(request.url)
    const refuse = async (errorReason: 'Aborted' | 'BlockedByClient') => {
      await page.send('Fetch.failRequest', { requestId, errorReason })
    }
    const isNavigation = resourceType === 'Document' && frameId === this.targetId
    // Loading the same page again is no navigation of the page's: Electron does not ask about it either.
    if (isNavigation && !this.#isOwnNavigation && url !== this.#url) {
      const event = Object.assign(preventable(), { url, isMainFrame: true })
      this.emit('will-navigate', event, url)
      if (event.defaultPrevented) return refuse('Aborted')
    }
    if (isNavigation) this.#isOwnNavigation = false
    if (!(await isAllowed({ url, method: request.method, resourceType }))) return refuse('BlockedByClient')
    const response = await answerOwnScheme(new Request(url, { method: request.method, headers: request.headers }))
    if (response === null) {
      await page.send('Fetch.continueRequest', { requestId })
      return
    }
    await page.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  async #receive(payload: string): Promise<void> {
    const { kind, id, channel, args } = decodeValue(payload) as FromPage // only our isolated world has the binding
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1 }
    if (kind === 'send') {
      ipcMain.emit(channel, event, ...args)
      return
    }
    const reply =
      kind === 'invoke'
        ? await invoke(channel, event, args)
        : { error: null, value: await this.#filePaths(Number(args[0])) }
    await this.#tell({ kind: 'reply', id, ...reply })
  }

  /** Absolute paths of the files that the isolated world shows. */
  #filePaths(count: number): Promise<string[]> {
    const page = this.#connected()
    return Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const { result } = await page.send('Runtime.evaluate', { expression: fileExpression(i), ...this.#inPreload() })
        if (result.objectId === undefined) return ''
        return (await page.send('DOM.getFileInfo', { objectId: result.objectId })).path
      }),
    )
  }

  #inPreload(): { contextId?: number } {
    return this.#preloadContext === null ? {} : { contextId: this.#preloadContext }
  }

  async #tell(message: unknown): Promise<void> {
    await this.#tellText(encodeValue(message))
  }

  async #tellText(text: string): Promise<void> {
    if (this.#preloadContext === null) return
    const expression = receiveExpression(text)
    await this.#connected().send('Runtime.evaluate', { expression, ...this.#inPreload() })
  }

  #connected(): Cdp {
    if (this.#page === null) throw new Error('The window has no page yet')
    return this.#page
  }

  /** For the window: commands of its page, once there is one. */
  async withPage(work: (page: Cdp) => Promise<unknown>): Promise<void> {
    await this.#opened
    if (!this.#isDestroyed) await work(this.#connected()).catch(ignoreEnded)
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    this.#isOwnNavigation = true
    const { errorText } = await this.#connected().send('Page.navigate', { url: toChromiumUrl(url) })
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  reload(): void {
    this.#isOwnNavigation = true
    void this.withPage((page) => page.send('Page.reload'))
  }

  send(channel: string, ...args: unknown[]): void {
    const text = encodeValue({ kind: 'event', channel, args }) // what cannot be cloned throws here, in the caller's face
    void this.#opened.then(() => this.#tellText(text)).catch(ignoreEnded)
  }

  /** As the app asked for them; the stand-in isolates whatever they say. */
  getLastWebPreferences(): object {
    return this.preferences
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    await this.#opened
    const options = { expression, returnByValue: true, awaitPromise: true, userGesture: true }
    const { result, exceptionDetails } = await this.#connected().send('Runtime.evaluate', options)
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  getURL(): string {
    return this.#url
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  /** As the page closing itself; the window asks its listeners. */
  close(): void {
    this.emit('standin-close-asked')
  }

  setWindowOpenHandler(): void {
    // The page's window.open answers null in any case: see page-worlds.ts.
  }

  /** What was dragged out of the window, for tests. */
  readonly dragged: string[] = []

  startDrag({ file }: { readonly file: string }): void {
    this.dragged.push(file)
  }

  openDevTools(): void {
    this.#hasDevTools = true
  }

  closeDevTools(): void {
    this.#hasDevTools = false
  }

  isDevToolsOpened(): boolean {
    return this.#hasDevTools
  }

  /** The window is gone: closes the page. */
  async destroy(): Promise<void> {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.emit('destroyed')
    await this.#opened
    all.delete(this.targetId)
    await cdp().send('Target.closeTarget', { targetId: this.targetId }).catch(ignoreEnded)
  }
}

/** Electron's `webContents`; Playwright finds a page's window by its target. */
export const webContents = {
  getAllWebContents: () => [...all.values()],
  fromId: (id: number) => [...all.values()].find((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId: string) => all.get(targetId),
}

function preloadProcess(): Record<string, unknown> {
  const { platform, arch, versions } = process
  return {
    platform,
    arch,
    versions: { ...versions },
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
  }
}

/** A window may go away in the middle of anything; the page's end is then no error of ours. */
function ignoreEnded(error: unknown): void {
  const text = String(error)
  if (/browser has ended|Session with given id|Target closed|context|Invalid InterceptionId|No target/i.test(text))
    return
  process.stderr.write(`stand-in: ${text}\n`)
}
