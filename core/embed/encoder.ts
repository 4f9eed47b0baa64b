import { availableParallelism } from 'node:os'
import { AppError } from '../errors.ts'
import type { Pace } from '../pace.ts'
import type { Provider } from '../types.ts'
import { BatchBudget, waitingBytes } from './batch-budget.ts'
import { parseEndpoint } from './endpoint/endpoint-description.ts'
import { openEndpoint } from './endpoint/endpoint-encoder.ts'
import { readOptional } from './hub-folder.ts'
import { readCentre, readModelFolder, type ModelFolder } from './model-folder.ts'
import { normaliseRows } from './pooling.ts'
import { openSession, type Session } from './session.ts'
import { openTokenizer, type TextTokenizer } from './text-tokenizer.ts'
import { Room } from './tokens/room.ts'
import { slicesOf, type SliceParts } from './tokens/slices.ts'
import { TokenThread } from './tokens/token-thread.ts'
import type { Tokenised } from './tokens/tokenise.ts'
import { Turns } from './turns.ts'
import { batchEnd, type EncoderInput, type Window } from './windows.ts'
import { say } from '../sayings/say.ts'

export interface EmbedOptions {
  /** Work in the background: its batches wait for those of every other call, and keep to the pace. */
  readonly background?: { readonly pace?: Pick<Pace, 'step'> | undefined }
}

/** Texts to unit vectors: a model's own, or those of a server. */
export interface Encoder {
  readonly name: string
  /** Length of an embedding. */
  readonly dimensions: number
  /** Tokens in one window; a longer text is the mean of its windows. */
  readonly maxTokens: number
  /** sha256, hex, of what decides about vectors: a library remembers it and refuses another. */
  readonly fingerprint: string
  /** Mean of the embeddings of typical chunks, [dimensions], for centring codes; zero where the model has none. */
  readonly centre: Float32Array
  /** Two-letter codes of the languages it was made for, or 'mul' for about all; absent or empty: not known. */
  readonly languages?: readonly string[]
  /**
   * Row-major unit vectors [inputs x dimensions]; a text without any known token has a zero row ("no vector"). Calls may overlap:
   * their batches take turns.
   * @throws AppError `failed` after `close`, `model-mismatch` (the model gives no vectors); the signal's reason once it is aborted
   */
  embed(inputs: readonly EncoderInput[], signal?: AbortSignal, options?: EmbedOptions): Promise<Float32Array>
  /** Where its model may leave the memory: has it there for what comes. @throws AppError as when it was opened */
  wake?(): Promise<void>
  /** Why its model could not be had the last time that it was needed; null: it could. */
  trouble?(): AppError | null
  /** Waits for the batch at hand. */
  close(): Promise<void>
}

export interface EncoderOptions {
  /** Threads of one run of the model; default: half of the machine's, 4 at most. */
  readonly threads?: number
  /** Default: cpu. */
  readonly provider?: Provider
  /**
   * Whether work in the background is tokenized by another thread while the model runs. Default: where the tokenizer is slow, or
   * there are processors to spare; the thread takes memory.
   */
  readonly tokensAhead?: boolean
}

/** Threads for one run of the model where nothing else is said: half of the machine's, 4 at most. */
function defaultThreads(): number {
  return Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)))
}

/**
 * Opens a folder with a model: ours with model.json, one in the hub's layout, or the model.json of a server's model.
 * @throws AppError `model-missing` (a file is not there), `model-mismatch` (a file is not what the encoder can run)
 */
export async function openEncoder(
  folder: string,
  { threads = defaultThreads(), provider = 'cpu', tokensAhead }: EncoderOptions = {},
): Promise<Encoder> {
  const endpoint = parseEndpoint((await readOptional(folder, 'model.json')) ?? '{}')
  if (endpoint !== null) return openEndpoint(endpoint, { centre: await readCentre(folder, endpoint.dimensions) })
  const model = await readModelFolder(folder)
  const tokenizer = openTokenizer(model)
  checkVocabulary(model, tokenizer)
  const session = await openSession(model, { threads, provider, tokenizer })
  const budget = new BatchBudget(provider === 'cpu' ? 'cpu' : 'accelerator', model.description.dimensions)
  return new OnnxEncoder(model, { slices: slicePartsOf(model, tokenizer, tokensAhead), session, budget })
}

/** With fewer, extraction and the model have all of them; with one, another thread would only take turns with this one. */
const sparingProcessors = 4

function slicePartsOf(model: ModelFolder, tokenizer: TextTokenizer, tokensAhead?: boolean): SliceParts {
  const { maxTokens, queryPrefix, passagePrefix } = model.description
  const rules = { maxTokens, queryPrefix, passagePrefix }
  const data = { tokenizer: Buffer.from(model.tokenizer), tokenizerConfig: model.tokenizerConfig, rules }
  const processors = availableParallelism()
  const isAhead = tokensAhead ?? processors >= (tokenizer.isFast ? sparingProcessors : 2)
  const thread = isAhead ? new TokenThread(data) : null
  return { tokenizer, rules, thread, room: new Room(waitingBytes) }
}

/** Most models have some ids to spare, so a tokenizer may know a few less than the model; far fewer is another's. */
function checkVocabulary({ description: { vocabulary } }: ModelFolder, { size }: TextTokenizer): void {
  if (vocabulary === undefined || (size <= vocabulary && size >= vocabulary * 0.9)) return
  throw new AppError('model-mismatch', say('model.otherTokenizer', { wanted: vocabulary, found: size }))
}

interface Parts {
  readonly slices: SliceParts
  readonly session: Session
  readonly budget: BatchBudget
}

class OnnxEncoder implements Encoder {
  readonly name: string
  readonly dimensions: number
  readonly maxTokens: number
  readonly fingerprint: string
  readonly centre: Float32Array
  readonly languages: readonly string[]
  readonly #model: ModelFolder['description']
  readonly #slices: SliceParts
  readonly #session: Session
  readonly #turns = new Turns()
  readonly #budget: BatchBudget
  #isClosed = false

  constructor({ description, fingerprint, centre }: ModelFolder, { slices, session, budget }: Parts) {
    this.name = description.name
    this.dimensions = description.dimensions
    this.maxTokens = description.maxTokens
    this.fingerprint = fingerprint
    this.centre = centre
    this.languages = description.languages
    this.#model = description
    this.#slices = slices
    this.#session = session
    this.#budget = budget
  }

  async embed(
    inputs: readonly EncoderInput[],
    signal?: AbortSignal,
    { background }: EmbedOptions = {},
  ): Promise<Float32Array> {
    this.#throwIfClosed()
    const vectors = new Float32Array(inputs.length * this.dimensions)
    const isBackground = background !== undefined
    for await (const tokenised of slicesOf(inputs, this.#slices, { isBackground, signal })) {
      const { windows } = tokenised
      // Cut off one by one: how much the next may hold is known better after the last.
      for (let at = 0, next = 0; at < windows.length; at = next) {
        await background?.pace?.step(signal)
        signal?.throwIfAborted()
        next = batchEnd(windows, at, this.#budget.cellsFor(windows[at].length))
        const batch = windows.slice(at, next)
        const embeddings = await this.#run(batch, tokenised.tokens, isBackground)
        if (this.#model.normalise) this.#normalise(embeddings)
        addWeighted(vectors, embeddings, batch)
      }
    }
    this.#normalise(vectors)
    return vectors
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#slices.thread?.close()
    const done = await this.#turns.take(false)
    await this.#session.release()
    done()
  }

  /** One batch at a time: a second call waits for the batch at hand, not for the whole of the first call. */
  async #run(batch: readonly Window[], tokens: Tokenised['tokens'], isBackground: boolean): Promise<Float32Array> {
    const done = await this.#turns.take(isBackground)
    try {
      this.#throwIfClosed()
      const started = performance.now()
      const embeddings = await this.#session.run(batch, tokens)
      this.#budget.note(batch.length * batch[0].length, performance.now() - started)
      return embeddings
    } finally {
      done()
    }
  }

  #normalise(vectors: Float32Array): void {
    if (normaliseRows(vectors, this.dimensions) < 0) return
    throw new AppError('model-mismatch', say('model.notFinite', { name: this.name }))
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw new AppError('failed', 'The encoder is closed; open it again to embed texts.')
  }
}

/** Adds each window's embedding, times its tokens, to the row of its input. */
function addWeighted(vectors: Float32Array, embeddings: Float32Array, batch: readonly Window[]): void {
  const dimensions = embeddings.length / batch.length
  for (let i = 0; i < batch.length; i++) {
    const weight = batch[i].headerLength + batch[i].textLength
    const from = i * dimensions
    const to = batch[i].row * dimensions
    for (let d = 0; d < dimensions; d++) vectors[to + d] += weight * embeddings[from + d]
  }
}
