import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLibrary } from '../library.ts'
import { jsonSchemaOf, schemas } from '../schemas.ts'
import { undocumentedKeys } from '../schemas-testing.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles, sectionsOf } from '../test/library-fixture.ts'
import type { ExportedPassage } from '../exporting/passages.ts'
import type { LibraryStatus, SearchAnswer } from '../types.ts'
import { leantern } from './testing.ts'

const packages = fileURLToPath(new URL('../bench/peers', import.meta.url))
const hasLance = existsSync(`${packages}/node_modules/@lancedb/lancedb`)

let tree: TestTree
let library: string

beforeAll(async () => {
  const files = { ...fourFiles, 'long.md': sectionsOf(['tea', 'volcano', 'mortgage', 'violin', 'penguin']) }
  tree = await makeTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`docs/${path}`, text])))
  library = tree.at('library')
  await leantern('index', tree.at('docs'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

type Line = ExportedPassage & { readonly vector?: readonly number[] }

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

describe('export', () => {
  test('prints every passage as its schema says', async () => {
    const { code, out, err } = await leantern('export', '--index', library)
    const lines = linesOf(out)
    const { chunks } = JSON.parse((await leantern('status', '--index', library, '--json')).out) as LibraryStatus
    expect([code, lines.length, err]).toEqual([0, chunks, `${chunks} passages exported.\n`])
    for (const line of lines) {
      expect(schemas.passage.safeParse(line).success).toBe(true)
      expect(undocumentedKeys(jsonSchemaOf(schemas.passage), line)).toEqual([])
    }
    const { start, end, text } = lines.find(({ path, start }) => path.endsWith('long.md') && start > 0)!
    expect((await readFile(tree.at('docs/long.md'))).subarray(start, end).toString()).toBe(text)
  })

  test('writes a file, with vectors that are those of the search', async () => {
    const file = tree.at('all.jsonl')
    expect(await leantern('export', file, '--vectors', '--index', library)).toMatchObject({ code: 0, out: '' })
    const lines = linesOf(await readFile(file, 'utf8'))
    const reader = await openLibrary({ folder: library, access: 'read' })
    const [query] = await reader.embed(['old instruments'])
    const { results } = await reader.search({
      query: 'old instruments',
      limit: 1,
      strategy: 'flat',
      ranking: 'meaning',
    })
    await reader.close()
    const found = lines.find(({ uri, start }) => uri === results[0].uri && start === results[0].start)
    const score = found?.vector?.reduce((sum, value, i) => sum + value * query[i], 0)
    expect(score).toBeCloseTo(results[0].score, 4)
  })

  test('leaves out what changed since it was indexed, and says so', async () => {
    await using other = await makeTree({ 'docs/tea.txt': 'Green tea.', 'docs/other.txt': 'A volcano.' })
    await leantern('index', other.at('docs'), '--index', other.at('library'))
    await writeFile(other.at('docs/tea.txt'), 'Black tea.')
    const { code, out, err } = await leantern('export', '--index', other.at('library'))
    expect([code, linesOf(out).length, err]).toEqual([
      0,
      1,
      '1 passage exported, 1 left out: their files have changed.\n',
    ])
  })

  test('comes back by import, into another library that answers the same', async () => {
    const file = tree.at('again.jsonl')
    await leantern('export', file, '--index', library)
    const imported = await leantern('import', file, '--index', tree.at('second'))
    expect(imported).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+ new, 0 changed, 0 unchanged, 0 removed, 0 not/u),
    })
    const { out } = await leantern('search', 'magma', '--index', tree.at('second'), '--json')
    expect((JSON.parse(out) as SearchAnswer).results[0]).toMatchObject({
      path: file,
      snippet: expect.stringContaining('magma'),
    })
  })

  test('writes Parquet, with vectors, that says what the JSON Lines say', async () => {
    const file = tree.at('all.parquet')
    const { code, err } = await leantern('export', file, '--format', 'parquet', '--vectors', '--index', library)
    const lines = linesOf((await leantern('export', '--vectors', '--index', library)).out)
    expect([code, err]).toEqual([0, `${lines.length} passages exported.\n`])
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) })
    expect(rows.map((row) => ({ ...row, modifiedMs: Number(row['modifiedMs']) }))).toEqual(
      lines.map((line) => ({ ...line, modifiedMs: Math.round(line.modifiedMs) })),
    )
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('of Parquet comes back by import, as many passages, and answers the same', async () => {
    const file = tree.at('back.parquet')
    await leantern('export', file, '--format', 'parquet', '--index', library)
    const { code, out } = await leantern('import', file, '--index', tree.at('third'), '--json')
    const { chunks } = JSON.parse((await leantern('status', '--index', library, '--json')).out) as LibraryStatus
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ added: chunks, failed: 0 })])
    for (const query of ['magma', 'old instruments', 'a family that cannot pay']) {
      const [before, after] = await Promise.all(
        [library, tree.at('third')].map(async (folder) => {
          const { out } = await leantern('search', query, '--index', folder, '--json', '--limit', '1')
          return (JSON.parse(out) as SearchAnswer).results[0].snippet
        }),
      )
      expect(after).toBe(before)
    }
  })

  test.skipIf(!hasLance)('fills a LanceDB table that has as many rows and finds the same', async () => {
    const target = tree.at('lance')
    const words = ['--format', 'lance', '--packages', packages, '--index', library]
    const { code, err } = await leantern('export', target, ...words)
    const reader = await openLibrary({ folder: library, access: 'read' })
    const { chunks } = await reader.status()
    expect([code, err]).toEqual([0, `${chunks} passages exported.\n`])
    // The package's own types are not there unless it is installed.
    const lance = createRequire(`${packages}/package.json`)('@lancedb/lancedb') as LanceModule
    const table = await (await lance.connect(target)).openTable('passages')
    expect(await table.countRows()).toBe(chunks)
    for (const query of ['a family that cannot pay', 'magma', 'old instruments']) {
      const [vector] = await reader.embed([query])
      const rows = await table.vectorSearch(vector).distanceType('cosine').limit(1).toArray()
      const { results } = await reader.search({ query, limit: 1, strategy: 'flat', ranking: 'meaning' })
      const places = results.map(({ uri, start }) => `${uri} ${start}`)
      expect(rows.map(({ uri, start }) => `${uri} ${start}`)).toEqual(places)
    }
    await reader.close()
  })

  test.each([
    [['--format', 'lance'], 'Expected a folder for the database'],
    [['x', '--format', 'lance', '--packages', '/nowhere'], 'npm install --prefix /nowhere'],
    [['--format', 'parquet'], 'Expected a file to write, got none.'],
    [['--format', 'avro'], 'Allowed choices are jsonl, parquet, lance'],
  ])('%j ends with 2 and says why', async (words, message) => {
    const { code, out, err } = await leantern('export', ...words, '--index', library)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })

  test('export and import explain themselves', async () => {
    expect((await leantern('export', '--help')).out).toContain('Usage: leantern export')
    expect((await leantern('import', '--help')).out).toContain('nothing of it is copied')
  })
})

interface LanceModule {
  connect(folder: string): Promise<{ openTable(name: string): Promise<LanceTable> }>
}

interface LanceTable {
  countRows(): Promise<number>
  vectorSearch(query: Float32Array): LanceQuery
}

interface LanceQuery {
  distanceType(type: 'cosine'): LanceQuery
  limit(count: number): LanceQuery
  toArray(): Promise<readonly { readonly uri: string; readonly start: number }[]>
}

describe('import', () => {
  test('takes the passages of a LEANN index from its folder', async () => {
    const passages = [
      { id: '0', text: 'Green tea is brewed below boiling.', metadata: { file_name: 'tea.md' } },
      { id: '1', text: 'Lava cools to basalt.', metadata: { file_name: 'lava.md' } },
    ]
    const content = `${passages.map((passage) => JSON.stringify(passage)).join('\n')}\n`
    await using other = await makeTree({ '.leann/indexes/my-docs/documents.leann.passages.jsonl': content })
    const { code, out } = await leantern('import', other.root, '--index', other.at('library'), '--json')
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ added: 2, failed: 0 })])
    const found = await leantern('search', 'lava', '--index', other.at('library'), '--json')
    expect((JSON.parse(found.out) as SearchAnswer).results[0]).toMatchObject({ title: 'lava.md' })
  })

  test('takes texts of any data set, JSON Lines and Parquet, and names them by their file', async () => {
    await using other = await makeTree({ 'pets.jsonl': '{"text":"A ferret is kept as a pet.","label":3}\n' })
    const text = ['Moss grows on stones.', 'The kettle whistles.']
    const columnData = [
      { name: 'text', data: text, type: 'STRING' as const },
      { name: 'year', data: [1990, 2001], type: 'INT32' as const },
    ]
    await writeFile(other.at('stones.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })))
    const words = [other.at('pets.jsonl'), other.at('stones.parquet'), '--index', other.at('library')]
    expect((await leantern('import', ...words)).out).toMatch(/^3 new/u)
    expect((await leantern('search', 'ferret', '--index', other.at('library'))).out).toMatch(/^ 1\. pets.jsonl/u)
    expect((await leantern('ask', 'What does the kettle do?', '--index', other.at('library'))).out).toMatch(
      /whistles\. \[1\]\s+\[1\] stones\.parquet/u,
    )
  })

  test.each([
    ['a file that is no JSON Lines', 'docs/tea.md', 'Expected a .jsonl file'],
    ['a folder without an index', 'docs', 'Expected the folder of a LEANN index'],
    ['nothing', 'nowhere.jsonl', 'there is nothing'],
  ])('refuses %s', async (_what, path, message) => {
    const { code, err } = await leantern('import', tree.at(path), '--index', tree.at('never'))
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(existsSync(tree.at('never'))).toBe(false)
  })
})
