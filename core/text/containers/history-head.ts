import { basename } from 'node:path'

const magic = 'SQLite format 3\0'
const tables = /CREATE TABLE ["'[`]?(?:urls|moz_places|history_items)\b/u

/**
 * Whether a file may be a browser's history: a SQLite database with a history's name or tables. `head`: its first 4,096 bytes, which
 * do not always name the tables; the reader tells. Names that only browsers give count by themselves, so that a damaged one is reported.
 */
export function isHistoryHead(path: string, head: Uint8Array): boolean {
  const name = basename(path)
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')
  if (text.startsWith(magic)) return /^(?:history|places)/iu.test(name) || tables.test(text)
  return name === 'places.sqlite' || name === 'History.db'
}
