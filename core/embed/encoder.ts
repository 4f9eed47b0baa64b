import { availableParallelism } from 'node:os'
import { AppError } from '../errors.ts'
import { readModelFolder, type ModelFolder } from './model-folder.ts'
import { openSession, type Session } from './session.ts'
import { TokenBuffer } from './token-buffer.ts'
import { readTokenizerFile } from './tokenizer-file.ts'
import { WordPieceTokenizer } from './tokenizer.ts'
import { batchesOf, windowsOf, type EncoderInput, type Window } from './windows.ts'

/**
 * Cells of one run of the model. Measured from 200 to 100,000 with the embedded model: flat from 800 to 32,000, half the
 * speed at 100,000 (the rows leave the cache); 8,192 keeps the event loop waiting for 1.5 ms at most.
 */
const PADDED_TOKENS = 8192
/** Inputs that are tokenized before the first of them is embedded: bounds memory and the time until the event loop turns. */
const SLICE = 256

/** Texts to unit vectors. */
export interface Encoder {
  readonly name: string
  /** Length of an embedding. */
  readonly dimensions: number
  /** Tokens in one window; a longer text is the mean of its windows. */
  readonly maxTokens: number
  /** sha256, hex, over model.onnx and then tokenizer.json: a library remembers it and refuses another. */
  readonly fingerprint: string
  /** Mean of the embeddings of typical chunks, [dimensions], for centring codes; zero where the model has none. */
  readonly centre: Float32Array
  /**
   * Row-major unit vectors [inputs x dimensions]; a text without any known token has a zero row ("no vector"). Calls may overlap:
   * their batches take turns.
   * @throws AppError `failed` after `close`; the signal's reason once it is aborted
   */
  embed(inputs: readonly EncoderInput[], signal?: AbortSignal): Promise<Float32Array>
  /** Waits for the batch at hand. */
  close(): Promise<void>
}

export interface EncoderOptions {
  /** Threads of one run of the model; default: half of the machine's, 4 at most. */
  readonly threads?: number
}

/** @throws AppError `model-missing` (a file is not there), `model-mismatch` (a file is not what the encoder can run) */
export async function openEncoder(folder: string, options: EncoderOptions = {}): Promise<Encoder> {
  const model = await readModelFolder(folder)
  const tokenizer = new WordPieceTokenizer(readTokenizerFile(model.tokenizer))
  const threads = options.threads ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)))
  return new OnnxEncoder(model, tokenizer, await openSession(model, threads))
}

class OnnxEncoder implements Encoder {
  readonly name: string
  readonly dimensions: number
  readonly maxTokens: number
  readonly fingerprint: string
  readonly centre: Float32Array
  readonly #tokenizer: WordPieceTokenizer
  readonly #session: Session
  #running: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor({ description, fingerprint, centre }: ModelFolder, tokenizer: WordPieceTokenizer, session: Session) {
    this.name = description.name
    this.dimensions = description.dimensions
    this.maxTokens = description.maxTokens
    this.fingerprint = fingerprint
    this.centre = centre
    this.#tokenizer = tokenizer
    this.#session = session
  }

  async embed(inputs: readonly EncoderInput[], signal?: AbortSignal): Promise<Float32Array> {
    this.#throwIfClosed()
    const vectors = new Float32Array(inputs.length * this.dimensions)
    const tokens = new TokenBuffer()
    for (let start = 0; start < inputs.length; start += SLICE) {
      const windows = this.#windows(inputs, start, tokens)
      for (const batch of batchesOf(windows, PADDED_TOKENS)) {
        signal?.throwIfAborted()
        addWeighted(vectors, await this.#run(batch, tokens), batch)
      }
    }
    normaliseRows(vectors, this.dimensions)
    return vectors
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#running
    await this.#session.release()
  }

  #windows(inputs: readonly EncoderInput[], start: number, tokens: TokenBuffer): Window[] {
    const options = { tokenizer: this.#tokenizer, tokens, maxTokens: this.maxTokens }
    const windows: Window[] = []
    tokens.clear()
    for (let row = start; row < Math.min(start + SLICE, inputs.length); row++) {
      for (const window of windowsOf(inputs[row], row, options)) windows.push(window)
    }
    return windows
  }

  /** One batch at a time: a second call waits for the batch at hand, not for the whole of the first call. */
  async #run(batch: readonly Window[], tokens: TokenBuffer): Promise<Float32Array> {
    const turn = this.#running.then(() => {
      this.#throwIfClosed()
      return this.#session.run(batch, tokens)
    })
    this.#running = turn.catch(() => undefined)
    return turn
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw new AppError('failed', 'The encoder is closed; open it again to embed texts.')
  }
}

/** Adds each window's embedding, times its tokens, to the row of its input. */
function addWeighted(vectors: Float32Array, embeddings: Float32Array, batch: readonly Window[]): void {
  const dimensions = embeddings.length / batch.length
  for (let i = 0; i < batch.length; i++) {
    const weight = batch[i].length
    const from = i * dimensions
    const to = batch[i].row * dimensions
    for (let d = 0; d < dimensions; d++) vectors[to + d] += weight * embeddings[from + d]
  }
}

/** Each row to length 1; a zero row stays zero. */
function normaliseRows(vectors: Float32Array, dimensions: number): void {
  for (let start = 0; start < vectors.length; start += dimensions) {
    let sum = 0
    for (let i = start; i < start + dimensions; i++) sum += vectors[i] * vectors[i]
    if (sum === 0) continue
    const scale = 1 / Math.sqrt(sum)
    for (let i = start; i < start + dimensions; i++) vectors[i] *= scale
  }
}
