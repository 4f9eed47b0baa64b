/* One request to a server that embeds: its key, its errors, and again where that may help. */
import { AppError } from '../../errors.ts'
import { bodyText, httpRequest, parseAddress, type Environment, type HttpResponse } from '../network/http-request.ts'
import { isPassingStatus, Passing, retryAfterMs, withRetries } from '../network/retry.ts'
import { isLoopback, type EndpointDescription } from './endpoint-description.ts'
import { askBody, endpointAddress, parseAnswer, parseError } from './wire.ts'
import { say } from '../../sayings/say.ts'

export interface EndpointParts {
  readonly env?: Environment
  /** Without a byte for so long an attempt is given up; default: a minute, or 20 seconds where somebody waits. */
  readonly idleMs?: number
  /** Default: 5, or 2 where somebody waits. */
  readonly attempts?: number
  readonly firstWaitMs?: number
  /** See `Encoder.centre`; default: zero. */
  readonly centre?: Float32Array
}

const mostAnswerBytes = 256 * 1024 * 1024

export interface EndpointQuestion {
  readonly endpoint: Omit<EndpointDescription, 'dimensions'>
  readonly parts: EndpointParts
  readonly texts: readonly string[]
  /** Nobody waits for it. */
  readonly isPatient: boolean
}

/** A person who searches gets words alone soon, rather than meaning after a minute. */
const patience = {
  patient: { attempts: 5, firstWaitMs: 500, idleMs: 60_000, mostWaitMs: Infinity },
  waiting: { attempts: 2, firstWaitMs: 200, idleMs: 20_000, mostWaitMs: 1000 },
} as const

/** One embedding a text. @throws AppError `network`, `bad-request`; the signal's reason once it is aborted */
export async function askEndpoint(
  question: EndpointQuestion,
  signal?: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const usual = question.isPatient ? patience.patient : patience.waiting
  const { attempts = usual.attempts, firstWaitMs = usual.firstWaitMs, idleMs = usual.idleMs } = question.parts
  const { mostWaitMs } = usual
  return withRetries(() => askOnce(question, idleMs, signal), { attempts, firstWaitMs, mostWaitMs, signal })
}

async function askOnce({ endpoint, parts, texts }: EndpointQuestion, idleMs: number, signal?: AbortSignal) {
  const { protocol, url, model } = endpoint
  const { env = process.env } = parts
  const key = keyOf(endpoint, env)
  const { host } = parseAddress(url)
  const headers = {
    'content-type': 'application/json',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  }
  try {
    const address = endpointAddress(protocol, url)
    const response = await httpRequest({ url: address, headers, body: askBody(model, texts), signal, idleMs, env })
    const text = await bodyText(response, mostAnswerBytes)
    if (response.status !== 200) throw refusal(response, text, { host, model, keyVariable: endpoint.keyVariable })
    const embeddings = parseAnswer(protocol, parsedOrNull(text), texts.length)
    if (embeddings !== null) return embeddings
    throw new AppError('network', say('server.embeddings', { count: texts.length, host, protocol }))
  } catch (error) {
    // Whoever does not answer may do so later; an answer that is wrong stays wrong.
    throw error instanceof AppError && error.code === 'network' && error.cause !== undefined
      ? new Passing(error)
      : error
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refusal(
  { status, headers }: HttpResponse,
  text: string,
  { host, model, keyVariable }: { host: string; model: string; keyVariable: string | undefined },
): Error {
  const said = parseError(text)
  const reason = said === '' ? '' : ` (${said})`
  if (status === 401 || status === 403) {
    const refused = { host, status: `${status}${reason}` }
    const what =
      keyVariable === undefined
        ? say('server.wantsKey', refused)
        : say('server.badKey', { ...refused, variable: keyVariable })
    return new AppError('network', what)
  }
  if (status === 404) return new AppError('network', say('server.noModel', { host, model, reason }))
  const error = new AppError('network', say('server.answered', { host, status: `${status}${reason}` }))
  return isPassingStatus(status) ? new Passing(error, retryAfterMs(headers['retry-after'])) : error
}

/** null: none is wanted. @throws AppError `bad-request` when it is missing or would go over the network in the clear */
export function keyOf(
  { keyVariable, url }: Pick<EndpointDescription, 'keyVariable' | 'url'>,
  env: Environment = process.env,
): string | null {
  if (keyVariable === undefined) return null
  const key = env[keyVariable] ?? ''
  if (key === '') {
    throw new AppError('bad-request', say('server.noKey', { host: parseAddress(url).host, variable: keyVariable }))
  }
  if (parseAddress(url).protocol === 'http:' && !isLoopback(url)) {
    throw new AppError('bad-request', say('server.clearKey', { host: parseAddress(url).host }))
  }
  return key
}
