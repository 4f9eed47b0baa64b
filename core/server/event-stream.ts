/* Server-sent events on a response. */
import type { ServerResponse } from 'node:http'
import { securityHeaders } from './security-headers.ts'

/** A client that is so many bytes behind is let go. */
const mostWaitingBytes = 1_048_576

/** Begins a stream of events. */
export function openStream(response: ServerResponse): void {
  response.writeHead(200, { ...securityHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  response.flushHeaders()
}

/** One event with a value as JSON. */
export function sendEvent(response: ServerResponse, name: string, value: object): void {
  // JSON has no line breaks of its own.
  write(response, `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`)
}

/** Keeps the connection open through whatever closes idle ones. */
export function sendComment(response: ServerResponse): void {
  write(response, ':\n\n')
}

function write(response: ServerResponse, text: string): void {
  if (response.destroyed || response.writableEnded) return
  if (response.writableLength > mostWaitingBytes) response.destroy()
  else response.write(text)
}
