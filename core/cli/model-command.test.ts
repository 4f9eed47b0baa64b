import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeHubModel } from '../embed/testing/hub-fixture.ts'
import { json, loopback } from '../embed/testing/loopback.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { leantern } from './testing.ts'

let tree: TestTree
beforeEach(async () => {
  const files = Object.entries(fourFiles).map(([path, content]) => [`docs/${path}`, content])
  tree = await makeTree(Object.fromEntries(files))
  process.env['LEANTERN_MODELS'] = tree.at('models')
  process.env['LEANTERN_CACHE'] = tree.at('cache')
})
afterEach(async () => {
  delete process.env['LEANTERN_MODELS']
  delete process.env['LEANTERN_CACHE']
  await tree[Symbol.asyncDispose]()
})

test('list shows what is here and what can be had', async () => {
  const { code, out } = await leantern('model', 'list', '--index', tree.at('library'))
  expect(code).toBe(0)
  expect(out).toContain('leantern-static-256')
  expect(out).toMatch(/multilingual-e5-small +384 dimensions +mul +MIT +487 MB/u)
  const asJson = await leantern('model', 'list', '--json', '--index', tree.at('library'))
  expect(JSON.parse(asJson.out)).toMatchObject({
    installed: [{ name: 'leantern-static-256', kind: 'embedded' }],
    available: [{ name: 'all-MiniLM-L6-v2', licence: 'Apache-2.0' }, {}, {}, {}, {}],
    library: null,
  })
})

test('a model from a folder is added, used by the library, and removed', async () => {
  const library = tree.at('library')
  await leantern('index', tree.at('docs'), '--index', library)
  const added = await leantern('model', 'add', await writeHubModel(tree.at('small')), '--name', 'tiny')
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining('Added tiny: 32 dimensions') })
  expect(added.out).toMatch(/It runs on \w+, about [\d,.]+ passages a second/u)
  const used = await leantern('model', 'use', 'tiny', '--index', library)
  expect(used).toMatchObject({ code: 0, out: expect.stringContaining("The library's model: tiny") })
  expect((await leantern('model', 'list', '--index', library)).out).toMatch(/^\* tiny/mu)
  const found = await leantern('search', 'volcano', '--index', library)
  expect(found).toMatchObject({ code: 0, out: expect.stringContaining('volcano.txt') })
  expect((await leantern('index', '--index', library)).out).toContain('4 unchanged')
  const back = await leantern('model', 'use', 'leantern-static-256', '--index', library, '--json')
  expect(JSON.parse(back.out)).toMatchObject({ model: 'leantern-static-256', embedded: 4, cancelled: false })
  expect(await leantern('model', 'remove', 'tiny')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Removed tiny'),
  })
})

test('a library that is not there yet is made with the model', async () => {
  await leantern('model', 'add', await writeHubModel(tree.at('small')))
  const library = tree.at('library')
  expect(await leantern('model', 'use', 'small', '--index', library)).toMatchObject({ code: 0 })
  await leantern('index', tree.at('docs'), '--index', library)
  expect(JSON.parse((await leantern('status', '--json', '--index', library)).out)).toMatchObject({
    model: 'small',
    documents: 4,
  })
})

test('a model that a server runs is added by its address', async () => {
  await using server = await loopback(({ body }, response) => {
    const { input } = JSON.parse(body) as { input: string[] }
    json(response, { embeddings: input.map((text) => [text.length, text.charCodeAt(0), text.charCodeAt(3) || 1]) })
  })
  const added = await leantern(
    'model',
    'add',
    server.url,
    '--ollama',
    'nomic-embed-text',
    '--name',
    'ours',
    '--languages',
    'en',
    'de',
  )
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining('Added ours: 3 dimensions') })
  expect((await leantern('model', 'list', '--index', tree.at('library'))).out).toMatch(/ours +3 dimensions +en de /u)
})

describe('what is wrong is said', () => {
  test.each([
    [['model', 'add', 'all-MiniLM-L6-v2'], 2, 'download about 90.9 MB from huggingface.co. Run it again with --yes'],
    [
      ['model', 'add', 'https://models.example/v1', '--openai', 'big'],
      2,
      'send texts of your documents to models.example',
    ],
    [['model', 'add', 'https://a.example', '--openai', 'x', '--ollama', 'y'], 2, 'got both'],
    [['model', 'add', 'no-such-model'], 2, 'one of all-MiniLM-L6-v2'],
    [['model', 'add', './nowhere'], 2, 'There is no folder'],
    [['model', 'use', 'nobody'], 3, 'There is no model nobody here'],
    [['model', 'remove', 'leantern-static-256'], 2, 'comes with Leantern'],
    [['model'], 2, 'Usage: leantern model'],
    [['model', 'dance'], 2, "unknown command 'dance'"],
    [['model', 'add'], 2, "missing required argument 'what'"],
  ])('%j ends with %d', async (words, code, message) => {
    const outcome = await leantern(...words, ...(words.includes('use') ? ['--index', tree.at('library')] : []))
    expect(outcome).toMatchObject({ code, err: expect.stringContaining(message) })
  })

  test('and help is given', async () => {
    expect(await leantern('model', 'add', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Examples:'),
    })
  })
})
