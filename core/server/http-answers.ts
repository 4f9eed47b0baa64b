/* What is sent to a program: JSON, never kept, never run. */
import type { ServerResponse } from 'node:http'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../types.ts'
import { securityHeaders } from './security-headers.ts'

/** HTTP status of what a person can be told; anything else is 500. */
const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  'bad-request': 400,
  'not-found': 404,
  'no-library': 404,
  'library-busy': 409,
  cancelled: 499,
}

/** Ends a response with a value as JSON. */
export function sendJson(response: ServerResponse, status: number, value: object): void {
  const bytes = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    ...securityHeaders(),
    'content-type': 'application/json',
    'content-length': bytes.byteLength,
  })
  response.end(bytes)
}

/** `{ error: { code, message } }`, as every error looks. */
export function sendError(response: ServerResponse, status: number, error: { code: string; message: string }): void {
  sendJson(response, status, { error })
}

/** What a handler threw. Where an answer has begun, its connection is cut, so that nobody takes it for whole. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (error instanceof AppError) {
    sendError(response, statuses[error.code] ?? 500, { code: error.code, message: error.message })
  } else {
    sendError(response, 500, { code: 'bug', message: 'This is a bug in Leantern; its terminal says more.' })
  }
}
