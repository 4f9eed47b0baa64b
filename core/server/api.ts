/* Requests of programs to answers of a library: finds the route, parses, runs, sends. */
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { sendError, sendJson } from './http-answers.ts'
import type { HttpRequest } from './http-server.ts'
import { openapiOf, openapiPath, queryValues } from './openapi.ts'
import { routes, type RouteParts } from './routes.ts'

/** Whether a path is this file's to answer. */
export function isApiPath(path: string): boolean {
  return path.startsWith('/api/')
}

/** The caller has checked Host, Origin, token and size. @throws AppError for what the client did wrong */
export async function answerApi(parts: RouteParts, request: HttpRequest, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = request.url
  if (pathname === openapiPath && request.method === 'GET') return sendJson(response, 200, openapiOf(routes))
  const there = routes.filter(({ path }) => path === pathname)
  if (there.length === 0) throw new AppError('not-found', `There is no ${pathname}. See ${openapiPath}`)
  const route = there.find(({ method }) => method === request.method)
  if (route === undefined) {
    response.setHeader('allow', there.map(({ method }) => method).join(', '))
    return sendError(response, 405, {
      code: 'refused',
      message: `Expected ${there.map(({ method }) => method).join(' or ')}.`,
    })
  }
  const raw = route.method === 'GET' ? queryValues(searchParams, route.input) : parsedJson(request.body)
  const input = route.input.safeParse(raw)
  if (!input.success) throw new AppError('bad-request', z.prettifyError(input.error))
  const wantsStream = prefersStream(request.headers.accept ?? '')
  const answer = await route.run(parts, input.data, { signal: request.signal, response, wantsStream })
  if (answer !== null) sendJson(response, 200, answer)
}

/** Whoever takes JSON as well gets that, unless the stream is named first. */
function prefersStream(accept: string): boolean {
  const types = accept.split(',').map((type) => type.split(';')[0].trim().toLowerCase())
  const [stream, json] = [types.indexOf('text/event-stream'), types.indexOf('application/json')]
  return stream >= 0 && (json < 0 || stream < json)
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new AppError('bad-request', 'Expected a JSON object as body.', { cause: error })
  }
}
