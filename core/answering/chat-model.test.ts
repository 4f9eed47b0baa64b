import { describe, expect, test } from 'vitest'
import { createChatModel, type ChatServer } from './chat-model.ts'
import { ollamaEnd, ollamaLine, openaiEnd, openaiLine, startStandIn, type Behaviour } from './testing.ts'

const messages = [{ role: 'user', content: 'What is tea?' }] as const

interface Asked {
  readonly server: ChatServer
  readonly behaviour: Behaviour
  readonly options?: { readonly firstMs?: number; readonly idleMs?: number; readonly key?: string }
}

async function answerOf({ server, behaviour, options = {} }: Asked): Promise<string[]> {
  await using standIn = await startStandIn(server)
  standIn.behaviour = behaviour
  const model = createChatModel({ server, model: 'test', baseUrl: standIn.baseUrl, ...options })
  const pieces: string[] = []
  for await (const piece of model.stream(messages)) pieces.push(piece)
  return pieces
}

describe.each(['ollama', 'openai'] as const)('a server that speaks like %s', (server) => {
  const [line, end] = server === 'ollama' ? [ollamaLine, ollamaEnd] : [openaiLine, openaiEnd]

  test('streams its answer piece by piece', async () => {
    expect(await answerOf({ server, behaviour: { kind: 'answers', pieces: ['Tea is ', 'a drink', '.'] } })).toEqual([
      'Tea is ',
      'a drink',
      '.',
    ])
  })

  test('is asked with the messages, streaming, and without any tool', async () => {
    await using standIn = await startStandIn(server)
    standIn.behaviour = { kind: 'answers', pieces: ['x'] }
    const options = { server, model: 'm', baseUrl: `${standIn.baseUrl}/`, key: 'secret' } as const
    await Array.fromAsync(createChatModel(options).stream(messages))
    const [{ path, body, headers }] = standIn.seen
    expect(path).toBe(server === 'ollama' ? '/api/chat' : '/v1/chat/completions')
    expect(body).toMatchObject({ model: 'm', stream: true, messages })
    expect(Object.keys(body).filter((key) => /tool|function/u.test(key))).toEqual([])
    expect(headers.authorization).toBe('Bearer secret')
  })

  test('may cut its lines anywhere, also inside a letter', async () => {
    const bytes = Buffer.from(line('Grüner Tee, 緑茶') + end)
    const parts = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7))
    expect((await answerOf({ server, behaviour: { kind: 'sends', parts } })).join('')).toBe('Grüner Tee, 緑茶')
  })

  test.each([
    ['cut off between lines', { kind: 'cuts', parts: [line('Tea')] }, /cut off|terminated|closed/u],
    ['cut off inside a line', { kind: 'cuts', parts: [line('Tea').slice(0, 25)] }, /cut off|terminated|closed/u],
    ['ended without saying that it is whole', { kind: 'sends', parts: [line('Tea')] }, /cut off/u],
    ['what is not understood', { kind: 'sends', parts: ['data: <html>\n'] }, /not understood/u],
    [
      'an error with its reason',
      { kind: 'sends', status: 404, parts: ['{"error":"model \\"test\\" not found"}'] },
      /404: model "test" not found/u,
    ],
    ['an error of a page', { kind: 'sends', status: 502, parts: ['<html>Bad gateway</html>'] }, /answered 502/u],
    [
      'another address',
      { kind: 'sends', status: 302, headers: { location: 'http://127.0.0.1:9/' }, parts: [] },
      /redirect/u,
    ],
  ] satisfies [string, Behaviour, RegExp][])('%s is told', async (_what, behaviour, message) => {
    await expect(answerOf({ server, behaviour })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    ['that never answers', { kind: 'hangs', parts: [] }, { firstMs: 100 }],
    ['that stops in the middle', { kind: 'hangs', parts: [line('Tea')] }, { idleMs: 100 }],
  ] satisfies [string, Behaviour, object][])('is given up %s', async (_what, behaviour, options) => {
    await expect(answerOf({ server, behaviour, options })).rejects.toThrow('it took too long')
  })

  test('hears when the person cancels', async () => {
    await using standIn = await startStandIn(server)
    standIn.behaviour = { kind: 'hangs', parts: [line('Tea')] }
    const cancel = new AbortController()
    const stream = createChatModel({ server, model: 'm', baseUrl: standIn.baseUrl }).stream(messages, cancel.signal)
    expect(await stream.next()).toEqual({ value: 'Tea', done: false })
    cancel.abort()
    await expect(stream.next()).rejects.toMatchObject({ code: 'cancelled' })
    expect(await standIn.gone()).toBeUndefined()
  })

  test('a call of a tool in its answer is not text and nothing comes of it', async () => {
    const call =
      server === 'ollama'
        ? `${JSON.stringify({ message: { role: 'assistant', content: '', tool_calls: [{ function: { name: 'rm', arguments: {} } }] }, done: false })}\n`
        : `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [{ function: { name: 'rm', arguments: '{}' } }] } }] })}\n\n`
    expect(await answerOf({ server, behaviour: { kind: 'sends', parts: [call, line('Tea.'), end] } })).toEqual(['Tea.'])
  })
})

test('an error in the middle of a stream is told', async () => {
  const ollama = { kind: 'sends', parts: [ollamaLine('Tea'), '{"error":"out of memory"}\n'] } as const
  await expect(answerOf({ server: 'ollama', behaviour: ollama })).rejects.toThrow('out of memory')
  const openai = { kind: 'sends', parts: [openaiLine('Tea'), 'data: {"error":{"message":"overloaded"}}\n\n'] } as const
  await expect(answerOf({ server: 'openai', behaviour: openai })).rejects.toThrow('overloaded')
})

test('comments and events of server-sent events are passed over, and an end without [DONE] is one', async () => {
  const parts = [': waiting\n\n', 'event: message\n', openaiLine('Tea'), openaiEnd.replace(/data: \[DONE\]\n\n$/u, '')]
  expect(await answerOf({ server: 'openai', behaviour: { kind: 'sends', parts } })).toEqual(['Tea'])
})

test('an answer that the model had no room for is told to be cut', async () => {
  const last = 'data: {"choices":[{"delta":{},"finish_reason":"length"}]}\n\n'
  const behaviour = { kind: 'sends', parts: [openaiLine('Tea'), last] } as const
  await expect(answerOf({ server: 'openai', behaviour })).rejects.toThrow('longer than the model may write')
})

test('a server that is not there is told by its address', async () => {
  await using standIn = await startStandIn('ollama')
  const { baseUrl } = standIn
  await standIn[Symbol.asyncDispose]()
  const model = createChatModel({ server: 'ollama', model: 'llama3.2', baseUrl })
  await expect(model.stream(messages).next()).rejects.toThrow(
    `llama3.2 at ${new URL(baseUrl).host}: nothing listens there.`,
  )
})

test.each(['ftp://127.0.0.1', 'not an address', 'http://name:password@127.0.0.1'])('%s is no server', (baseUrl) => {
  expect(() => createChatModel({ server: 'openai', model: 'm', baseUrl })).toThrow('Expected the address of a server')
})

test('a key travels only to this machine or over https', () => {
  const options = { server: 'openai', model: 'm', key: 'secret' } as const
  expect(() => createChatModel({ ...options, baseUrl: 'http://models.example/v1' })).toThrow('Expected https')
  expect(createChatModel({ ...options, baseUrl: 'https://models.example/v1' }).isElsewhere).toBe(true)
  expect(createChatModel({ ...options, baseUrl: 'http://127.0.0.1:1234/v1' }).isElsewhere).toBe(false)
  expect(createChatModel({ ...options, baseUrl: 'http://[::1]:1234/v1' }).isElsewhere).toBe(false)
})
