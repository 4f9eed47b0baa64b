import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { openEncoder } from '../encoder.ts'
import { json, loopback, type Asked } from '../testing/loopback.ts'
import type { EncoderInput } from '../windows.ts'
import type { EndpointParts } from './ask-endpoint.ts'
import { parseEndpoint, type EndpointDescription } from './endpoint-description.ts'
import { openEndpoint, probeDimensions } from './endpoint-encoder.ts'
import { endpointAddress, type Protocol } from './wire.ts'

/** A vector of three numbers that tells texts apart by their length and first letter. */
function vectorOf(text: string): number[] {
  return [text.length, text.charCodeAt(0), 1]
}

function unit(vector: readonly number[]): number[] {
  return vector.map((value) => value / Math.hypot(...vector))
}

interface Question {
  readonly model: string
  readonly input: readonly string[]
}

const questionOf = ({ body }: Asked): Question => JSON.parse(body) as Question

/** What real servers of each kind answer. */
const answers: Readonly<Record<Protocol, (question: Question) => unknown>> = {
  openai: ({ model, input }) => ({
    object: 'list',
    // The order of the list is not promised; the index is.
    data: input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })).toReversed(),
    model,
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }),
  ollama: ({ model, input }) => ({
    model,
    embeddings: input.map(vectorOf),
    total_duration: 14_143_917,
    load_duration: 1_019_500,
    prompt_eval_count: 8,
  }),
}

function describeAt(url: string, changes: Partial<EndpointDescription> = {}): EndpointDescription {
  const endpoint = {
    kind: 'endpoint',
    name: 'far',
    protocol: 'openai',
    url,
    model: 'embedder',
    dimensions: 3,
    ...changes,
  }
  const parsed = parseEndpoint(JSON.stringify(endpoint))
  if (parsed === null) throw new Error('Not an endpoint')
  return parsed
}

const quick: EndpointParts = { env: {}, attempts: 3, firstWaitMs: 1, idleMs: 5000 }
const passage = (text: string, header = ''): EncoderInput => ({ header, text })

describe.each(['openai', 'ollama'] as const)('a server that speaks %s', (protocol) => {
  test('is asked in batches, and answers with unit vectors in the order of the inputs', async () => {
    await using server = await loopback((asked, response) => json(response, answers[protocol](questionOf(asked))))
    const encoder = openEndpoint(describeAt(server.url, { protocol }), quick)
    const inputs = Array.from({ length: 150 }, (_, i) => passage(`${'x'.repeat(i + 1)}`, i % 2 === 0 ? '' : 'header'))
    const vectors = await encoder.embed(inputs)
    for (const [row, { header, text }] of inputs.entries()) {
      const expected = unit(vectorOf(header === '' ? text : `header\n${text}`))
      for (let d = 0; d < 3; d++) expect(vectors[row * 3 + d]).toBeCloseTo(expected[d], 5)
    }
    expect(server.asked.map((asked) => questionOf(asked).input.length).toSorted()).toEqual([22, 64, 64])
    const path = { openai: '/v1/embeddings', ollama: '/api/embed' }[protocol]
    expect(server.asked[0]).toMatchObject({ method: 'POST', url: path })
    expect(questionOf(server.asked[0]).model).toBe('embedder')
    await encoder.close()
  })

  test('says how many dimensions it gives', async () => {
    await using server = await loopback((asked, response) => json(response, answers[protocol](questionOf(asked))))
    expect(await probeDimensions(describeAt(server.url, { protocol }), quick)).toBe(3)
  })

  test.each([
    ['nothing we know', { result: 'ok' }],
    ['too few vectors', protocol === 'openai' ? { data: [] } : { embeddings: [] }],
    ['no JSON', undefined],
  ])('that answers with %s is reported', async (_, answer) => {
    await using server = await loopback((_asked, response) => void response.end(JSON.stringify(answer) ?? '<html>'))
    const encoder = openEndpoint(describeAt(server.url, { protocol }), quick)
    const wrong = { code: 'network', message: expect.stringContaining('Expected 1 embeddings') }
    await expect(encoder.embed([passage('tea')])).rejects.toMatchObject(wrong)
    expect(server.asked).toHaveLength(1)
  })
})

describe('texts', () => {
  test('of white space are not sent and have no vector; lone surrogates are replaced', async () => {
    await using server = await loopback((asked, response) => json(response, answers.openai(questionOf(asked))))
    const encoder = openEndpoint(describeAt(server.url), quick)
    const vectors = await encoder.embed([passage(' \n'), passage('a\ud800b')])
    expect([...vectors.subarray(0, 3)]).toEqual([0, 0, 0])
    expect(questionOf(server.asked[0]).input).toEqual(['a\ufffdb'])
  })

  test('get the prefix of their use', async () => {
    await using server = await loopback((asked, response) => json(response, answers.openai(questionOf(asked))))
    const prefixes = { queryPrefix: 'query: ', passagePrefix: 'passage: ' }
    const encoder = openEndpoint(describeAt(server.url, prefixes), quick)
    await encoder.embed([{ header: '', text: 'tea', use: 'query' }, passage('tea', 'drinks')])
    expect(questionOf(server.asked[0]).input).toEqual(['query: tea', 'passage: drinks\ntea'])
  })

  test('that are long are sent in parts with the header, and are their mean', async () => {
    await using server = await loopback((asked, response) => json(response, answers.openai(questionOf(asked))))
    const encoder = openEndpoint(describeAt(server.url, { maxCharacters: 1000 }), quick)
    const vectors = await encoder.embed([passage('y'.repeat(2500), 'head')])
    const { input } = questionOf(server.asked[0])
    expect(input).toHaveLength(3)
    expect(input.map((part) => part.replace(/^head\n/u, '')).join('')).toBe('y'.repeat(2500))
    expect(Math.hypot(...vectors)).toBeCloseTo(1, 5)
  })
})

describe('when a server fails', () => {
  test('what may pass is tried again, as late as the server asks', async () => {
    await using server = await loopback((asked, response, index) => {
      if (index === 0) response.socket?.destroy()
      else if (index === 1) response.writeHead(429, { 'retry-after': '0.05' }).end()
      else json(response, answers.openai(questionOf(asked)))
    })
    const vectors = await openEndpoint(describeAt(server.url), quick).embed([passage('tea')])
    expect(Math.hypot(...vectors)).toBeCloseTo(1, 5)
    expect(server.asked).toHaveLength(3)
  })

  test.each([
    [503, { error: { message: 'overloaded' } }, 'overloaded', 3],
    [404, { error: 'model "embedder" not found, try pulling it first' }, 'try pulling it first', 1],
    [400, { error: { message: 'input too long' } }, 'input too long', 1],
    [401, { error: { message: 'wrong key' } }, 'It wants a key', 1],
  ])('with %d it says why', async (status, body, message, attempts) => {
    await using server = await loopback((_, response) => json(response, body, status))
    const failing = openEndpoint(describeAt(server.url), quick).embed([passage('tea')])
    await expect(failing).rejects.toMatchObject({ code: 'network', message: expect.stringContaining(message) })
    expect(server.asked).toHaveLength(attempts)
  })

  test('that is not there, or says nothing, is given up', async () => {
    const gone = await loopback(() => {})
    await gone[Symbol.asyncDispose]()
    const unreachable = openEndpoint(describeAt(gone.url), quick).embed([passage('tea')])
    await expect(unreachable).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('nothing answers'),
    })
    await using silent = await loopback(() => {})
    const waiting = openEndpoint(describeAt(silent.url), { ...quick, idleMs: 500, attempts: 2 }).embed([passage('tea')])
    await expect(waiting).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('no answer for') })
    expect(silent.asked).toHaveLength(2)
  })

  test('nobody waits long for an answer, but for work in the background it is asked as often as may help', async () => {
    await using server = await loopback((_, response) => json(response, { error: { message: 'loading' } }, 503))
    const encoder = openEndpoint(describeAt(server.url), { env: {}, firstWaitMs: 1 })
    await expect(encoder.embed([passage('tea')])).rejects.toMatchObject({ code: 'network' })
    expect(server.asked).toHaveLength(2)
    await expect(encoder.embed([passage('tea')], undefined, { background: {} })).rejects.toMatchObject({
      code: 'network',
    })
    expect(server.asked).toHaveLength(7)
  })

  test('that asks to be left alone for a while is not waited for', async () => {
    await using server = await loopback((_, response) => void response.writeHead(429, { 'retry-after': '30' }).end())
    const encoder = openEndpoint(describeAt(server.url), quick)
    await expect(encoder.embed([passage('tea')])).rejects.toMatchObject({ code: 'network' })
    expect(server.asked).toHaveLength(1)
  })

  test('that is away is not asked by every query, but by work in the background, which finds it again', async () => {
    let isAway = true
    await using server = await loopback((asked, response) => {
      if (isAway) response.socket?.destroy()
      else json(response, answers.openai(questionOf(asked)))
    })
    const encoder = openEndpoint(describeAt(server.url), { ...quick, attempts: 1 })
    for (let i = 0; i < 3; i++) await expect(encoder.embed([passage('tea')])).rejects.toMatchObject({ code: 'network' })
    expect(server.asked).toHaveLength(1)
    isAway = false
    await encoder.embed([passage('tea')], undefined, { background: {} })
    expect(Math.hypot(...(await encoder.embed([passage('tea')])))).toBeCloseTo(1, 5)
  })

  test('other dimensions than before are a clear error', async () => {
    await using server = await loopback((asked, response) => json(response, answers.openai(questionOf(asked))))
    const changed = openEndpoint(describeAt(server.url, { dimensions: 4 }), quick).embed([passage('tea')])
    const message = expect.stringContaining('with 3 dimensions where it had 4 before')
    await expect(changed).rejects.toMatchObject({ code: 'model-mismatch', message })
  })

  test('vectors without a length are a clear error', async () => {
    await using server = await loopback((_, response) => json(response, { data: [{ index: 0, embedding: [0, 0, 0] }] }))
    const broken = openEndpoint(describeAt(server.url), quick).embed([passage('tea')])
    await expect(broken).rejects.toMatchObject({
      code: 'model-mismatch',
      message: expect.stringContaining('not finite'),
    })
  })

  test('a call can be cancelled, and ends when the encoder is closed', async () => {
    await using silent = await loopback(() => {})
    const encoder = openEndpoint(describeAt(silent.url), quick)
    const controller = new AbortController()
    const cancelled = encoder.embed([passage('tea')], controller.signal)
    const closed = encoder.embed([passage('tea')])
    setTimeout(() => controller.abort(new Error('enough')), 10)
    await expect(cancelled).rejects.toThrow('enough')
    await encoder.close()
    await expect(closed).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('closed') })
    await expect(encoder.embed([])).rejects.toMatchObject({ code: 'failed' })
  })
})

describe('the key', () => {
  test('comes from the environment and goes to the server only', async () => {
    await using server = await loopback((asked, response) => json(response, answers.openai(questionOf(asked))))
    const endpoint = describeAt(server.url, { keyVariable: 'TEST_KEY' })
    await openEndpoint(endpoint, { ...quick, env: { TEST_KEY: 'secret-1' } }).embed([passage('tea')])
    expect(server.asked[0].headers.authorization).toBe('Bearer secret-1')
  })

  test('that is missing, or would go in the clear, is an error before anything is sent', () => {
    const endpoint = describeAt('https://models.example/v1', { keyVariable: 'TEST_KEY' })
    expect(() => openEndpoint(endpoint, quick)).toThrow(/in the variable TEST_KEY, which is not set/u)
    const plain = { ...endpoint, url: 'http://models.example/v1' }
    expect(() => openEndpoint(plain, { ...quick, env: { TEST_KEY: 'secret-1' } })).toThrow(/in the clear/u)
  })
})

test('no more than two requests are under way in the background, and the foreground does not wait for them', async () => {
  let underWay = 0
  let most = 0
  let beforeQuery = 0
  const queried = Promise.withResolvers<void>()
  await using server = await loopback(async (asked, response) => {
    if (questionOf(asked).input[0] === 'query') {
      beforeQuery = underWay
      queried.resolve()
    } else {
      most = Math.max(most, ++underWay)
      await queried.promise
      await sleep(2)
      underWay--
    }
    json(response, answers.openai(questionOf(asked)))
  })
  const encoder = openEndpoint(describeAt(server.url), quick)
  const background = encoder.embed(
    Array.from({ length: 640 }, () => passage('background')),
    undefined,
    { background: {} },
  )
  await vi.waitUntil(() => underWay === 2)
  await encoder.embed([passage('query')])
  await background
  expect([most, beforeQuery]).toEqual([2, 2])
})

test.each([
  ['openai', 'https://models.example', 'https://models.example/v1/embeddings'],
  ['openai', 'https://models.example/v1/', 'https://models.example/v1/embeddings'],
  ['openai', 'https://models.example/v1/embeddings', 'https://models.example/v1/embeddings'],
  ['ollama', 'http://localhost:11434', 'http://localhost:11434/api/embed'],
  ['ollama', 'http://localhost:11434/api/embed', 'http://localhost:11434/api/embed'],
] as const)('%s at %s is asked at %s', (protocol, url, expected) => {
  expect(endpointAddress(protocol, url)).toBe(expected)
})

test('a folder with the model.json of a server is opened like every model', async () => {
  await using server = await loopback((asked, response) => json(response, answers.ollama(questionOf(asked))))
  await using tree = await makeTree({})
  await writeFile(join(tree.root, 'model.json'), JSON.stringify(describeAt(server.url, { protocol: 'ollama' })))
  const encoder = await openEncoder(tree.root)
  expect(encoder).toMatchObject({ name: 'far', dimensions: 3, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/u) })
  expect(Math.hypot(...(await encoder.embed([passage('tea')])))).toBeCloseTo(1, 5)
  await encoder.close()
})
