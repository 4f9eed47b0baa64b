import { describe, expect, test } from 'vitest'
import {
  makeEpub,
  makeOpenDocument,
  makePptx,
  makeXlsx,
  makeZip,
  relationships,
  shape,
} from '../testing/package-fixture.ts'
import { extractEpub } from './epub.ts'
import { extractOpenDocument } from './opendocument.ts'
import { extractPptx } from './pptx.ts'
import { extractXlsx } from './xlsx.ts'

describe('text of a presentation', () => {
  test('has slides in their order, titles first and as headings, then the notes', () => {
    const slides = [
      { shapes: shape('body\nmore') + shape('First', 'title') + shape('3', 'sldNum'), notes: 'Say hello' },
      { shapes: shape('Second', 'ctrTitle') },
      { shapes: shape('untitled') },
    ]
    const { text, headings, title } = extractPptx(makePptx(slides))
    expect(text).toBe('First\n\nbody\nmore\n\nSay hello\f\nSecond\f\nuntitled')
    expect(headings).toEqual([
      { level: 1, text: 'First', start: 0 },
      { level: 1, text: 'Second', start: text.indexOf('Second') },
    ])
    expect(title).toBe('First')
  })

  test('has tables by rows and a title of two paragraphs on one line', () => {
    const cell = (words: string): string =>
      `<a:tc><a:txBody><a:p><a:r><a:t>${words}</a:t></a:r></a:p></a:txBody></a:tc>`
    const table = `<p:graphicFrame><a:tbl><a:tr>${cell('a')}${cell('b')}</a:tr><a:tr>${cell('c')}${cell('d')}</a:tr></a:tbl></p:graphicFrame>`
    const { text, headings } = extractPptx(makePptx([{ shapes: table + shape('Two\nlines', 'title') }]))
    expect(text).toBe('Two lines\n\na | b\nc | d')
    expect(headings[0].text).toBe('Two lines')
  })

  test('is refused without text', () => {
    expect(() => extractPptx(makePptx([{ shapes: '' }]))).toThrow(/no text/)
  })
})

describe('text of a workbook', () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="d/m/yyyy h:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>'
  const cell = (value: string, attributes = ''): string => `<c ${attributes}><v>${value}</v></c>`

  test('has sheets as headings and a line for each row', () => {
    const rows = `<row></row><row>${cell('0', 't="s"')}${cell('1', 't="s"')}</row><row><c t="inlineStr"><is><t>in</t></is></c>${cell('1', 't="b"')}</row>`
    const strings = ['<t>plain</t>', '<r><t>two </t></r><r><t>runs</t></r><rPh><t>said</t></rPh>']
    const { text, headings } = extractXlsx(makeXlsx({ sheets: { Data: rows, Empty: '' }, strings, styles }))
    expect(text).toBe('Data\n\nplain | two runs\nin | TRUE\n\nEmpty')
    expect(headings.map((heading) => heading.text)).toEqual(['Data', 'Empty'])
  })

  test('has dates as dates, percents as such, and numbers without noise', () => {
    const row = `<row>${cell('45351', 's="1"')}${cell('45351.604166666664', 's="2"')}${cell('0.125', 's="3"')}${cell('0.30000000000000004')}</row>`
    const text = 'S\n\n2024-02-29 | 2024-02-29 14:30 | 12.5% | 0.3'
    expect(extractXlsx(makeXlsx({ sheets: { S: row }, styles })).text).toBe(text)
    const from1904 = makeXlsx({
      sheets: { S: `<row>${cell('0', 's="1"')}${cell('1', 's="1"')}</row>` },
      styles,
      properties: 'date1904="1"',
    })
    expect(extractXlsx(from1904).text).toBe('S\n\n00:00 | 1904-01-02')
  })

  test('has the comments and text boxes of a sheet after its rows', () => {
    const extra = {
      'xl/worksheets/_rels/sheet1.xml.rels': relationships(['comments', '../comments1.xml']),
      'xl/comments1.xml':
        '<comments><commentList><comment><text><r><t>Check this</t></r></text></comment></commentList></comments>',
    }
    expect(extractXlsx(makeXlsx({ sheets: { S: `<row>${cell('7')}</row>` }, extra })).text).toBe('S\n\n7\n\nCheck this')
  })

  test('is refused where only its sheets have names', () => {
    expect(() => extractXlsx(makeXlsx({ sheets: { S: '' } }))).toThrow(/no text/)
  })
})

describe('text of an OpenDocument file', () => {
  test('has headings by level, lists, tables, breaks, and notes at the end', () => {
    const body = `<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
      <text:h text:outline-level="2">A <text:span>B</text:span></text:h>
      <text:p>One<text:s/>two<text:tab/>three<text:line-break/>four<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note> end<office:annotation><text:p>comment</text:p></office:annotation></text:p>
      <text:list><text:list-item><text:p>x</text:p></text:list-item><text:list-item><text:p>y</text:p></text:list-item></text:list>
      <table:table table:name="Table1"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>`
    const { text, headings, title } = extractOpenDocument(makeOpenDocument({ kind: 'text', body, title: 'Named' }))
    expect(text).toBe('A B\n\nOne two three\nfour end\n\n- x\n- y\n\na | b\n\nA note.')
    expect(headings).toEqual([{ level: 2, text: 'A B', start: 0 }])
    expect(title).toBe('Named')
  })

  test('has slides apart, with titles and notes', () => {
    const frame = (words: string, kind: string): string =>
      `<draw:frame presentation:class="${kind}"><draw:text-box><text:p>${words}</text:p></draw:text-box></draw:frame>`
    const body = `<draw:page>${frame('One', 'title')}${frame('body', 'outline')}<presentation:notes>${frame('spoken', 'notes')}</presentation:notes></draw:page><draw:page>${frame('Two', 'title')}</draw:page>`
    const { text, headings } = extractOpenDocument(makeOpenDocument({ kind: 'presentation', body }))
    expect(text).toBe('One\n\nbody\n\nspoken\f\nTwo')
    expect(headings.map((heading) => heading.text)).toEqual(['One', 'Two'])
  })

  test('has sheets as headings and rows as lines', () => {
    const cell = '<table:table-cell><text:p>1</text:p></table:table-cell>'
    const row = `<table:table-row>${cell}${cell}</table:table-row>`
    const body = `<table:table table:name="Costs"><table:table-row/>${row}${row}</table:table>`
    expect(extractOpenDocument(makeOpenDocument({ kind: 'spreadsheet', body })).text).toBe('Costs\n\n1 | 1\n1 | 1')
  })

  test('is also read from one flat file', () => {
    const flat =
      '<?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t" xmlns:dc="d"><office:meta><dc:title>Flat</dc:title></office:meta><office:body><office:text><text:p>words</text:p></office:text></office:body></office:document>'
    expect(extractOpenDocument(Buffer.from(flat))).toEqual({ text: 'words', title: 'Flat', headings: [] })
  })

  test('is refused with a password and without text', () => {
    const manifest =
      '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    expect(() => extractOpenDocument(makeOpenDocument({ kind: 'text', body: '', manifest }))).toThrow(/password/)
    expect(() => extractOpenDocument(makeOpenDocument({ kind: 'text', body: '<text:p/>' }))).toThrow(/no text/)
    expect(() => extractOpenDocument(makeZip({ 'a.txt': 'x' }))).toThrow(/no content\.xml/)
  })
})

describe('text of a book', () => {
  const chapters = {
    'a.xhtml': '<html><head><title>x</title></head><body><h1>Ebb</h1><p>Second chapter.</p></body></html>',
    'b ä.xhtml': '<html><body><h1>Tides</h1><p>First chapter.</p></body></html>',
  }

  test('has the chapters in the order of the spine, without the list of contents', () => {
    const { text, headings, title } = extractEpub(makeEpub({ chapters, spine: ['b ä.xhtml', 'a.xhtml'] }))
    expect(text).toBe('Tides\n\nFirst chapter.\n\nEbb\n\nSecond chapter.')
    expect(headings).toEqual([
      { level: 1, text: 'Tides', start: 0 },
      { level: 1, text: 'Ebb', start: text.indexOf('Ebb') },
    ])
    expect(title).toBe('A Book')
  })

  test('is refused where a shop scrambled its chapters, not where only fonts are', () => {
    const scrambled = (uri: string): string =>
      `<encryption><EncryptedData><CipherData><CipherReference URI="${uri}"/></CipherData></EncryptedData></encryption>`
    const book = (uri: string): Uint8Array => makeEpub({ chapters, spine: ['a.xhtml'], encryption: scrambled(uri) })
    expect(() => extractEpub(book('OEBPS/text/a.xhtml'))).toThrow(/DRM/)
    expect(extractEpub(book('OEBPS/fonts/a.otf')).text).toContain('Second')
  })

  test('is refused without a list of chapters', () => {
    expect(() => extractEpub(makeZip({ mimetype: 'application/epub+zip' }))).toThrow(/no package file/)
  })
})
