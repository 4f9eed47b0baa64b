import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { allWindowsClosed, app, preventable, setWindows } from './app.ts'
import type { Cdp } from './cdp.ts'
import { nativeTheme } from './native-theme.ts'
import { WebContents } from './web-contents.ts'

interface Size {
  readonly width: number
  readonly height: number
}

interface Bounds extends Size {
  readonly x: number
  readonly y: number
}

interface WindowOptions extends Partial<Bounds> {
  readonly show?: boolean
  readonly title?: string
  readonly backgroundColor?: string
  readonly webPreferences?: { readonly preload?: string }
  readonly [option: string]: unknown
}

const all = new Set<BrowserWindow>()
let focusedId: number | null = null
let nextId = 1

/**
 * Electron's BrowserWindow. A window has the size of its content (as frameless ones do); being shown and having the
 * focus are kept here, because a headless Chromium has neither.
 */
export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...all]
  static getFocusedWindow = (): BrowserWindow | null => (focusedId === null ? null : BrowserWindow.fromId(focusedId))
  static fromId = (id: number): BrowserWindow | null => [...all].find((window) => window.id === id) ?? null
  static fromWebContents = (contents: unknown): BrowserWindow | null =>
    [...all].find((window) => window.webContents === contents) ?? null

  readonly id = nextId++
  readonly webContents: WebContents
  /** What the app made the window with, for tests. */
  readonly options: WindowOptions
  #bounds: Bounds
  #title: string
  #isVisible: boolean
  #isMinimized = false
  #isDestroyed = false
  #isAlwaysOnTop: boolean

  constructor(options: WindowOptions = {}) {
    super()
    const { x = 0, y = 0, width = 800, height = 600, show = true, title = app.getName(), webPreferences = {} } = options
    this.options = options
    this.#bounds = { x, y, width, height }
    this.#title = title
    this.#isVisible = show
    this.#isAlwaysOnTop = options['alwaysOnTop'] === true
    all.add(this)
    this.webContents = new WebContents(webPreferences, { width, height })
    this.webContents.on('standin-close-asked', () => this.close())
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'))
    this.#applySize()
    this.setBackgroundColor(options.backgroundColor ?? '#ffffff')
    nativeTheme.on('updated', () => this.#applyTheme())
    this.#applyTheme()
    if (show) this.focus()
  }

  #page(work: (page: Cdp) => Promise<unknown>): void {
    void this.webContents.withPage(work)
  }

  #applySize(): void {
    const { width, height } = this.#bounds
    this.#page((page) =>
      page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false }),
    )
  }

  #applyTheme(): void {
    const value = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    this.#page((page) =>
      page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] }),
    )
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  loadFile(path: string): Promise<void> {
    return this.loadURL(`file://${join(app.getAppPath(), path)}`)
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    this.emit('show')
  }

  hide(): void {
    if (!this.#isVisible) return
    this.#isVisible = false
    this.emit('hide')
    this.blur()
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isMinimized
  }

  focus(): void {
    if (this.isFocused()) return
    BrowserWindow.getFocusedWindow()?.blur()
    focusedId = this.id
    this.#page((page) => page.send('Page.bringToFront'))
    this.emit('focus')
    app.emit('browser-window-focus', {}, this)
  }

  blur(): void {
    if (!this.isFocused()) return
    focusedId = null
    this.emit('blur')
    app.emit('browser-window-blur', {}, this)
  }

  isFocused(): boolean {
    return focusedId === this.id
  }

  minimize(): void {
    this.#isMinimized = true
    this.blur()
    this.emit('minimize')
  }

  restore(): void {
    this.#isMinimized = false
    this.emit('restore')
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  /** Asks first: a listener of `close` may prevent it. */
  close(): void {
    if (this.#isDestroyed) return
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.blur()
    all.delete(this)
    void this.webContents.destroy()
    this.emit('closed')
    if (all.size === 0) allWindowsClosed()
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  setBounds(bounds: Partial<Bounds>): void {
    const old = this.#bounds
    this.#bounds = { ...old, ...bounds }
    const { x, y, width, height } = this.#bounds
    if (width !== old.width || height !== old.height) {
      this.#applySize()
      this.emit('resize')
    }
    if (x !== old.x || y !== old.y) this.emit('move')
  }

  getBounds(): Bounds {
    return { ...this.#bounds }
  }

  getContentBounds(): Bounds {
    return this.getBounds()
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height]
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getContentSize(): [number, number] {
    return this.getSize()
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  getPosition(): [number, number] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  setAlwaysOnTop(isAlwaysOnTop: boolean): void {
    this.#isAlwaysOnTop = isAlwaysOnTop
  }

  isAlwaysOnTop(): boolean {
    return this.#isAlwaysOnTop
  }

  /** #RRGGBB or #AARRGGBB, as Electron reads it. */
  setBackgroundColor(text: string): void {
    const digits = /^#([0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
    if (digits === null) throw new Error(`Expected a colour as #RRGGBB or #AARRGGBB, got ${text}`)
    const [a, r, g, b] = digits.slice(1).map((pair = 'ff') => Number.parseInt(pair, 16))
    this.#page((page) => page.send('Emulation.setDefaultBackgroundColorOverride', { color: { r, g, b, a: a / 255 } }))
  }

  setVisibleOnAllWorkspaces(): void {}

  setResizable(): void {}

  setSkipTaskbar(): void {}

  setMenu(): void {}

  removeMenu(): void {}
}

setWindows({
  closeAll() {
    for (const window of all) window.close()
    return all.size === 0
  },
})
