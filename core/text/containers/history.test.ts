import Database from 'better-sqlite3'
import { readdirSync, truncateSync } from 'node:fs'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addChromiumRows, writeChromiumHistory, type HistoryRow } from '../../test/history-fixture.ts'
import { makeLibrary, subjects } from '../../test/library-fixture.ts'
import { prepareDocument } from '../prepare.ts'
import { noHost } from '../prepare-parts.ts'
import type { PreparedPart } from '../prepared.ts'
import { pageText, partOfAddress, textOfPart } from './history-page.ts'
import { openHistory } from './history-database.ts'
import { historyReader } from './history.ts'

let folder = ''
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'history-test-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const day = Date.parse('2024-03-01T12:00:00Z')

async function chromium(rows: readonly HistoryRow[], name = 'History'): Promise<string> {
  const path = join(folder, name)
  await writeChromiumHistory(path, rows)
  return path
}

async function read(
  path: string,
): Promise<{ prepared: Awaited<ReturnType<typeof prepareDocument>>; parts: PreparedPart[] }> {
  const parts: PreparedPart[] = []
  const prepared = await prepareDocument(
    { path, knownHash: null, wantsText: true },
    {
      ...noHost(),
      take: async (some) => void parts.push(...some),
    },
  )
  return { prepared, parts }
}

async function namesOf(path: string): Promise<string[]> {
  return (await read(path)).parts.map(({ part }) => part)
}

function copies(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('leantern-history-'))
}

describe("a browser's history", () => {
  test("has Chromium's pages with title, words of the address, site and last visit", async () => {
    const path = await chromium([['https://www.example.org/tea/green_tea', 'How to\nbrew', day]])
    const { prepared, parts } = await read(path)
    expect(prepared).toMatchObject({ kind: 'container', format: 'history' })
    expect(parts).toMatchObject([
      {
        kind: 'prepared',
        part: 'https:/www.example.org/tea/green_tea',
        documentKind: 'history',
        source: 'history',
        facts: { dated: day, site: 'example.org' },
      },
    ])
    const text = parts[0].kind === 'prepared' ? parts[0].cachedText : null
    expect(Buffer.from(text ?? []).toString()).toBe('How to brew\nexample.org tea green tea')
  })

  test("has Firefox's pages that were visited, and no bookmarks", async () => {
    const path = join(folder, 'places.sqlite')
    const database = new Database(path)
    database.exec(
      `CREATE TABLE moz_places (url TEXT, title TEXT, visit_count INTEGER, hidden INTEGER, last_visit_date INTEGER);
       INSERT INTO moz_places VALUES ('https://a.org/x', 'X', 2, 0, ${day * 1000}), ('https://a.org/never', 'N', 0, 0, NULL), ('https://a.org/frame', '', 1, 1, 5)`,
    )
    database.close()
    expect((await read(path)).parts).toMatchObject([{ part: 'https:/a.org/x', facts: { dated: day } }])
  })

  test("has Safari's pages with their newest title that says something", async () => {
    const path = join(folder, 'History.db')
    const at = (ms: number): number => ms / 1000 - 978307200
    const database = new Database(path)
    database.exec(
      `CREATE TABLE history_items (id INTEGER, url TEXT); CREATE TABLE history_visits (history_item INTEGER, visit_time REAL, title TEXT);
       INSERT INTO history_items VALUES (1, 'https://a.org/');
       INSERT INTO history_visits VALUES (1, ${at(day - 2000)}, 'old'), (1, ${at(day - 1000)}, 'new'), (1, ${at(day)}, '')`,
    )
    database.close()
    expect((await read(path)).parts).toMatchObject([{ part: 'https:/a.org/', title: 'new', facts: { dated: day } }])
  })

  test('is without queries and fragments: what differs in them only is one page', async () => {
    const path = await chromium([
      ['https://a.org/x?session=secret', 'first', day],
      ['https://a.org/x#part', 'second', day + 1000],
      ['https://me:secret@a.org/x', '', day + 2000],
    ])
    expect((await read(path)).parts).toMatchObject([
      { part: 'https:/a.org/x', title: 'second', facts: { dated: day + 2000 } },
    ])
  })

  test.each([
    'https://online.mybank.com/x',
    'https://www.deutsche-bank.de/',
    'https://www.paypal.com/home',
    'https://mail.google.com/mail/u/0',
    'https://outlook.live.com/owa',
    'https://accounts.google.com/x',
    'https://my-clinic.org/',
    'https://a.org/login',
    'https://www.a.org/accounts/ServiceLogin',
    'https://a.org/en/oauth2/token',
    'file:///home/me/letter.pdf',
    'chrome://settings/',
    'https://',
  ])('leaves out %s', async (url) => {
    expect(await namesOf(await chromium([[url, 'T', day]]))).toEqual([])
  })

  test('keeps pages that only sound alike, and leaves out frames', async () => {
    const path = await chromium([
      ['https://a.org/mail/history', 'T', day],
      ['https://banker.org/loginfo', 'T', day],
      ['https://a.org/frame', 'T', day, 1],
    ])
    expect(await namesOf(path)).toEqual(['https:/a.org/mail/history', 'https:/banker.org/loginfo'])
  })

  test('is read with what stands in its log only, while the browser has it open; the copy does not stay', async () => {
    const path = join(folder, 'History')
    const browser = new Database(path)
    browser.pragma('journal_mode = WAL')
    addChromiumRows(browser, [['https://a.org/x', 'T', day]])
    const before = copies()
    expect(await namesOf(path)).toEqual(['https:/a.org/x'])
    expect(copies()).toEqual(before)
    browser.close()
  })

  test.skipIf(process.platform === 'win32')('is nowhere but in the browser while it is read', async () => {
    const path = join(folder, 'History')
    const browser = new Database(path)
    browser.pragma('journal_mode = WAL')
    addChromiumRows(
      browser,
      Array.from({ length: 5000 }, (_, i): HistoryRow => [`https://a.org/${i}`, 'T'.repeat(50), day]),
    )
    const before = copies()
    const history = openHistory(path, () => false)
    expect(copies()).toEqual(before)
    expect([...history.pages()]).toHaveLength(5000)
    history.close()
    browser.close()
  })

  test.each([
    ['https://www.example.org/tea/green_tea', 'How to brew'],
    ['https://example.org/a%20b', ''],
    ['https://example.org/', 'example.org'],
    ['https://example.org/x', 'long '.repeat(100)],
  ])('has the same text when it is made again from the catalogue: %s %s', (address, title) => {
    const page = pageText({ address, title, visited: 1, visits: 1 })
    expect(textOfPart(partOfAddress(address), page.title)).toBe(page.text)
  })

  test('gives a page again by its address, and null for one that is gone', async () => {
    const path = await chromium([['https://a.org/x//https://b.org', 'T', day]])
    const [part] = await namesOf(path)
    expect(part).toBe('https:/a.org/x/%2Fhttps:/%2Fb.org')
    expect(await historyReader.read(path, part)).toMatchObject({ kind: 'text', text: { title: 'T' } })
    expect(await historyReader.read(path, 'https:/a.org/other')).toBeNull()
  })
})

describe('what is no history', () => {
  test('says which tables were expected', async () => {
    const path = join(folder, 'History')
    const database = new Database(path)
    database.exec('CREATE TABLE other (a)')
    database.close()
    const { prepared } = await read(path)
    expect(prepared).toMatchObject({
      kind: 'failed',
      code: 'unsupported',
      message: expect.stringContaining('moz_places'),
    })
  })

  test('is damaged where it was cut off, and leaves no copy', async () => {
    const rows = Array.from({ length: 2000 }, (_, i): HistoryRow => [`https://a.org/${i}`, 'T'.repeat(50), day])
    const path = await chromium(rows)
    truncateSync(path, 20_000)
    const before = copies()
    expect((await read(path)).prepared).toMatchObject({ kind: 'failed', code: 'damaged' })
    expect(copies()).toEqual(before)
  })

  test('is damaged or encrypted where its bytes are no database', async () => {
    const path = join(folder, 'places.sqlite')
    await writeFile(path, Buffer.alloc(8192, 0x5a))
    expect((await read(path)).prepared).toMatchObject({
      kind: 'failed',
      code: 'damaged',
      message: expect.stringContaining('encrypted'),
    })
  })
})

describe('a history in a library', () => {
  test('is read where it was added by itself, keeps what is unchanged, and is found and shown', async () => {
    await using made = await makeLibrary({ 'notes.txt': subjects.mortgage })
    const path = await chromium([
      ['https://a.org/volcano', 'How volcanoes throw magma and lava', day],
      ['https://a.org/tea', 'Brewing green tea', day],
    ])
    await made.library.addRoot(path)
    expect(await made.library.index()).toMatchObject({ added: 3, failed: 0 })
    const { results } = await made.library.search({ query: 'magma and lava', limit: 1, strategy: 'codes' })
    expect(results[0]).toMatchObject({ path, part: 'https:/a.org/volcano', dated: day, visits: 3 })
    expect((await made.library.status()).sources.map(({ source, cacheBytes }) => [source, cacheBytes])).toEqual([
      ['folder', 0],
      ['history', 0],
    ])
    const { passages } = await made.library.text({ path, part: 'https:/a.org/volcano' })
    expect(passages[0].text).toContain('How volcanoes throw magma')
    await chromium([['https://a.org/violin', 'Violins from Cremona', day]])
    expect(await made.library.index()).toMatchObject({ added: 1, embedded: 1, removed: 0 })
  })

  test('is not read where only the folder around it was added; a text of that name is', async () => {
    await using made = await makeLibrary({ 'one/notes.txt': subjects.mortgage, 'two/HISTORY': subjects.tea })
    const outside = folder
    folder = made.docs
    await chromium([['https://a.org/volcano', 'Volcanoes', day]], 'profile/History')
    folder = outside
    expect(await made.library.index()).toMatchObject({ added: 2, failed: 0 })
  })
})
