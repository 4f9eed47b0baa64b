import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../../sources/test-tree.ts'
import { openEncoder } from '../encoder.ts'
import { bertTokenizer, hubModelFiles, smallTransformer, writeHubModel } from '../testing/hub-fixture.ts'
import { json, loopback, type Loopback } from '../testing/loopback.ts'
import { catalogue, type CatalogueModel } from './catalogue.ts'
import type { InstallParts, NetworkQuestion } from './fetch-file.ts'
import { installByName, installEndpoint, installEntry, installFromFolder, installFromHub } from './install.ts'
import { knownModels } from './known-models.ts'
import { findModel, listModels, modelsFolder, removeModel } from './installed-models.ts'

let tree: TestTree
let asked: NetworkQuestion[]
beforeEach(async () => {
  tree = await makeTree({})
  asked = []
})
afterEach(() => tree[Symbol.asyncDispose]())

/** Agrees to everything, and takes note. */
function parts(changes: Partial<InstallParts> = {}): InstallParts {
  return {
    folder: tree.at('models'),
    consent: (question) => {
      asked.push(question)
      return Promise.resolve(true)
    },
    env: {},
    patience: { attempts: 2, firstWaitMs: 1, idleMs: 5000 },
    ...changes,
  }
}

/** A hub with one repository, `owner/small`, of a model that the tests make. */
function hub(files = hubModelFiles()): Promise<Loopback> {
  return loopback(({ url, headers }, response) => {
    const path = /^\/owner\/small\/resolve\/(?:main|v1)\/(.+)$/u.exec(url)?.[1] ?? ''
    const bytes = files.get(path)
    if (bytes === undefined) return void response.writeHead(404).end()
    if (headers.range === 'bytes=0-0') return void response.writeHead(206).end(bytes.subarray(0, 1))
    response.writeHead(200, { 'content-length': bytes.length, etag: '"v1"' }).end(bytes)
  })
}

/** The entry of a catalogue for it. */
function entryOf(files = hubModelFiles(), checksum?: string): CatalogueModel {
  const file = (path: string, name: 'model.onnx' | 'tokenizer.json') => {
    const bytes = files.get(path) ?? Buffer.alloc(0)
    return { path, name, bytes: bytes.length, sha256: checksum ?? createHash('sha256').update(bytes).digest('hex') }
  }
  return {
    ...catalogue[0],
    name: 'Small One',
    repository: 'owner/small',
    revision: 'v1',
    dimensions: 32,
    maxTokens: 64,
    vocabulary: bertTokenizer().size,
    files: [file('onnx/model.onnx', 'model.onnx'), file('tokenizer.json', 'tokenizer.json')],
  }
}

describe('a model of the catalogue', () => {
  test('is downloaded with consent, tried out, and listed beside the one that comes with the app', async () => {
    await using server = await hub()
    const progress: string[] = []
    const entry = entryOf()
    const installed = await installEntry(
      entry,
      parts({ env: { LEANTERN_HUB: server.url }, onProgress: ({ file }) => void progress.push(file) }),
    )
    expect(installed).toMatchObject({
      name: 'Small One',
      kind: 'onnx',
      dimensions: 32,
      maxTokens: 64,
      licence: 'Apache-2.0',
    })
    const bytes = entry.files[0].bytes + entry.files[1].bytes
    expect(asked).toEqual([{ host: new URL(server.url).host, kind: 'download', bytes }])
    expect(new Set(progress)).toEqual(new Set(['model.onnx', 'tokenizer.json']))
    const models = await listModels(tree.at('models'))
    expect(models.map(({ kind, name }) => [kind, name])).toEqual([
      ['embedded', 'leantern-static-256'],
      ['onnx', 'Small One'],
    ])
    const encoder = await openEncoder(installed.folder)
    expect(encoder.fingerprint).toBe(installed.fingerprint)
    expect(Math.hypot(...encoder.centre)).toBeGreaterThan(0)
    await encoder.close()
  })

  test('is not asked for without consent', async () => {
    await using server = await hub()
    const refused = installEntry(
      entryOf(),
      parts({ env: { LEANTERN_HUB: server.url }, consent: () => Promise.resolve(false) }),
    )
    await expect(refused).rejects.toMatchObject({ code: 'cancelled' })
    expect(server.asked).toEqual([])
  })

  test('with another checksum is refused, and nothing is installed', async () => {
    await using server = await hub()
    const wrong = installEntry(entryOf(undefined, '0'.repeat(64)), parts({ env: { LEANTERN_HUB: server.url } }))
    await expect(wrong).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('checksum') })
    expect(await listModels(tree.at('models'))).toHaveLength(1)
  })

  test('whose download was interrupted goes on with the files that are there', async () => {
    const files = hubModelFiles()
    const entry = entryOf(files)
    const tokenizer = files.get('tokenizer.json') ?? Buffer.alloc(0)
    files.delete('tokenizer.json')
    await using server = await hub(files)
    const env = { LEANTERN_HUB: server.url }
    await expect(installEntry(entry, parts({ env }))).rejects.toMatchObject({ code: 'network' })
    files.set('tokenizer.json', tokenizer)
    await installEntry(entry, parts({ env }))
    expect(server.asked.filter(({ url }) => url.endsWith('model.onnx'))).toHaveLength(1)
  })

  test('may be of a list of one’s own, which is checked', async () => {
    await using server = await hub()
    const env = { LEANTERN_HUB: server.url, LEANTERN_CATALOGUE: tree.at('own.json') }
    await writeFile(tree.at('own.json'), JSON.stringify([entryOf()]))
    expect((await knownModels(env)).map(({ name }) => name)).toEqual([
      ...catalogue.map(({ name }) => name),
      'Small One',
    ])
    expect(await installByName('small one', parts({ env }))).toMatchObject({ name: 'Small One', dimensions: 32 })
    const { files, ...entry } = entryOf()
    const climbing = [{ ...entry, files: [{ ...files[0], path: '../../secret' }] }]
    for (const wrong of ['{', '{}', JSON.stringify(climbing), JSON.stringify([{ ...entry, files, size: 1 }])]) {
      await writeFile(tree.at('own.json'), wrong)
      const refusal = { code: 'bad-request', message: expect.stringContaining('own.json') }
      await expect(knownModels(env)).rejects.toMatchObject(refusal)
    }
  })

  test('has to be known', async () => {
    const unknown = { code: 'not-found', message: expect.stringContaining('multilingual-e5-small') }
    await expect(installByName('minilm', parts())).rejects.toMatchObject(unknown)
  })
})

test('every model of the catalogue says what a person and the encoder need to know', () => {
  expect(catalogue.map(({ name }) => name)).toEqual([
    'all-MiniLM-L6-v2',
    'bge-small-en-v1.5',
    'multilingual-e5-small',
    'snowflake-arctic-embed-xs',
    'gte-small',
  ])
  for (const { files, languages, licence, revision, dimensions } of catalogue) {
    expect(files.map(({ name }) => name)).toEqual(['model.onnx', 'tokenizer.json'])
    for (const { sha256 } of files) expect(sha256).toMatch(/^[0-9a-f]{64}$/u)
    expect([languages.length > 0, licence.length > 0, dimensions]).toEqual([true, true, 384])
    expect(revision).toMatch(/^[0-9a-f]{40}$/u)
  }
})

test('a model that is damaged is fetched once more; it stays until the new one works', async () => {
  const files = hubModelFiles()
  await using server = await hub(files)
  const env = { LEANTERN_HUB: server.url }
  const { folder, fingerprint } = await installEntry(entryOf(files), parts({ env }))
  await writeFile(join(folder, 'tokenizer.json'), 'damaged')
  await expect(installEntry(entryOf(files), parts({ env }))).rejects.toMatchObject({ code: 'bad-request' })
  const wrong = installEntry(entryOf(files, '0'.repeat(64)), parts({ env }), { replaces: true })
  await expect(wrong).rejects.toMatchObject({ message: expect.stringContaining('checksum') })
  expect(await readFile(join(folder, 'tokenizer.json'), 'utf8')).toBe('damaged')
  expect((await listModels(tree.at('models'))).map(({ name }) => name)).toContain('Small One')
  const mended = await installEntry(entryOf(files), parts({ env }), { replaces: true })
  expect(mended).toMatchObject({ folder, fingerprint })
  const encoder = await openEncoder(mended.folder)
  await encoder.close()
})

describe('a repository of a hub', () => {
  test('is installed with all that decides about vectors', async () => {
    const prompts = { prompts: { query: 'query: ', passage: 'passage: ' } }
    const files = hubModelFiles({
      files: {
        '1_Pooling/config.json': { pooling_mode_cls_token: true },
        'config_sentence_transformers.json': prompts,
        'sentence_bert_config.json': { max_seq_length: 99 },
      },
    })
    await using server = await hub(files)
    const installed = await installFromHub(`${server.url}/owner/small/`, parts())
    expect(installed).toMatchObject({ name: 'small', maxTokens: 99 })
    expect(JSON.parse(await readFile(join(installed.folder, 'model.json'), 'utf8'))).toMatchObject({
      pooling: 'cls',
      queryPrefix: 'query: ',
      passagePrefix: 'passage: ',
    })
  })

  test('states no checksums: what comes first is trusted, and has to be the same afterwards', async () => {
    const files = hubModelFiles()
    await using server = await hub(files)
    const repository = `${server.url}/owner/small`
    await installFromHub(repository, parts())
    await removeModel('small', tree.at('models'))
    const { json: other } = bertTokenizer()
    files.set('tokenizer.json', Buffer.from(JSON.stringify({ ...other, version: '1.1' })))
    await expect(installFromHub(repository, parts())).rejects.toMatchObject({
      message: expect.stringContaining('checksum'),
    })
  })

  test('without weights in ONNX form says so', async () => {
    await using server = await hub(hubModelFiles({ files: { 'onnx/model.onnx': null } }))
    const missing = { code: 'model-missing', message: expect.stringContaining('no ONNX form') }
    await expect(installFromHub(`${server.url}/owner/small`, parts())).rejects.toMatchObject(missing)
  })
})

describe('a folder', () => {
  test('is copied, under its own or another name', async () => {
    const source = await writeHubModel(tree.at('downloads/tiny'))
    const first = await installFromFolder(source, parts())
    const second = await installFromFolder(source, parts(), { name: 'Tiny/Other', queryPrefix: 'query: ' })
    expect([first.name, second.name]).toEqual(['tiny', 'Tiny/Other'])
    expect(second.folder).toBe(tree.at('models/tiny-other'))
    expect(asked).toEqual([])
    const found = await findModel('TINY/other', tree.at('models'))
    expect(found.fingerprint).toBe(first.fingerprint)
  })

  test.each([
    ['a name that is taken', {}, 'There is a model tiny already'],
    ['no weights', { 'onnx/model.onnx': null }, 'model.onnx is missing'],
    ['no tokenizer', { 'tokenizer.json': null }, 'tokenizer.json is missing'],
    ['weights that are damaged', { 'onnx/model.onnx': 'damaged' }, 'cannot be loaded'],
  ])('with %s is refused and leaves nothing behind', async (reason, files, message) => {
    const source = await writeHubModel(tree.at('tiny'), { files })
    if (reason.includes('name')) await installFromFolder(source, parts())
    const before = (await listModels(tree.at('models'))).length
    await expect(installFromFolder(source, parts())).rejects.toMatchObject({
      message: expect.stringContaining(message),
    })
    expect(await listModels(tree.at('models'))).toHaveLength(before)
  })

  test('that is not there, or is none of a model, is refused by its path', async () => {
    const nowhere = tree.at('nowhere')
    const missing = { code: 'not-found', message: expect.stringContaining(nowhere) }
    await expect(installFromFolder(nowhere, parts())).rejects.toMatchObject(missing)
    const folder = await writeHubModel(tree.at('wrong'), { files: { 'config.json': '{ nope' } })
    await expect(installFromFolder(folder, parts())).rejects.toThrow(
      `Expected ${join(folder, 'config.json')} to be JSON`,
    )
    expect(await listModels(tree.at('models'))).toHaveLength(1)
  })

  test('with a model that gives every text the same vector is refused', async () => {
    const transformer = smallTransformer(bertTokenizer().size)
    transformer.words.data.fill(0)
    transformer.positions.data.fill(0)
    const source = await writeHubModel(tree.at('tiny'), { transformer })
    const blind = { code: 'model-mismatch', message: expect.stringContaining('cannot tell texts apart') }
    await expect(installFromFolder(source, parts())).rejects.toMatchObject(blind)
  })
})

describe("a server's model", () => {
  async function embeddingServer(): Promise<Loopback> {
    return loopback(({ body }, response) => {
      const { input } = JSON.parse(body) as { input: string[] }
      json(response, { embeddings: input.map((text) => [text.length, text.charCodeAt(0), text.charCodeAt(3) || 1, 1]) })
    })
  }

  test('is asked for its dimensions and used like any other', async () => {
    await using server = await embeddingServer()
    const wishes = { protocol: 'ollama', url: server.url, model: 'nomic-embed-text' } as const
    const installed = await installEndpoint(wishes, parts())
    expect(installed).toMatchObject({ name: 'nomic-embed-text', kind: 'endpoint', dimensions: 4, source: server.url })
    // Nothing leaves this machine.
    expect(asked).toEqual([])
  })

  test('elsewhere needs consent, because texts are sent', async () => {
    const refuse = (question: NetworkQuestion): Promise<boolean> => {
      asked.push(question)
      return Promise.resolve(false)
    }
    const wishes = { protocol: 'openai', url: 'https://models.example/v1', model: 'big' } as const
    await expect(installEndpoint(wishes, parts({ consent: refuse }))).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked).toEqual([{ host: 'models.example', kind: 'send', bytes: null }])
  })
})

describe('the folder of models', () => {
  test('can be chosen by the environment', () => {
    expect(modelsFolder({ LEANTERN_MODELS: '/somewhere' })).toBe('/somewhere')
    expect(modelsFolder({})).toMatch(/models$/u)
  })

  test('with left-overs and damaged entries lists what is whole', async () => {
    await installFromFolder(await writeHubModel(tree.at('tiny')), parts())
    await writeHubModel(tree.at('models/.half.adding'))
    await writeHubModel(tree.at('models/broken'))
    await writeFile(tree.at('models/broken/installed.json'), '{"name":"broken"')
    expect((await listModels(tree.at('models'))).map(({ name }) => name)).toEqual(['leantern-static-256', 'tiny'])
  })

  test('loses a model on request, but never the one that comes with the app', async () => {
    await installFromFolder(await writeHubModel(tree.at('tiny')), parts())
    await removeModel('Tiny', tree.at('models'))
    expect(await readdir(tree.at('models'))).toEqual([])
    await expect(removeModel('tiny', tree.at('models'))).rejects.toMatchObject({ code: 'model-missing' })
    await expect(removeModel('leantern-static-256', tree.at('models'))).rejects.toMatchObject({ code: 'bad-request' })
  })
})
