import { existsSync, readFileSync } from 'node:fs'
import { appendFile, open, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { mailOf, mboxOf } from '../../test/mail-fixture.ts'
import { limits } from '../document-kind.ts'
import { containerFormatOf } from './formats.ts'
import { mboxReader } from './mbox.ts'

interface Read {
  readonly part: string
  readonly text: string
  /** The text as it is found by the part's name. */
  readonly again: string
}

/** Texts of all messages in `content`, or the message of what is wrong with one; each is found again by its name. */
async function readAll(
  content: string | Uint8Array,
  state: Uint8Array | null = null,
): Promise<{ found: Read[]; state: Uint8Array | null }> {
  await using tree = await makeTree({})
  const path = tree.at('mail')
  await writeFile(path, content)
  const container = await mboxReader.open({ path, size: content.length, mtimeMs: 1, state })
  const found: Read[] = []
  for await (const { part, read } of container.parts()) {
    const text = await read().then(
      (one) => (one?.kind === 'text' ? one.text.text : ''),
      (error: unknown) => String(error),
    )
    const again = await mboxReader.read(path, part).catch(() => null)
    found.push({ part, text, again: again?.kind === 'text' ? again.text.text : '' })
  }
  const end = await container.end()
  await container.close()
  expect(found.map(({ again }) => again)).toEqual(found.map(({ text }) => text))
  return { found, state: end }
}

function bodiesOf(found: readonly Read[]): string[] {
  return found.map(({ text }) => text.split('\n\n').slice(1).join('\n\n'))
}

const mail = (body: string): string => mailOf({ subject: 'S', body })

describe('an mbox', () => {
  test('is split at lines with a date, of unix, Pipermail and Thunderbird, at bare ones only before headers', async () => {
    const content = [
      'From anna@example.org  Fri Oct 30 08:12:32 1998',
      mail('one'),
      'From anna at example.org  Wed Jun  1 00:51:43 2005',
      mail('two'),
      'From - Tue Apr 01 12:00:00 2008',
      mail('three'),
      'From Anna Smith <anna@example.org> Mon Jun 17 17:31:36 2002',
      mail('four'),
      'From ',
      mail('five'),
    ].join('\n')
    expect(bodiesOf((await readAll(content)).found)).toEqual(['one', 'two', 'three', 'four', 'five'])
    expect(bodiesOf((await readAll(content.replaceAll('\n', '\r\n'))).found)).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five',
    ])
  })

  test('is not split at lines of a body, and has quoted ones as they were written', async () => {
    const body =
      'Dear all,\n\nFrom what I can see it works.\nFrom: nobody\n\n>From now on it does.\n>>From twice quoted\nFrom R 3.4 forward'
    const { found } = await readAll(mboxOf([{ subject: 'S', body }]))
    expect(bodiesOf(found)).toEqual([body])
  })

  test('does not believe a length that a header tells', async () => {
    const lying = (length: string): string =>
      mail('short').replace('MIME-Version', `Content-Length: ${length}\nMIME-Version`)
    const line = 'From a@b.org  Fri Oct 30 08:12:32 1998\n'
    const { found } = await readAll(`${line}${lying('100000')}\n${line}${lying('1')}\n${line}${mail('last')}`)
    expect(bodiesOf(found)).toEqual(['short', 'short', 'last'])
  })

  test('has a name for each message that says where it is', async () => {
    const first = mboxOf([{ subject: 'S', body: 'Ärger' }])
    const { found } = await readAll(first + first)
    const length = Buffer.byteLength(first)
    expect(found.map(({ part }) => part)).toEqual([`0-${length}`, `${length}-${length}`])
  })

  test('that only grew is read from its last message on; one that was changed before that, as a whole', async () => {
    const first = mboxOf([
      { subject: 'A', body: 'one' },
      { subject: 'B', body: 'two' },
    ])
    const { state } = await readAll(first)
    const grown = await readAll(first + mboxOf([{ subject: 'C', body: 'three' }]), state)
    expect(bodiesOf(grown.found)).toEqual(['two', 'three'])
    const changed = await readAll(first.replace('one', 'six') + mboxOf([{ subject: 'C', body: 'three' }]), state)
    expect(bodiesOf(changed.found)).toEqual(['six', 'two', 'three'])
    const shorter = await readAll(mboxOf([{ subject: 'B', body: 'two' }]), state)
    expect(bodiesOf(shorter.found)).toEqual(['two'])
  })

  test('has messages that are larger than a piece of the file, and reads of one that is larger than the limit what stands first', async () => {
    const large = 'All work and no play makes Jack a dull boy.\n'.repeat(60_000)
    const { found } = await readAll(
      mboxOf([
        { subject: 'A', body: large },
        { subject: 'B', body: 'small' },
      ]),
    )
    expect(found[0].text).toHaveLength(large.trim().length + found[0].text.indexOf('\n\n') + 2)
    expect(bodiesOf(found.slice(1))).toEqual(['small'])
    await using tree = await makeTree({})
    const path = tree.at('mail')
    await writeFile(
      path,
      `${mboxOf([{ subject: 'A', body: 'one' }])}From a@b.org  Fri Oct 30 08:12:32 1998\nSubject: X\n\nThe picture is below.\n\n`,
    )
    const file = await open(path, 'r+')
    const { size } = await file.stat()
    // A hole: bytes that take no space.
    await file.truncate(size + 2 * limits.markupBytes)
    await file.write(`\n${mboxOf([{ subject: 'B', body: 'two' }])}`, size + 2 * limits.markupBytes)
    await file.close()
    const container = await mboxReader.open({ path, size, mtimeMs: 1, state: null })
    const [results, names]: string[][] = [[], []]
    for await (const part of container.parts()) {
      names.push(part.part)
      results.push(
        await part.read().then(
          (content) => (content?.kind === 'text' ? (content.problem?.message ?? 'read') : 'nothing'),
          (error: Error) => error.message,
        ),
      )
    }
    await container.close()
    expect(results).toEqual(['read', 'The message has 100 MB; messages are read up to 50 MB.', 'read'])
    const again = await mboxReader.read(path, names[1])
    expect(again?.kind === 'text' && again.text.text.slice(0, 80)).toMatch(/^Subject: X\n\nThe picture is below\./)
  })

  test('without a first line that begins a message is refused, what is no mail at all is no mbox', async () => {
    await expect(readAll('Subject: S\n\nno archive')).rejects.toMatchObject({ code: 'damaged' })
    const isMbox = (text: string): boolean => containerFormatOf('/mail/Inbox', Buffer.from(text))?.name === 'mbox'
    expect(isMbox(mboxOf([{ subject: 'S', body: 'b' }]))).toBe(true)
    expect(isMbox('\n\nFrom - Tue Apr 01 12:00:00 2008\nSubject: S\n\n')).toBe(true)
    expect(isMbox('From Monday on we shall meet at 10:30 in 2024\n\nYours')).toBe(false)
    expect(isMbox('From here to eternity\n')).toBe(false)
    expect(isMbox('')).toBe(false)
  })

  test('of rubbish between separators gives rubbish, one message each', async () => {
    const line = 'From a@b.org  Fri Oct 30 08:12:32 1998\n'
    const bytes = Buffer.concat([
      Buffer.from(`${line}Subject: one\n\n`),
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)),
      Buffer.from(`\n${line}Subject: two\n\nfine\n`),
    ])
    const { found } = await readAll(bytes)
    expect(found).toHaveLength(2)
    expect(found[1].text).toBe('Subject: two\n\nfine')
  })

  test('leaves out what Thunderbird has marked as deleted', async () => {
    const marked = mail('gone').replace('From:', 'X-Mozilla-Status: 0009\nFrom:')
    const kept = mail('kept').replace('From:', 'X-Mozilla-Status: 0001\nFrom:')
    const { found } = await readAll(
      `From - Tue Apr 01 12:00:00 2008\n${marked}\nFrom - Tue Apr 01 12:00:00 2008\n${kept}`,
    )
    expect(found.map(({ text }) => text === '')).toEqual([true, false])
  })
})

/** Bytes that this process has read from files since it started; only Linux tells. */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

test.skipIf(!existsSync('/proc/self/io'))('of an mbox that has grown only the tail is read', async () => {
  await using tree = await makeTree({})
  const path = tree.at('mail')
  const mails = Array.from({ length: 4000 }, (_, i) => ({ subject: `Number ${i}`, body: 'some words '.repeat(200) }))
  await writeFile(path, mboxOf(mails))
  const whole = await open(path).then(async (file) => {
    const { size } = await file.stat()
    await file.close()
    return size
  })
  const readParts = async (state: Uint8Array | null) => {
    const before = bytesRead()
    const container = await mboxReader.open({ path, size: 0, mtimeMs: 0, state })
    let parts = 0
    for await (const _ of container.parts()) parts++
    const end = await container.end()
    await container.close()
    return { parts, end, bytes: bytesRead() - before }
  }
  const first = await readParts(null)
  expect(first).toMatchObject({ parts: 4000 })
  expect(first.bytes).toBeGreaterThan(whole)
  await appendFile(path, mboxOf([{ subject: 'One more', body: 'just came' }]))
  const grown = await readParts(first.end)
  // The last message that was known, and the new one.
  expect(grown.parts).toBe(2)
  expect(grown.bytes).toBeLessThan(whole / 50)
})
