/* Language models on a server of the person's choice: Ollama, or whatever speaks OpenAI's chat completions. */
import { z } from 'zod'
import { AppError, messageOf, sayingOf } from '../errors.ts'
import { isLoopback } from '../server/http-hosts.ts'
import type { ChatMessage } from './prompt.ts'
import { linesOf } from './stream-lines.ts'
import { say } from '../sayings/say.ts'
import type { SayingValue } from '../types.ts'

export type ChatServer = 'ollama' | 'openai'

export interface ChatModelOptions {
  readonly server: ChatServer
  readonly model: string
  /** Default: where Ollama listens on this machine, or OpenAI's own. */
  readonly baseUrl?: string | undefined
  readonly key?: string | undefined
  /** Until the first word, and between one piece and the next; a model may have to be loaded first. */
  readonly firstMs?: number
  readonly idleMs?: number
}

/** Streams an answer. It is never offered a tool, and what is not text in its answer is dropped. */
export interface ChatModel {
  /** 'llama3.2 at 127.0.0.1:11434', for people. */
  readonly label: string
  /** Whether passages leave this machine. */
  readonly isElsewhere: boolean
  /**
   * Pieces of the answer. Ends normally only where the server says that the answer is whole.
   * @throws AppError `failed` (unreachable, refused, cut off, too slow), `cancelled`
   */
  stream(messages: readonly ChatMessage[], signal?: AbortSignal): AsyncGenerator<string>
}

const defaults = { ollama: 'http://127.0.0.1:11434', openai: 'https://api.openai.com/v1' } as const

/** An answer of more than this is cut off. */
const mostCharacters = 100_000

/** @throws AppError `bad-request` for an address that is none, or a key that would travel in the clear */
export function createChatModel({
  server,
  model,
  baseUrl,
  key,
  firstMs = 120_000,
  idleMs = 60_000,
}: ChatModelOptions): ChatModel {
  const url = checkedUrl(baseUrl ?? defaults[server], key)
  const label = `${model} at ${url.host}`
  const dialect = server === 'ollama' ? ollama : openai
  return {
    label,
    isElsewhere: !isLoopback(url.hostname.replace(/^\[|\]$/gu, '')),
    async *stream(messages, signal) {
      const watch = new AbortController()
      const ended = signal === undefined ? watch.signal : AbortSignal.any([signal, watch.signal])
      let timer = setTimeout(() => watch.abort(), firstMs)
      const beat = (): void => {
        clearTimeout(timer)
        timer = setTimeout(() => watch.abort(), idleMs)
      }
      let length = 0
      try {
        const response = await send({ url, dialect, model, key, messages, signal: ended })
        for await (const piece of dialect.pieces(linesOf(response))) {
          beat()
          length += piece.length
          if (length > mostCharacters) throw new AppError('failed', say('answer.endless'))
          if (piece !== '') yield piece
        }
      } catch (error) {
        if (signal?.aborted === true) throw new AppError('cancelled', say('answer.cancelled'), { cause: error })
        const reason = watch.signal.aborted ? say('answer.slow') : reasonOf(error)
        throw new AppError('failed', say('answer.failed', { model: label, reason }), { cause: error })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function checkedUrl(text: string, key: string | undefined): URL {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '') {
    throw new AppError('bad-request', say('answer.address', { example: defaults.ollama, address: text }))
  }
  if (url.protocol === 'http:' && key !== undefined && !isLoopback(url.hostname.replace(/^\[|\]$/gu, ''))) {
    throw new AppError('bad-request', say('answer.https', { host: url.host }))
  }
  return url
}

interface Sending {
  readonly url: URL
  readonly dialect: Dialect
  readonly model: string
  readonly key: string | undefined
  readonly messages: readonly ChatMessage[]
  readonly signal: AbortSignal
}

async function send({ url, dialect, model, key, messages, signal }: Sending): Promise<Response> {
  const address = new URL(url)
  address.pathname = `${url.pathname.replace(/\/+$/u, '')}${dialect.path}`
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(dialect.body(model, messages)),
    // Another address than the one that was named gets neither the key nor the passages.
    redirect: 'error',
    signal,
  })
  if (response.ok) return response
  const text = (await response.text()).slice(0, 2000)
  const [status, reason] = [String(response.status), saidIn(text)]
  throw new AppError(
    'failed',
    reason === '' ? say('answer.status', { status }) : say('answer.statusWith', { status, reason }),
  )
}

const errorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) })

function saidIn(text: string): string {
  const parsed = errorSchema.safeParse(parseJson(text))
  if (!parsed.success) return ''
  const { error } = parsed.data
  return (typeof error === 'string' ? error : error.message).replaceAll(/\s+/gu, ' ').slice(0, 300)
}

function reasonOf(error: unknown): SayingValue {
  if (error instanceof AppError) return sayingOf(error)
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const text = messageOf(cause)
  return /ECONNREFUSED/u.test(text) ? say('answer.nobody') : text.slice(0, 300)
}

/** How one kind of server is asked, and how it answers. */
interface Dialect {
  readonly path: string
  body(model: string, messages: readonly ChatMessage[]): object
  /** '' for a line that only says that it goes on. */
  pieces(lines: AsyncIterable<string>): AsyncGenerator<string>
}

const cutOff = say('answer.cut')

const ollamaLine = z.object({
  message: z.object({ content: z.string().default('') }).optional(),
  done: z.boolean().default(false),
  done_reason: z.string().optional(),
  error: z.string().optional(),
})

/** One JSON object a line; the last has `done`. */
const ollama: Dialect = {
  path: '/api/chat',
  body: (model, messages) => ({ model, messages, stream: true, options: { temperature: 0, num_ctx: 8192 } }),
  async *pieces(lines) {
    for await (const line of lines) {
      if (line.trim() === '') continue
      const { message, done, done_reason: reason, error } = parsedLine(ollamaLine, line)
      if (error !== undefined) throw new AppError('failed', error)
      yield message?.content ?? ''
      if (!done) continue
      if (reason === 'length') throw new AppError('failed', say('answer.long'))
      return
    }
    throw new AppError('failed', cutOff)
  },
}

const openaiLine = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
})

/** Server-sent events: `data: {…}`, at the end `data: [DONE]`. */
const openai: Dialect = {
  path: '/chat/completions',
  body: (model, messages) => ({ model, messages, stream: true, temperature: 0 }),
  async *pieces(lines) {
    let isFinished = false
    for await (const line of lines) {
      if (!line.startsWith('data:')) continue
      const data = line.slice(5).trim()
      if (data === '[DONE]') return
      const { choices, error } = parsedLine(openaiLine, data)
      if (error !== undefined) throw new AppError('failed', typeof error === 'string' ? error : error.message)
      const [choice] = choices
      yield choice?.delta?.content ?? ''
      if (choice?.finish_reason === 'length') {
        throw new AppError('failed', say('answer.long'))
      }
      isFinished ||= typeof choice?.finish_reason === 'string'
    }
    // Some servers close without [DONE].
    if (!isFinished) throw new AppError('failed', cutOff)
  },
}

function parsedLine<T>(schema: z.ZodType<T>, line: string): T {
  const parsed = schema.safeParse(parseJson(line))
  if (!parsed.success) throw new AppError('failed', say('answer.strange', { line: line.slice(0, 80) }))
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
