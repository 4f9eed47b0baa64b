import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { subjects } from '../test/library-fixture.ts'
import { patience, watched } from './testing.ts'

test("a page that stands only in the log beside a browser's history is taken up", async () => {
  await using library = await watched({ 'tea.txt': subjects.tea })
  const { made, watcher } = library
  const path = made.tree.at('History')
  const browser = new Database(path)
  browser.pragma('journal_mode = WAL')
  browser.pragma('wal_autocheckpoint = 0')
  browser.exec('CREATE TABLE urls (url TEXT, title TEXT, last_visit_time INTEGER, hidden INTEGER)')
  const visit = browser.prepare('INSERT INTO urls VALUES (?, ?, 13350000000000000, 0)')
  visit.run('https://a.org/volcano', 'Magma and lava')
  await made.library.addRoot(path)
  await watcher.updateRoots()
  await expect.poll(() => library.sum('added'), patience).toBe(1)
  visit.run('https://a.org/tea', 'Brewing tea')
  await expect.poll(() => library.sum('added'), patience).toBe(2)
  expect(library.sum('embedded')).toBe(2)
  browser.close()
})
