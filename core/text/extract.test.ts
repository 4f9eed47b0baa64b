import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { kindOfPath, limits, namelessBytes, supportedExtensions } from './document-kind.ts'
import { extractText } from './extract.ts'
import { makeCompoundFile } from './testing/compound-fixture.ts'
import { makeDocx, paragraph } from './testing/docx-fixture.ts'
import { makeDoc, makeMsg } from './testing/old-office-fixture.ts'
import { makeEpub, makeOpenDocument, makePptx, makeXlsx, shape } from './testing/package-fixture.ts'
import { makePdf } from './testing/pdf-fixture.ts'

const odt = makeOpenDocument({ kind: 'text', body: '<text:p>words</text:p>' })

describe('what a file is', () => {
  test.each([
    ['a.txt', 'text'],
    ['a.MD', 'markdown'],
    ['a.rst', 'restructuredtext'],
    ['a.htm', 'html'],
    ['a.cnxml', 'xml'],
    ['a.tsx', 'code'],
    ['a.pdf', 'pdf'],
    ['a.docx', 'docx'],
    ['a.eml', 'eml'],
    ['a.pptx', 'pptx'],
    ['a.XLSX', 'xlsx'],
    ['a.odt', 'odt'],
    ['a.doc', 'doc'],
    ['a.rtf', 'rtf'],
    ['a.epub', 'epub'],
    ['a.ipynb', 'ipynb'],
    ['a.tex', 'tex'],
    ['a.org', 'org'],
    ['a.msg', 'msg'],
    ['a.ics', 'ics'],
    ['a.vcf', 'vcf'],
    ['a.csv', 'text'],
    ['README', 'text'],
    ['folder.d/Makefile', 'code'],
    ['a.log', 'text'],
    ['photo.jpg', null],
    ['whatever', null],
    ['.bashrc', null],
  ] as const)('%s is %s by its name', (path, kind) => {
    expect(kindOfPath(path)).toBe(kind)
  })

  test('extensions are listed without a dot, in lower case', () => {
    expect([...supportedExtensions].every((extension) => /^[a-z0-9]+$/.test(extension))).toBe(true)
    expect(supportedExtensions.has('pdf')).toBe(true)
  })

  test('the bytes have the last word', async () => {
    expect(await extractText('a.txt', makePdf({ pages: [['A page']] }))).toMatchObject({ kind: 'pdf', text: 'A page' })
    expect(await extractText('a.md', makeDocx({ body: paragraph('words') }))).toMatchObject({
      kind: 'docx',
      text: 'words',
    })
    expect(await extractText('a.docx', Buffer.from('<html><p>words</p>'))).toMatchObject({
      kind: 'html',
      text: 'words',
    })
  })
})

test.each([
  ['a Word document named .txt', 'a.txt', makeDocx({ body: paragraph('words') }), 'docx'],
  ['a presentation named .docx', 'a.docx', makePptx([{ shapes: shape('words') }]), 'pptx'],
  ['a workbook named .zip.txt', 'a.zip.txt', makeXlsx({ sheets: { words: '<row><c><v>1</v></c></row>' } }), 'xlsx'],
  ['an OpenDocument text named .docx', 'a.docx', odt, 'odt'],
  ['a book named .odt', 'a.odt', makeEpub({ chapters: { a: '<p>words</p>' }, spine: ['a'] }), 'epub'],
  ['RTF named .doc', 'a.doc', Buffer.from('{\\rtf1 words}'), 'rtf'],
  ['a page named .doc', 'a.doc', Buffer.from('\n<html><body>words'), 'html'],
  ['a table in a page named .xls', 'a.xls', Buffer.from('<table><tr><td>words</table>'), 'html'],
  ['XML named .xls', 'a.xls', Buffer.from('<?xml version="1.0"?><Workbook><Data>words</Data></Workbook>'), 'xml'],
  ['a page with its pictures named .doc', 'a.doc', Buffer.from('MIME-Version: 1.0\nSubject: s\n\nwords'), 'eml'],
  ['plain text named .doc', 'a.doc', Buffer.from('just words'), 'text'],
  ['an old document named .docx', 'a.docx', makeDoc({ paragraphs: [{ text: 'words\r' }] }), 'doc'],
  ['a message named .txt', 'a.txt', makeMsg({ '1000': 'words' }), 'msg'],
  ['a PDF named .txt', 'a.txt', makePdf({ pages: [['words']] }), 'pdf'],
])('%s is read as what it is', async (_what, path, bytes, kind) => {
  const extracted = await extractText(path, bytes)
  expect(extracted.kind).toBe(kind)
  expect(extracted.text).toContain('words')
})

describe('what is refused, and why', () => {
  const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

  test.each([
    ['an unknown type', 'a.xyz', Buffer.from('x'), 'unsupported'],
    ['a name that promises no text', 'data', Buffer.from('x'), 'unsupported'],
    ['a binary file named .txt', 'a.txt', Buffer.from('x\0\u0001\0\0y\0'), 'unsupported'],
    ['an archive named .txt', 'a.txt', zipSync({ 'a.txt': strToU8('x') }), 'unsupported'],
    ['a damaged old Office document', 'a.docx', ole, 'damaged'],
    ['an unknown compound file', 'a.doc', makeCompoundFile({ Other: Buffer.from('x') }), 'unsupported'],
    ['a picture named .txt', 'a.txt', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'unsupported'],
    [
      'a Word document with a password',
      'a.docx',
      makeCompoundFile({ EncryptedPackage: Buffer.from('x') }),
      'encrypted',
    ],
    ['text named .docx', 'a.docx', Buffer.from('just text'), 'damaged'],
    ['text named .pdf', 'a.pdf', Buffer.from('just text'), 'damaged'],
    ['a bundle of code', 'a.js', Buffer.from(`one()\n${'x'.repeat(70_000)}\n`), 'too-large'],
    ['a huge README', 'README', Buffer.alloc(namelessBytes + 1, 'x'), 'too-large'],
    ['a huge text', 'a.md', Buffer.alloc(limits.textBytes + 1, 'x'), 'too-large'],
  ])('%s', async (_what, path, bytes, code) => {
    await expect(extractText(path, bytes)).rejects.toMatchObject({ name: 'ExtractError', code })
  })
})

test('own bytes stay as they are, whatever is in them', async () => {
  const text = '\ufeff# Title  \r\n\r\n\r\n\r\nGrüße 😀\n'
  const extracted = await extractText('a.md', Buffer.from(text))
  expect(extracted).toMatchObject({
    text,
    isOwnBytes: true,
    title: 'Title',
    headings: [{ level: 1, text: 'Title', start: 1 }],
  })
  expect((await extractText('a.py', Buffer.from('def main():\n'))).headings).toEqual([
    { level: 1, text: 'main', start: 0 },
  ])
})

test('the same bytes give the same text again', async () => {
  const files = [
    makePdf({ pages: [['a-', 'b']] }),
    makeDocx({ body: paragraph('x') }),
    Buffer.from('caf\xe9 \xfc\xdf', 'latin1'),
  ]
  for (const bytes of files) expect(await extractText('a.txt', bytes)).toEqual(await extractText('a.txt', bytes))
})
