import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { readHolder } from '../catalogue/lock-holder.ts'
import { leantern, outcomeOf, serviceOf, startLeantern } from './testing.ts'
import { hasWindow } from './window.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  tree = await makeTree(fourFiles)
  library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

test('serve --help explains itself', async () => {
  const { code, out } = await leantern('serve', '--help')
  expect([code, out]).toEqual([0, expect.stringContaining('Usage: leantern serve')])
})

test.each([
  [['--host', '0.0.0.0'], 'without TLS'],
  [['--port', '99999'], 'Expected a whole number from 0 to 65535'],
  [['--provider', 'ollama'], 'Expected --model'],
])('serve %j ends with 2 and says why', async (words, message) => {
  const { code, out, err } = await leantern('serve', '--index', library, ...words)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

test('serve answers REST and the protocol of agents with the token of LEANTERN_TOKEN, and ends well on Ctrl-C', async () => {
  process.env['LEANTERN_TOKEN'] = 'a-token-of-my-own-choice'
  const child = startLeantern('serve', '--no-window', '--json', '--index', library)
  delete process.env['LEANTERN_TOKEN']
  const { url, token } = await serviceOf(child)
  expect(token).toBe('a-token-of-my-own-choice')
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' }
  const found = await fetch(`${url}/api/search?query=magma`, { headers })
  expect(await found.json()).toMatchObject({ results: [{ path: tree.at('nature/volcano.txt') }, {}] })
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  const tools = await fetch(`${url}/mcp`, {
    method: 'POST',
    body,
    headers: { ...headers, 'content-type': 'application/json' },
  })
  expect(tools.status).toBe(200)
  expect((await fetch(`${url}/other`, { headers })).status).toBe(404)
  expect((await fetch(`${url}/api/status`)).status).toBe(401)
  const outcome = outcomeOf(child)
  child.kill('SIGINT')
  expect(await outcome).toMatchObject({ code: 0, err: 'Ctrl-C ends it.\n' })
})

test.skipIf(!hasWindow())('serve shows the window in a browser, and its engine takes changes over', async () => {
  const child = startLeantern('serve', '--json', '--index', library)
  const { url, token, window = '' } = await serviceOf(child)
  const page = await fetch(window)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<script src="/bridge.js">')])
  await expect.poll(() => readHolder(library)?.address, { timeout: 60_000 }).toBeTypeOf('string')
  expect(await leantern('index', tree.at('tea.md'), '--index', library)).toMatchObject({ code: 0 })
  const headers = { authorization: `Bearer ${token}` }
  const found = await fetch(`${url}/api/search?query=tea`, { headers })
  expect(await found.json()).toMatchObject({ results: [{ path: tree.at('tea.md') }, {}, {}] })
  const outcome = outcomeOf(child)
  child.kill('SIGINT')
  expect(await outcome).toMatchObject({ code: 0, err: 'Ctrl-C ends it.\n' })
  expect(await leantern('check', '--index', library)).toMatchObject({ code: 0 })
})
