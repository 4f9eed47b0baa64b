import { basename } from 'node:path'

const magic = Buffer.from('SQLite format 3\0')
const tables = /CREATE TABLE ["'[`]?(?:urls|moz_places|history_items)\b/u

/**
 * Whether a file may be a browser's history: a SQLite database with a history's name or tables. `head`: its first 4,096 bytes, which
 * do not always name the tables; the reader tells. Names that only browsers give count by themselves, so that a damaged one is reported.
 */
export function isHistoryHead(path: string, head: Uint8Array): boolean {
  const name = basename(path)
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes[0] !== magic[0] || !bytes.subarray(0, magic.length).equals(magic))
    return name === 'places.sqlite' || name === 'History.db'
  return /^(?:history|places)/iu.test(name) || tables.test(bytes.toString('latin1'))
}
