import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { encodeOutline } from '../text/outline.ts'
import { openCatalogue } from './open-catalogue.ts'
import type { DocumentCondition } from './document-conditions.ts'
import { documentsThatFit } from './document-filter.ts'
import type { DocumentRecord } from './document-record.ts'
import { madeDocument } from './testing/made-document.ts'

const day = 86_400_000

function record(id: number, path: string, more: Partial<DocumentRecord> & { title?: string } = {}): DocumentRecord {
  const { title = '', ...rest } = more
  return madeDocument(id, path, {
    size: id * 1000,
    mtimeMs: id * day,
    outline: encodeOutline({ title, headings: [] }),
    dated: id * day,
    ...rest,
  })
}

const records = [
  record(1, '/home/me/Reports/2024/Draft Budget.PDF', { kind: 'pdf', language: 'en', title: 'The Annual Budget' }),
  record(2, '/home/me/reports-old/notes.md', { kind: 'markdown', language: 'de', title: 'Käse und Brot' }),
  record(3, join(homedir(), 'letters/a.txt')),
  record(4, '/mail/inbox.mbox', {
    part: '2024+77',
    kind: 'mail',
    source: 'mail',
    dated: 100 * day,
    sender: 'José Nuñez <jose@Example.org>',
    recipients: ['Anna Smith <anna@smith.name>', 'Ben <ben@x.org>'],
    title: 'Invoice for March',
  }),
  record(5, '/mail/inbox.mbox', {
    part: '99+5',
    kind: 'mail',
    source: 'mail',
    sender: 'Joanna <j@y.org>',
    title: 'Hello',
  }),
  record(6, '/browser/History', {
    part: 'https://docs.example.org/a',
    kind: 'html',
    source: 'history',
    site: 'docs.example.org',
  }),
  record(7, '/browser/History', {
    part: 'https://notexample.org/',
    kind: 'html',
    source: 'history',
    site: 'notexample.org',
  }),
]

type Clause = DocumentCondition | readonly DocumentCondition[] | { not: DocumentCondition }

function fitting(...clauses: Clause[]) {
  return fittingOf(records, ...clauses)
}

async function fittingOf(records: readonly DocumentRecord[], ...clauses: Clause[]) {
  await using tree = await makeTree({})
  const catalogue = openCatalogue(tree.root, 'create')
  catalogue.apply({ generation: 1, add: records, retire: [], problems: [], settled: [] })
  try {
    const asClauses = clauses.map((clause) => {
      if ('not' in clause) return { anyOf: [clause.not], isExcluded: true }
      // An array is a list of conditions, whatever the compiler makes of it.
      return {
        anyOf: Array.isArray(clause) ? (clause as DocumentCondition[]) : [clause as DocumentCondition],
        isExcluded: false,
      }
    })
    return [...documentsThatFit(catalogue, asClauses, 1)]
  } finally {
    catalogue.close()
  }
}

describe('documents are found', () => {
  test('by the kind of the document or the ending of the name', async () => {
    expect(await fitting({ kind: 'type', kinds: ['pdf'], endings: ['pdf'] })).toEqual([1])
    expect(await fitting({ kind: 'type', kinds: [], endings: ['pdf'] })).toEqual([1])
    expect(await fitting({ kind: 'type', kinds: ['mail'], endings: ['md'] })).toEqual([2, 4, 5])
  })

  test('by the ending of the archive that they are in, but not of the message that carries them', async () => {
    const carried = record(8, '/mail/inbox.mbox', { part: '99+5//1 plan.pdf', kind: 'pdf', source: 'mail' })
    expect(await fittingOf([...records, carried], { kind: 'type', kinds: ['mbox'], endings: ['mbox'] })).toEqual([4, 5])
    expect(await fittingOf([...records, carried], { kind: 'type', kinds: [], endings: ['pdf'] })).toEqual([1, 8])
  })

  test('by folder: its name, its path, its beginning, but not a part of its name', async () => {
    expect(await fitting({ kind: 'folder', name: 'reports' })).toEqual([1])
    expect(await fitting({ kind: 'folder', name: 'report' })).toEqual([])
    expect(await fitting({ kind: 'folder', name: 'report*' })).toEqual([1, 2])
    expect(await fitting({ kind: 'folder', name: 'me/reports/' })).toEqual([1])
    expect(await fitting({ kind: 'folder', name: '/home/me' })).toEqual([1, 2])
    expect(await fitting({ kind: 'folder', name: '/me' })).toEqual([])
    expect(await fitting({ kind: 'folder', name: '~/letters' })).toEqual([3])
    expect(await fitting({ kind: 'folder', name: 'inbox.mbox' })).toEqual([4, 5])
  })

  test('by path, without case, the place of a message in its archive left out', async () => {
    expect(await fitting({ kind: 'path', text: 'draft budget' })).toEqual([1])
    expect(await fitting({ kind: 'path', text: '2024' })).toEqual([1])
    expect(await fitting({ kind: 'path', text: "100%_';--" })).toEqual([])
    expect(await fitting({ kind: 'path', text: '2024*.PDF' })).toEqual([1])
    expect(await fitting({ kind: 'path', text: '*.pd' })).toEqual([])
    expect(await fitting({ kind: 'path', text: '_*.pdf' })).toEqual([])
  })

  test('by people: the beginnings of their names and addresses, without accents', async () => {
    expect(await fitting({ kind: 'sender', text: 'nunez' })).toEqual([4])
    expect(await fitting({ kind: 'sender', text: 'jose@example.org' })).toEqual([4])
    expect(await fitting({ kind: 'sender', text: 'anna' })).toEqual([])
    expect(await fitting({ kind: 'recipient', text: 'Anna Sm' })).toEqual([4])
  })

  test('by title', async () => {
    expect(await fitting({ kind: 'subject', text: 'annual bud' })).toEqual([1])
    expect(await fitting({ kind: 'subject', text: 'kase' })).toEqual([2])
    expect(await fitting({ kind: 'subject', text: 'invoice' })).toEqual([4])
  })

  test('by their own date, the end left out', async () => {
    expect(await fitting({ kind: 'dated', from: 3 * day, until: 6 * day })).toEqual([3, 5])
    expect(await fitting({ kind: 'dated', from: 90 * day, until: null })).toEqual([4])
  })

  test('by size, language, source and site', async () => {
    expect(await fitting({ kind: 'size', least: 6000, most: null })).toEqual([6, 7])
    expect(await fitting({ kind: 'language', code: 'de' })).toEqual([2])
    expect(await fitting({ kind: 'source', source: 'history' })).toEqual([6, 7])
    expect(await fitting({ kind: 'source', source: 'nowhere' })).toEqual([])
    expect(await fitting({ kind: 'site', host: 'example.org' })).toEqual([6])
  })

  test('where all clauses fit, one condition of each, and none of those left out', async () => {
    const mail: DocumentCondition = { kind: 'source', source: 'mail' }
    expect(await fitting(mail, { kind: 'subject', text: 'hello' })).toEqual([5])
    expect(await fitting([mail, { kind: 'language', code: 'de' }])).toEqual([2, 4, 5])
    expect(await fitting({ not: mail }, { not: { kind: 'language', code: 'de' } })).toEqual([1, 3, 6, 7])
    expect(await fitting()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
