import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { installEndpoint, installFromFolder } from '../embed/models/install.ts'
import { smallTransformer, unigramTokenizer, writeHubModel } from '../embed/testing/hub-fixture.ts'
import { json, loopback } from '../embed/testing/loopback.ts'
import { openLibrary, type Library } from '../library.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'

const subjects = ['river', 'stone', 'market', 'letter', 'engine', 'garden', 'winter', 'signal', 'paper', 'copper']

/** 40 notes of three passages each, of words that the test's models know. */
function notes(): Record<string, string> {
  const passage = (i: number, part: number): string =>
    Array.from(
      { length: 150 },
      (_, j) => subjects[(i * 3 + part * 7 + ((j * (i + 1)) % (part + 2))) % subjects.length],
    ).join(' ')
  const note = (i: number): string =>
    [0, 1, 2].map((part) => `# ${subjects[i % 10]} ${part}\n\n${passage(i, part)}.\n`).join('\n')
  return Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`notes/${i}.md`, note(i)]))
}

/** The models of all tests: two small transformers that differ in everything. */
let models: string
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'leantern-models-'))
  const parts = { folder: join(models, 'models'), consent: () => Promise.resolve(false) }
  await installFromFolder(await writeHubModel(join(models, 'source', 'small')), parts)
  const tokenizer = unigramTokenizer()
  const transformer = smallTransformer(tokenizer.size, 7)
  await installFromFolder(await writeHubModel(join(models, 'source', 'other'), { tokenizer, transformer }), parts)
})
afterAll(() => rm(models, { recursive: true }))

async function libraryOf(tree: TestTree): Promise<Library> {
  const library = await openLibrary({
    folder: tree.at('library'),
    access: 'write',
    modelsFolder: join(models, 'models'),
  })
  await library.addRoot(tree.at('notes'))
  await library.index()
  return library
}

function reader(tree: TestTree): Promise<Library> {
  return openLibrary({ folder: tree.at('library'), access: 'read', modelsFolder: join(models, 'models') })
}

/** Hits of the search that compares every chunk, by meaning: they depend on the model alone. */
async function best(library: Library, strategy: 'codes' | 'flat' = 'flat'): Promise<string[]> {
  const { results } = await library.search({ query: 'winter garden', limit: 5, strategy, ranking: 'meaning' })
  return results.map(({ path, start }) => `${path}:${start}`)
}

describe('another model for a library', () => {
  test('embeds every chunk anew and changes over, for those who have it open too', async () => {
    await using tree = await makeTree(notes())
    const library = await libraryOf(tree)
    const other = await reader(tree)
    const before = await best(library)
    expect(await best(other)).toEqual(before)
    const { chunks } = await library.status()
    const progress: number[] = []
    const summary = await library.switchModel('small', { onProgress: ({ done }) => void progress.push(done) })
    expect(summary).toMatchObject({ model: 'small', embedded: chunks, resumed: 0, stale: 0, cancelled: false })
    expect(progress.length).toBeGreaterThan(0)
    const after = await best(library)
    expect(after).not.toEqual(before)
    expect(await best(other)).toEqual(after)
    expect(await best(library, 'codes')).toHaveLength(5)
    expect(await library.status()).toMatchObject({ model: 'small', chunks })
    expect((await readdir(tree.at('library'))).filter((name) => name.startsWith('switch-'))).toEqual([])
    await library.close()
    await other.close()
    const again = await reader(tree)
    expect(await best(again)).toEqual(after)
    await again.close()
  })

  test('keeps answering with the old one, and takes in what changes meanwhile', async () => {
    await using tree = await makeTree(notes())
    const library = await libraryOf(tree)
    const before = await best(library)
    let meanwhile: Promise<string[]> | undefined
    await writeFile(tree.at('notes/new.md'), '# Island\n\nmusic of the island harbour.\n')
    await rm(tree.at('notes/3.md'))
    const onProgress = (): void => {
      meanwhile ??= library.index().then(() => best(library))
    }
    await library.switchModel('small', { onProgress })
    expect(before).toContain((await meanwhile)?.[0])
    expect(await library.status()).toMatchObject({ model: 'small', documents: 40 })
    const { results } = await library.search({ query: 'island harbour', limit: 1, strategy: 'codes', ranking: 'words' })
    expect(results[0].path).toBe(tree.at('notes/new.md'))
    // Every chunk has its code: the scan of codes finds what comparing all finds.
    expect((await best(library, 'codes'))[0]).toBe((await best(library))[0])
    await library.close()
  })

  test('that is stopped leaves the old one, and goes on at the next call', async () => {
    await using tree = await makeTree(notes())
    const library = await libraryOf(tree)
    await writeFile(tree.at('notes/second.md'), '# Harbour\n\nmusic of the harbour.\n')
    await library.index()
    const before = await best(library)
    const stop = new AbortController()
    let reports = 0
    const summary = await library.switchModel('small', {
      signal: stop.signal,
      // The first segment is done once the second one is reported.
      onProgress: ({ done }) => void (done > 0 && ++reports > 0 && stop.abort()),
    })
    expect(summary).toMatchObject({ model: 'leantern-static-256', cancelled: true })
    expect(await best(library)).toEqual(before)
    await library.close()
    const again = await openLibrary({
      folder: tree.at('library'),
      access: 'write',
      modelsFolder: join(models, 'models'),
    })
    expect(await best(again)).toEqual(before)
    const { chunks } = await again.status()
    const second = await again.switchModel('small')
    expect(second.resumed).toBeGreaterThan(0)
    expect(second.resumed + second.embedded).toBe(chunks)
    await again.close()
  })

  test('can be changed again, thrown away and rebuilt with it, and be the first one again', async () => {
    await using tree = await makeTree(notes())
    const library = await libraryOf(tree)
    const first = await best(library)
    await library.switchModel('small')
    await library.switchModel('OTHER')
    const other = await best(library)
    await library.close()
    const folder = tree.at('library')
    const rebuilt = await openLibrary({ folder, access: 'write', rebuild: true, modelsFolder: join(models, 'models') })
    await rebuilt.index()
    expect(await rebuilt.status()).toMatchObject({ model: 'other' })
    expect(await best(rebuilt)).toEqual(other)
    await rebuilt.switchModel('leantern-static-256')
    expect(await best(rebuilt)).toEqual(first)
    await rebuilt.close()
  })

  test('can be one that a server runs; when it is away, searches say so and work again afterwards', async () => {
    await using tree = await makeTree(notes())
    let isAway = false
    await using server = await loopback(({ body }, response) => {
      if (isAway) return void response.writeHead(404).end()
      const { input } = JSON.parse(body) as { input: string[] }
      const vectorOf = (text: string): number[] => [
        ...subjects.map((word) => text.split(word).length),
        text.length / 100,
        text.charCodeAt(0) / 100,
      ]
      json(response, { embeddings: input.map(vectorOf) })
    })
    const parts = { folder: tree.at('models'), consent: () => Promise.resolve(true) }
    await installEndpoint({ protocol: 'ollama', url: server.url, model: 'counter' }, parts)
    const library = await openLibrary({ folder: tree.at('library'), access: 'write', modelsFolder: tree.at('models') })
    await library.addRoot(tree.at('notes'))
    await library.index()
    expect(await library.switchModel('counter')).toMatchObject({ model: 'counter', stale: 0, cancelled: false })
    const found = await best(library, 'codes')
    expect(found).toHaveLength(5)
    isAway = true
    await expect(best(library)).rejects.toMatchObject({ code: 'network' })
    isAway = false
    expect(await best(library, 'codes')).toEqual(found)
    await library.close()
  })

  test('counts chunks of files that changed, which the next run of the indexer embeds', async () => {
    await using tree = await makeTree(notes())
    const library = await libraryOf(tree)
    await writeFile(tree.at('notes/5.md'), '# River\n\nisland music.\n')
    const { stale } = await library.switchModel('small')
    expect(stale).toBeGreaterThan(0)
    expect(await library.index()).toMatchObject({ changed: 1 })
    const { results } = await library.search({ query: 'island music', limit: 1, strategy: 'codes', ranking: 'words' })
    expect(results[0].path).toBe(tree.at('notes/5.md'))
    await library.close()
  })

  test('of an empty library changes its name', async () => {
    await using tree = await makeTree({ 'notes/': '' })
    const library = await libraryOf(tree)
    expect(await library.switchModel('small')).toMatchObject({ model: 'small', embedded: 0 })
    expect(await library.switchModel('small')).toMatchObject({ model: 'small', embedded: 0 })
    await writeFile(tree.at('notes/a.md'), 'river stone')
    expect(await library.index()).toMatchObject({ added: 1 })
    await library.close()
  })

  test('leaves the memory while nothing needs it, as the one before', async () => {
    await using tree = await makeTree(notes())
    await (await libraryOf(tree)).close()
    let rests = 0
    const library = await openLibrary({
      folder: tree.at('library'),
      access: 'write',
      modelsFolder: join(models, 'models'),
      modelRestMs: 1,
      onModelRest: () => rests++,
    })
    await library.switchModel('small')
    await vi.waitFor(() => expect(rests).toBeGreaterThan(0), 60_000)
    const before = rests
    expect(await best(library)).toHaveLength(5)
    await vi.waitFor(() => expect(rests).toBeGreaterThan(before), 60_000)
    await library.close()
  })

  test('has to be there, and only one change goes on at a time', async () => {
    await using tree = await makeTree(notes())
    const library = await libraryOf(tree)
    await expect(library.switchModel('nobody')).rejects.toMatchObject({ code: 'model-missing' })
    const first = library.switchModel('small')
    await new Promise((resolve) => setTimeout(resolve, 30))
    const second = library.switchModel('other')
    const outcomes = await Promise.allSettled([first, second])
    expect(outcomes[0]).toMatchObject({ status: 'fulfilled' })
    expect(outcomes[1]).toMatchObject({ reason: { code: 'library-busy' } })
    await library.close()
  })
})

test('a library whose model is gone says which one it was made with, and can be changed to another all the same', async () => {
  await using tree = await makeTree(notes())
  const library = await libraryOf(tree)
  const first = await best(library)
  await library.switchModel('small')
  await library.close()
  const modelsFolder = tree.at('models')
  await cp(join(models, 'models'), modelsFolder, { recursive: true })
  await rm(join(modelsFolder, 'small'), { recursive: true })
  const options = { folder: tree.at('library'), access: 'write', modelsFolder } as const
  const gone = { code: 'model-mismatch', message: expect.stringContaining('the model small') }
  await expect(openLibrary(options)).rejects.toMatchObject(gone)
  const lacking = await openLibrary({ ...options, mayLackModel: true })
  await expect(best(lacking)).rejects.toMatchObject(gone)
  expect(await lacking.switchModel('leantern-static-256')).toMatchObject({
    model: 'leantern-static-256',
    cancelled: false,
  })
  expect(await best(lacking)).toEqual(first)
  await lacking.close()
})
