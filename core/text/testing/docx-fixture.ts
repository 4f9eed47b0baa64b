import { strToU8, zipSync } from 'fflate'

const namespaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** A Word file whose body is the given WordprocessingML; other parts as asked for. */
export function makeDocx({
  body,
  styles,
  footnotes,
  title,
}: {
  readonly body: string
  readonly styles?: string
  readonly footnotes?: string
  readonly title?: string
}): Uint8Array {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'
  const parts: Record<string, string> = {
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${type}" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document ${namespaces}><w:body>${body}</w:body></w:document>`,
  }
  if (styles !== undefined) parts['word/styles.xml'] = `<w:styles ${namespaces}>${styles}</w:styles>`
  if (footnotes !== undefined) parts['word/footnotes.xml'] = `<w:footnotes ${namespaces}>${footnotes}</w:footnotes>`
  if (title !== undefined)
    parts['docProps/core.xml'] = `<cp:p xmlns:cp="c" xmlns:dc="d"><dc:title>${title}</dc:title></cp:p>`
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])))
}

/** One paragraph; `properties` is the inside of its `w:pPr`. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}
