import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpServer, type HttpServer } from '../server/http-server.ts'
import { fourFiles, makeLibrary, type TestLibrary } from '../test/library-fixture.ts'
import { answerMcp, mcpPath } from './http.ts'

let made: TestLibrary
let server: HttpServer
const bugs: unknown[] = []

beforeAll(async () => {
  made = await makeLibrary(fourFiles)
  await made.library.index()
  server = await startHttpServer({
    handle: (request, response) => answerMcp(made.library, request, response),
    onBug: (error) => bugs.push(error),
  })
})
afterAll(async () => {
  await server.close()
  await made[Symbol.asyncDispose]()
})

async function connected(token = server.token): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const headers = { authorization: `Bearer ${token}` }
  const transport = new StreamableHTTPClientTransport(new URL(mcpPath, server.url), { requestInit: { headers } })
  await client.connect(transport as Parameters<typeof client.connect>[0]) // its own types disagree under exactOptionalPropertyTypes
  return client
}

test('the official client lists the tools and searches, several at once', async () => {
  const clients = await Promise.all([connected(), connected()])
  const answers = await Promise.all(
    clients.map((client) => client.callTool({ name: 'search', arguments: { query: 'magma', limit: 1 } })),
  )
  for (const { structuredContent } of answers) {
    expect(structuredContent).toMatchObject({ results: [{ path: `${made.docs}/nature/volcano.txt` }] })
  }
  expect((await clients[0].listTools()).tools).toHaveLength(4)
  expect((await clients[1].listResources()).resources).toHaveLength(4)
  for (const client of clients) await client.close()
})

test('a client without the token is refused', async () => {
  await expect(connected('wrong-token-of-24-characters')).rejects.toThrow('Authorization: Bearer')
})

async function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(mcpPath, server.url), {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${server.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
  })
}

test('plain JSON over HTTP is enough', async () => {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'status', arguments: {} } }
  const response = await post(JSON.stringify(message))
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ id: 1, result: { structuredContent: { documents: 4 } } })
})

test.each([
  ['what is not JSON', 'x', 400],
  ['an empty body', '', 400],
  ['JSON that is no message', '{"hello":1}', 400],
])('%s is refused', async (_what, body, status) => {
  expect((await post(body)).status).toBe(status)
})

test('streams and sessions are not offered', async () => {
  const response = await fetch(new URL(mcpPath, server.url), { headers: { authorization: `Bearer ${server.token}` } })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})

test('a page in a browser cannot ask', async () => {
  expect((await post('{}', { origin: 'http://evil.example' })).status).toBe(403)
})

test('none of it was a bug', () => {
  expect(bugs).toEqual([])
})
