/* The third kind of encoder: a server that embeds. The texts of documents go there. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../errors.ts'
import type { EmbedOptions, Encoder } from '../encoder.ts'
import { parseModelJson } from '../model-description.ts'
import { bodyText, httpRequest, parseAddress, type Environment, type HttpResponse } from '../network/http-request.ts'
import { isPassingStatus, Passing, retryAfterMs, withRetries } from '../network/retry.ts'
import { normaliseRows } from '../pooling.ts'
import { Turns } from '../turns.ts'
import type { EncoderInput } from '../windows.ts'
import { askBody, endpointAddress, parseAnswer, parseError } from './wire.ts'

const description = z.object({
  kind: z.literal('endpoint'),
  name: z.string().min(1),
  protocol: z.enum(['openai', 'ollama']),
  /** Address of the server: host, or with the path of its API. */
  url: z.string(),
  /** The server's name for the model. */
  model: z.string().min(1),
  dimensions: z.number().int().min(1).max(16_384),
  /** Environment variable that holds the key; absent: none is sent. */
  keyVariable: z.string().min(1).optional(),
  queryPrefix: z.string().default(''),
  passagePrefix: z.string().default(''),
  /** A longer text is sent in parts and is their mean. */
  maxCharacters: z.number().int().min(100).max(1_000_000).default(6000),
  licence: z.string().default("the server's"),
  languages: z.array(z.string()).default([]),
})

/** What model.json says of a model behind an address. */
export type EndpointDescription = z.infer<typeof description>

/** null where model.json is of another kind. @throws AppError `model-mismatch` naming the key that is wrong */
export function parseEndpoint(text: string): EndpointDescription | null {
  const raw = parseModelJson('model.json', text)
  if (typeof raw !== 'object' || raw === null || !('kind' in raw) || raw.kind !== 'endpoint') return null
  const parsed = description.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new AppError('model-mismatch', `model.json is not as expected: ${z.prettifyError(parsed.error)}`)
}

export interface EndpointParts {
  readonly env?: Environment
  /** Without a byte for so long an attempt is given up; default: a minute. */
  readonly idleMs?: number
  readonly attempts?: number
  readonly firstWaitMs?: number
  /** See `Encoder.centre`; default: zero. */
  readonly centre?: Float32Array
}

/** Texts and characters of one request. */
const mostTexts = 64
const mostCharacters = 100_000
/** Requests that are under way at once. */
const inFlight = 2
const mostAnswerBytes = 256 * 1024 * 1024

/** @throws AppError `bad-request` when the key is missing or would go over the network in the clear */
export function openEndpoint(endpoint: EndpointDescription, parts: EndpointParts = {}): Encoder {
  return new EndpointEncoder(endpoint, parts)
}

/** Asks the server for one embedding, to learn how long they are. @throws AppError `network`, `bad-request` */
export async function probeDimensions(
  endpoint: Omit<EndpointDescription, 'dimensions'>,
  parts: EndpointParts = {},
  signal?: AbortSignal,
): Promise<number> {
  const [embedding] = await ask({ endpoint, parts, texts: ['A first sentence.'] }, signal)
  return embedding.length
}

/** Part of an input that goes in one text. */
interface Part {
  readonly row: number
  readonly text: string
  readonly weight: number
}

class EndpointEncoder implements Encoder {
  readonly name: string
  readonly dimensions: number
  readonly maxTokens: number
  readonly fingerprint: string
  readonly centre: Float32Array
  readonly languages: readonly string[]
  readonly #endpoint: EndpointDescription
  readonly #parts: EndpointParts
  readonly #turns = new Turns(inFlight)
  readonly #closing = new AbortController()

  constructor(endpoint: EndpointDescription, parts: EndpointParts) {
    keyOf(endpoint, parts.env)
    this.name = endpoint.name
    this.dimensions = endpoint.dimensions
    this.maxTokens = Math.floor(endpoint.maxCharacters / 4)
    this.fingerprint = fingerprintOf(endpoint)
    this.centre = parts.centre ?? new Float32Array(endpoint.dimensions)
    this.languages = endpoint.languages
    this.#endpoint = endpoint
    this.#parts = parts
  }

  async embed(
    inputs: readonly EncoderInput[],
    signal?: AbortSignal,
    { background }: EmbedOptions = {},
  ): Promise<Float32Array> {
    if (this.#closing.signal.aborted) throw this.#closing.signal.reason
    const failed = new AbortController()
    const stop = AbortSignal.any([failed.signal, this.#closing.signal, ...(signal === undefined ? [] : [signal])])
    const vectors = new Float32Array(inputs.length * this.dimensions)
    const batches = requestsOf(inputs, this.#endpoint)
    const worker = async (): Promise<void> => {
      for (let batch = batches.next(); batch.done !== true; batch = batches.next()) {
        await background?.pace?.step(stop)
        this.#add(vectors, batch.value, await this.#ask(batch.value, background !== undefined, stop))
      }
    }
    try {
      await Promise.all(Array.from({ length: inFlight }, worker))
    } catch (error) {
      failed.abort(error)
      throw error
    }
    if (normaliseRows(vectors, this.dimensions) < 0) return vectors
    throw this.#wrong('with a number that is not finite')
  }

  close(): Promise<void> {
    this.#closing.abort(new AppError('failed', 'The encoder is closed; open it again to embed texts.'))
    return Promise.resolve()
  }

  async #ask(batch: readonly Part[], isBackground: boolean, signal: AbortSignal) {
    const done = await this.#turns.take(isBackground)
    try {
      signal.throwIfAborted()
      const texts = batch.map(({ text }) => text)
      return await ask({ endpoint: this.#endpoint, parts: this.#parts, texts }, signal)
    } finally {
      done()
    }
  }

  /** Adds each part's embedding, at length 1 and times its weight, to the row of its input. */
  #add(vectors: Float32Array, batch: readonly Part[], embeddings: readonly (readonly number[])[]): void {
    for (const [i, embedding] of embeddings.entries()) {
      if (embedding.length !== this.dimensions) {
        throw this.#wrong(
          `with ${embedding.length} dimensions where it had ${this.dimensions} before: it is another model now. Add it again under another name and let the library use that`,
        )
      }
      const scale = batch[i].weight / Math.hypot(...embedding)
      const to = batch[i].row * this.dimensions
      for (let d = 0; d < this.dimensions; d++) vectors[to + d] += embedding[d] * scale
    }
  }

  #wrong(how: string): AppError {
    const { model, url } = this.#endpoint
    return new AppError('model-mismatch', `${parseAddress(url).host} answered for the model ${model} ${how}.`)
  }
}

/** The server's address is not in it: the same model may move. */
function fingerprintOf({ protocol, model, dimensions, passagePrefix, maxCharacters }: EndpointDescription): string {
  const facts = { kind: 'endpoint', protocol, model, dimensions, passagePrefix, maxCharacters }
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

interface Question {
  readonly endpoint: Omit<EndpointDescription, 'dimensions'>
  readonly parts: EndpointParts
  readonly texts: readonly string[]
}

async function ask(question: Question, signal?: AbortSignal): Promise<readonly (readonly number[])[]> {
  const { attempts = 5, firstWaitMs = 500 } = question.parts
  return withRetries(() => askOnce(question, signal), { attempts, firstWaitMs, signal })
}

async function askOnce({ endpoint, parts, texts }: Question, signal?: AbortSignal) {
  const { protocol, url, model } = endpoint
  const { env = process.env, idleMs = 60_000 } = parts
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
    throw new AppError(
      'network',
      `Expected ${texts.length} embeddings from ${host}, as ${protocol} answers, got something else.`,
    )
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
    const todo = keyVariable === undefined ? 'It wants a key.' : `Look at the key in ${keyVariable}.`
    return new AppError('network', `${host} refused the request: ${status}${reason}. ${todo}`)
  }
  if (status === 404) return new AppError('network', `${host} has no model ${model}, or no such address${reason}.`)
  const error = new AppError('network', `${host} answered ${status}${reason}.`)
  return isPassingStatus(status) ? new Passing(error, retryAfterMs(headers['retry-after'])) : error
}

function keyOf(
  { keyVariable, url }: Pick<EndpointDescription, 'keyVariable' | 'url'>,
  env: Environment = process.env,
): string | null {
  if (keyVariable === undefined) return null
  const key = env[keyVariable] ?? ''
  if (key === '') {
    throw new AppError(
      'bad-request',
      `Expected the key for ${parseAddress(url).host} in the variable ${keyVariable}, which is not set.`,
    )
  }
  if (parseAddress(url).protocol === 'http:' && !isLoopback(url)) {
    throw new AppError(
      'bad-request',
      `The key for ${parseAddress(url).host} would go over the network in the clear: use https.`,
    )
  }
  return key
}

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = parseAddress(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname)
}

function* requestsOf(inputs: readonly EncoderInput[], endpoint: EndpointDescription): Generator<readonly Part[]> {
  let batch: Part[] = []
  let characters = 0
  for (const [row, input] of inputs.entries()) {
    for (const part of partsOf(input, row, endpoint)) {
      if (batch.length === mostTexts || (batch.length > 0 && characters + part.text.length > mostCharacters)) {
        yield batch
        batch = []
        characters = 0
      }
      batch.push(part)
      characters += part.text.length
    }
  }
  if (batch.length > 0) yield batch
}

/** The text in as few parts as hold it, of nearly the same length, each with prefix and header in front; none for white space. */
function* partsOf(
  { header, text, use }: EncoderInput,
  row: number,
  { queryPrefix, passagePrefix, maxCharacters }: EndpointDescription,
): Generator<Part> {
  if (!/\S/u.test(header + text)) return
  const prefix = use === 'query' ? queryPrefix : passagePrefix
  const fits = prefix.length + header.length + 1 + text.length <= maxCharacters
  const shown = fits ? header : header.slice(0, Math.floor(maxCharacters / 4))
  const lead = prefix + (shown === '' ? '' : `${shown}\n`)
  const count = Math.max(1, Math.ceil(text.length / Math.max(1, maxCharacters - lead.length)))
  for (let i = 0; i < count; i++) {
    const part = text.slice(Math.floor((text.length * i) / count), Math.floor((text.length * (i + 1)) / count))
    yield { row, text: (lead + part).toWellFormed(), weight: lead.length + part.length }
  }
}
