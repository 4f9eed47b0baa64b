import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Log } from '../library.ts'
import { isSameText, tokenOf } from './bridge-token.ts'
import { parseBridgeMessage, protocolName } from './bridge-messages.ts'
import { createRateLimit } from './rate-limit.ts'
import { securityHeaders } from './security-headers.ts'
import { readStaticFile, type StaticFile } from './static-folder.ts'

export interface BridgeOptions {
  /** Folder with the window's files; its index.html is '/'. */
  readonly folder: string
  /** Script that puts the bridge's page side on `window`; served as /bridge.js and loaded before the page's own. */
  readonly script: string
  /** Answers a request of a window. `client` names the window. Whatever it throws is a bug: it is logged, and the window is told. */
  handle(request: { readonly name: unknown; readonly ask: unknown; readonly client: string }): Promise<unknown>
  /** A window went away. */
  onGone?(client: string): void
  readonly log: Log
  /** Milliseconds. */
  readonly times?: { readonly headersMs: number; readonly requestMs: number }
}

export interface Bridge {
  /** Address to open in a browser; holds the token in its fragment, which is never sent over the wire. */
  readonly url: string
  readonly port: number
  /** 24 random bytes, base64url. */
  readonly token: string
  /** Sends an event to every window. */
  broadcast(name: string, event: unknown): void
  close(): Promise<void>
}

/** A message from a window may hold this many bytes. */
export const mostMessageBytes = 1_048_576
/** Windows, with their pages being loaded. */
const mostConnections = 64
/** Messages of one window: this many a second, after a burst of twice as many; one that sends more is cut off. */
export const messagesPerSecond = 200
/** A window that is so many bytes behind what it was sent is cut off. */
const mostWaitingBytes = 16_777_216
/** Whoever asks for a page must have sent its headers, and the whole of it, in this time. */
const usualTimes = { headersMs: 10_000, requestMs: 30_000 }

/**
 * Serves a window in a browser on this machine: its files over HTTP and its requests over one WebSocket. Listens on
 * 127.0.0.1 only. Host is checked against DNS rebinding, Origin against other pages, the token against other programs.
 */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const token = randomBytes(24).toString('base64url')
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => protocolName,
  })
  const { headersMs, requestMs } = options.times ?? usualTimes
  const timing = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: 500 }
  const server = createServer(
    timing,
    (request, response) => void answerPage(options, request, response, portOf(server)),
  )
  server.maxConnections = mostConnections
  server.on('upgrade', (request, socket, head) => {
    if (!mayConnect(request, token, portOf(server))) return refuse(socket)
    sockets.handleUpgrade(request, socket, head, (window) => sockets.emit('connection', window, request))
  })
  let connections = 0
  sockets.on('connection', (window) => serveWindow(options, window, `browser-${++connections}`))

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const port = portOf(server)
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    token,
    broadcast(name, event) {
      const text = JSON.stringify({ kind: 'event', name, event })
      for (const window of sockets.clients) sendText(window, text)
    },
    async close() {
      for (const window of sockets.clients) window.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The bridge does not listen on a port')
  return address.port
}

function isOurHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}`
}

function mayConnect(request: IncomingMessage, token: string, port: number): boolean {
  if (!isOurHost(request, port) || request.headers.origin !== `http://127.0.0.1:${port}`) return false
  return isSameText(tokenOf(request.headers['sec-websocket-protocol']), token)
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

async function answerPage(
  options: BridgeOptions,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): Promise<void> {
  const headers = securityHeaders(`'self' ws://127.0.0.1:${port}`)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead || !isOurHost(request, port)) {
    response.writeHead(isRead ? 403 : 405, headers).end()
    return
  }
  const file = await pageFile(options, request.url ?? '/').catch(() => null)
  if (file === null) {
    response.writeHead(404, headers).end()
    return
  }
  response.writeHead(200, { ...headers, 'content-type': file.contentType, 'content-length': file.bytes.byteLength })
  response.end(request.method === 'GET' ? file.bytes : undefined)
}

async function pageFile({ folder, script }: BridgeOptions, url: string): Promise<StaticFile | null> {
  const path = url.split('?')[0]
  if (path === '/bridge.js') return { bytes: utf8(script), contentType: 'text/javascript; charset=utf-8' }
  const file = await readStaticFile(folder, path)
  if (file === null || !file.contentType.startsWith('text/html')) return file
  // A plain script runs before the page's modules, which are deferred.
  const html = new TextDecoder().decode(file.bytes).replace('<head>', '<head><script src="/bridge.js"></script>')
  return { ...file, bytes: utf8(html) }
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}

function serveWindow(options: BridgeOptions, window: WebSocket, client: string): void {
  const rate = createRateLimit({ requestsPerSecond: messagesPerSecond })
  window.on('message', (data, isBinary) => {
    if (!rate.allows(client)) return window.close(1008, 'Too many messages')
    const message = isBinary ? null : parseBridgeMessage(String(data))
    if (message === null) return window.close(1008, 'Expected { id, name, ask }')
    void answerWindow(options, window, { ...message, client })
  })
  window.on('error', () => window.terminate()) // an oversized message, or a connection that broke
  window.on('close', () => options.onGone?.(client))
}

interface WindowRequest {
  readonly id: number
  readonly name: unknown
  readonly ask: unknown
  readonly client: string
}

async function answerWindow(options: BridgeOptions, window: WebSocket, request: WindowRequest): Promise<void> {
  const { id, name, ask, client } = request
  try {
    const reply = await options.handle({ name, ask, client })
    sendText(window, JSON.stringify({ kind: 'reply', id, reply }))
  } catch (error) {
    options.log('bridge.bug', { request: name, error: String(error) })
    sendText(window, JSON.stringify({ kind: 'reply', id, reply: bugReply }))
  }
}

/** What a bug of ours says to a window: nothing of it, since an error's message may name a file. */
const bugReply = {
  ok: false,
  code: 'failed',
  message: 'A fault in Leantern kept this from being answered. The log has its kind.',
}

function sendText(window: WebSocket, text: string): void {
  if (window.readyState !== window.OPEN) return
  if (window.bufferedAmount > mostWaitingBytes) window.terminate()
  else window.send(text)
}
