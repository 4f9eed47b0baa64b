/*
 * Paragraph properties of a Word 97 document. A table (PlcBtePapx) maps byte positions in `WordDocument` to pages of 512 bytes,
 * and each page maps them to paragraphs:
 *
 *   0        crun + 1 positions, u32
 *   ...      crun entries of 13 bytes, the first of which × 2 is where on the page its properties lie
 *   511      crun
 *
 * Properties are a length (in words; 0: the next byte is it), the style's number, then single properties (sprm) with operands.
 */

export interface ParagraphFacts {
  /** 1 to 9 for the built-in headings and outline levels; null for text. */
  readonly level: number | null
  readonly isInTable: boolean
  /** Its mark ends a row, not a cell. */
  readonly isRowEnd: boolean
}

export interface DocParagraphs {
  /** What the paragraph is whose text lies at byte `offset`. */
  at(offset: number): ParagraphFacts
}

const PAGE_BYTES = 512
const plain: ParagraphFacts = { level: null, isInTable: false, isRowEnd: false }

const sprm = { isInTable: 0x2416, isRowEnd: 0x2417, outlineLevel: 0x2640, innerRowEnd: 0x244c } as const
/** Operand bytes by the upper three bits of a property's number; 6 says its own length. */
const operandBytes = [1, 1, 2, 4, 2, 2, -1, 3]

/** `table` is the document's PlcBtePapx. A page that is not there leaves its paragraphs plain. */
export function readParagraphs(stream: Uint8Array, table: Uint8Array): DocParagraphs {
  const starts: number[] = []
  const facts: ParagraphFacts[] = []
  const view = new DataView(table.buffer, table.byteOffset, table.length)
  const count = Math.max(0, Math.floor((table.length - 4) / 8))
  for (let i = 0; i < count; i++) {
    const page = view.getUint32((count + 1) * 4 + i * 4, true) & 0x3fffff
    readPage(stream.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES), starts, facts)
  }
  const order = starts.map((_, i) => i).toSorted((a, b) => starts[a] - starts[b])
  const sorted = order.map((i) => starts[i])
  return { at: (offset) => facts[order[lastNotAfter(sorted, offset)]] ?? plain }
}

function readPage(page: Uint8Array, starts: number[], facts: ParagraphFacts[]): void {
  if (page.length < PAGE_BYTES) return
  const view = new DataView(page.buffer, page.byteOffset, page.length)
  const count = Math.min(page[PAGE_BYTES - 1], 29)
  for (let i = 0; i < count; i++) {
    starts.push(view.getUint32(i * 4, true))
    facts.push(readFacts(page, view, page[(count + 1) * 4 + i * 13] * 2))
  }
}

function readFacts(page: Uint8Array, view: DataView, offset: number): ParagraphFacts {
  if (offset === 0 || offset + 4 > PAGE_BYTES) return plain
  const isLong = page[offset] === 0
  const start = offset + (isLong ? 2 : 1)
  const end = Math.min(PAGE_BYTES, start + (isLong ? page[offset + 1] * 2 : page[offset] * 2 - 1))
  if (start + 2 > end) return plain
  const style = view.getUint16(start, true)
  // Styles 1 to 9 are the built-in headings in every document.
  let level = style >= 1 && style <= 9 ? style : null
  let isInTable = false
  let isRowEnd = false
  for (let at = start + 2; at + 3 <= end;) {
    const property = view.getUint16(at, true)
    const value = page[at + 2]
    if (property === sprm.isInTable) isInTable = value !== 0
    else if (property === sprm.isRowEnd || property === sprm.innerRowEnd) isRowEnd = value !== 0
    else if (property === sprm.outlineLevel) level = value < 9 ? value + 1 : null
    const bytes = operandBytes[property >> 13]
    at += 2 + (bytes >= 0 ? bytes : value + 1)
  }
  return { level, isInTable, isRowEnd }
}

/** Index of the last of the ascending `values` that is not above `value`; -1 for none. */
function lastNotAfter(values: readonly number[], value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
