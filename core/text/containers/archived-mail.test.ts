import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { mailOf, mboxOf } from '../../test/mail-fixture.ts'
import { readDocumentText } from '../read-text.ts'
import { prepareDocument } from '../prepare.ts'
import type { PreparedPart } from '../prepared.ts'
import { makeTar, partsOf, readParts } from '../testing/archive-fixture.ts'
import { makePdf } from '../testing/pdf-fixture.ts'

const mails = [
  { subject: 'Tea', body: 'Green tea.\n\nFrom the garden.' },
  { subject: 'Lava', body: 'Basalt.', attached: { 'plan.md': '# Plan\n\nDig.' } },
]
const mbox = mboxOf(mails)
const zipOf = (members: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(members).map(([name, content]) => [name, Buffer.from(content)])))

/** A file of these bytes in a folder of its own. */
async function fileOf(name: string, bytes: Uint8Array) {
  const tree = await makeTree({})
  await writeFile(tree.at(name), bytes)
  return { path: tree.at(name), [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

/** First lines of what is read of each part, behind its name without the place in the mbox. */
async function subjectsIn(path: string): Promise<string[]> {
  return (await readParts(path)).map((part) => part.split('\n', 1)[0].replace(/\d+-\d+/u, '*'))
}

describe('an mbox in an archive', () => {
  const takeout = 'Takeout/Mail/All mail.mbox'
  test.each([
    ['takeout.zip', zipOf({ [takeout]: mbox }), takeout],
    ['takeout.tgz', gzipSync(makeTar({ [takeout]: mbox, 'b.md': 'b' })), takeout],
    ['stored.tar', makeTar({ [takeout]: mbox }), takeout],
    ['list.mbox.gz', gzipSync(mbox), 'list.mbox'],
    ['2024-March.txt.gz', gzipSync(mbox), '2024-March.txt'],
    ['thunderbird.zip', zipOf({ 'Mail/Inbox': mbox }), 'Mail/Inbox'],
    ['twice.zip', zipOf({ 'inner.zip': zipOf({ [takeout]: mbox }) }), `inner.zip!/${takeout}`],
  ])('is read a message at a time: %s', async (name, bytes, prefix) => {
    await using file = await fileOf(name, bytes)
    const found = await subjectsIn(file.path)
    expect(found.filter((line) => line.startsWith(prefix))).toEqual([
      `${prefix}!/*: Subject: Tea`,
      `${prefix}!/*: Subject: Lava`,
      `${prefix}!/*//1 plan.md: # Plan`,
    ])
    const parts = await partsOf(file.path)
    for (const { part } of parts.filter((one) => one.kind === 'prepared' && one.part.startsWith(prefix))) {
      const expected = (await readParts(file.path)).find((line) => line.startsWith(`${part}: `))
      expect(`${part}: ${Buffer.from(await readDocumentText(file.path, part)).toString()}`).toBe(expected)
    }
  })

  test('keeps the texts of its messages, which are slow to get at again', async () => {
    await using file = await fileOf('takeout.zip', zipOf({ [takeout]: mbox }))
    const parts = await partsOf(file.path)
    expect(parts.map((part) => part.kind === 'prepared' && [part.source, part.cachedText !== null])).toEqual(
      parts.map(() => ['mail', true]),
    )
  })

  test('that is damaged is told, behind the messages before', async () => {
    const packed = Buffer.from(zipOf({ [takeout]: mbox }))
    packed.writeUInt32LE(0, packed.indexOf('PK\u0001\u0002', 0, 'latin1') + 16)
    await using file = await fileOf('takeout.zip', packed)
    expect(await readParts(file.path)).toEqual([expect.stringMatching(/All mail\.mbox! damaged /u)])
  })

  test('is read in archives inside, too', async () => {
    const tar = makeTar({ 'Mail/Inbox': mbox })
    await using file = await fileOf('a.zip', zipOf({ 'b.zip': zipOf({ 'c.tar': tar }) }))
    const prefix = 'b.zip!/c.tar!/Mail/Inbox!/'
    expect(await subjectsIn(file.path)).toEqual([
      `${prefix}*: Subject: Tea`,
      `${prefix}*: Subject: Lava`,
      `${prefix}*//1 plan.md: # Plan`,
    ])
    const last = (await partsOf(file.path)).at(-1)?.part ?? ''
    expect(Buffer.from(await readDocumentText(file.path, last)).toString()).toBe('# Plan\n\nDig.')
  })
})

const outlook = join(import.meta.dirname, '../../../../data/docs/pst/tika--testPST_variousBodyTypes.pst')

describe("an archive of Outlook's in an archive", () => {
  test('that is damaged says so', async () => {
    await using folder = await temporaryFolder()
    await using file = await fileOf('old.zip', zipOf({ 'mail.pst': '!BDN', 'a.txt': 'read' }))
    expect(await readParts(file.path)).toEqual([expect.stringMatching(/^mail\.pst! damaged /u), 'a.txt: read'])
    expect(await folder.unpacked()).toEqual([])
  })

  test('counts for what the archive unpacks to', async () => {
    await using folder = await temporaryFolder()
    const bomb = gzipSync(makeTar({ 'mail.pst': Buffer.alloc(40 * 1024 * 1024) }))
    await using file = await fileOf('old.tgz', bomb)
    expect(await readParts(file.path)).toEqual([
      expect.stringMatching(/^mail\.pst: too-large /u),
      expect.stringMatching(/^\(the rest of the archive\)! too-large /u),
    ])
    expect(await folder.unpacked()).toEqual([])
  })

  test.skipIf(!existsSync(outlook)).each([
    ['old.zip', (pst: Buffer) => zipOf({ 'Mail/old.pst': pst }), 'Mail/old.pst'],
    ['old.tar', (pst: Buffer) => makeTar({ 'Mail/old.pst': pst }), 'Mail/old.pst'],
    ['old.pst.gz', (pst: Buffer) => gzipSync(pst), 'old.pst'],
    ['b.zip', (pst: Buffer) => zipOf({ 'a.tgz': gzipSync(makeTar({ 'old.ost': pst })) }), 'a.tgz!/old.ost'],
  ])('is read a message at a time, and leaves nothing on the disk: %s', async (name, pack, prefix) => {
    await using folder = await temporaryFolder()
    const pst = readFileSync(outlook)
    await using plain = await fileOf('plain.pst', pst)
    await using file = await fileOf(name, pack(pst))
    const expected = await readParts(plain.path)
    expect(await readParts(file.path)).toEqual(expected.map((line) => `${prefix}!/${line}`))
    const parts = await partsOf(file.path)
    expect(parts.map((part) => part.kind === 'prepared' && [part.source, part.cachedText !== null])).toEqual(
      expected.map(() => ['mail', true]),
    )
    for (const [i, { part }] of parts.entries())
      expect(`${part}: ${Buffer.from(await readDocumentText(file.path, part)).toString()}`).toBe(
        `${prefix}!/${expected[i]}`,
      )
    expect(await folder.unpacked()).toEqual([])
  })

  test.skipIf(!existsSync(outlook) || process.platform === 'win32')(
    'has no name on the disk while it is read',
    async () => {
      await using folder = await temporaryFolder()
      await using file = await fileOf('old.zip', zipOf({ 'old.pst': readFileSync(outlook) }))
      const names: string[][] = []
      const { archiveReader } = await import('./archive.ts')
      const open = await archiveReader.open({
        path: file.path,
        size: statSync(file.path).size,
        mtimeMs: 0,
        state: null,
      })
      for await (const found of open.parts()) {
        await found.read()
        names.push(await folder.unpacked())
      }
      await open.close()
      expect(names).toEqual([[], [], [], []])
    },
  )
})

/** The system's folder for temporary files, empty for as long as it is used. */
async function temporaryFolder() {
  const tree = await makeTree({ 'temporary/': '' })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = tree.at('temporary')
  async function end(): Promise<void> {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    await tree[Symbol.asyncDispose]()
  }
  const unpacked = async () =>
    (await readdir(tree.at('temporary'))).filter((name) => name.startsWith('leantern-outlook'))
  return { unpacked, [Symbol.asyncDispose]: end }
}

const locked = makePdf({ pages: [['A line']], isEncrypted: true })

/** What is attached to a document. */
async function partsOfDocument(path: string): Promise<readonly PreparedPart[]> {
  const prepared = await prepareDocument({ path, knownHash: null, wantsText: true })
  if (prepared.kind !== 'prepared') throw new Error(`Expected a document, got ${prepared.kind}`)
  return prepared.parts
}

/** Its part → its text, or what is wrong with it. */
async function readPartsOfDocument(path: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    (await partsOfDocument(path)).map((part) => {
      if (part.kind !== 'prepared') return [part.part, part.kind === 'failed' ? part.code : '']
      return [part.part, part.problem?.code ?? Buffer.from(part.cachedText ?? []).toString()]
    }),
  )
}

describe('what is attached to a mail', () => {
  const docs = zipOf({ 'plan.txt': 'The weir.', 'inner.zip': zipOf({ 'deep.txt': 'The mill.' }), 'photo.jpg': 'x' })

  test('is also what is in its archives', async () => {
    await using file = await fileOf(
      'a.eml',
      Buffer.from(mailOf({ subject: 'S', body: 'b', attached: { 'docs.zip': docs } })),
    )
    const read = await readPartsOfDocument(file.path)
    expect(read).toEqual({
      '//1 docs.zip!/plan.txt': 'The weir.',
      '//1 docs.zip!/inner.zip!/deep.txt': 'The mill.',
      '//1 docs.zip!/photo.jpg': '',
    })
    expect(Buffer.from(await readDocumentText(file.path, '//1 docs.zip!/inner.zip!/deep.txt')).toString()).toBe(
      'The mill.',
    )
    await expect(readDocumentText(file.path, '//1 docs.zip!/gone.txt')).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('is also what is attached to the mails among it, down to four', async () => {
    const nested = (depth: number): string =>
      mailOf({
        subject: `Depth ${depth}`,
        body: 'b',
        attached: depth === 0 ? { 'note.txt': 'end' } : { 'inner.eml': nested(depth - 1) },
      })
    await using file = await fileOf('a.eml', Buffer.from(nested(2)))
    const read = await readPartsOfDocument(file.path)
    expect(Object.keys(read)).toEqual([
      '//1 inner.eml',
      '//1 inner.eml//1 inner.eml',
      '//1 inner.eml//1 inner.eml//1 note.txt',
    ])
    const part = '//1 inner.eml//1 inner.eml//1 note.txt'
    expect(Buffer.from(await readDocumentText(file.path, part)).toString()).toBe('end')
    await using deep = await fileOf('deep.eml', Buffer.from(nested(5)))
    expect(Object.values(await readPartsOfDocument(deep.path)).at(-1)).toContain('unsupported')
  })

  test('is also what is in the mailboxes among it', async () => {
    const attached = { 'list.mbox': mbox, 'old.pst': '!BDN' }
    await using file = await fileOf('a.eml', Buffer.from(mailOf({ subject: 'S', body: 'b', attached })))
    const read = Object.entries(await readPartsOfDocument(file.path))
    expect(read.map(([part, text]) => [part.replace(/\d+-\d+/u, '*'), text.split('\n', 1)[0]])).toEqual([
      ['//1 list.mbox!/*', 'Subject: Tea'],
      ['//1 list.mbox!/*', 'Subject: Lava'],
      ['//1 list.mbox!/*//1 plan.md', '# Plan'],
      ['//2 old.pst', 'damaged'],
    ])
    const [, [lava], [plan]] = read
    expect(Buffer.from(await readDocumentText(file.path, lava)).toString()).toContain('Basalt.')
    expect(Buffer.from(await readDocumentText(file.path, plan)).toString()).toBe('# Plan\n\nDig.')
  })

  test('and holds more than is unpacked of all of it together is refused', async () => {
    const blanks = zipOf({ 'a.txt': Buffer.alloc(6 * 1024 * 1024, ' ') })
    const attached = { '1.zip': blanks, '2.zip': blanks, '3.zip': blanks }
    await using file = await fileOf('a.eml', Buffer.from(mailOf({ subject: 'S', body: 'b', attached })))
    expect(Object.entries(await readPartsOfDocument(file.path)).at(-1)).toEqual([
      expect.stringContaining('3.zip'),
      'too-large',
    ])
  })

  test('and cannot be read is found by its name, by who sent it and under which subject', async () => {
    await using file = await fileOf(
      'a.eml',
      Buffer.from(
        mailOf({
          subject: 'The roof',
          body: 'b',
          attached: { 'offer.pdf': locked, 'plan.pages': 'x', 'logo.png': 'x' },
        }),
      ),
    )
    const prepared = await partsOfDocument(file.path)
    expect(prepared.map(({ part, kind }) => [part, kind])).toEqual([
      ['//1 offer.pdf', 'prepared'],
      ['//2 plan.pages', 'prepared'],
    ])
    expect(prepared[0]).toMatchObject({
      problem: { code: 'encrypted' },
      source: 'mail',
      facts: { sender: 'Anna Smith <anna@example.org>' },
    })
    expect(prepared[1]).not.toHaveProperty('problem')
  })
})
