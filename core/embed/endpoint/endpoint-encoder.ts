/* The third kind of encoder: a server that embeds. The texts of documents go there. */
import { createHash } from 'node:crypto'
import { AppError } from '../../errors.ts'
import type { EmbedOptions, Encoder } from '../encoder.ts'
import { parseAddress } from '../network/http-request.ts'
import { normaliseRows } from '../pooling.ts'
import { Turns } from '../turns.ts'
import type { EncoderInput } from '../windows.ts'
import { askEndpoint, keyOf, type EndpointParts } from './ask-endpoint.ts'
import type { EndpointDescription } from './endpoint-description.ts'
import { requestsOf, type Part } from './endpoint-texts.ts'

/** @throws AppError `bad-request` when the key is missing or would go over the network in the clear */
export function openEndpoint(endpoint: EndpointDescription, parts: EndpointParts = {}): Encoder {
  return new EndpointEncoder(endpoint, parts)
}

/** Requests of one call that are under way at once; a third one is kept free for a call that somebody waits for. */
const inFlight = 2

/** After a query that the server did not answer, others fail at once for so long: somebody types, and words alone answer. */
const awayMs = 5000

/** Asks the server for one embedding, to learn how long they are. @throws AppError `network`, `bad-request` */
export async function probeDimensions(
  endpoint: Omit<EndpointDescription, 'dimensions'>,
  parts: EndpointParts = {},
  signal?: AbortSignal,
): Promise<number> {
  const [embedding] = await askEndpoint({ endpoint, parts, texts: ['A first sentence.'], isPatient: true }, signal)
  return embedding.length
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
  readonly #turns = new Turns(inFlight + 1, 1)
  readonly #closing = new AbortController()
  #away: { readonly error: AppError; readonly untilMs: number } | null = null

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
      if (!isBackground && this.#away !== null && performance.now() < this.#away.untilMs) throw this.#away.error
      const texts = batch.map(({ text }) => text)
      const question = { endpoint: this.#endpoint, parts: this.#parts, texts, isPatient: isBackground }
      const embeddings = await askEndpoint(question, signal)
      this.#away = null
      return embeddings
    } catch (error) {
      // What it answered with an error it may answer the next time; what has a cause did not reach it.
      const isAway = error instanceof AppError && error.code === 'network' && error.cause !== undefined
      if (!isBackground && isAway && error !== this.#away?.error)
        this.#away = { error, untilMs: performance.now() + awayMs }
      throw error
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
