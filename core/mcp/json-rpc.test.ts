/* The protocol as bytes: a process, one JSON object a line, no library on the client's side. */
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leantern, outcomeOf, startLeantern, type LeanternProcess } from '../cli/testing.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  tree = await makeTree(fourFiles)
  library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

interface Message {
  readonly id?: number
  readonly result?: Record<string, unknown>
  readonly error?: { readonly code: number }
}

/** Sends a line and waits for the answer with its id; every line that comes must be JSON-RPC. */
function plainClient(child: LeanternProcess) {
  const answers = new Map<number, (message: Message) => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Message & { jsonrpc: string }
    expect(message.jsonrpc).toBe('2.0')
    answers.get(message.id ?? -1)?.(message)
  })
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const request = (id: number, method: string, params: object = {}): Promise<Message> => {
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve))
    send({ id, method, params })
    return answer
  }
  return { send, request }
}

const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'plain', version: '0' } }

test('a plain client says hello, lists the tools, searches, and ends the process by closing its input', async () => {
  const child = startLeantern('mcp', '--index', library)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const { send, request } = plainClient(child)
  const { result } = await request(1, 'initialize', hello)
  expect(result).toMatchObject({
    protocolVersion: '2025-06-18',
    serverInfo: { name: 'leantern' },
    capabilities: { tools: {}, resources: {} },
  })
  send({ method: 'notifications/initialized' })
  const tools = (await request(2, 'tools/list')).result?.['tools'] as { name: string }[]
  expect(tools.map(({ name }) => name)).toContain('search')
  const [found, pong] = await Promise.all([
    request(3, 'tools/call', { name: 'search', arguments: { query: 'magma and ash' } }),
    request(4, 'ping'),
  ])
  expect(found.result?.['structuredContent']).toMatchObject({ results: [{ path: tree.at('nature/volcano.txt') }, {}] })
  expect(pong.result).toEqual({})
  expect((await request(5, 'tools/destroy')).error?.code).toBe(-32601)
  child.stdin.write('this is not JSON\n')
  expect((await request(6, 'ping')).result).toEqual({})
  child.stdin.end()
  expect(await ended).toBe(0)
})

test('without a library the command says how to make one, on standard error alone', async () => {
  const child = startLeantern('mcp', '--index', tree.at('nothing'))
  child.stdin.end()
  expect(await outcomeOf(child)).toMatchObject({ code: 3, out: '', err: expect.stringContaining('leantern index') })
})
