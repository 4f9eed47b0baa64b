import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { historyReader } from './history.ts'
import { privatePages } from './history-hosts.ts'
import { pageAddress } from './history-page.ts'

/** Real histories, beside the project where somebody has them. */
const data = new URL('../../../../data/browser', import.meta.url).pathname

const files = [
  ['chrome/History', 24, 'SELECT url FROM urls WHERE hidden = 0'],
  ['chrome/History-57.0.2987.133', 1, 'SELECT url FROM urls WHERE hidden = 0'],
  ['chrome/History-58.0.3029.96', 1, 'SELECT url FROM urls WHERE hidden = 0'],
  ['chrome/History-59.0.3071.86', 1, 'SELECT url FROM urls WHERE hidden = 0'],
  ['chrome/History-59_added-fake-column', 1, 'SELECT url FROM urls WHERE hidden = 0'],
  ['firefox/places.sqlite', 1, 'SELECT url FROM moz_places WHERE hidden = 0 AND visit_count > 0'],
  ['safari/History.db', 18, 'SELECT url FROM history_items WHERE id IN (SELECT history_item FROM history_visits)'],
] as const

describe.skipIf(!existsSync(data))('real histories (../data/browser)', () => {
  test.each(files)('have the pages that SQLite counts: %s, %d', async (file, pages, sql) => {
    const path = join(data, file)
    const opened = await historyReader.open({ path, size: 0, mtimeMs: 0, state: null })
    const found: string[] = []
    for await (const { part } of opened.parts()) found.push(part)
    await opened.close()
    const addresses = urlsIn(path, sql).map((url) => pageAddress(url, privatePages()))
    expect(found.length).toBe(pages)
    expect(new Set(addresses.filter((address) => address !== null)).size).toBe(pages)
  })
})

function urlsIn(path: string, sql: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'history-corpus-'))
  try {
    const copy = join(folder, basename(path))
    copyFileSync(path, copy)
    const database = new Database(copy)
    const urls = database.prepare<[], { url: string }>(sql).all()
    database.close()
    return urls.map(({ url }) => url)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
