/* One request over HTTP, by the proxy that the environment names. Nothing is asked of the network but through here. */
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { AppError, messageOf, systemCode } from '../../errors.ts'
import { say } from '../../sayings/say.ts'
import type { Saying } from '../../types.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface HttpRequest {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent by POST; without it the request is a GET. */
  readonly body?: string
  readonly signal?: AbortSignal | undefined
  /** Without a byte for so long the request is given up. */
  readonly idleMs: number
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY; default: the process's. */
  readonly env?: Environment
}

export interface HttpResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Headers of the answers that led here, in their order; empty without a redirect. */
  readonly redirects: readonly IncomingHttpHeaders[]
  /** @throws AppError `network` where the connection breaks */
  readonly body: AsyncIterable<Uint8Array>
}

const mostRedirects = 5

/** @throws AppError `bad-request` (no address), `network` (nobody answers); the signal's reason once it is aborted */
export async function httpRequest(request: HttpRequest): Promise<HttpResponse> {
  const redirects: IncomingHttpHeaders[] = []
  for (let url = parseAddress(request.url); ;) {
    const message = await send(url, request)
    const status = message.statusCode ?? 0
    const { location } = message.headers
    const isRedirect =
      [301, 302, 303, 307, 308].includes(status) && location !== undefined && request.body === undefined
    if (!isRedirect) return { status, headers: message.headers, redirects, body: bodyOf(message, url, request) }
    message.resume()
    redirects.push(message.headers)
    if (redirects.length > mostRedirects) throw new AppError('network', say('network.redirects', { host: url.host }))
    url = new URL(location, url)
  }
}

/** An http or https address. @throws AppError `bad-request` */
export function parseAddress(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return url
  throw new AppError('bad-request', say('network.address', { address: text }))
}

/** The body as text; more than `mostBytes` is an error. */
export async function bodyText({ body }: HttpResponse, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.length
    if (bytes > mostBytes) throw new AppError('network', say('network.large', { limit: mostBytes }))
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function send(url: URL, { headers = {}, body, signal, idleMs, env = process.env }: HttpRequest) {
  signal?.throwIfAborted()
  // Imported here: a library that never asks the network does not load them.
  const client = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const agent = new client.Agent({ proxyEnv: { ...env } })
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const options: RequestOptions = { method: body === undefined ? 'GET' : 'POST', agent, headers: { ...headers } }
  if (signal !== undefined) options.signal = signal
  let answering: IncomingMessage | undefined
  const request = client.request(url, options, (message) => {
    answering = message
    resolve(message)
  })
  // Whoever waits is told why: for the answer to begin, or for more of it.
  request.setTimeout(idleMs, () => (answering ?? request).destroy(new Error(`no answer for ${idleMs / 1000} s`)))
  request.on('error', (error) => reject(networkError(error, url, signal)))
  request.on('close', () => agent.destroy())
  request.end(body)
  return promise
}

async function* bodyOf(message: IncomingMessage, url: URL, { signal }: HttpRequest): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of message) yield part
  } catch (error) {
    throw networkError(error, url, signal)
  }
}

function networkError(error: unknown, url: URL, signal?: AbortSignal): unknown {
  if (signal?.aborted === true) return signal.reason
  const reasons: Readonly<Record<string, Saying>> = {
    ENOTFOUND: say('network.noHost'),
    EAI_AGAIN: say('network.none'),
    ECONNREFUSED: say('network.nobody'),
    ECONNRESET: say('network.broke'),
  }
  const reason = reasons[systemCode(error)] ?? messageOf(error)
  return new AppError('network', say('network.unreachable', { host: url.host, reason }), { cause: error })
}
