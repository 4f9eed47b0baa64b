/* A server on this machine that answers as a test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Asked {
  readonly method: string
  /** Path and question, or the whole address where a proxy is asked. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Loopback extends AsyncDisposable {
  readonly url: string
  /** All requests so far, in their order. */
  readonly asked: readonly Asked[]
}

/** Starts a server; `answer` may write what it likes, or end the connection. */
export async function loopback(
  answer: (asked: Asked, response: ServerResponse, index: number) => void | Promise<void>,
): Promise<Loopback> {
  const asked: Asked[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
    await answer(asked[asked.length - 1], response, asked.length - 1)
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
