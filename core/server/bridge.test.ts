import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { messagesPerSecond, mostMessageBytes, startBridge, type Bridge } from './bridge.ts'

let home = ''
let bridge: Bridge
const gone: string[] = []
const logged: unknown[] = []

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'leantern-bridge-'))
  writeFileSync(join(home, 'secret.txt'), 'secret')
  const folder = join(home, 'page')
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head><title>x</title></head></html>')
  writeFileSync(join(folder, 'app.js'), 'export {}')
  writeFileSync(join(folder, 'notes.txt'), 'not for a window')
  bridge = await startBridge({
    folder,
    script: 'window.leantern = {}',
    async handle({ name, ask, client }) {
      if (name === 'bug') throw new TypeError('a bug')
      if (name === 'unsendable') return 1n
      return { ok: true, value: { name, ask, isNamed: client !== '' } }
    },
    onGone: (client) => void gone.push(client),
    log: (event, fields) => void logged.push([event, fields]),
    times: { headersMs: 500, requestMs: 500 },
  })
})

afterAll(async () => {
  await bridge.close()
  rmSync(home, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: NodeJS.Dict<string | string[]>
}

function page(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ port: bridge.port, host: '127.0.0.1', path, headers, method }, async (response) => {
      let body = ''
      for await (const part of response) body += String(part)
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers })
    })
    request.once('error', reject)
  })
}

/** 'open', or the status with which the connection was refused. */
function tryConnect(words: readonly string[], headers: Record<string, string>): Promise<'open' | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/`, [...words], { headers })
    socket.once('open', () => {
      socket.close()
      resolve('open')
    })
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

const origin = () => ({ origin: `http://127.0.0.1:${bridge.port}` })

async function connected(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/`, ['leantern.1', bridge.token], { headers: origin() })
  await new Promise((resolve) => socket.once('open', resolve))
  return socket
}

function nextMessage(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
}

test('the token has 24 bytes and stays out of what a browser sends', () => {
  expect(Buffer.from(bridge.token, 'base64url').byteLength).toBe(24)
  expect(new URL(bridge.url).hash).toBe(`#token=${bridge.token}`)
})

test('a window with token, Origin and Host is connected', async () => {
  expect(await tryConnect(['leantern.1', bridge.token], origin())).toBe('open')
})

test.each([
  ['a wrong token', () => ['leantern.1', 'A'.repeat(32)], {}],
  ['a token that is too short', () => ['leantern.1', bridge.token.slice(1)], {}],
  ['no token', () => ['leantern.1'], {}],
  ['another protocol', () => ['leantern.2', bridge.token], {}],
  ['a word too many', () => ['leantern.1', bridge.token, 'x'], {}],
  ["another page's Origin", () => ['leantern.1', bridge.token], { origin: 'http://evil.example' }],
  ['another Host', () => ['leantern.1', bridge.token], { host: 'evil.example' }],
])('%s is refused', async (_what, words, headers) => {
  expect(await tryConnect(words(), { ...origin(), ...headers })).toBe(403)
})

test('a connection without Origin is refused', async () => {
  expect(await tryConnect(['leantern.1', bridge.token], {})).toBe(403)
})

test('the page comes with its policy, unkept, and loads the bridge first', async () => {
  const { status, body, headers } = await page('/')
  expect(status).toBe(200)
  expect(body).toContain('<head><script src="/bridge.js"></script><title>')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${bridge.port}`)
  expect(headers['cache-control']).toBe('no-store')
  expect((await page('/bridge.js')).body).toBe('window.leantern = {}')
  expect((await page('/app.js')).headers['content-type']).toMatch(/javascript/)
})

test('the page is not given to another Host', async () => {
  expect((await page('/', { host: 'evil.example' })).status).toBe(403)
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..%5csecret.txt',
  '/%00',
  '/%',
  '/notes.txt',
  '/no.js',
  '/assets/',
])('%s is not found', async (path) => {
  expect((await page(path)).status).toBe(404)
})

test('a path that is sent as it is does not leave the folder', async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(bridge.port, '127.0.0.1', () => {
      socket.write(`GET /../secret.txt HTTP/1.1\r\nHost: 127.0.0.1:${bridge.port}\r\nConnection: close\r\n\r\n`)
    })
    let text = ''
    socket.on('data', (data) => (text += String(data)))
    socket.on('close', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1.1 404/)
})

test('only reading is allowed', async () => {
  expect((await page('/', {}, 'POST')).status).toBe(405)
})

test('requests are answered and events reach the window', async () => {
  const socket = await connected()
  socket.send(JSON.stringify({ id: 7, name: 'search', ask: { query: 'ä' } }))
  expect(await nextMessage(socket)).toEqual({
    kind: 'reply',
    id: 7,
    reply: { ok: true, value: { name: 'search', ask: { query: 'ä' }, isNamed: true } },
  })
  bridge.broadcast('statusChanged', { a: 1 })
  expect(await nextMessage(socket)).toEqual({ kind: 'event', name: 'statusChanged', event: { a: 1 } })
  const before = gone.length
  socket.close()
  await expect.poll(() => gone.length).toBe(before + 1)
})

test.each([
  ['an oversized message', () => 'x'.repeat(mostMessageBytes + 1), 1009],
  ['a message that is not JSON', () => 'hello', 1008],
  ['a message of another shape', () => '{"id":"7","name":"search"}', 1008],
])('%s ends the connection', async (_what, text, code) => {
  const socket = await connected()
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.send(text())
  expect(await closed).toBe(code)
})

test.each(['bug', 'unsendable'])(
  'a bug in answering (%s) is logged, the window is told, and it may go on asking',
  async (name) => {
    const socket = await connected()
    const before = logged.length
    socket.send(JSON.stringify({ id: 1, name }))
    const reply = { ok: false, code: 'failed', message: expect.stringContaining('fault in Leantern') }
    expect(await nextMessage(socket)).toEqual({ kind: 'reply', id: 1, reply })
    expect(logged.slice(before)).toEqual([
      ['bridge.bug', { request: name, error: expect.stringMatching(/^TypeError: /) }],
    ])
    socket.send(JSON.stringify({ id: 2, name: 'search', ask: {} }))
    expect(await nextMessage(socket)).toMatchObject({ id: 2, reply: { ok: true } })
    socket.close()
  },
)

test('a window that asks without end is cut off', async () => {
  const socket = await connected()
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  for (let i = 0; i < messagesPerSecond * 10; i++) socket.send(JSON.stringify({ id: i, name: 'search', ask: {} }))
  expect(await closed).toBe(1008)
})

test('a window that does not take what it is sent is cut off, and others go on', async () => {
  const [slow, other] = [await connected(), await connected()]
  const before = gone.length
  slow.pause()
  let heard = 0
  other.on('message', () => heard++)
  const event = { text: 'x'.repeat(1_000_000) }
  for (let i = 0; i < 60 && gone.length === before; i++) {
    bridge.broadcast('statusChanged', event)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await expect.poll(() => gone.length).toBe(before + 1)
  await expect.poll(() => heard).toBeGreaterThan(16)
  other.close()
})

test('a client that takes its time over its headers is cut off', async () => {
  const socket = connect(bridge.port, '127.0.0.1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {}).resume()
  socket.write('GET / HTTP/1.1\r\nHost: ')
  await closed
  expect(socket.destroyed).toBe(true)
})
