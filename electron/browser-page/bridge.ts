/*
 * The window's side of the bridge, for a browser: puts the same API on `window` as the preload script, over one
 * WebSocket. Built as a plain script, served as /bridge.js. No run-time imports.
 */
import type { AddedFolder, Reply, WindowApi } from '../contract.ts'

type FromHost =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly name: string; readonly event: unknown }

const tokenKey = 'leantern-token'
const lost: Reply<never> = {
  ok: false,
  code: 'failed',
  message: 'Leantern is not running any more. Start it again with: npm start',
}

/** The address carries the token in its fragment once; it is kept for reloads and taken out of sight. */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token')
  if (given !== null) {
    sessionStorage.setItem(tokenKey, given)
    history.replaceState(null, '', location.pathname)
  }
  return given ?? sessionStorage.getItem(tokenKey) ?? ''
}

function connect(): WindowApi {
  const socket = new WebSocket(`ws://${location.host}/`, ['leantern.1', takeToken()])
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  const listeners = new Map<string, Set<(event: never) => void>>()
  let nextId = 1
  const opened = new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('close', () => resolve(false))
  })
  socket.addEventListener('close', () => {
    for (const settle of waiting.values()) settle(lost)
    waiting.clear()
  })
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as FromHost // the socket is our own host's: it knew the token
    if (message.kind === 'event') {
      // The contract pairs the name with its event; both ends are compiled against it.
      for (const listen of listeners.get(message.name) ?? []) listen(message.event as never)
      return
    }
    waiting.get(message.id)?.(message.reply)
    waiting.delete(message.id)
  })

  async function askHost(name: string, ask: unknown): Promise<Reply<unknown>> {
    if (!(await opened) || socket.readyState !== WebSocket.OPEN) return lost
    return new Promise((settle) => {
      const id = nextId++
      waiting.set(id, settle)
      socket.send(JSON.stringify({ id, name, ask }))
    })
  }

  /** A browser has no folder chooser that tells paths: the person types one. */
  async function askForFolder(): Promise<Reply<readonly AddedFolder[]>> {
    const path = prompt('Absolute path of the folder to search (or start with: npm start -- FOLDER)')?.trim() ?? ''
    if (path === '') return { ok: true, value: [] }
    return (await askHost('addFolders', { paths: [path] })) as Reply<readonly AddedFolder[]> // the contract's answer
  }

  /** The clipboard is the browser's own. */
  async function copy(text: string): Promise<Reply<void>> {
    try {
      await navigator.clipboard.writeText(text)
      return { ok: true, value: undefined }
    } catch (error) {
      return { ok: false, code: 'failed', message: `The browser did not allow copying: ${String(error)}` }
    }
  }

  async function answer(name: string, ask: unknown): Promise<Reply<unknown>> {
    if (name === 'chooseFolders') return askForFolder()
    if (name === 'copyText') return copy((ask as { text: string }).text) // the contract's ask for this name
    return askHost(name, ask)
  }

  return {
    // The contract pairs name, ask and answer; the host checks the ask and answers with that type.
    ask: (name, ask) => answer(name, ask) as never,
    on(name, listen) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listen))
      return () => {
        known.delete(listen)
      }
    },
    pathForFile: () => '',
    platform: platform(),
  }
}

/** As Node names it: the window shows a Mac's keys by it. */
function platform(): string {
  if (navigator.userAgent.includes('Mac')) return 'darwin'
  return navigator.userAgent.includes('Windows') ? 'win32' : 'linux'
}

Object.defineProperty(window, 'leantern', { value: Object.freeze(connect()) })
