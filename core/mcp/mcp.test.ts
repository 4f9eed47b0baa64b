import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leantern } from '../cli/testing.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles, subjects } from '../test/library-fixture.ts'
import type { DocumentText, LibraryStatus, SearchAnswer } from '../types.ts'
import { documentUri } from './document-address.ts'
import { connectedAgent } from './testing.ts'

let tree: TestTree
let library: string
let client: Client

/** Ten sections that have nothing in common. */
const sections = [...Array(10).keys()].map((i) => {
  const words = [...Array(120).keys()].map((j) => `word${i}x${j}`)
  return `## Section ${i}\n\nTea ${words.join(' ')}.\n`
})

beforeAll(async () => {
  const files = { ...fourFiles, 'long.md': sections.join('\n') }
  tree = await makeTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`docs/${path}`, text])))
  library = tree.at('library')
  await leantern('index', tree.at('docs'), '--index', library)
  client = await connectedAgent('--index', library)
  await client.listTools()
})
afterAll(async () => {
  await client.close()
  await tree[Symbol.asyncDispose]()
})

interface Answer {
  readonly content: readonly { readonly type: string; readonly text: string }[]
  readonly structuredContent?: unknown
  readonly isError?: boolean
}

/** The client checks the structured answer against the tool's own schema. */
async function call(name: string, input: Record<string, unknown> = {}): Promise<Answer> {
  return (await client.callTool({ name, arguments: input })) as unknown as Answer // of the tools here, none runs as a task
}

async function answer<T>(name: string, input: Record<string, unknown> = {}): Promise<T> {
  const { structuredContent, isError, content } = await call(name, input)
  expect(isError === true ? content : []).toEqual([])
  expect(JSON.parse(content[0].text)).toEqual(structuredContent)
  return structuredContent as T
}

interface Found extends SearchAnswer {
  readonly results: readonly (SearchAnswer['results'][number] & { readonly resource: string })[]
  readonly next: string | null
}

describe('the tools', () => {
  test('all say that they only read', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['search', 'get_passage', 'list_sources', 'status'])
    for (const { annotations, inputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false })
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
    }
  })

  test('search finds passages by meaning, get_passage reads around one', async () => {
    const { results } = await answer<Found>('search', { query: 'hot drink from leaves', limit: 3 })
    expect(results).toHaveLength(3)
    expect(results.map(({ path }) => path)).toContain(tree.at('docs/tea.md'))
    const { path, start } = results[0]
    const { passages } = await answer<DocumentText>('get_passage', { path, start, neighbours: 0 })
    expect(passages).toHaveLength(1)
    expect(passages[0].text).toContain(subjects.tea)
    const long = { path: tree.at('docs/long.md') }
    const { chunks } = await answer<DocumentText>('get_passage', long)
    const middle = await answer<DocumentText>('get_passage', { ...long, start: 4000, neighbours: 2 })
    expect(middle.passages).toHaveLength(Math.min(5, chunks))
  })

  test('search goes on where it stopped, without repeating a result', async () => {
    const ranks: number[] = []
    const places = new Set<string>()
    let next: string | null = '0'
    while (next !== null) {
      const page: Found = await answer<Found>('search', { query: 'tea', limit: 4, cursor: next })
      for (const { rank, path, start } of page.results) {
        ranks.push(rank)
        places.add(`${path}:${start}`)
      }
      next = page.next
    }
    expect(ranks.length).toBeGreaterThan(8)
    expect(ranks).toEqual([...Array(ranks.length).keys()].map((i) => i + 1))
    expect(places.size).toBe(ranks.length)
  })

  test('search keeps to its filters, and says which it does not know', async () => {
    const filters = { type: 'text', in: tree.at('docs/nature') }
    const { results } = await answer<Found>('search', { query: 'tea', filters })
    expect(results.length).toBeGreaterThan(0)
    expect(results.every(({ path }) => path.startsWith(tree.at('docs/nature')))).toBe(true)
    const wrong = await call('search', { query: 'tea', filters: { before: 'some day' } })
    expect(wrong).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('before') }] })
    expect(await call('search', { query: 'tea', filters: { colour: 'red' } })).toMatchObject({ isError: true })
  })

  test('list_sources and status say what there is', async () => {
    const { sources } = await answer<{ sources: unknown[] }>('list_sources')
    const status = await answer<LibraryStatus>('status')
    expect(sources).toEqual([{ path: tree.at('docs'), documents: 5, textBytes: status.textBytes }])
    expect(status).toMatchObject({ documents: 5, errors: 0, pending: 0 })
  })

  test.each([
    ['search', {}, 'expected string'],
    ['search', { query: '' }, 'query'],
    ['search', { query: '   ' }, 'Expected a question or some words'],
    ['search', { query: 'tea', limit: 0 }, 'limit'],
    ['search', { query: 'tea', delete: true }, 'delete'],
    ['search', { query: 'tea', cursor: 'x' }, 'Expected the `next`'],
    ['get_passage', { path: '/etc/passwd' }, 'The library has no document /etc/passwd'],
    ['get_passage', { path: '../../etc/passwd', start: 0 }, 'The library has no document'],
    ['status', { now: 1 }, 'now'],
  ])('%s %j is refused in words that the agent can read', async (name, input, message) => {
    const { isError, content } = await call(name, input)
    expect(isError).toBe(true)
    expect(content[0].text).toContain(message)
  })

  test('what is not a tool is a mistake of the client', async () => {
    await expect(call('delete_library')).rejects.toMatchObject({ code: -32602 })
  })

  test('what is indexed meanwhile is found', async () => {
    await writeFile(tree.at('docs/fern.txt'), 'Ferns multiply by spores.')
    await leantern('index', '--index', library)
    const { results } = await answer<Found>('search', { query: 'spores of ferns', limit: 1 })
    expect(results[0].path).toBe(tree.at('docs/fern.txt'))
    await rm(tree.at('docs/fern.txt'))
    await leantern('index', '--index', library)
  })
})

describe('the resources', () => {
  test('are the documents, and their text is read by address', async () => {
    const { resources, nextCursor } = await client.listResources()
    expect(resources).toHaveLength(5)
    expect(nextCursor).toBeUndefined()
    const { uri } = resources.find(({ name }) => name === tree.at('docs/money.txt'))!
    const { contents } = await client.readResource({ uri })
    expect(contents).toEqual([{ uri, mimeType: 'text/plain', text: subjects.mortgage }])
  })

  test('come in pages', async () => {
    const many = Object.fromEntries([...Array(205).keys()].map((i) => [`docs/many/${i}.txt`, `Number ${i}.`]))
    await using other = await makeTree(many)
    await leantern('index', other.at('docs'), '--index', other.at('library'))
    const second = await connectedAgent('--index', other.at('library'))
    const uris = new Set<string>()
    const pages: number[] = []
    let cursor: string | undefined
    do {
      const page = await second.listResources({ cursor })
      pages.push(page.resources.length)
      for (const { uri } of page.resources) uris.add(uri)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    await second.close()
    expect([pages, uris.size]).toEqual([[100, 100, 5], 205])
  })

  test.each([
    [documentUri({ path: '/etc/passwd', part: '', from: 0 }), -32002],
    ['file:///etc/passwd', -32602],
    ['leantern://document?path=', -32602],
    ['leantern://document?path=%2Fx&from=-1', -32602],
  ])('%s is refused', async (uri, code) => {
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code })
  })

  test('a cursor that was never handed out is refused', async () => {
    await expect(client.listResources({ cursor: 'x' })).rejects.toMatchObject({ code: -32602 })
  })

  test('a template says how addresses are made', async () => {
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates[0].uriTemplate).toBe('leantern://document{?path,part,from}')
  })
})
