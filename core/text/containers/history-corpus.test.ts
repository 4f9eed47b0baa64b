import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addressesIn, realHistories } from '../testing/independent-counts.ts'
import { historyReader } from './history.ts'
import { privatePages } from './history-hosts.ts'
import { pageAddress } from './history-page.ts'

/** Real histories, beside the project where somebody has them. */
const data = new URL('../../../../data/browser', import.meta.url).pathname

describe.skipIf(!existsSync(data))('real histories (../data/browser)', () => {
  test.each(realHistories)('have the pages that SQLite counts: %s, %d', async (file, pages, sql) => {
    const path = join(data, file)
    const opened = await historyReader.open({ path, size: 0, mtimeMs: 0, state: null })
    const found: string[] = []
    for await (const { part } of opened.parts()) found.push(part)
    await opened.close()
    const addresses = addressesIn(path, sql).map((url) => pageAddress(url, privatePages()))
    expect(found.length).toBe(pages)
    expect(new Set(addresses.filter((address) => address !== null)).size).toBe(pages)
  })
})
