/*
 * What runs inside the page: the two JavaScript worlds of a window with context isolation, and the passage between
 * them. These functions reach Chromium as source text, so each must stand alone: types may be imported, values not.
 *
 * The worlds share the document and nothing else. Messages go over in CustomEvents, which are synchronous; Files go over
 * in the DataTransfer of a DragEvent, because each world sees its own wrapper of the same File.
 */
import type { decodeValue, encodeValue } from './wire.ts'

export interface Wire {
  readonly encodeValue: typeof encodeValue
  readonly decodeValue: typeof decodeValue
}

/** One world's end of the passage. */
export interface Passage {
  give(name: string, value: unknown): void
  onGiven(listen: (name: string, value: unknown) => void): void
}

type Message =
  | { readonly kind: 'given'; readonly name: string; readonly value: string }
  | { readonly kind: 'call'; readonly id: number; readonly value: string }
  | { readonly kind: 'result'; readonly failed: boolean; readonly value: string }
  | { readonly kind: 'settled'; readonly id: number; readonly failed: boolean; readonly value: string }

/** Opens this world's end. `mine` and `theirs` are the names of the events that come and go. */
export function openPassage(mine: string, theirs: string, wire: Wire): Passage {
  const held: unknown[] = []
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  const files: File[] = []
  let result: Extract<Message, { kind: 'result' }> | null = null
  let given: (name: string, value: unknown) => void = () => {}

  // Chromium clones what crosses the worlds.
  const tell = (message: Message) => document.dispatchEvent(new CustomEvent(theirs, { detail: message }))

  function pack(value: unknown): string {
    return wire.encodeValue(value, (part) => {
      if (typeof part === 'function') return ['function', held.push(part) - 1]
      if (part instanceof Promise) return ['promise', follow(part)]
      if (!(part instanceof File)) return null
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(part)
      document.dispatchEvent(new DragEvent(`${theirs}-file`, { dataTransfer }))
      return ['file', null]
    })
  }

  function follow(promise: Promise<unknown>): number {
    const id = held.push(null) - 1
    const settle = (failed: boolean) => (value: unknown) => tell({ kind: 'settled', id, failed, value: pack(value) })
    promise.then(settle(false), settle(true))
    return id
  }

  function unpack(text: string): unknown {
    return wire.decodeValue(text, (tag, data) => {
      const id = Number(data)
      if (tag === 'function') return (...args: unknown[]) => call(id, args)
      if (tag === 'promise') return new Promise((resolve, reject) => promises.set(id, { resolve, reject }))
      return files.shift()
    })
  }

  function call(id: number, args: unknown[]): unknown {
    tell({ kind: 'call', id, value: pack(args) })
    if (result === null) throw new Error('The other world did not answer')
    const { failed, value } = result
    result = null
    if (failed) throw unpack(value)
    return unpack(value)
  }

  function run(id: number, args: unknown): void {
    let answer: Message
    try {
      const work = held[id] as (...args: unknown[]) => unknown // only functions are given out for calling
      answer = { kind: 'result', failed: false, value: pack(work(...(args as unknown[]))) }
    } catch (error) {
      answer = { kind: 'result', failed: true, value: pack(error) }
    }
    tell(answer)
  }

  document.addEventListener(`${mine}-file`, (event) => {
    const file = event instanceof DragEvent ? event.dataTransfer?.files[0] : undefined
    if (file !== undefined) files.push(file)
  })
  document.addEventListener(mine, (event) => {
    const message = (event as CustomEvent<Message>).detail // the other end writes nothing else
    if (message.kind === 'given') given(message.name, unpack(message.value))
    if (message.kind === 'call') run(message.id, unpack(message.value))
    if (message.kind === 'result') result = message
    if (message.kind === 'settled') {
      const promise = promises.get(message.id)
      promises.delete(message.id)
      if (message.failed) promise?.reject(unpack(message.value))
      else promise?.resolve(unpack(message.value))
    }
  })
  return {
    give: (name, value) => void tell({ kind: 'given', name, value: pack(value) }),
    onGiven: (listen) => void (given = listen),
  }
}

/** The page's own world: what the preload script exposes appears on `window`, frozen. */
export function startMainWorld(passage: Passage): void {
  function freeze(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }
  passage.onGiven((name, value) => {
    Object.defineProperty(window, name, { value: freeze(value), enumerable: true })
  })
  // Main decides about new windows; the stand-in knows only "deny", for which Electron gives null.
  window.open = () => null
}

/** What the preload script may `require('electron')` for. */
export interface PreloadModule {
  readonly contextBridge: unknown
  readonly ipcRenderer: unknown
  readonly webUtils: unknown
}

/** Main's end of the wire, as the isolated world sees it. */
export interface Host {
  /** A binding that only this world has: text to the main process. */
  send(text: string): void
  /** Sets what main calls with text of its own. */
  onText(listen: (text: string) => void): void
  /** Puts files where main can look for their paths. */
  showFiles(files: readonly File[]): void
}

/** The preload script's world: `electron` as a sandboxed preload script has it. */
export function startPreloadWorld(passage: Passage, wire: Wire, host: Host): PreloadModule {
  type Listen = (event: unknown, ...args: unknown[]) => void
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, Listen[]>()
  const paths = new WeakMap<File, string>()
  let nextId = 1

  function request(kind: string, channel: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = nextId++
      host.send(wire.encodeValue({ kind, id, channel, args }))
      waiting.set(id, { resolve, reject })
    })
  }

  host.onText((text) => {
    const message = wire.decodeValue(text) as
      | { kind: 'reply'; id: number; error: string | null; value: unknown }
      | { kind: 'event'; channel: string; args: unknown[] }
    if (message.kind === 'event') {
      for (const listen of listeners.get(message.channel) ?? []) listen({ sender: ipcRenderer }, ...message.args)
      return
    }
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === null) asked?.resolve(message.value)
    else asked?.reject(new Error(message.error))
  })

  function off(channel: string, listen: Listen): unknown {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((other) => other !== listen),
    )
    return ipcRenderer
  }

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) => request('invoke', channel, args),
    send: (channel: string, ...args: unknown[]) => host.send(wire.encodeValue({ kind: 'send', id: 0, channel, args })),
    on(channel: string, listen: Listen) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listen])
      return ipcRenderer
    },
    off,
    removeListener: off,
    removeAllListeners: (channel: string) => listeners.delete(channel),
  }

  /*
   * Electron knows at once where a dropped file lies; here main has to look. So a drop is held back until its paths
   * are known, and then given to the page anew, with the same files.
   */
  async function giveAnew(drop: DragEvent, files: readonly File[]): Promise<void> {
    const dataTransfer = new DataTransfer()
    for (const file of files) dataTransfer.items.add(file)
    host.showFiles(files)
    const found = (await request('paths', '', [files.length])) as string[]
    files.forEach((file, i) => paths.set(file, found[i] ?? ''))
    const { clientX, clientY, target } = drop
    const options = { bubbles: true, cancelable: true, composed: true, clientX, clientY, dataTransfer }
    target?.dispatchEvent(new DragEvent('drop', options))
  }
  window.addEventListener(
    'drop',
    (event) => {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (!event.isTrusted || files.length === 0) return
      event.preventDefault()
      event.stopImmediatePropagation()
      void giveAnew(event, files)
    },
    true,
  )

  return {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => passage.give(name, value) },
    ipcRenderer,
    webUtils: { getPathForFile: (file: File) => paths.get(file) ?? '' },
  }
}
