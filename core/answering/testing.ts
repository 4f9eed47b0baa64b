/* A language model's server on this machine, for tests: it speaks what Ollama and OpenAI speak, and misbehaves on demand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import type { ChatServer } from './chat-model.ts'

export interface SeenRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: { readonly model: string; readonly messages: readonly { role: string; content: string }[] }
}

export type Behaviour =
  | { readonly kind: 'answers'; readonly pieces: readonly string[] }
  /** Bytes as they are, in these pieces. */
  | {
      readonly kind: 'sends'
      readonly parts: readonly (string | Uint8Array)[]
      readonly status?: number
      readonly headers?: Record<string, string>
    }
  /** Answers nothing after these bytes. */
  | { readonly kind: 'hangs'; readonly parts: readonly (string | Uint8Array)[] }
  /** Closes the connection after these bytes. */
  | { readonly kind: 'cuts'; readonly parts: readonly (string | Uint8Array)[] }

export interface StandInServer extends AsyncDisposable {
  /** With the path that the kind of server has. */
  readonly baseUrl: string
  readonly seen: SeenRequest[]
  behaviour: Behaviour
  /** The next client that went away resolves it. */
  gone(): Promise<void>
}

export function ollamaLine(content: string): string {
  return `${JSON.stringify({ model: 'test', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content }, done: false })}\n`
}

export const ollamaEnd = `${JSON.stringify({ model: 'test', message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', eval_count: 3 })}\n`

export function openaiLine(content: string): string {
  const chunk = {
    id: 'c',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

export const openaiEnd = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`

export async function startStandIn(server: ChatServer): Promise<StandInServer> {
  const seen: SeenRequest[] = []
  let left = Promise.withResolvers<void>()
  const http = createServer((request, response) => void reply(request, response))
  const standIn = {
    baseUrl: '',
    seen,
    behaviour: { kind: 'answers', pieces: [] } as Behaviour,
    gone: () => left.promise,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.once('close', () => {
      if (!response.writableFinished) left.resolve()
    })
    left = Promise.withResolvers()
    const body = JSON.parse(await readAll(request)) as SeenRequest['body']
    seen.push({ path: request.url ?? '', headers: request.headers, body })
    await behave(standIn.behaviour, response, server)
  }
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve)
  })
  const { port } = http.address() as AddressInfo
  standIn.baseUrl = `http://127.0.0.1:${port}${server === 'openai' ? '/v1' : ''}`
  return standIn
}

async function behave(behaviour: Behaviour, response: ServerResponse, server: ChatServer): Promise<void> {
  const type = server === 'ollama' ? 'application/x-ndjson' : 'text/event-stream'
  if (behaviour.kind === 'answers') {
    const [line, end] = server === 'ollama' ? [ollamaLine, ollamaEnd] : [openaiLine, openaiEnd]
    response.writeHead(200, { 'content-type': type })
    for (const piece of behaviour.pieces) response.write(line(piece))
    response.end(end)
    return
  }
  const { status = 200, headers = {} } = behaviour.kind === 'sends' ? behaviour : {}
  response.writeHead(status, { 'content-type': type, ...headers })
  response.flushHeaders()
  for (const part of behaviour.parts) {
    response.write(part)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  if (behaviour.kind === 'sends') response.end()
  if (behaviour.kind === 'cuts') response.destroy()
}
