/*
 * HTTP for programs on this machine (REST, MCP). Every request passes, in this order: Host against DNS rebinding, Origin
 * against pages in a browser, rate, token against other programs, size, then a gate that lets a few in at a time.
 */
import { randomBytes } from 'node:crypto'
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { isSameText } from './bridge-token.ts'
import { createGate, type Gate } from './gate.ts'
import { isAllowedHost, isAllowedOrigin, isLoopback, originHost, type HostRules } from './http-hosts.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { sendError, sendFailure } from './http-answers.ts'

/** A request that has passed all checks. */
export interface HttpRequest {
  readonly method: string
  /** Path and query; the origin means nothing. */
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  /** The body, UTF-8; '' where there is none. At most `limits.bodyBytes`. */
  readonly body: string
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
  /** For handlers that speak to Node themselves; the body is read already. */
  readonly incoming: IncomingMessage
}

/** What one server takes from its clients. */
export interface HttpLimits {
  /** Requests of one address: this many a second, after a burst of twice as many. */
  readonly requestsPerSecond: number
  readonly bodyBytes: number
  /** Requests that are answered at once, and that may wait for that. */
  readonly running: number
  readonly waiting: number
  readonly longRunning: number
  /** A client must have sent its headers, and its whole request, in this time. */
  readonly headersMs: number
  readonly requestMs: number
  readonly connections: number
}

const defaultLimits: HttpLimits = {
  requestsPerSecond: 500,
  bodyBytes: 1_048_576,
  running: 4,
  waiting: 256,
  longRunning: 16,
  headersMs: 10_000,
  requestMs: 30_000,
  connections: 512,
}

export interface HttpServerOptions {
  /** Address to listen on; default: 127.0.0.1. Another one needs `tls` or `isBehindProxy`. */
  readonly host?: string
  /** Default: a free one. */
  readonly port?: number
  /** At least 16 characters; default: 24 random bytes. */
  readonly token?: string
  /** PEM texts. */
  readonly tls?: { readonly key: string; readonly certificate: string } | undefined
  /** Whoever runs it says that a proxy in front does TLS. */
  readonly isBehindProxy?: boolean
  /** Host names, besides the address, by which it is reached from elsewhere. */
  readonly names?: readonly string[]
  readonly limits?: Partial<HttpLimits>
  /** Requests that take long while this machine waits: they have places of their own, `longRunning` of them, and no line. */
  isLong?(path: string): boolean
  /** Answers a request; what it throws is sent as an error. */
  handle(request: HttpRequest, response: ServerResponse): Promise<void>
  /** Told of bugs: the client only hears that there was one. */
  onBug?(error: unknown): void
}

export interface HttpServer {
  readonly url: string
  readonly port: number
  readonly token: string
  close(): Promise<void>
}

const leastToken = 16

/** @throws AppError `bad-request` for an address elsewhere without protection, a short token, or a port that is taken */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const token = checkedToken(options.token)
  checkExposure(options)
  const limits = { ...defaultLimits, ...options.limits }
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void serve({ request, response }, parts).catch((error: unknown) => {
      options.onBug?.(error)
      response.destroy()
    })
  const timing = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: 500,
  }
  const server =
    tls === undefined
      ? createPlainServer(timing, answer)
      : createTlsServer({ ...timing, key: tls.key, cert: tls.certificate }, answer)
  server.maxConnections = limits.connections
  const parts: ServerParts = {
    options,
    token,
    limits,
    gate: createGate(limits),
    longGate: createGate({ running: limits.longRunning, waiting: 0 }),
    rate: createRateLimit(limits),
    // A wrong token is guessed again and again: far fewer of those.
    guesses: createRateLimit({ requestsPerSecond: 5 }),
    hosts: () => ({
      names: options.names ?? [],
      port: portOf(server),
      isLoopback: isLoopback(host),
      isTls: tls !== undefined,
    }),
  }
  await listen(server, host, port)
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${originHost(host)}:${portOf(server)}`,
    port: portOf(server),
    token,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface ServerParts {
  readonly options: HttpServerOptions
  readonly token: string
  readonly limits: HttpLimits
  readonly gate: Gate
  readonly longGate: Gate
  readonly rate: RateLimit
  readonly guesses: RateLimit
  hosts(): HostRules
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function serve({ request, response }: Exchange, parts: ServerParts): Promise<void> {
  const refusal = refusalOf(request, parts)
  if (refusal !== null) return refuse(request, response, refusal)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const body = await readBody(request, parts.limits.bodyBytes)
  if (body === null)
    return refuse(request, response, { status: 413, message: `Expected at most ${parts.limits.bodyBytes} bytes.` })
  if (body === undefined) return
  const url = URL.parse(request.url ?? '/', 'http://localhost')
  if (url === null) return refuse(request, response, { status: 400, message: 'Expected a path.' })
  const { method = 'GET', headers } = request
  const gate = parts.options.isLong?.(url.pathname) === true ? parts.longGate : parts.gate
  const isOpen = await gate.enter(gone.signal)
  if (gone.signal.aborted) return isOpen ? gate.leave() : undefined
  if (!isOpen)
    return refuse(request, response, { status: 503, message: 'Too many requests at once. Try again.', retryAfter: 1 })
  try {
    await parts.options.handle({ method, url, headers, body, signal: gone.signal, incoming: request }, response)
  } catch (error) {
    if (!gone.signal.aborted && !(error instanceof AppError)) parts.options.onBug?.(error)
    sendFailure(response, error)
  } finally {
    gate.leave()
  }
}

interface Refusal {
  readonly status: number
  readonly message: string
  readonly retryAfter?: number
}

function refusalOf(request: IncomingMessage, parts: ServerParts): Refusal | null {
  const hosts = parts.hosts()
  const address = request.socket.remoteAddress ?? ''
  if (!isAllowedHost(request.headers.host, hosts)) {
    return { status: 403, message: 'Expected this server’s own address as Host.' }
  }
  if (!isAllowedOrigin(request.headers.origin, hosts)) {
    return { status: 403, message: 'Pages of other origins may not ask here.' }
  }
  if (!parts.rate.allows(address)) return { status: 429, message: 'Too many requests. Wait a second.', retryAfter: 1 }
  if (!hasToken(request, parts.token)) {
    if (!parts.guesses.allows(address)) return { status: 429, message: 'Too many wrong tokens.', retryAfter: 1 }
    return { status: 401, message: 'Expected the header Authorization: Bearer TOKEN.' }
  }
  const length = Number(request.headers['content-length'] ?? 0)
  if (length > parts.limits.bodyBytes) {
    return { status: 413, message: `Expected at most ${parts.limits.bodyBytes} bytes.` }
  }
  return null
}

/** What is still to come of the request is not waited for. */
function refuse(request: IncomingMessage, response: ServerResponse, { status, message, retryAfter }: Refusal): void {
  if (!request.complete) response.setHeader('connection', 'close')
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  sendError(response, status, { code: 'refused', message })
  if (!request.complete) response.once('finish', () => request.destroy())
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const match = /^Bearer ([\x21-\x7e]+)$/iu.exec(request.headers.authorization ?? '')
  return isSameText(match?.[1] ?? '', token)
}

/** null: too long. undefined: the client went away before all of it came. */
async function readBody(request: IncomingMessage, most: number): Promise<string | null | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.byteLength
      if (bytes > most) return null
      parts.push(part)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(parts).toString('utf8')
}

function checkedToken(token = randomBytes(24).toString('base64url')): string {
  if (token.length >= leastToken && /^[\x21-\x7e]+$/u.test(token)) return token
  throw new AppError('bad-request', `Expected a token of at least ${leastToken} printable characters without spaces.`)
}

function checkExposure({ host = '127.0.0.1', tls, isBehindProxy = false }: HttpServerOptions): void {
  if (isLoopback(host) || tls !== undefined || isBehindProxy) return
  throw new AppError(
    'bad-request',
    `Other machines could read the token and your texts on ${host} without TLS. Give --tls-key and --tls-cert, or say --behind-proxy where a proxy does TLS.`,
  )
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (error) {
    const reasons: Record<string, string> = {
      EADDRINUSE: 'it is taken',
      EACCES: 'it may not be used',
      EADDRNOTAVAIL: 'this machine has no such address',
    }
    const reason = reasons[systemCode(error)] ?? messageOf(error)
    throw new AppError('bad-request', `Cannot listen on ${host}, port ${port}: ${reason}. Choose another.`, {
      cause: error,
    })
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port')
  return address.port
}
