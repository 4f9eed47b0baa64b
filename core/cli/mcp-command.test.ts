import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { leantern, outcomeOf, serviceOf, startLeantern } from './testing.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  tree = await makeTree(fourFiles)
  library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

test('mcp --help explains itself', async () => {
  expect(await leantern('mcp', '--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: leantern mcp'),
  })
})

test.each([
  [['--port', 'x'], 'Expected a whole number from 0 to 65535, got "x".'],
  [['--http', '--host', '0.0.0.0'], 'without TLS'],
  [['--http', '--tls-key', 'x'], 'together'],
  [['--http', '--tls-key', '/nowhere', '--tls-cert', '/nowhere'], 'Cannot read /nowhere'],
])('mcp %j ends with 2 and says why', async (words, message) => {
  const { code, out, err } = await leantern('mcp', '--index', library, ...words)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

test('mcp --http says where it listens, answers, and ends well on Ctrl-C', async () => {
  const child = startLeantern('mcp', '--http', '--json', '--index', library)
  const { url, token } = await serviceOf(child)
  const ask = (authorization: string): Promise<Response> =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    })
  expect(await (await ask(`Bearer ${token}`)).json()).toMatchObject({
    result: { tools: [{ name: 'search' }, {}, {}, {}] },
  })
  expect((await ask('Bearer nonsense-nonsense')).status).toBe(401)
  const outcome = outcomeOf(child)
  child.kill('SIGINT')
  expect(await outcome).toMatchObject({ code: 0, err: 'Ctrl-C ends it.\n' })
})
