import Database from 'better-sqlite3'
import { strToU8, zipSync } from 'fflate'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../../sources/test-tree.ts'
import { subjects } from '../../test/library-fixture.ts'
import { mboxOf } from '../../test/mail-fixture.ts'
import { makeTar } from '../testing/archive-fixture.ts'
import { containerSuite, type SuiteFile } from './container.suite.ts'
import { containerFormatOf, containerFormats } from './formats.ts'

/** A file that `write` writes at a path, and the same cut off in the middle. */
async function made(name: string, documents: number, write: (path: string) => unknown): Promise<SuiteFile> {
  const tree: TestTree = await makeTree({ 'whole/': '', 'damaged/': '' })
  const [path, damaged] = [tree.at(`whole/${name}`), tree.at(`damaged/${name}`)]
  await write(path)
  const bytes = readFileSync(path)
  await writeFile(damaged, bytes.subarray(0, Math.ceil(bytes.length * 0.6)))
  return { path, documents, damaged, cleanUp: async () => tree[Symbol.asyncDispose]() }
}

function database(path: string, sql: string): void {
  const file = new Database(path)
  file.exec(sql)
  file.close()
}

const three = [
  { subject: 'Tea', body: subjects.tea },
  { subject: 'Ash', body: subjects.volcano },
  { subject: 'Bow', body: subjects.violin },
]
const files = { 'a.txt': subjects.tea, 'b/c.md': `# C\n${subjects.volcano}` }
const visit = 1709287200

const fixtures: readonly (readonly [format: string, make: () => Promise<SuiteFile>])[] = [
  ['mbox', () => made('Inbox', 3, (path) => writeFile(path, mboxOf(three)))],
  [
    'jsonl',
    () =>
      made('passages.jsonl', 2, (path) =>
        writeFile(
          path,
          ['a', 'b'].map((id) => `${JSON.stringify({ id, text: subjects.tea + id, metadata: {} })}\n`).join(''),
        ),
      ),
  ],
  [
    'conversations',
    () => {
      const said = [{ uuid: '1', text: 'How is tea brewed?', sender: 'human', created_at: '2024-03-01T10:00:00Z' }]
      const chats = ['one', 'two'].map((name) => ({
        uuid: name,
        name,
        created_at: '2024-03-01T10:00:00Z',
        updated_at: '2024-03-01T10:00:00Z',
        account: {},
        chat_messages: said,
      }))
      return made('conversations.json', 2, (path) => writeFile(path, JSON.stringify(chats)))
    },
  ],
  [
    'archive',
    () =>
      made('a.zip', 2, (path) =>
        writeFile(
          path,
          zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
        ),
      ),
  ],
  [
    'parquet',
    () =>
      made('a.parquet', 3, (path) => {
        const column = { name: 'text', data: three.map(({ body }) => body), type: 'STRING' } as const
        return writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData: [column] })))
      }),
  ],
  ['archive', () => made('a.tar', 2, (path) => writeFile(path, makeTar(files)))],
  ['archive', () => made('a.tgz', 2, (path) => writeFile(path, gzipSync(makeTar(files))))],
  [
    'history',
    () =>
      made('History', 2, (path) =>
        database(
          path,
          `CREATE TABLE urls (url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
           INSERT INTO urls VALUES ('https://a.org/x', 'X', 2, ${visit + 11644473600}000000, 0), ('https://a.org/y', 'Y', 1, 1, 0)`,
        ),
      ),
  ],
  [
    'history',
    () =>
      made('places.sqlite', 1, (path) =>
        database(
          path,
          `CREATE TABLE moz_places (url TEXT, title TEXT, visit_count INTEGER, hidden INTEGER, last_visit_date INTEGER);
           INSERT INTO moz_places VALUES ('https://a.org/x', 'X', 2, 0, ${visit}000000)`,
        ),
      ),
  ],
  [
    'history',
    () =>
      made('History.db', 1, (path) =>
        database(
          path,
          `CREATE TABLE history_items (id INTEGER, url TEXT); CREATE TABLE history_visits (history_item INTEGER, visit_time REAL, title TEXT);
           INSERT INTO history_items VALUES (1, 'https://a.org/x'); INSERT INTO history_visits VALUES (1, 5, 'X')`,
        ),
      ),
  ],
]

const formatNamed = (name: string) => containerFormats.find((format) => format.name === name)!

for (const [name, make] of fixtures) containerSuite(formatNamed(name), make)

/** Nobody can make an archive of Outlook's by code: a real one, beside the project where somebody has it. */
const outlook = join(import.meta.dirname, '../../../../data/docs/pst/tika--testPST_variousBodyTypes.pst')

describe.skipIf(!existsSync(outlook))('a real archive of Outlook (../data/docs/pst)', () => {
  containerSuite(formatNamed('pst'), () => made('archive.pst', 4, (path) => copyFileSync(outlook, path)))
})

test('every format has a fixture, which is told by its name and first bytes', async () => {
  const tested = new Set([...fixtures.map(([name]) => name), 'pst'])
  expect(containerFormats.filter(({ name }) => !tested.has(name))).toEqual([])
  for (const [name, make] of fixtures) {
    const { path, cleanUp } = await make()
    expect(containerFormatOf(path, headOf(path))?.name).toBe(name)
    await cleanUp()
  }
})

function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r')
  const head = new Uint8Array(4096)
  const bytes = readSync(file, head, 0, head.length, 0)
  closeSync(file)
  return head.subarray(0, bytes)
}
