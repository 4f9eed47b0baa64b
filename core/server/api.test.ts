import { get, type IncomingMessage } from 'node:http'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLibrary, type Library } from '../library.ts'
import { jsonSchemaOf, schemas } from '../schemas.ts'
import { undocumentedKeys } from '../schemas-testing.ts'
import { fourFiles, makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import type { Answer, DocumentText, LibraryStatus, SearchAnswer } from '../types.ts'
import { answerApi } from './api.ts'
import { createEvents, type Events } from './events.ts'
import { startHttpServer, type HttpServer } from './http-server.ts'
import { openapiPath } from './openapi.ts'
import { routes } from './routes.ts'

let made: TestLibrary
let reader: Library
let events: Events
let server: HttpServer
const bugs: unknown[] = []

beforeAll(async () => {
  made = await makeLibrary(fourFiles)
  await made.library.index()
  reader = await openLibrary({ folder: made.folder, access: 'read' })
  events = createEvents(reader, { lookEveryMs: 50, commentEveryMs: 200 })
  const parts = { library: reader, events, model: null }
  server = await startHttpServer({
    handle: (request, response) => answerApi(parts, request, response),
    onBug: (error) => bugs.push(error),
  })
})
afterAll(async () => {
  events.close()
  await server.close()
  await reader.close()
  await made[Symbol.asyncDispose]()
})

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${server.token}`, ...(init.headers as Record<string, string> | undefined) }
  return fetch(new URL(path, server.url), { ...init, headers })
}

async function answer<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await ask(path, init)
  const body: unknown = await response.json()
  expect([response.status, response.status === 200 ? '' : body]).toEqual([200, ''])
  return body as T
}

function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

describe('the answers', () => {
  test('search finds by meaning, asked either way', async () => {
    const asked = await answer<SearchAnswer>(`/api/search?query=${encodeURIComponent('hot drink from leaves')}&limit=2`)
    expect(asked.results.map(({ path }) => path)).toContain(`${made.docs}/tea.md`)
    expect(asked.results).toHaveLength(2)
    const posted = await answer<SearchAnswer>('/api/search', post({ query: 'hot drink from leaves', limit: 2 }))
    expect(posted.results.map(({ uri }) => uri)).toEqual(asked.results.map(({ uri }) => uri))
  })

  test('search keeps to its filters', async () => {
    const filters = { in: `${made.docs}/nature`, after: '2020' }
    const { results } = await answer<SearchAnswer>('/api/search', post({ query: 'tea', filters }))
    expect(results.map(({ path }) => path).toSorted()).toEqual([
      `${made.docs}/nature/birds/penguin.txt`,
      `${made.docs}/nature/volcano.txt`,
    ])
  })

  test('text reads around a place', async () => {
    const { passages } = await answer<DocumentText>(
      `/api/text?path=${encodeURIComponent(`${made.docs}/money.txt`)}&after=3`,
    )
    expect(passages).toMatchObject([{ index: 0, text: subjects.mortgage }])
  })

  test('documents come in pages', async () => {
    const paths: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: { documents: { path: string }[]; next: string | null } = await answer(
        `/api/documents?limit=3${next === '' ? '' : `&after=${next}`}`,
      )
      paths.push(...page.documents.map(({ path }) => path))
      next = page.next
    }
    expect(paths).toHaveLength(4)
    expect(new Set(paths).size).toBe(4)
  })

  test('sources and status say what there is', async () => {
    const { textBytes } = await answer<LibraryStatus>('/api/status')
    expect(await answer('/api/sources')).toEqual({ sources: [{ path: made.docs, documents: 4, textBytes }] })
  })

  test('search answers whole, or as it comes: names, words, then meaning as well', async () => {
    const streamed = { headers: { accept: 'text/event-stream' } }
    const response = await ask('/api/search?query=money&limit=2', streamed)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const events = [...(await response.text()).matchAll(/^event: (.*)\ndata: (.*)$/gmu)]
    expect(events.map(([, name]) => name)).toEqual(['names', 'words', 'answer'])
    const [names, , whole] = events.map(([, , data]): unknown => JSON.parse(data))
    expect(names).toMatchObject({ names: [{ path: `${made.docs}/money.txt` }] })
    const plain = await answer<SearchAnswer>('/api/search?query=money&limit=2')
    expect(whole).toMatchObject({ results: plain.results.map(({ path, start }) => ({ path, start })) })
    expect((await ask('/api/search?query=colour:red', streamed)).status).toBe(400)
  })

  test('ask answers whole, or as it comes', async () => {
    const question = { question: 'How far may ash travel?' }
    const whole = await answer<Answer>('/api/ask', post(question))
    expect(whole.text).toContain('a thousand kilometres')
    const request = post(question)
    const response = await ask('/api/ask', { ...request, headers: { accept: 'text/event-stream' } })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const names = [...(await response.text()).matchAll(/^event: (.*)$/gmu)].map(([, name]) => name)
    expect(names).toEqual(['sources', 'text', 'answer'])
  })
})

test.each([
  ['application/json, text/event-stream', 'application/json'],
  ['text/event-stream, application/json', 'text/event-stream'],
  ['text/event-stream;q=1', 'text/event-stream'],
  ['*/*', 'application/json'],
])('who accepts %s gets %s', async (accept, type) => {
  const response = await ask('/api/search?query=tea', { headers: { accept } })
  expect(response.headers.get('content-type')).toContain(type)
  await response.text()
})

describe('what is wrong is said', () => {
  test.each([
    ['/api/search', {}, 400, 'query'],
    ['/api/search?query=', {}, 400, 'query'],
    ['/api/search?query=tea&limit=0', {}, 400, 'limit'],
    ['/api/search?query=tea&limit=x', {}, 400, 'limit'],
    ['/api/search?query=tea&more=1', {}, 400, 'more'],
    ['/api/search', post('x'), 400, 'expected object'],
    ['/api/search', { method: 'POST', body: '{' }, 400, 'Expected a JSON object'],
    ['/api/search', { method: 'DELETE' }, 405, 'Expected GET or POST'],
    ['/api/text?path=/etc/passwd', {}, 404, 'The library has no document'],
    ['/api/text?path=../../etc/passwd', {}, 404, 'The library has no document'],
    ['/api/documents?after=x', {}, 400, 'Expected the `next`'],
    ['/api/../../etc/passwd', {}, 404, 'There is no'],
    ['/api/%2e%2e/%2e%2e/etc/passwd', {}, 404, 'There is no'],
    ['/api/nothing', {}, 404, openapiPath],
    ['/api/ask', post({ question: 'x'.repeat(20_000) }), 400, 'question'],
  ] satisfies [string, RequestInit, number, string][])('%s %j', async (path, init, status, message) => {
    const response = await ask(path, init)
    const body = (await response.json()) as { error: { message: string } }
    expect([response.status, schemas.error.safeParse(body).success]).toEqual([status, true])
    expect(body.error.message).toContain(message)
  })

  test('a body of two megabytes is not read', async () => {
    const response = await ask('/api/search', post({ query: 'x'.repeat(2_000_000) })).catch(() => null)
    // The connection may be cut before the answer is read.
    expect(response === null ? 413 : response.status).toBe(413)
  })
})

describe('the description', () => {
  test('is OpenAPI, and has every route', async () => {
    const described = await answer<{ openapi: string; paths: Record<string, Record<string, object>> }>(openapiPath)
    expect(described.openapi).toBe('3.1.0')
    const there = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(there.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted())
    expect(described.paths['/api/search']['get']).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'query', in: 'query', required: true })]),
      responses: { 200: { content: { 'application/json': { schema: jsonSchemaOf(schemas.search) } } } },
    })
  })

  test.each([
    ['/api/search?query=tea', 'GET', {}],
    ['/api/search', 'POST', post({ query: 'tea' })],
    ['/api/text?path=DOCS/money.txt&after=3', 'GET', {}],
    [`/api/documents`, 'GET', {}],
    ['/api/sources', 'GET', {}],
    ['/api/status', 'GET', {}],
    ['/api/ask', 'POST', post({ question: 'How far may ash travel?' })],
  ] satisfies [string, string, RequestInit][])(
    'fits the answer of %s, which has no key that it does not name',
    async (path, method, init) => {
      const body = await answer(path.replace('DOCS', encodeURIComponent(made.docs)), init)
      const route = routes.find((one) => one.path === path.split('?')[0] && one.method === method)
      const schema = route?.output
      if (schema === null || schema === undefined) throw new Error('no schema')
      expect(schema.safeParse(body).error).toBeUndefined()
      expect(undocumentedKeys(jsonSchemaOf(schema), body)).toEqual([])
    },
  )
})

describe('the events', () => {
  test('tell the status now, and again when another process changed the library', async () => {
    const seen: LibraryStatus[] = []
    let comments = 0
    const headers = { authorization: `Bearer ${server.token}` }
    const response = await new Promise<IncomingMessage>((resolve) =>
      get(new URL('/api/events', server.url), { headers }, resolve),
    )
    response.on('data', (data: Buffer) => {
      for (const line of data.toString().split('\n')) {
        if (line.startsWith('data: ')) seen.push(JSON.parse(line.slice(6)) as LibraryStatus)
        if (line === ':') comments++
      }
    })
    await expect.poll(() => seen.map(({ documents }) => documents)).toContain(4)
    await writeFile(`${made.docs}/new.txt`, 'Ferns have no flowers.')
    await made.library.index()
    await expect.poll(() => seen.at(-1)?.documents).toBe(5)
    await expect.poll(() => comments).toBeGreaterThan(0)
    response.destroy()
  })

  test('are for so many and no more', async () => {
    const some = createEvents({ status: () => made.library.status() }, { lookEveryMs: 1000, commentEveryMs: 1000 })
    const parts = { library: reader, events: some, model: null }
    const limits = { connections: 200 }
    const other = await startHttpServer({ limits, handle: (request, response) => answerApi(parts, request, response) })
    const headers = { authorization: `Bearer ${other.token}` }
    const listen = (): Promise<IncomingMessage> =>
      new Promise((resolve) => get(new URL('/api/events', other.url), { headers, agent: false }, resolve))
    const open = await Promise.all(Array.from({ length: 64 }, listen))
    expect(new Set(open.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect((await listen()).statusCode).toBe(409)
    open[0].destroy()
    await expect.poll(async () => (await listen()).statusCode).toBe(200)
    some.close()
    await other.close()
  })
})

test('none of it was a bug', () => {
  expect(bugs).toEqual([])
})
