/* What a page of a browser's history takes in the index, by part, beside the browser's own database and SQLite's word index. */
import Database from 'better-sqlite3'
import { copyFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openLibrary } from '../../library.ts'
import { AppError } from '../../errors.ts'
import { round, table, type Bench } from '../bench.ts'
import { withTemporaryFolder } from '../temporary.ts'
import { visitAgain, writeChromiumHistory } from './chromium-history.ts'
import { madePages } from './history-pages.ts'

const defaultPages = 20_000
const seed = 1
/** Pages that are visited again: one in so many. */
const visitedAgain = 100
/** What small documents are bounded at, bytes each. */
const goal = 120

/** Bytes a page by part. */
export const historyBench: Bench = {
  summary:
    'bytes a page of a history by part, beside the browser itself and FTS5 (--path: a History file; --chunks: pages)',
  run: ({ path, chunks: count = defaultPages, print }) =>
    withTemporaryFolder(async (place) => {
      const history = join(place, 'History')
      if (path === undefined) writeChromiumHistory(history, await madePages(count, seed))
      else copyFileSync(path, history)
      const folder = join(place, 'library')
      const first = await indexed(folder, history)
      const { pages } = first
      if (pages === 0) throw new AppError('bad-request', `Expected a history with pages, got none in ${path}.`)
      const peers = peerBytes(history, place)
      const newVisits = visitAgain(history, Math.ceil(pages / visitedAgain))
      const again = await indexed(folder, history)
      const figures = {
        pages,
        textBytesPerPage: round(first.textBytes / pages),
        bytesPerPage: { ...first.parts, browser: round(peers.browser / pages), fts5: round(peers.fts5 / pages) },
        cpuMsPerPage: round((first.cpuSeconds * 1000) / pages),
        visitedAgain: { pages: newVisits, bytesPerPage: again.parts.total, cpuSeconds: round(again.cpuSeconds) },
      }
      for (const line of linesFor(figures)) print(line)
      return figures
    }),
}

interface Parts {
  readonly codes: number
  readonly chunkMap: number
  readonly words: number
  readonly catalogue: number
  readonly other: number
  readonly total: number
}

/** Opens the library, brings it up to date and closes it: what is measured are its files as they lie there. */
async function indexed(folder: string, history: string) {
  const before = process.cpuUsage()
  const library = await openLibrary({ folder, access: 'write' })
  try {
    await library.optIn('history', history)
    // One commit, however busy the machine is.
    await library.index({ commitEveryMs: Number.MAX_SAFE_INTEGER })
    const { user, system } = process.cpuUsage(before)
    const { documents: pages, textBytes, bytes } = await library.status()
    await library.close()
    return {
      pages,
      textBytes,
      parts: partsOf(folder, { pages, codes: bytes.codes }),
      cpuSeconds: (user + system) / 1e6,
    }
  } finally {
    await library.close()
  }
}

/** Bytes a page of the files in a library's folder; codes and the map of chunks share one. */
function partsOf(folder: string, { pages, codes }: { readonly pages: number; readonly codes: number }): Parts {
  const names = readdirSync(folder)
  const bytesOf = (pattern: RegExp): number =>
    names.filter((name) => pattern.test(name)).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  const segments = bytesOf(/\.lsg$/u)
  const words = bytesOf(/\.lkw$/u)
  const catalogue = bytesOf(/^catalogue\.sqlite/u)
  const total = bytesOf(/^/u)
  const bytes = {
    codes,
    chunkMap: segments - codes,
    words,
    catalogue,
    other: total - segments - words - catalogue,
    total,
  }
  return Object.fromEntries(Object.entries(bytes).map(([part, all]) => [part, round(all / pages)])) as unknown as Parts
}

/** What the same pages take elsewhere: in the browser, and in a table of titles and addresses with its word index. */
function peerBytes(history: string, place: string): { readonly browser: number; readonly fts5: number } {
  const path = join(place, 'fts5.sqlite')
  const database = new Database(path)
  database.exec('CREATE VIRTUAL TABLE pages USING fts5 (title, url)')
  database.prepare('ATTACH ? AS browser').run(history)
  database.exec("INSERT INTO pages SELECT title, url FROM browser.urls; INSERT INTO pages (pages) VALUES ('optimize')")
  database.exec('DETACH browser; VACUUM')
  database.close()
  return { browser: statSync(history).size, fts5: statSync(path).size }
}

interface Figures {
  readonly pages: number
  readonly textBytesPerPage: number
  readonly bytesPerPage: Parts & { readonly browser: number; readonly fts5: number }
  readonly cpuMsPerPage: number
  readonly visitedAgain: { readonly pages: number; readonly bytesPerPage: number; readonly cpuSeconds: number }
}

function linesFor({ pages, textBytesPerPage, bytesPerPage, cpuMsPerPage, visitedAgain }: Figures): string[] {
  const { browser, fts5, ...own } = bytesPerPage
  const { total, ...parts } = own
  return [
    `${pages} pages of ${textBytesPerPage} bytes of title and words: ${total} bytes a page (goal: ${goal}), ${cpuMsPerPage} ms of CPU`,
    ...table([
      ['bytes a page', ''],
      ...Object.entries(parts).map(([part, bytes]): (string | number)[] => [`Leantern ${part}`, bytes]),
      ['Leantern total', total],
      ["the browser's own database", browser],
      ['FTS5 over title and address', fts5],
    ]),
    `visited again: ${visitedAgain.pages} pages, indexed in ${visitedAgain.cpuSeconds} s of CPU with opening, ${visitedAgain.bytesPerPage} bytes a page then`,
  ]
}
