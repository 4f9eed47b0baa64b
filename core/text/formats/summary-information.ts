import { charsetOfCodePage } from './code-pages.ts'
import type { CompoundFile } from './compound-file.ts'
import { foldedLine } from './text.ts'
import { usableTitle } from './titles.ts'

const TITLE = 2
const CODE_PAGE = 1
const MOST_PROPERTIES = 100
const TYPE_ANSI = 30
const TYPE_UNICODE = 31

export interface Summary {
  /** '' for none, one that is damaged, or one left over from a template. */
  readonly title: string
  /** The code page that the writer worked in. */
  readonly codePage: number
}

/** What a compound file's property set ([MS-OLEPS]) says of the document. */
export function readSummary(file: CompoundFile): Summary {
  const bytes = file.read('\u0005SummaryInformation') ?? new Uint8Array(0)
  const offsets = propertyOffsets(bytes)
  const at = offsets.get(CODE_PAGE) ?? bytes.length
  const codePage = at + 6 > bytes.length ? 1252 : bytes[at + 4] | (bytes[at + 5] << 8)
  return { title: usableTitle(readString(bytes, offsets.get(TITLE) ?? bytes.length, codePage)), codePage }
}

/** Where each property of the first section begins. */
function propertyOffsets(bytes: Uint8Array): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>()
  if (bytes.length < 48) return offsets
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const section = view.getUint32(44, true)
  if (section + 8 > bytes.length) return offsets
  const count = Math.min(view.getUint32(section + 4, true), MOST_PROPERTIES)
  for (let i = 0; i < count && section + 16 + i * 8 <= bytes.length; i++)
    offsets.set(view.getUint32(section + 8 + i * 8, true), section + view.getUint32(section + 12 + i * 8, true))
  return offsets
}

function readString(bytes: Uint8Array, offset: number, codePage: number): string {
  if (offset + 8 > bytes.length) return ''
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const type = view.getUint32(offset, true)
  const size = view.getUint32(offset + 4, true) * (type === TYPE_UNICODE ? 2 : 1)
  if ((type !== TYPE_ANSI && type !== TYPE_UNICODE) || offset + 8 + size > bytes.length) return ''
  const charset = type === TYPE_UNICODE ? 'utf-16le' : charsetOfCodePage(codePage)
  const text = new TextDecoder(charset).decode(bytes.subarray(offset + 8, offset + 8 + size))
  return foldedLine(text.replace(/\0[^]*$/, '').toWellFormed())
}
