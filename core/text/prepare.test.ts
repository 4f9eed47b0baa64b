import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asNobody } from '../test/as-nobody.ts'
import { limits } from './document-kind.ts'
import { hashBytes } from './hash.ts'
import { prepareDocument } from './prepare.ts'
import type { PreparedDocument } from './prepared.ts'
import { readDocumentText } from './read-text.ts'
import { makePdf } from './testing/pdf-fixture.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prepare-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function prepared(path: string): Promise<PreparedDocument> {
  const result = await prepareDocument({ path, knownHash: null })
  if (result.kind !== 'prepared')
    throw new Error(
      `Expected a prepared document, got ${JSON.stringify(result, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`,
    )
  return result
}

describe('preparing a file', () => {
  test('says in the header of each chunk in which folder it is, but for messages', async () => {
    const headerOf = async (name: string, content: string): Promise<string | undefined> => {
      const path = await put(name, content)
      const document = await prepareDocument({ path, folder: 'Taxes 2023', knownHash: null })
      return document.kind === 'prepared' ? document.headers[0] : undefined
    }
    expect(await headerOf('letter.txt', 'Due in May.')).toBe('letter > Taxes 2023')
    expect(await headerOf('mail.eml', 'From: a@example.org\nSubject: Due\n\nIn May.')).toBe('Due > a@example.org')
    expect(await headerOf('note.md', '---\ntitle: Note\ndate: 2024-05-03\n---\nIn May.')).toBe(
      'Note > Taxes 2023 > 3 May 2024',
    )
  })

  test('answers what the index needs of it', async () => {
    const text = 'Grüße aus dem Norden.\n'
    const document = await prepared(await put('letter.txt', text))
    expect(document).toMatchObject({
      documentKind: 'text',
      isOwnBytes: true,
      textBytes: 24,
      size: 24,
      title: 'letter',
      cachedText: null,
    })
    expect(document.hash).toBe(await hashBytes(Buffer.from(text)))
    expect(document.mtimeMs).toBeGreaterThan(0)
    expect(document.starts).toHaveLength(document.headers.length)
  })

  test('stops at the hash when the bytes are known', async () => {
    const path = await put('a.txt', 'same as ever')
    const { hash } = await prepared(path)
    expect(await prepareDocument({ path, knownHash: hash })).toMatchObject({ kind: 'unchanged', hash, size: 12 })
    await writeFile(path, 'not the same')
    expect(await prepareDocument({ path, knownHash: hash })).toMatchObject({ kind: 'prepared', size: 12 })
  })

  test('keeps the text of a PDF and of large pages, not of small ones', async () => {
    const pdf = await prepared(await put('a.pdf', makePdf({ pages: [['A line of text']] })))
    expect(Buffer.from(pdf.cachedText!).toString()).toBe('A line of text')
    expect((await prepared(await put('small.html', '<p>A page.</p>'))).cachedText).toBeNull()
    const large = await prepared(await put('large.html', `<p>${'A long page. '.repeat(30_000)}</p>`))
    expect(large.cachedText).toHaveLength(large.textBytes)
    expect((await prepared(await put('large.txt', 'A long text. '.repeat(30_000)))).cachedText).toBeNull()
  })

  test('prepares an empty file as a document without chunks', async () => {
    const document = await prepared(await put('empty.md', ''))
    expect(document.starts).toHaveLength(0)
  })

  test('knows of a large file only its name, by its size, before reading it', async () => {
    const path = await put('big.txt', '')
    await truncate(path, limits.textBytes + 1)
    expect(await prepareDocument({ path, knownHash: null })).toMatchObject({
      kind: 'prepared',
      title: 'big',
      textBytes: 0,
      size: limits.textBytes + 1,
      problem: { code: 'too-large', message: 'The file has 20 MB; files of this kind are read up to 20 MB.' },
    })
  })

  test('reports a file without text with its hash, so that it is not tried again', async () => {
    const path = await put('a.pdf', 'this is no PDF')
    const failed = await prepareDocument({ path, knownHash: null })
    const hash = await hashBytes(Buffer.from('this is no PDF'))
    expect(failed).toMatchObject({ kind: 'failed', code: 'damaged', hash })
  })

  test('reports that the bytes of a placeholder are elsewhere', async () => {
    const path = await put('.Report.pdf.icloud', 'bplist00')
    expect(await prepareDocument({ path, knownHash: null })).toMatchObject({ kind: 'failed', code: 'online-only' })
  })

  test('reports what is no file or gone as unreadable', async () => {
    for (const name of ['gone.txt', '.']) {
      expect(await prepareDocument({ path: join(folder, name), knownHash: null })).toMatchObject({ code: 'unreadable' })
    }
  })

  test.skipIf(process.platform === 'win32')('does not wait for the writer of a pipe', async () => {
    const path = join(folder, 'pipe.txt')
    execFileSync('mkfifo', [path])
    expect(await prepareDocument({ path, knownHash: null })).toMatchObject({ kind: 'failed', code: 'unreadable' })
  })

  test.skipIf(process.platform === 'win32')('reports a file that may not be read', async () => {
    const path = await put('secret.txt', 'no')
    await chmod(path, 0o000)
    using _ = asNobody(folder)
    expect(await prepareDocument({ path, knownHash: null })).toMatchObject({
      code: 'unreadable',
      message: 'The file may not be read (permission denied).',
    })
  })
})

describe('reading a document again', () => {
  test('gives the same text as preparing did', async () => {
    const html = await put('a.html', '<h1>Tea</h1><p>Green &amp; black</p>')
    expect(Buffer.from(await readDocumentText(html)).toString()).toBe('Tea\n\nGreen & black')
    const text = await put('a.txt', 'own\r\nbytes ')
    expect(Buffer.from(await readDocumentText(text)).toString()).toBe('own\r\nbytes ')
  })

  test('says why there is none', async () => {
    await expect(readDocumentText(join(folder, 'gone.txt'))).rejects.toMatchObject({ code: 'unreadable' })
    await expect(readDocumentText(await put('a.bin', 'x'))).rejects.toMatchObject({ code: 'unsupported' })
  })
})
