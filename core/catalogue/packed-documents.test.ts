import Database from 'better-sqlite3'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { decodeOutline, encodeOutline } from '../text/outline.ts'
import type { Catalogue, CatalogueChange } from './catalogue.ts'
import { documentsThatFit } from './document-filter.ts'
import type { DocumentRecord } from './document-record.ts'
import { openCatalogue } from './open-catalogue.ts'
import { madeDocument } from './testing/made-document.ts'

const history = '/browser/History'
const inbox = '/mail/Inbox'

function page(id: number, more: Partial<DocumentRecord> = {}): DocumentRecord {
  const site = `site${id % 7}.example.org`
  const outline = encodeOutline({ title: `The page with number ${id}`, headings: [] })
  const part = `https:/${site}/pages/${String(id).padStart(5, '0')}`
  const facts = { kind: 'history', source: 'history', site, part, outline, place: 'parsed', mtimeMs: 9 } as const
  return madeDocument(id, history, { ...facts, size: id % 5, hash: BigInt(id) * 77n, dated: id * 1000, ...more })
}

function message(id: number): DocumentRecord {
  const people = {
    sender: `Anna ${id % 3} <anna${id % 3}@example.org>`,
    recipients: [`ben${id % 4}@example.org`, 'c@d.org'],
  }
  const outline = encodeOutline({
    title: `Letter ${id}`,
    headings: [{ level: 1, text: 'Quoted', start: 3 }],
    context: 'May',
  })
  const facts = {
    kind: 'mail',
    source: 'mail',
    place: 'parsed',
    thread: '00000000abcd',
    language: 'de',
    mtimeMs: 9,
  } as const
  return madeDocument(id, inbox, { part: `${id * 31}+9`, dated: id * 1000, outline, ...people, ...facts })
}

function file(id: number): DocumentRecord {
  return madeDocument(id, `/docs/${id}.txt`)
}

const pages = Array.from({ length: 700 }, (_, i) => page(2 * i + 1))
const messages = Array.from({ length: 100 }, (_, i) => message(2000 + i))
const records = [...pages, file(2), ...messages, file(1000), file(5000)]

function change(generation: number, more: Partial<CatalogueChange> = {}): CatalogueChange {
  return { generation, add: [], retire: [], problems: [], settled: [], ...more }
}

const containers = [history, inbox].map((path) => ({ path, size: 5, mtimeMs: 9, isDocument: false, state: null }))

/** The same documents twice: as rows, and with what can be in blocks. */
async function made() {
  const tree = await makeTree({})
  const folder = (name: string): string => join(tree.root, `${name}-library`)
  for (const name of ['rows', 'packed']) await mkdir(folder(name))
  const rows = openCatalogue(folder('rows'), 'create')
  const packed = openCatalogue(folder('packed'), 'create')
  for (const catalogue of [rows, packed]) catalogue.apply(change(1, { add: records, containers }))
  pack(packed, 1)
  return {
    rows,
    packed,
    folder: folder('packed'),
    [Symbol.asyncDispose]: async () => {
      rows.close()
      packed.close()
      await tree[Symbol.asyncDispose]()
    },
  }
}

function pack(catalogue: Catalogue, generation: number): number {
  return [...catalogue.pack(generation)].length
}

/** Outlines are handed out as they are before they are deflated. */
function compared(record: DocumentRecord | undefined): object | undefined {
  return record && { ...record, outline: decodeOutline(record.outline) }
}

function byId(records_: Iterable<DocumentRecord>): (object | undefined)[] {
  return [...records_].toSorted((a, b) => a.id - b.id).map(compared)
}

/** What a catalogue says in all the ways that it can be asked. */
function everything(catalogue: Catalogue, generation: number): object {
  const someIds = [1, 2, 1399, 1400, 2050, 5000, 9999]
  const [first] = pages
  return {
    all: byId(catalogue.documents(generation)),
    after: [...catalogue.documentsAfter(700, generation)].map(compared),
    of: byId(catalogue.documentsOf(someIds, generation).values()),
    one: someIds.map((id) => compared(catalogue.document(id, generation))),
    named: [first.part, messages[99].part, 'none'].flatMap((part) =>
      [history, inbox].map((path) => compared(catalogue.stampAt(path, generation, part) as DocumentRecord | undefined)),
    ),
    below: byId(catalogue.documentsBelow('/mail', generation)),
    counted: ['/mail', '/', history].map((path) => catalogue.countBelow(path, generation)),
    sources: catalogue.sourcesBelow('/', generation).toSorted(),
    languages: catalogue.analysisLanguages(generation),
    titles: [...catalogue.titlesAmong(['Letter 2003', 'The page with number 9', 'none'])].toSorted(),
    totals: catalogue.totals.whole(generation),
    places: catalogue.totals.byPlace(generation).toSorted((a, b) => a.path.localeCompare(b.path)),
    bySource: catalogue.totals.bySource(generation),
    parts: catalogue.files.parts(inbox, generation).toSorted((a, b) => a.id - b.id),
    someParts: catalogue.files.parts(inbox, generation, [messages[3].part]),
    hasParts: [history, '/docs/2.txt'].map((path) => catalogue.files.hasParts(path, generation)),
    filtered: [
      { kind: 'site', host: 'site3.example.org' } as const,
      { kind: 'dated', from: 100_000, until: 2_010_000 } as const,
      { kind: 'subject', text: 'number 99' } as const,
      { kind: 'sender', text: 'anna1' } as const,
      { kind: 'recipient', text: 'ben2' } as const,
      { kind: 'language', code: 'de' } as const,
      { kind: 'source', source: 'history' } as const,
      { kind: 'path', text: 'pages/0001' } as const,
      { kind: 'folder', name: 'mail' } as const,
      { kind: 'size', least: 3, most: 4 } as const,
    ].map((condition) => [...documentsThatFit(catalogue, [{ anyOf: [condition], isExcluded: false }], generation)]),
    faults: catalogue.faults(),
  }
}

function packedCount(folder: string): { blocks: number; rows: number; gone: number } {
  const database = new Database(join(folder, 'catalogue.sqlite'), { readonly: true })
  const one = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0
  const counts = {
    blocks: one('SELECT count(*) FROM packed'),
    rows: one('SELECT count(*) FROM documents'),
    gone: one('SELECT count(*) FROM packed WHERE gone IS NOT NULL'),
  }
  database.close()
  return counts
}

describe('packed documents', () => {
  test('are the same as rows, however they are asked for', async () => {
    await using both = await made()
    expect(packedCount(both.folder)).toEqual({ blocks: 3, rows: 3, gone: 0 })
    expect(everything(both.packed, 1)).toEqual(everything(both.rows, 1))
    expect(pack(both.packed, 1)).toBe(0)
  })

  test('leave, come back when their generation is undone, and are gone when it is purged', async () => {
    await using both = await made()
    const leaving = [3, 5, 1399, 2001, 2, 9999]
    for (const catalogue of [both.rows, both.packed]) catalogue.apply(change(2, { retire: leaving, add: [page(6001)] }))
    for (const generation of [1, 2])
      expect(everything(both.packed, generation)).toEqual(everything(both.rows, generation))
    for (const catalogue of [both.rows, both.packed]) catalogue.rollBackTo(1)
    expect(everything(both.packed, 1)).toEqual(everything(both.rows, 1))
    for (const catalogue of [both.rows, both.packed]) {
      catalogue.apply(change(2, { retire: leaving }))
      expect(catalogue.purge(2)).toEqual([2, 3, 5, 1399, 2001])
    }
    expect(everything(both.packed, 2)).toEqual(everything(both.rows, 2))
  })

  test('all of a file may leave', async () => {
    await using both = await made()
    for (const catalogue of [both.rows, both.packed]) {
      catalogue.apply(change(2, { retire: pages.map(({ id }) => id) }))
      catalogue.purge(2)
      expect(catalogue.files.hasParts(history, 2)).toBe(false)
    }
    expect(packedCount(both.folder).blocks).toBe(1)
    expect(everything(both.packed, 2)).toEqual(everything(both.rows, 2))
  })

  test('are packed again with what is new, once that is enough, and what left is in no block then', async () => {
    await using both = await made()
    const more = Array.from({ length: 80 }, (_, i) => page(6001 + i))
    for (const catalogue of [both.rows, both.packed]) {
      catalogue.apply(change(2, { add: more, retire: pages.slice(520, 600).map(({ id }) => id) }))
      catalogue.purge(2)
    }
    expect(packedCount(both.folder).gone).toBe(1)
    expect(pack(both.packed, 2)).toBe(1)
    expect(packedCount(both.folder)).toEqual({ blocks: 3, rows: 3, gone: 0 })
    expect(everything(both.packed, 2)).toEqual(everything(both.rows, 2))
  })

  test('stay in a file that is moved, and are rows again where parts are at other places in it', async () => {
    await using both = await made()
    for (const catalogue of [both.rows, both.packed]) {
      const known = catalogue.files.at(history, 1)
      if (known === undefined) throw new Error('The history is not known')
      catalogue.files.relocate(known, { path: '/moved/History', size: 6, mtimeMs: 10 })
      catalogue.files.renamePart(catalogue.files.parts(inbox, 1, [messages[3].part])[0], '7+7')
    }
    expect(packedCount(both.folder)).toMatchObject({ blocks: 2, rows: 103 })
    expect(both.packed.stampAt('/moved/History', 1, pages[9].part)?.id).toBe(pages[9].id)
    expect(everything(both.packed, 1)).toEqual(everything(both.rows, 1))
  })

  test('leave nothing behind when they are forgotten', async () => {
    await using both = await made()
    const ids = documentsThatFit(
      both.packed,
      [{ anyOf: [{ kind: 'site', host: 'site3.example.org' }], isExcluded: false }],
      1,
    )
    for (const catalogue of [both.rows, both.packed]) {
      catalogue.apply(change(2, { retire: [...ids] }))
      expect(catalogue.hasTraceOf([...ids])).toBe(true)
      catalogue.purge(2)
      // A block that they left still has them.
      expect(catalogue.hasTraceOf([...ids])).toBe(catalogue === both.packed)
      catalogue.scrub()
      expect(catalogue.hasTraceOf([...ids])).toBe(false)
    }
    expect(packedCount(both.folder)).toMatchObject({ gone: 0 })
    const database = new Database(join(both.folder, 'catalogue.sqlite'), { readonly: true })
    const texts = database.prepare<[], string>('SELECT text FROM strings').pluck().all()
    database.close()
    expect(texts).toContain('site2.example.org')
    expect(texts).not.toContain('site3.example.org')
    expect(everything(both.packed, 2)).toEqual(everything(both.rows, 2))
    both.packed.clear()
    expect([...both.packed.documents(2)]).toEqual([])
  })

  test('are seen by a reader that was open before there were any, in a catalogue of the version before', async () => {
    await using both = await made()
    const { folder, packed } = both
    packed.clear()
    packed.apply(change(1, { add: records, containers }))
    const database = new Database(join(folder, 'catalogue.sqlite'))
    database.exec('DROP TABLE packed; PRAGMA user_version = 3')
    database.close()
    const reader = openCatalogue(folder, 'read')
    expect(everything(reader, 1)).toEqual(everything(both.rows, 1))
    const writer = openCatalogue(folder, 'write')
    expect(pack(writer, 1)).toBe(3)
    expect(everything(reader, 1)).toEqual(everything(both.rows, 1))
    reader.close()
    writer.close()
  })

  test('have passages: others stay rows, and are listed without a block being read', async () => {
    await using both = await made()
    const named = [3000, 3001].map((id) => page(id, { chunks: 0 }))
    const more = Array.from({ length: 100 }, (_, i) => page(3100 + i))
    for (const catalogue of [both.rows, both.packed]) {
      catalogue.apply(change(2, { add: [...named, ...more], containers }))
      expect(catalogue.idsWithoutPassages(0, 1).ids).toEqual([])
    }
    expect(both.packed.idsWithoutPassages(0, 2)).toEqual({ ids: [3000, 3001], last: 5000 })
    pack(both.packed, 2)
    expect(everything(both.packed, 2)).toEqual(everything(both.rows, 2))
    const database = new Database(join(both.folder, 'catalogue.sqlite'))
    expect(database.prepare('SELECT id FROM documents WHERE chunks = 0').pluck().all()).toEqual([3000, 3001])
    database.exec(`UPDATE packed SET body = x'00'`)
    database.close()
    const reader = openCatalogue(both.folder, 'read')
    expect(reader.idsWithoutPassages(0, 2)).toEqual({ ids: [3000, 3001], last: 5000 })
    expect(reader.idsWithoutPassages(3000, 2)).toEqual({ ids: [3001], last: 5000 })
    expect(reader.idsWithoutPassages(5000, 2)).toEqual({ ids: [], last: 5000 })
    reader.close()
  })

  test('that are damaged are a damaged library, and a fault', async () => {
    await using both = await made()
    const database = new Database(join(both.folder, 'catalogue.sqlite'))
    database.exec('UPDATE packed SET body = substr(body, 1, length(body) - 9) WHERE id = 1')
    database.close()
    const reader = openCatalogue(both.folder, 'read')
    const failure = expect.objectContaining({ code: 'library-damaged' })
    expect(() => reader.document(1, 1)).toThrow(failure)
    expect(() => reader.idsWhere('d.size > 3', {}, 1)).toThrow(failure)
    expect(reader.faults()).toEqual([expect.stringContaining('block 1 ')])
    reader.close()
  })
})
