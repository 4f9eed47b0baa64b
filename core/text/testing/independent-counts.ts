/* What real mail and histories hold, by other means than our readers; and what would be wrong with what ours give. */
import Database from 'better-sqlite3'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Prepared, PreparedPart } from '../prepared.ts'

/** All files at any depth of a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** Lines of an mbox that begin a message: with a time and a year, before a header. */
export function separatorsIn(path: string): number {
  const lines = readFileSync(path, 'latin1').split('\n')
  return lines.filter(
    (line, i) => /^From .*:\d\d [12]\d\d\d *\r?$/.test(line) && /^[A-Z][\w-]*:/.test(lines[i + 1] ?? ''),
  ).length
}

/** What of the message at `path`, and of what is attached to it, is still encoded, or missing. */
export function mailFaults(path: string, prepared: Prepared): string[] {
  if (prepared.kind !== 'prepared') return [prepared.kind]
  const isQuotedPrintable = /^content-transfer-encoding: *"?quoted-printable/im.test(readFileSync(path, 'latin1'))
  return [prepared, ...prepared.parts].flatMap((one) => faultsOf(one, isQuotedPrintable))
}

function faultsOf(one: PreparedPart | Extract<Prepared, { kind: 'prepared' }>, isQuotedPrintable: boolean): string[] {
  if (one.kind !== 'prepared') return [one.kind]
  const text = Buffer.from(one.cachedText ?? []).toString('utf8')
  const head = text.slice(0, text.indexOf('\n\n'))
  return [
    one.facts.sender === undefined ? 'has no sender' : '',
    one.facts.dated === undefined ? 'has no date' : '',
    /=\?[\w-]+\?[QB]\?/i.test(head) ? 'has an encoded header' : '',
    /^(?:[A-Za-z0-9+/]{60,76}\n){3}/m.test(text) ? 'has lines of base64' : '',
    // A trace of system calls has such signs of its own, in a message that was sent as it is.
    isQuotedPrintable && /=\n/.test(text) && /=(?:20|3D|C3|E2|0A)(?=\S)[^\n]*=\n/.test(text)
      ? 'has quoted-printable'
      : '',
  ].filter((fault) => fault !== '')
}

/** Pages of a history that were visited, by SQLite alone: a row each, private ones included. */
const historyQueries = {
  chrome: 'SELECT url FROM urls WHERE hidden = 0',
  firefox: 'SELECT url FROM moz_places WHERE hidden = 0 AND visit_count > 0',
  safari: 'SELECT url FROM history_items WHERE id IN (SELECT history_item FROM history_visits)',
} as const

/** Histories of `../data/browser`, and how many pages of each are to be found. */
export const realHistories: readonly (readonly [file: string, pages: number, sql: string])[] = [
  ['chrome/History', 24, historyQueries.chrome],
  ['chrome/History-57.0.2987.133', 1, historyQueries.chrome],
  ['chrome/History-58.0.3029.96', 1, historyQueries.chrome],
  ['chrome/History-59.0.3071.86', 1, historyQueries.chrome],
  ['chrome/History-59_added-fake-column', 1, historyQueries.chrome],
  ['firefox/places.sqlite', 1, historyQueries.firefox],
  ['safari/History.db', 18, historyQueries.safari],
]

/** The addresses that `sql` finds in a copy of the database. */
export function addressesIn(path: string, sql: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'history-corpus-'))
  try {
    const copy = join(folder, basename(path))
    copyFileSync(path, copy)
    const database = new Database(copy)
    const urls = database.prepare<[], string>(sql).pluck().all()
    database.close()
    return urls
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
