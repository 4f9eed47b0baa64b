import { Worker } from 'node:worker_threads'
import { AppError, messageOf } from '../../errors.ts'
import type { EncoderInput } from '../windows.ts'
import { unpackWindows, type Tokenised, type TokenRules } from './tokenise.ts'
import { say } from '../../sayings/say.ts'

/** What the thread is started with. `tokenizer`: the bytes of tokenizer.json. */
export interface TokenThreadData {
  readonly tokenizer: Uint8Array
  readonly tokenizerConfig: string
  readonly rules: TokenRules
}

export interface TokenQuestion {
  readonly id: number
  readonly firstRow: number
  readonly inputs: readonly EncoderInput[]
}

export interface TokenAnswer {
  readonly id: number
  /** See `packWindows`. */
  readonly windows: Int32Array<ArrayBuffer>
  readonly ids: Int32Array<ArrayBuffer>
}

/** Beside this file: the source when run from sources, an entry of the bundle when built. */
const defaultWorkerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './token-worker.ts' : './token-worker.js',
  import.meta.url,
)

/** Its memory, 50 to 100 MB, is given back when it had nothing to do for so long. */
const idleMs = 60_000

/** A thread of its own that tokenizes; started by the first question, ended when there are none. */
export class TokenThread {
  readonly #data: TokenThreadData
  readonly #workerUrl: URL
  readonly #waiting = new Map<number, PromiseWithResolvers<Tokenised>>()
  #worker: Worker | null = null
  #nextId = 0
  #isClosed = false
  #idle: NodeJS.Timeout | undefined

  /** `workerUrl`: another worker than token-worker, for tests. */
  constructor(data: TokenThreadData, workerUrl = defaultWorkerUrl) {
    this.#data = data
    this.#workerUrl = workerUrl
  }

  /** @throws AppError `failed` when the thread cannot be started, or stops, or is closed */
  async tokenise(inputs: readonly EncoderInput[], firstRow: number): Promise<Tokenised> {
    if (this.#isClosed) throw stopped('it is closed')
    clearTimeout(this.#idle)
    const id = this.#nextId++
    const answer = Promise.withResolvers<Tokenised>()
    this.#waiting.set(id, answer)
    this.#worker ??= this.#start()
    // Whoever waits for an answer keeps the process alive; a thread without work does not.
    this.#worker.ref()
    const question: TokenQuestion = {
      id,
      firstRow,
      inputs: inputs.map(({ header, text, use }) => ({ header, text, ...(use === undefined ? {} : { use }) })),
    }
    this.#worker.postMessage(question)
    return answer.promise
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end()
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#stopped(worker, 'it is closed')
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#workerUrl, { workerData: this.#data })
    worker.on('message', ({ id, windows, ids }: TokenAnswer) => {
      this.#waiting.get(id)?.resolve({ windows: unpackWindows(windows), tokens: { ids, length: ids.length } })
      this.#waiting.delete(id)
      if (this.#waiting.size > 0) return
      worker.unref()
      this.#idle = setTimeout(() => void this.#end(), idleMs).unref()
    })
    worker.on('error', (error) => this.#stopped(worker, messageOf(error)))
    worker.on('exit', (code) => this.#stopped(worker, `it ended by itself (exit code ${code})`))
    return worker
  }

  /** The next question starts another. */
  #stopped(worker: Worker | null, why: string): void {
    if (worker !== this.#worker) return
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(stopped(why))
    this.#waiting.clear()
  }
}

function stopped(why: string): AppError {
  return new AppError('failed', say('model.tokensStopped', { reason: why }))
}
