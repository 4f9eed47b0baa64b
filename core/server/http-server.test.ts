import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request as plainRequest, type IncomingHttpHeaders } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { makeTree } from '../sources/test-tree.ts'
import { sendJson } from './http-answers.ts'
import { startHttpServer, type HttpServer, type HttpServerOptions } from './http-server.ts'

const open: HttpServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

/** Says what it was asked, unless told otherwise. */
async function started(options: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  const server = await startHttpServer({
    handle: async ({ method, url, body }, response) => {
      if (url.pathname === '/bug') throw new Error('secret of the bug')
      if (url.pathname === '/wrong') throw new AppError('bad-request', 'Expected something else.')
      sendJson(response, 200, { method, path: url.pathname + url.search, bytes: body.length })
    },
    ...options,
  })
  open.push(server)
  return server
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

interface Asked {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string
  readonly token?: string
  readonly ca?: string
}

function ask({ url, port, token }: HttpServer, asked: Asked = {}): Promise<Answer> {
  const { path = '/', method = 'GET', body, ca } = asked
  const all = { authorization: `Bearer ${asked.token ?? token}`, ...asked.headers }
  const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  const send = url.startsWith('https') ? tlsRequest : plainRequest
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', port, path, method, headers, ca }, async (response) => {
      let text = ''
      for await (const part of response) text += String(part)
      resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

/** What comes back for bytes that are sent as they are. */
function rawAnswer(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => (answer += String(data)))
    socket.once('close', () => resolve(answer))
    socket.once('error', () => {})
  })
}

test('a program with the token is answered, and nothing of the answer is kept or run', async () => {
  const server = await started()
  const { status, body, headers } = await ask(server, { path: '/x?y=1', method: 'POST', body: 'four' })
  expect([status, JSON.parse(body)]).toEqual([200, { method: 'POST', path: '/x?y=1', bytes: 4 }])
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(Buffer.from(server.token, 'base64url').byteLength).toBe(24)
})

test.each([
  ['no token', { authorization: undefined }, 401],
  ['a wrong token', { authorization: `Bearer ${'A'.repeat(32)}` }, 401],
  ['an empty token', { authorization: 'Bearer ' }, 401],
  ['another scheme', { authorization: 'Basic QTpC' }, 401],
  ['a rebound name as Host', { host: 'evil.example' }, 403],
  ['a foreign Origin', { origin: 'http://evil.example' }, 403],
  ['the Origin of a file', { origin: 'null' }, 403],
])('%s is refused', async (_what, headers, status) => {
  const answer = await ask(await started(), { headers })
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'refused' } })
})

test('no answer lets a page of another origin read it', async () => {
  const preflight = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
  const { status, headers } = await ask(await started(), { method: 'OPTIONS', headers: preflight })
  expect(status).toBe(403)
  expect(headers['access-control-allow-origin']).toBeUndefined()
})

test('tokens cannot be tried one after the other', async () => {
  const server = await started()
  const statuses: number[] = []
  for (let i = 0; i < 30; i++) statuses.push((await ask(server, { token: `wrong-token-${i}-wrong` })).status)
  expect(statuses).toContain(429)
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(20)
  expect((await ask(server)).status).toBe(200)
})

test('a body that is too long is refused, whether it says so or not', async () => {
  const server = await started({ limits: { bodyBytes: 1000 } })
  expect((await ask(server, { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200)
  expect((await ask(server, { method: 'POST', body: 'x'.repeat(1001) })).status).toBe(413)
  const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n`
  const chunk = `400\r\n${'x'.repeat(0x400)}\r\n`
  const answer = await rawAnswer(server.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(50)}`)
  expect(answer).toMatch(/^HTTP\/1.1 413/u)
})

test('headers that are too long are refused', async () => {
  const server = await started()
  expect((await ask(server, { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431)
})

test.each([
  ['headers', (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`, 408],
  [
    'a body',
    (port: number, token: string) =>
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\nslow`,
    408,
  ],
])(
  'a client that never comes to the end of %s is cut off, and others are served meanwhile',
  async (_, text, status) => {
    const server = await started({ limits: { headersMs: 300, requestMs: 600, running: 1 } })
    const slow = rawAnswer(server.port, text(server.port, server.token))
    expect((await ask(server)).status).toBe(200)
    expect(await slow).toMatch(new RegExp(`^HTTP/1.1 ${status}|^$`, 'u'))
  },
)

test('a few are answered at a time, some wait, the rest is told to come again', async () => {
  const release = Promise.withResolvers<void>()
  const running: number[] = []
  const server = await started({
    limits: { running: 2, waiting: 3 },
    handle: async (_, response) => {
      running.push(1)
      await release.promise
      sendJson(response, 200, {})
    },
  })
  const refused: Answer[] = []
  const answers = Array.from({ length: 10 }, async () => {
    const answer = await ask(server)
    if (answer.status === 503) refused.push(answer)
    return answer
  })
  await expect.poll(() => refused.length).toBe(5)
  expect(refused[0].headers).toMatchObject({ 'retry-after': '1' })
  expect(running).toHaveLength(2)
  release.resolve()
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([200, 200, 200, 200, 200, 503, 503, 503, 503, 503])
})

test('what takes long does not keep others out', async () => {
  const release = Promise.withResolvers<void>()
  const server = await started({
    limits: { running: 1, waiting: 0, longRunning: 2 },
    isLong: (path) => path === '/long',
    handle: async ({ url }, response) => {
      if (url.pathname === '/long') await release.promise
      sendJson(response, 200, {})
    },
  })
  const long = [0, 1, 2].map(() => ask(server, { path: '/long' }))
  expect((await Promise.race(long)).status).toBe(503)
  expect((await ask(server)).status).toBe(200)
  release.resolve()
  expect((await Promise.all(long)).map(({ status }) => status).toSorted()).toEqual([200, 200, 503])
})

test('one address makes so many requests a second', async () => {
  const server = await started({ limits: { requestsPerSecond: 5 } })
  const statuses: number[] = []
  for (let i = 0; i < 30; i++) statuses.push((await ask(server)).status)
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200))
  expect(statuses).toContain(429)
})

test('what went wrong is told; of a bug only that it was one', async () => {
  const bugs: unknown[] = []
  const server = await started({ onBug: (error) => bugs.push(error) })
  expect(await ask(server, { path: '/wrong' })).toMatchObject({
    status: 400,
    body: expect.stringContaining('Expected'),
  })
  const bug = await ask(server, { path: '/bug' })
  expect([bug.status, bug.body.includes('secret')]).toEqual([500, false])
  expect(bugs).toHaveLength(1)
})

test('whoever goes away is noticed by the handler', async () => {
  const gone = Promise.withResolvers<string>()
  const server = await started({
    handle: async ({ signal }) => {
      signal.addEventListener('abort', () => gone.resolve('gone'))
      await gone.promise
    },
  })
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n\r\n`)
    setTimeout(() => socket.destroy(), 50)
  })
  expect(await gone.promise).toBe('gone')
})

test.each([
  ['another address without TLS', { host: '0.0.0.0' }, 'without TLS'],
  ['a short token', { token: 'short' }, 'at least 16'],
  ['a token with spaces', { token: 'a token with spaces' }, 'without spaces'],
  ['an address that is not here', { host: '192.0.2.1', isBehindProxy: true }, 'no such address'],
])('%s is refused before anything listens', async (_what, options, message) => {
  await expect(started(options)).rejects.toThrow(message)
})

test('a port that is taken is said to be', async () => {
  const { port } = await started()
  await expect(started({ port })).rejects.toThrow('it is taken')
})

test('elsewhere it is reached by address and by the names that were given', async () => {
  const server = await started({ host: '0.0.0.0', isBehindProxy: true, names: ['leantern.example'] })
  const statusFor = async (host: string): Promise<number> => (await ask(server, { headers: { host } })).status
  expect(await statusFor('leantern.example')).toBe(200)
  expect(await statusFor(`10.0.0.7:${server.port}`)).toBe(200)
  expect(await statusFor('evil.example')).toBe(403)
})

test('speaks TLS with a key and a certificate', async (context) => {
  await using tree = await makeTree({})
  const [key, certificate] = [tree.at('key.pem'), tree.at('certificate.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
      { stdio: 'ignore' },
    )
  } catch {
    return context.skip('openssl is not installed')
  }
  const ca = readFileSync(certificate, 'utf8')
  const server = await started({ host: '0.0.0.0', tls: { key: readFileSync(key, 'utf8'), certificate: ca } })
  expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
  expect((await ask(server, { ca })).status).toBe(200)
})
