import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { ExtractError } from '../extracted.ts'
import { makeDocx, paragraph } from '../testing/docx-fixture.ts'
import { extractDocx } from './docx.ts'

const styles = `
  <w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
  <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
  <w:style w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>
  <w:style w:styleId="Ebene3"><w:name w:val="Ebene"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
  <w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>`

function styled(text: string, style: string): string {
  return paragraph(text, `<w:pStyle w:val="${style}"/>`)
}

describe('text of a Word document', () => {
  test('has paragraphs, tabs, line breaks and hyphens', () => {
    const body = `${paragraph('One')}<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>`
    expect(extractDocx(makeDocx({ body })).text).toBe('One\n\na b\nc-d')
  })

  test('finds headings by name, by inheritance, by outline level and by the paragraph', () => {
    const own = paragraph('Own', '<w:outlineLvl w:val="1"/>')
    const body = `${styled('Text', 'Loop')}${styled('A', 'berschrift1')}${styled('B', 'Kapitel')}${styled('C', 'Ebene3')}${own}`
    const { text, headings } = extractDocx(makeDocx({ body, styles }))
    expect(headings.map((heading) => `${heading.level} ${heading.text}`)).toEqual(['1 A', '1 B', '3 C', '2 Own'])
    for (const heading of headings) expect(text.slice(heading.start).split('\n', 1)[0]).toBe(heading.text)
  })

  test('takes the title from the metadata, else from the Title style, else from the first heading', () => {
    const body = `${styled('Heading', 'berschrift1')}${styled('Styled', 'Titel')}`
    expect(extractDocx(makeDocx({ body, styles, title: 'Core' })).title).toBe('Core')
    expect(extractDocx(makeDocx({ body, styles })).title).toBe('Styled')
    expect(extractDocx(makeDocx({ body: styled('Heading', 'berschrift1'), styles })).title).toBe('Heading')
  })

  test('has a line for each table row and list item', () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`
    const row = (...cells: string[]) => `<w:tr>${cells.map(cell).join('')}</w:tr>`
    const item = paragraph('item', '<w:numPr><w:numId w:val="1"/></w:numPr>')
    const body = `<w:tbl>${row('a', 'b')}${row('c', 'd')}</w:tbl>${item}${item}${paragraph('end')}`
    expect(extractDocx(makeDocx({ body })).text).toBe('a | b\nc | d\n\n- item\n- item\n\nend')
  })

  test('leaves out deleted text, field codes and the copy for older readers', () => {
    const body =
      '<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>' +
      '<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:t> new</w:t></mc:Choice><mc:Fallback><w:t> old</w:t></mc:Fallback></mc:AlternateContent></w:p>'
    expect(extractDocx(makeDocx({ body })).text).toBe('kept new')
  })

  test('ends with the footnotes', () => {
    const footnotes = `<w:footnote w:type="separator">${paragraph('---')}</w:footnote><w:footnote>${paragraph('A note.')}</w:footnote>`
    expect(extractDocx(makeDocx({ body: paragraph('Text'), footnotes })).text).toBe('Text\n\nA note.')
  })
})

describe('a Word document is refused', () => {
  test('when it is damaged, without text, or no Word document', () => {
    const whole = makeDocx({ body: paragraph('x') })
    expect(() => extractDocx(whole.subarray(0, whole.length - 30))).toThrow(/not a complete ZIP archive/)
    expect(() => extractDocx(makeDocx({ body: '<w:p>' }))).toThrow(/not well-formed/)
    expect(() => extractDocx(makeDocx({ body: '' }))).toThrow(/no text/)
    expect(() => extractDocx(zipSync({ 'a.txt': strToU8('x') }))).toThrow(/without the document/)
  })

  test('when it would unpack to more than a document can be', () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(20 * 1024 * 1024) }, { level: 9 })
    expect(() => extractDocx(bomb)).toThrow(/would unpack from [\d,]+ bytes to 20 MB/)
    expect(() => extractDocx(bomb)).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  test('when all of its parts together would', () => {
    // Each claims 200 MB; nothing is unpacked before the claims are added up.
    const parts = Object.fromEntries(
      [1, 2, 3].map((i) => [`word/document${i}.xml`, Buffer.alloc(300_000, `${i} words`)]),
    )
    const whole = zipSync(parts, { level: 0 })
    const view = new DataView(whole.buffer, whole.byteOffset)
    for (let i = 0; i < whole.length - 4; i++)
      if (view.getUint32(i, true) === 0x02014b50) view.setUint32(i + 24, 200 * 1024 * 1024, true)
    expect(() => extractDocx(whole)).toThrow(/unpack to more than 512 MB/)
  })

  test('when it lies about the size it unpacks to', () => {
    const whole = makeDocx({ body: paragraph('x'.repeat(10_000)) })
    const view = new DataView(whole.buffer, whole.byteOffset)
    for (let i = 0; i < whole.length - 4; i++)
      if (view.getUint32(i, true) === 0x02014b50) view.setUint32(i + 24, 10, true)
    expect(() => extractDocx(whole)).toThrow(ExtractError)
  })
})
