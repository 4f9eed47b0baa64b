/* A small healthy file of every format that holds many documents, made by code. */
import Database from 'better-sqlite3'
import { strToU8, zipSync } from 'fflate'
import { gzipSync } from 'node:zlib'
import { mboxOf } from '../../test/mail-fixture.ts'
import { makeTar } from './archive-fixture.ts'

const files = { 'a.txt': 'words of one', 'b/c.md': '# Title\nwords of another', 'd.csv': 'a,b\nc,d' }
const mails = [
  { subject: 'One', body: 'first words', attached: { 'plan.txt': 'what is attached' } },
  { subject: 'Two', body: 'more words\n> quoted\nanswered' },
]
const said = [{ uuid: '1', text: 'A question?', sender: 'human', created_at: '2024-03-01T10:00:00Z' }]

/** An archive in an archive in one: another, and a mailbox. */
function thirdIn(fourth: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(makeTar({ 'fourth.zip': fourth, 'Mail/Inbox': mboxOf(mails), 'old.pst': '!BDN' })))
}

/** By the name that it is read under. */
export function containerFixtures(): Readonly<Record<string, Uint8Array>> {
  const packed = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)]))
  return {
    'a.mbox': strToU8(mboxOf(mails)),
    'a.zip': zipSync(packed),
    'nested.zip': zipSync({ ...packed, 'inner.zip': zipSync({ ...packed, 'third.tgz': thirdIn(zipSync(packed)) }) }),
    'a.tar': new Uint8Array(makeTar(files)),
    'a.tgz': new Uint8Array(gzipSync(makeTar(files))),
    'a.jsonl': strToU8(
      ['1', '2'].map((id) => `${JSON.stringify({ id, text: `words ${id}`, metadata: {} })}\n`).join(''),
    ),
    'conversations.json': strToU8(
      JSON.stringify([
        {
          uuid: 'u',
          name: 'Chat',
          created_at: '2024-03-01T10:00:00Z',
          updated_at: '2024-03-01T10:00:00Z',
          account: {},
          chat_messages: said,
        },
      ]),
    ),
    History: database(
      `CREATE TABLE urls (url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
       INSERT INTO urls VALUES ('https://a.org/x', 'X', 2, 13350000000000000, 0), ('https://a.org/y', 'Y', 1, 1, 0)`,
    ),
    'places.sqlite': database(
      `CREATE TABLE moz_places (url TEXT, title TEXT, visit_count INTEGER, hidden INTEGER, last_visit_date INTEGER);
       INSERT INTO moz_places VALUES ('https://a.org/x', 'X', 2, 0, 1709287200000000)`,
    ),
    'History.db': database(
      `CREATE TABLE history_items (id INTEGER, url TEXT); CREATE TABLE history_visits (history_item INTEGER, visit_time REAL, title TEXT);
       INSERT INTO history_items VALUES (1, 'https://a.org/x'); INSERT INTO history_visits VALUES (1, 5, 'X')`,
    ),
  }
}

function database(sql: string): Uint8Array {
  const made = new Database(':memory:')
  made.exec(sql)
  const bytes = new Uint8Array(made.serialize())
  made.close()
  return bytes
}
