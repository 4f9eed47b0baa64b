import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { mailOf, mboxOf, type TestMail } from '../test/mail-fixture.ts'
import { extractText } from './extract.ts'
import { originalOf } from './original.ts'
import { readDocumentText } from './read-text.ts'
import { makeTar, partsOf } from './testing/archive-fixture.ts'
import { containerFixtures } from './testing/container-fixtures.ts'
import { makePdf } from './testing/pdf-fixture.ts'
import { png } from './png.ts'

const bytesOf = (text: string | Uint8Array): Uint8Array => Buffer.from(text)
const letter = 'Dear Anna, the roof is done.'
const pdf = makePdf({ pages: [['The offer for the roof']] })

/** What each part that was found is opened as: 'part → name', with its bytes. */
async function originalsOf(path: string): Promise<ReadonlyMap<string, readonly [name: string, content: string]>> {
  const found = new Map<string, readonly [string, string]>()
  for (const { part } of await partsOf(path)) {
    const original = await originalOf(path, part)
    if (original !== null) found.set(part, [original.name, Buffer.from(original.bytes).toString('latin1')])
  }
  return found
}

async function inTree<T>(files: Readonly<Record<string, string | Uint8Array>>, work: (tree: TestTree) => Promise<T>) {
  const tree = await makeTree(files)
  try {
    return await work(tree)
  } finally {
    await tree[Symbol.asyncDispose]()
  }
}

function latin1(content: string | Uint8Array): string {
  return Buffer.from(content).toString('latin1')
}

describe('a message of an mbox', () => {
  const mails: readonly TestMail[] = [
    { subject: 'Roof: offers 1/2', body: 'From here on it rains.\n\n' },
    { subject: '', body: 'Nothing stands above.', attached: { 'offer.pdf': pdf } },
  ]

  test('is an .eml called by its subject, as it was sent', () =>
    inTree({ 'Inbox.mbox': mboxOf(mails) }, async (tree) => {
      const found = await originalsOf(tree.at('Inbox.mbox'))
      const [[, first], [second, plain], [attached, offer]] = [...found]
      expect(first).toEqual(['Roof_ offers 1_2.eml', mailOf(mails[0])])
      expect(plain).toEqual(['(no subject).eml', latin1(mailOf(mails[1]))])
      expect(attached).toBe(`${second}//1 offer.pdf`)
      expect(offer).toEqual(['offer.pdf', latin1(pdf)])
    }))

  test('that is not there any more is gone, and a deleted one has no bytes', () =>
    inTree({ 'Inbox.mbox': mboxOf(mails) }, async (tree) => {
      const path = tree.at('Inbox.mbox')
      expect(await originalOf(path, '7-20')).toBeNull()
      expect(await originalOf(path, '../../etc/passwd')).toBeNull()
      await expect(originalOf(path, '0-5//1 other.pdf')).rejects.toMatchObject({ code: 'unreadable' })
    }))
})

describe('a member of an archive', () => {
  test('is its own bytes under its own name, in a zip, a tar and one packed by gzip', async () => {
    const members = { 'letters/2024/roof.txt': bytesOf(letter), 'offers/roof.pdf': pdf }
    const archives = {
      'old.zip': zipSync(members),
      'old.tar': makeTar(members),
      'old.tgz': gzipSync(makeTar(members)),
    }
    await inTree(archives, async (tree) => {
      for (const name of Object.keys(archives)) {
        expect([name, ...(await originalsOf(tree.at(name)))]).toEqual([
          name,
          ['letters/2024/roof.txt', ['roof.txt', letter]],
          ['offers/roof.pdf', ['roof.pdf', latin1(pdf)]],
        ])
      }
    })
  })

  test('is found in archives inside, and so is the one file that gzip packed', async () => {
    const inner = zipSync({ 'a/roof.txt': bytesOf(letter) })
    await inTree({ 'old.zip': zipSync({ 'in/er.zip': inner }), 'roof.txt.gz': gzipSync(letter) }, async (tree) => {
      expect([...(await originalsOf(tree.at('old.zip')))]).toEqual([['in/er.zip!/a/roof.txt', ['roof.txt', letter]]])
      expect([...(await originalsOf(tree.at('roof.txt.gz')))]).toEqual([['roof.txt', ['roof.txt', letter]]])
    })
  })

  test('of which only the name is known has its bytes all the same', async () => {
    const picture = png(new Uint8Array(3), { width: 1, height: 1 })
    await inTree({ 'trip.zip': zipSync({ 'trip/harbour.jpg': picture }) }, async (tree) => {
      expect([...(await originalsOf(tree.at('trip.zip')))]).toEqual([
        ['trip/harbour.jpg', ['harbour.jpg', latin1(picture)]],
      ])
    })
  })

  test('that is a message in a mailbox, with what is attached to it, is found too', async () => {
    const mail: TestMail = { subject: 'Offer', body: letter, attached: { 'offer.zip': zipSync({ 'x/roof.pdf': pdf }) } }
    await inTree({ 'takeout.zip': zipSync({ 'Mail/All mail.mbox': bytesOf(mboxOf([mail])) }) }, async (tree) => {
      const [[message, sent], [, offer]] = [...(await originalsOf(tree.at('takeout.zip')))]
      expect(message).toMatch(/^Mail\/All mail\.mbox!\/0-\d+$/u)
      expect(sent).toEqual(['Offer.eml', mailOf(mail)])
      expect(offer).toEqual(['roof.pdf', latin1(pdf)])
    })
  })

  test('that is damaged or gone is refused, and one of another name is not given in its place', () =>
    inTree({ 'old.zip': damaged(zipSync({ 'a.txt': bytesOf(letter.repeat(20)) })) }, async (tree) => {
      const path = tree.at('old.zip')
      await expect(originalOf(path, 'a.txt')).rejects.toMatchObject({ code: 'damaged' })
      expect(await originalOf(path, 'b.txt')).toBeNull()
      await expect(originalOf(tree.at('none.zip'), 'a.txt')).rejects.toMatchObject({ code: 'unreadable' })
    }))

  test('with a hostile name has a harmless one', async () => {
    const names = [
      '../../../etc/cron.d/job.txt',
      '..\\..\\start\\run.txt',
      'a/CON.txt',
      'x/\u202Etxt.bat',
      '/abs/b.txt',
    ]
    await inTree(
      { 'evil.zip': zipSync(Object.fromEntries(names.map((name) => [name, bytesOf(letter)]))) },
      async (tree) => {
        const found = [...(await originalsOf(tree.at('evil.zip'))).values()].map(([name]) => name)
        expect(found).toEqual(['job.txt', 'run.txt', '_CON.txt', '_txt.bat', 'b.txt'])
      },
    )
  })
})

describe('a message in a file of its own', () => {
  const mail = mailOf({
    subject: 'Plans: roof',
    body: letter,
    attached: {
      'docs.zip': zipSync({ 'deep/roof.txt': bytesOf(letter) }),
      'mail.eml': mailOf({ subject: 'In', body: letter, attached: { 'in.pdf': pdf } }),
    },
  })

  test('is the file, and what is attached to it is by itself, however deep', () =>
    inTree({ 'a.eml': mail }, async (tree) => {
      const path = tree.at('a.eml')
      expect(await originalOf(path)).toBeNull()
      const read = async (part: string) => {
        const { name, bytes } = (await originalOf(path, part)) ?? { name: '', bytes: new Uint8Array() }
        return [name, latin1(bytes)]
      }
      expect(await read('//1 docs.zip!/deep/roof.txt')).toEqual(['roof.txt', letter])
      expect(await read('//2 mail.eml')).toEqual([
        'mail.eml',
        mailOf({ subject: 'In', body: letter, attached: { 'in.pdf': pdf } }),
      ])
      expect(await read('//2 mail.eml//1 in.pdf')).toEqual(['in.pdf', latin1(pdf)])
      await expect(originalOf(path, '//3 other.pdf')).rejects.toMatchObject({ code: 'unreadable' })
      await expect(originalOf(path, '//1 docs.zip!/other.txt')).rejects.toMatchObject({ code: 'unreadable' })
    }))

  test('of Apple Mail, and of a Maildir, is an .eml called by its subject', async () => {
    const emlx = `${Buffer.byteLength(mail)}\n${mail}<?xml version="1.0"?><plist></plist>`
    const files = {
      'm.mbox/Messages/12.emlx': emlx,
      'box/cur/1700000000.a.host:2,S': mail,
      'old.zip': zipSync({ '12.emlx': bytesOf(emlx) }),
    }
    await inTree(files, async (tree) => {
      const expected = { name: 'Plans_ roof.eml', bytes: Buffer.from(mail) }
      for (const [path, part] of [
        [Object.keys(files)[0], ''],
        [Object.keys(files)[1], ''],
        ['old.zip', '12.emlx'],
      ] as const) {
        const original = await originalOf(tree.at(path), part)
        expect(original?.name).toBe(expected.name)
        expect(Buffer.from(original?.bytes ?? [])).toEqual(expected.bytes)
      }
    })
  })

  test('of Apple Mail that is damaged is refused', () =>
    inTree({ '12.emlx': 'no length' }, async (tree) => {
      await expect(originalOf(tree.at('12.emlx'))).rejects.toMatchObject({ code: 'damaged' })
    }))
})

test('an original reads as its part does, in every format that has them', () =>
  inTree(containerFixtures(), async (tree) => {
    const formats = new Map<string, number>()
    for (const name of Object.keys(containerFixtures())) {
      const path = tree.at(name)
      for (const { kind, part } of await partsOf(path)) {
        const original = kind === 'prepared' ? await originalOf(path, part) : null
        if (original === null) continue
        const { text } = await extractText(original.name, original.bytes)
        expect(text).toBe(Buffer.from(await readDocumentText(path, part)).toString())
        formats.set(name, (formats.get(name) ?? 0) + 1)
      }
    }
    expect(Object.fromEntries(formats)).toEqual({ 'a.mbox': 3, 'a.zip': 3, 'nested.zip': 12, 'a.tar': 3, 'a.tgz': 3 })
  }))

test('documents that have no bytes of their own are opened with their file', () =>
  inTree(
    {
      'rows.jsonl': '{"text":"The roof is done, and nobody wrote about it."}\n{"text":"Another row of text here."}\n',
      'plain.txt': letter,
    },
    async (tree) => {
      const path = tree.at('rows.jsonl')
      const parts = await partsOf(path)
      expect(parts.length).toBeGreaterThan(0)
      expect(await originalsOf(path)).toEqual(new Map())
      expect(await originalOf(tree.at('plain.txt'))).toBeNull()
      await expect(originalOf(tree.at('plain.txt'), 'part')).rejects.toMatchObject({ code: 'unreadable' })
    },
  ))

/** A zip whose first member's bytes are not what its list says. */
function damaged(zip: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(zip)
  bytes.fill(0, 40, 50)
  return bytes
}
