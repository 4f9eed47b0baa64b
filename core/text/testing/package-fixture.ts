import { strToU8, zipSync } from 'fflate'

/** A ZIP of the given members, in their order. */
export function makeZip(members: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)])))
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
const presentation = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${office}" ${drawing}`

/** The relationships of a part: [type, target] in the order r1, r2, … */
export function relationships(...list: readonly (readonly [type: string, target: string])[]): string {
  const items = list.map(
    ([type, target], i) => `<Relationship Id="r${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}

/** One shape of a slide; `role` is its placeholder's type, none for a text box. */
export function shape(text: string, role?: string): string {
  const place = role === undefined ? '' : `<p:ph type="${role}"/>`
  const paragraphs = text.split('\n').map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`)
  return `<p:sp><p:nvSpPr><p:nvPr>${place}</p:nvPr></p:nvSpPr><p:txBody>${paragraphs.join('')}</p:txBody></p:sp>`
}

export interface SlideParts {
  /** The slide's shapes. */
  readonly shapes: string
  readonly notes?: string
}

/** A presentation whose slides' files are numbered against their order. */
export function makePptx(slides: readonly SlideParts[]): Uint8Array {
  const fileOf = (i: number): string => `slide${slides.length - i}.xml`
  const members: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships(['officeDocument', 'ppt/presentation.xml']),
    'ppt/presentation.xml': `<p:presentation ${presentation}><p:sldIdLst>${slides
      .map((_, i) => `<p:sldId id="${256 + i}" r:id="r${i + 1}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(
      ...slides.map((_, i) => ['slide', `slides/${fileOf(i)}`] as const),
    ),
  }
  slides.forEach(({ shapes, notes }, i) => {
    members[`ppt/slides/${fileOf(i)}`] =
      `<p:sld ${presentation}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`
    if (notes === undefined) return
    members[`ppt/slides/_rels/${fileOf(i)}.rels`] = relationships(['notesSlide', `../notesSlides/notes${i}.xml`])
    members[`ppt/notesSlides/notes${i}.xml`] =
      `<p:notes ${presentation}>${shape(notes, 'body')}${shape('7', 'sldNum')}</p:notes>`
  })
  return makeZip(members)
}

/** A workbook; each sheet is the inside of its `sheetData`. */
export function makeXlsx({
  sheets,
  strings = [],
  styles = '',
  properties = '',
  extra = {},
}: {
  readonly sheets: Readonly<Record<string, string>>
  /** Insides of the shared strings' `si`. */
  readonly strings?: readonly string[]
  readonly styles?: string
  /** Attributes of `workbookPr`. */
  readonly properties?: string
  readonly extra?: Readonly<Record<string, string>>
}): Uint8Array {
  const names = Object.keys(sheets)
  const targets = names.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const)
  return makeZip({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships(['officeDocument', '/xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns:r="${office}"><workbookPr ${properties}/><sheets>${names
      .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="r${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ...targets,
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': `<sst>${strings.map((inside) => `<si>${inside}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    ...Object.fromEntries(
      Object.values(sheets).map((data, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet><sheetData>${data}</sheetData></worksheet>`,
      ]),
    ),
    ...extra,
  })
}

const odf = ['office', 'text', 'table', 'draw', 'presentation', 'style']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ')

/** An OpenDocument file; `body` is the inside of `office:body`. */
export function makeOpenDocument({
  kind,
  body,
  title = '',
  manifest = '',
}: {
  readonly kind: 'text' | 'presentation' | 'spreadsheet'
  readonly body: string
  readonly title?: string
  readonly manifest?: string
}): Uint8Array {
  return makeZip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content ${odf} xmlns:svg="svg"><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    'meta.xml': `<office:document-meta ${odf} xmlns:dc="dc"><office:meta><dc:title>${title}</dc:title></office:meta></office:document-meta>`,
    'META-INF/manifest.xml': `<manifest:manifest xmlns:manifest="m">${manifest}</manifest:manifest>`,
  })
}

/** A book; chapters are whole pages by file name, `spine` their order. */
export function makeEpub({
  chapters,
  spine,
  title = 'A Book',
  encryption,
}: {
  readonly chapters: Readonly<Record<string, string>>
  readonly spine: readonly string[]
  readonly title?: string
  readonly encryption?: string
}): Uint8Array {
  const items = Object.keys(chapters).map((name) => `<item id="${name}" href="text/${encodeURIComponent(name)}"/>`)
  return makeZip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    ...(encryption === undefined ? {} : { 'META-INF/encryption.xml': encryption }),
    'OEBPS/book.opf': `<package><metadata xmlns:dc="dc"><dc:title>${title}</dc:title></metadata><manifest><item id="nav" href="nav.xhtml" properties="nav"/>${items.join('')}</manifest><spine><itemref idref="nav"/>${spine.map((name) => `<itemref idref="${name}"/>`).join('')}</spine></package>`,
    'OEBPS/nav.xhtml': '<html><body><p>Contents</p></body></html>',
    ...Object.fromEntries(Object.entries(chapters).map(([name, page]) => [`OEBPS/text/${name}`, page])),
  })
}
