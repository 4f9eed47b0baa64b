/*
 * What touches the desktop is recorded and can be triggered by a test: these prove what the app asks for, not what a
 * desktop makes of it.
 */
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { displaySize } from './chromium.ts'

/** One call of the app to the desktop. */
interface Call {
  readonly name: string
  readonly args: readonly unknown[]
}

interface ItemTemplate {
  readonly label?: string
  readonly type?: string
  readonly enabled?: boolean
  readonly checked?: boolean
  readonly click?: (item: unknown) => void
  readonly submenu?: readonly ItemTemplate[]
}

export class MenuItem {
  readonly label: string
  readonly type: string
  readonly enabled: boolean
  readonly submenu: Menu | null
  checked: boolean
  readonly #click: (item: unknown) => void

  constructor({ label = '', type = 'normal', enabled = true, checked = false, click, submenu }: ItemTemplate) {
    this.label = label
    this.type = type
    this.enabled = enabled
    this.checked = checked
    this.submenu = submenu === undefined ? null : Menu.buildFromTemplate(submenu)
    this.#click = click ?? (() => {})
  }

  click(): void {
    if (!this.enabled) return
    if (this.type === 'checkbox') this.checked = !this.checked
    this.#click(this)
  }
}

let applicationMenu: Menu | null = null

export class Menu extends EventEmitter {
  /** The menu that was opened last, for tests. */
  static popped: { readonly items: readonly MenuItem[]; close(): void } | null = null
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: readonly ItemTemplate[]): Menu {
    const menu = new Menu()
    menu.items.push(...template.map((item) => new MenuItem(item)))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  /** A test clicks one of its items, or calls `close`. */
  popup({ callback = () => {} }: { readonly callback?: () => void } = {}): void {
    Menu.popped = { items: this.items, close: callback }
  }
}

export class Tray extends EventEmitter {
  /** Every tray the app has made, for tests. */
  static readonly all: Tray[] = []
  image: NativeImage
  /** Where the icon is; a test says so. */
  bounds = { x: 0, y: 0, width: 0, height: 0 }
  toolTip = ''
  menu: Menu | null = null

  constructor(image: NativeImage) {
    super()
    if (image.isEmpty()) throw new Error('The tray icon could not be read')
    this.image = image
    Tray.all.push(this)
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }

  setImage(image: NativeImage): void {
    if (image.isEmpty()) throw new Error('The tray icon could not be read')
    this.image = image
  }

  getBounds(): Tray['bounds'] {
    return this.bounds
  }

  popUpContextMenu(): void {}

  destroy(): void {
    Tray.all.splice(Tray.all.indexOf(this), 1)
  }
}

interface NativeImage {
  readonly path: string
  isEmpty(): boolean
  setTemplateImage(): void
}

export const nativeImage = {
  createFromPath: (path: string): NativeImage => ({ path, isEmpty: () => !existsSync(path), setTemplateImage() {} }),
  createEmpty: (): NativeImage => ({ path: '', isEmpty: () => true, setTemplateImage() {} }),
}

const shortcuts = new Map<string, () => void>()
/** Combinations that another program holds: the test names them in the environment. */
const taken = (process.env['STANDIN_TAKEN_SHORTCUTS'] ?? '').split(',')

export const globalShortcut = {
  register(accelerator: string, pressed: () => void): boolean {
    if (taken.includes(accelerator) || shortcuts.has(accelerator)) return false
    shortcuts.set(accelerator, pressed)
    return true
  },
  isRegistered: (accelerator: string) => shortcuts.has(accelerator),
  unregister: (accelerator: string) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
  /** For tests: the person presses the keys. */
  press: (accelerator: string) => shortcuts.get(accelerator)?.(),
}

export const dialog = {
  calls: [] as Call[],
  async showOpenDialog(...args: unknown[]) {
    dialog.calls.push({ name: 'showOpenDialog', args })
    return { canceled: true, filePaths: [] as string[] }
  },
  async showMessageBox(...args: unknown[]) {
    dialog.calls.push({ name: 'showMessageBox', args })
    return { response: 0, checkboxChecked: false }
  },
  async showSaveDialog(...args: unknown[]) {
    dialog.calls.push({ name: 'showSaveDialog', args })
    return { canceled: true, filePath: '' }
  },
  showErrorBox(title: string, text: string) {
    dialog.calls.push({ name: 'showErrorBox', args: [title, text] })
    process.stderr.write(`${title}: ${text}\n`)
  },
}

export const shell = {
  calls: [] as Call[],
  openPath(path: string) {
    shell.calls.push({ name: 'openPath', args: [path] })
    // Electron's own never answers on Linux.
    return process.platform === 'linux' ? new Promise<string>(() => {}) : Promise.resolve('')
  },
  showItemInFolder(path: string) {
    shell.calls.push({ name: 'showItemInFolder', args: [path] })
  },
  async openExternal(url: string) {
    shell.calls.push({ name: 'openExternal', args: [url] })
  },
}

let clipboardText = ''

export const clipboard = {
  async writeText(text: string) {
    clipboardText = text
  },
  readText: async () => clipboardText,
}

const area = { x: 0, y: 0, ...displaySize }
const display = { id: 1, bounds: area, workArea: area, size: area, workAreaSize: area, scaleFactor: 1 }

/** One display of 1440 by 900 pixels. */
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayNearestPoint: () => display,
  getDisplayMatching: () => display,
  getCursorScreenPoint: () => ({ x: area.width / 2, y: area.height / 2 }),
})

/** Electron's `powerMonitor`, on mains and with somebody there; a test sets that and emits 'on-battery', 'lock-screen' and the like. */
export const powerMonitor = Object.assign(new EventEmitter(), {
  onBatteryPower: false,
  /** Seconds since somebody touched the machine. */
  idleSeconds: 0,
  getSystemIdleTime: (): number => powerMonitor.idleSeconds,
  getCurrentThermalState: () => 'unknown',
})

/** Electron's `systemPreferences` on a machine without a reader for fingers. */
export const systemPreferences = {
  canPromptTouchID: () => false,
  promptTouchID: () => Promise.reject(new Error('There is no Touch ID here')),
}
