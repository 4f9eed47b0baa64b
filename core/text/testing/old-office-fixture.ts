import { makeCompoundFile, uint32s } from './compound-fixture.ts'

function utf16(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le')
}

function uint16s(...values: readonly number[]): Uint8Array {
  return Buffer.from(Uint16Array.from(values).buffer)
}

/** A property set with a title in the given code page. */
export function makeSummary(title: Uint8Array, codePage: number): Uint8Array {
  const section = Buffer.concat([
    uint32s([0, 2, 1, 24, 2, 32]), // size, count, then (property, offset) twice
    uint32s([2, codePage]),
    uint32s([30, title.length]),
    title,
  ])
  return Buffer.concat([new Uint8Array(44), uint32s([48]), section])
}

/** One paragraph of a Word document; text ends with its mark (`\r`, or 7 for a cell or a row). */
export interface DocParagraph {
  readonly text: string
  /** 1 to 9 are the headings. */
  readonly style?: number
  readonly isInTable?: boolean
  readonly isRowEnd?: boolean
}

const TEXT_START = 1024

/** A Word 97 document: its text as one piece of UTF-16, or as one of bytes; a page of paragraph properties. */
export function makeDoc({
  paragraphs,
  footnotes = '',
  isCompressed = false,
  isEncrypted = false,
}: {
  readonly paragraphs: readonly DocParagraph[]
  readonly footnotes?: string
  readonly isCompressed?: boolean
  readonly isEncrypted?: boolean
}): Uint8Array {
  const body = paragraphs.map(({ text }) => text).join('')
  const whole = body + footnotes
  const text = isCompressed ? Buffer.from(whole, 'latin1') : utf16(whole)
  const pageNumber = Math.ceil((TEXT_START + text.length) / 512)
  const stream = Buffer.alloc((pageNumber + 1) * 512)
  stream.writeUInt16LE(0xa5ec, 0)
  stream.writeUInt16LE(193, 2)
  stream.writeUInt16LE(isEncrypted ? 0x0300 : 0x0200, 0x0a)
  stream.writeInt32LE(body.length, 0x4c)
  stream.writeInt32LE(footnotes.length, 0x50)
  text.forEach((byte, i) => (stream[TEXT_START + i] = byte))
  stream.set(propertyPage(paragraphs, isCompressed ? 1 : 2), pageNumber * 512)
  const papx = uint32s([TEXT_START, TEXT_START + text.length, pageNumber])
  const position = isCompressed ? ((TEXT_START * 2) | 0x40000000) >>> 0 : TEXT_START
  const pieces = Buffer.concat([uint32s([0, whole.length]), uint16s(0), uint32s([position]), uint16s(0)])
  const clx = Buffer.concat([Uint8Array.of(2), uint32s([pieces.length]), pieces])
  stream.writeUInt32LE(0, 0x0102)
  stream.writeUInt32LE(papx.length, 0x0106)
  stream.writeUInt32LE(papx.length, 0x01a2)
  stream.writeUInt32LE(clx.length, 0x01a6)
  return makeCompoundFile({ WordDocument: stream, '1Table': Buffer.concat([papx, clx]) })
}

function propertyPage(paragraphs: readonly DocParagraph[], unitBytes: number): Uint8Array {
  const page = Buffer.alloc(512)
  page[511] = paragraphs.length
  let offset = TEXT_START
  let at = 510
  paragraphs.forEach(({ text, style = 0, isInTable = false, isRowEnd = false }, i) => {
    page.writeUInt32LE(offset, i * 4)
    offset += text.length * unitBytes
    const properties = [style & 0xff, style >> 8]
    if (isInTable) properties.push(0x16, 0x24, 1)
    if (isRowEnd) properties.push(0x17, 0x24, 1)
    // A length in words, less the byte of the length itself.
    if (properties.length % 2 === 0) properties.push(0)
    at -= properties.length + 1
    at &= ~1
    page.set([(properties.length + 1) / 2, ...properties], at)
    page[(paragraphs.length + 1) * 4 + i * 13] = at / 2
  })
  page.writeUInt32LE(offset, paragraphs.length * 4)
  return page
}

/** A Word 95 document: bytes in the code page that its properties name. */
export function makeOldDoc(text: Uint8Array, codePage: number): Uint8Array {
  const stream = Buffer.alloc(TEXT_START + text.length)
  stream.writeUInt16LE(0xa5dc, 0)
  stream.writeUInt16LE(104, 2)
  stream.writeUInt32LE(TEXT_START, 0x18)
  stream.writeUInt32LE(TEXT_START + text.length, 0x1c)
  stream.set(text, TEXT_START)
  return makeCompoundFile({
    WordDocument: stream,
    '\u0005SummaryInformation': makeSummary(text.subarray(0, 8), codePage),
  })
}

/** One record of a workbook. */
export function biff(id: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts)
  return Buffer.concat([uint16s(id, body.length), body])
}

export function biffString(text: string): Uint8Array {
  return Buffer.concat([uint16s(text.length), Uint8Array.of(1), utf16(text)])
}

/** Row, column and style of a cell. */
export function cellAt(row: number, column: number, style = 0): Uint8Array {
  return uint16s(row, column, style)
}

export function float64(value: number): Uint8Array {
  return Buffer.from(Float64Array.of(value).buffer)
}

/** An Excel 97 workbook with one sheet; `globals` are records of the workbook, `cells` of the sheet. */
export function makeXls({
  globals = [],
  cells,
  sheet = 'Sheet',
}: {
  readonly globals?: readonly Uint8Array[]
  readonly cells: readonly Uint8Array[]
  readonly sheet?: string
}): Uint8Array {
  const beginning = biff(0x809, uint16s(0x0600, 5, 0, 0))
  const end = biff(0x0a)
  const name = Buffer.concat([Uint8Array.of(sheet.length, 1), utf16(sheet)])
  const before = Buffer.concat([beginning, ...globals])
  const start = before.length + 4 + 6 + name.length + end.length
  const bound = biff(0x85, uint32s([start]), uint16s(0), name)
  return makeCompoundFile({ Workbook: Buffer.concat([before, bound, end, beginning, ...cells, end]) })
}

/** One record of a presentation; a container where `parts` are records. */
function pptRecord(type: number, parts: readonly Uint8Array[], { isContainer = false, instance = 0 } = {}): Uint8Array {
  const body = Buffer.concat(parts)
  return Buffer.concat([uint16s((instance << 4) | (isContainer ? 15 : 0), type), uint32s([body.length]), body])
}

export interface PptSlide {
  readonly title: string
  /** Text of a box that is no placeholder. */
  readonly box: string
  readonly notes: string
}

/** A PowerPoint 97 presentation: titles in the list of slides, boxes in the slides, notes on pages of their own. */
export function makePpt(slides: readonly PptSlide[], { isEncrypted = false } = {}): Uint8Array {
  const container = (type: number, parts: readonly Uint8Array[], instance = 0): Uint8Array =>
    pptRecord(type, parts, { isContainer: true, instance })
  const text = (kind: number, words: string): Uint8Array[] => [
    pptRecord(3999, [uint32s([kind])]),
    pptRecord(4000, [utf16(words)]),
  ]
  const persist = (id: number, slideId: number): Uint8Array => pptRecord(1011, [uint32s([id, 0, 1, slideId, 0])])
  // Persistent numbers: 1 is the document, then the slides, then their notes.
  const count = slides.length
  const listed = slides.flatMap(({ title }, i) => [persist(2 + i, 256 + i), ...text(0, title)])
  const noted = slides.map((_, i) => persist(2 + count + i, 512 + i))
  const document = container(1000, [container(4080, listed), container(4080, noted, 2)])
  const boxOf = (parts: readonly Uint8Array[]): Uint8Array =>
    container(1036, [container(0xf004, [pptRecord(0xf00d, parts)])])
  const pages = slides.map(({ box }, i) =>
    container(1006, [
      pptRecord(1007, [uint32s([0, 0, 0, 0, 512 + i, 0])]),
      boxOf([pptRecord(3998, [uint32s([0])])]),
      boxOf([pptRecord(3999, [uint32s([4])]), pptRecord(4008, [Buffer.from(box, 'latin1')])]),
    ]),
  )
  const notes = slides.map((slide) => container(1008, [boxOf(text(4, 'a header')), boxOf(text(2, slide.notes))]))
  const records = [document, ...pages, ...notes]
  const offsets: number[] = []
  let length = 0
  for (const record of records) {
    offsets.push(length)
    length += record.length
  }
  const directory = pptRecord(6002, [uint32s([((records.length << 20) | 1) >>> 0, ...offsets])])
  const edit = pptRecord(4085, [uint32s([0, 0, 0, length, 1, 0, 0])])
  const token = isEncrypted ? 0xf3d1c4df : 0xe391c05f
  return makeCompoundFile({
    'PowerPoint Document': Buffer.concat([...records, directory, edit]),
    'Current User': pptRecord(4086, [uint32s([20, token, length + directory.length, 0])]),
  })
}

/** An Outlook message of the given properties: text as UTF-16 by number, else whole streams by name. */
export function makeMsg(
  properties: Readonly<Record<string, string>>,
  streams: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const texts = Object.entries(properties).map(([number, text]) => {
    const slash = number.lastIndexOf('/') + 1
    return [`${number.slice(0, slash)}__substg1.0_${number.slice(slash)}001F`, utf16(text)] as const
  })
  return makeCompoundFile({ '__properties_version1.0': new Uint8Array(32), ...Object.fromEntries(texts), ...streams })
}
