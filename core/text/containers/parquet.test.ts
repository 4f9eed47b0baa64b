import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { ask, makeLibrary, subjects } from '../../test/library-fixture.ts'

const texts = [subjects.tea, subjects.volcano, subjects.violin, subjects.penguin, subjects.mortgage]
const columns = [
  { name: 'text', data: texts, type: 'STRING' },
  { name: 'title', data: texts.map((_, i) => `Note ${i}`), type: 'STRING' },
  { name: 'date', data: texts.map((_, i) => new Date(Date.UTC(2024, 2, i + 1))), type: 'TIMESTAMP' },
  { name: 'number', data: texts.map((_, i) => i), type: 'INT32' },
] as const

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>

function parquetOf(columnData: readonly object[], options: Options = {}): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData: columnData as typeof columns as never, ...options }))
}

describe('a Parquet file with a column of texts', () => {
  test.each<[string, Options]>([
    ['as it is usual', {}],
    ['in several groups of rows', { rowGroupSize: 2 }],
    ['packed by gzip', { codec: 'GZIP', compressors: { GZIP: (bytes) => gzipSync(bytes) } }],
    ['packed by zstd', { codec: 'ZSTD', compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) } }],
  ])('has a document a row, %s', async (_, options) => {
    await using made = await makeLibrary({})
    await writeFile(`${made.docs}/data.parquet`, parquetOf(columns, options))
    expect(await made.library.index()).toMatchObject({ added: 5, failed: 0 })
    const { results } = await ask(made.library, 'old instruments from Cremona')
    expect(results[0]).toMatchObject({ part: '2', title: 'Note 2', dated: Date.UTC(2024, 2, 3) })
    const { passages } = await made.library.text({ path: results[0].path, part: '2' })
    expect(passages[0].text).toBe(subjects.violin)
    expect(await made.library.index()).toMatchObject({ added: 0, embedded: 0 })
  })

  test('may have rows without a text', async () => {
    await using made = await makeLibrary({})
    await writeFile(`${made.docs}/data.parquet`, parquetOf([{ name: 'content', data: [subjects.tea, null, ''] }]))
    expect(await made.library.index()).toMatchObject({ added: 1, failed: 0 })
  })

  test('that is damaged is one line of the errors', async () => {
    await using made = await makeLibrary({})
    const bytes = parquetOf(columns)
    bytes.fill(255, 4, 400)
    await writeFile(`${made.docs}/data.parquet`, bytes)
    expect(await made.library.index()).toMatchObject({ added: 0, failed: 1 })
    expect(made.library.problems()).toMatchObject([{ code: 'damaged' }])
  })
})

test.each([
  ['has no text', () => parquetOf([{ name: 'price', data: [1, 2, 3] }])],
  ['is cut off', () => parquetOf(columns).subarray(0, 300)],
  ['is something else', () => new TextEncoder().encode('PAR1 is how it begins, and no more.')],
])('a .parquet file that %s is passed over in silence', async (_, make) => {
  await using made = await makeLibrary({ 'tea.txt': subjects.tea })
  await writeFile(`${made.docs}/data.parquet`, make())
  expect(await made.library.index()).toMatchObject({ added: 1, failed: 0 })
  expect((await readFile(`${made.docs}/data.parquet`)).length).toBeGreaterThan(0)
})
