/*
 * Outlook's messages ([MS-OXMSG]): a compound file with a stream for each property, named by its number and type.
 *
 *   __substg1.0_0037001F           the subject (0037) as UTF-16 (001F; 001E: in the message's code page; 0102: bytes)
 *   __properties_version1.0        fixed-size properties: a header, then 16 bytes each
 *   __attach_version1.0_#00000000/ the same for an attachment, __recip_version1.0_#00000000/ for a recipient
 */
import { ExtractError, type ParsedText } from '../extracted.ts'
import { charsetOfCodePage } from './code-pages.ts'
import { type CompoundFile, openCompoundFile } from './compound-file.ts'
import { declaredCharset, extractHtmlText } from './html.ts'
import { mailText, type MailParts } from './mail-text.ts'
import { attachmentsIn, type AttachedReader } from './msg-attachments.ts'
import { decompressRtf } from './compressed-rtf.ts'
import { extractRtf } from './rtf.ts'
import { decodeText, foldedLine, tidyText } from './text.ts'
import { say } from '../../sayings/say.ts'

/** Before the properties of a message, and of a recipient or an attachment. */
const HEADER_BYTES = 32
/** Of a message that is attached to another. */
const EMBEDDED_HEADER_BYTES = 24
const INNER_HEADER_BYTES = 8
const PROPERTY_BYTES = 16
/** Milliseconds from 1601, where Windows begins to count, to 1970. */
const FILE_TIME_EPOCH_MS = 11_644_473_600_000

/** Text of an Outlook message: subject, people and date as lines, the body, and the names of what is attached. */
export function extractMsg(bytes: Uint8Array): ParsedText {
  const file = openCompoundFile(bytes)
  const { attach, ...message } = messageOf(file, HEADER_BYTES)
  const attached = attachmentsIn(file, { ...attach, messageIn: (inside) => messageOf(inside, EMBEDDED_HEADER_BYTES) })
  const mail = mailText({
    ...message,
    attached: attached.map(({ name }) => name),
    attachments: attached.filter((one) => one.bytes !== null),
  })
  if (mail.text === '') throw new ExtractError('no-text', say('file.messageNoText'))
  return mail
}

/** What a message says, and where its attachments are. */
function messageOf(
  file: CompoundFile,
  headerBytes: number,
): MailParts & { readonly attach: Pick<AttachedReader, 'folders' | 'nameOf'> } {
  const properties = fixedProperties(file, '', headerBytes)
  const charset = charsetOfCodePage((properties.get(0x3ffd) ?? properties.get(0x3fde))?.getUint32(0, true) ?? 1252)
  const read = (property: string, folder = ''): string =>
    textProperty(file, `${folder}__substg1.0_${property}`, charset)
  const nameOf = (folder: string): string => read('3707', folder) || read('3704', folder) || read('3001', folder)
  return {
    subject: foldedLine(read('0037') || read('0E1D'), 1000),
    from: personText(read('0C1A') || read('0042'), senderAddress(read)),
    to: recipientsOf(file, charset, recipientKinds.to) ?? namesIn(read('0E04')),
    cc: recipientsOf(file, charset, recipientKinds.cc) ?? namesIn(read('0E03')),
    date: dateOf(properties.get(0x0039) ?? properties.get(0x0e06) ?? properties.get(0x3007)),
    more: [['When', dateOf(properties.get(0x0060))]],
    body: bodyText(file, read('1000'), charset),
    attached: [],
    messageId: read('1035'),
    inReplyTo: read('1042'),
    references: read('1039'),
    attach: { folders: foldersOf(file, 'attach'), nameOf },
  }
}

/** The first property that has an address, else that of the headers that came with it: inside an organisation those have the only one. */
function senderAddress(read: (property: string) => string): string {
  const known = ['5D01', '0C1F', '0065'].map((property) => read(property))
  const shown =
    /^From:[^\n]*?([^\s<>"'(),;:]+@[^\s<>"'(),;:]+)/im.exec(read('007D').replaceAll(/\r?\n[ \t]+/g, ' '))?.[1] ?? ''
  return [...known, shown].find((address) => address.includes('@')) ?? ''
}

const recipientKinds = { to: 1, cc: 2 } as const
const RECIPIENT_KIND = 0x0c15

/** Names and addresses of the recipients of one kind; null where there are none. */
function recipientsOf(file: CompoundFile, charset: string, kind: number): string[] | null {
  const people = foldersOf(file, 'recip')
    .filter((folder) => {
      const value = fixedProperties(file, folder, INNER_HEADER_BYTES).get(RECIPIENT_KIND)
      return (value?.getUint32(0, true) ?? recipientKinds.to) === kind
    })
    .map((folder) => {
      const read = (property: string): string => textProperty(file, `${folder}__substg1.0_${property}`, charset)
      return personText(read('3001'), read('39FE') || read('3003'))
    })
    .filter((person) => person !== '')
  return people.length === 0 ? null : people
}

/** How Outlook shows recipients: names with semicolons between them. */
export function namesIn(shown: string): string[] {
  return shown
    .split(';')
    .map((name) => name.trim())
    .filter(Boolean)
}

/** Values of fixed-size properties, 8 bytes each, by number. */
function fixedProperties(file: CompoundFile, folder: string, headerBytes: number): ReadonlyMap<number, DataView> {
  const bytes = file.read(`${folder}__properties_version1.0`) ?? new Uint8Array(0)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const values = new Map<number, DataView>()
  for (let at = headerBytes; at + PROPERTY_BYTES <= bytes.length; at += PROPERTY_BYTES)
    values.set(view.getUint16(at + 2, true), new DataView(bytes.buffer, bytes.byteOffset + at + 8, 8))
  return values
}

/** A property's text, in whichever of its two forms it is there. */
function textProperty(file: CompoundFile, name: string, charset: string): string {
  const unicode = file.read(`${name}001F`)
  if (unicode !== null) return tidy(new TextDecoder('utf-16le').decode(unicode))
  const bytes = file.read(`${name}001E`)
  if (bytes === null || bytes.length === 0) return ''
  // Unix programs write UTF-8 whatever the code page is.
  const isAscii = bytes.every((byte) => byte < 0x80)
  return tidy(new TextDecoder(isAscii || isValidUtf8(bytes) ? 'utf-8' : charset).decode(bytes))
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function tidy(text: string): string {
  return tidyText(text).trim()
}

/** The plain body; else the page; else the rich text. */
function bodyText(file: CompoundFile, plain: string, charset: string): string {
  if (plain !== '') return plain
  const html = file.read('__substg1.0_10130102')
  if (html !== null && html.length > 0)
    return extractHtmlText(decodeText(html, declaredCharset(html) || charset).text).text
  const written = textProperty(file, '__substg1.0_1013', charset)
  if (written !== '') return extractHtmlText(written).text
  const compressed = file.read('__substg1.0_10090102')
  if (compressed === null || compressed.length === 0) return ''
  try {
    return extractRtf(decompressRtf(compressed)).text
  } catch (error) {
    // A body without words is no reason to lose the subject.
    if (error instanceof ExtractError) return ''
    throw error
  }
}

/** Storages of attachments or recipients. */
function foldersOf(file: CompoundFile, kind: 'attach' | 'recip'): string[] {
  const pattern = kind === 'attach' ? /^__attach_version1\.0_#[0-9A-F]+\//i : /^__recip_version1\.0_#[0-9A-F]+\//i
  const folders = file.paths.map((path) => pattern.exec(path)?.[0] ?? '')
  return [...new Set(folders)].filter((folder) => folder !== '').toSorted()
}

function personText(name: string, address: string): string {
  // Inside an organisation an address is a path in its directory, of no use to a reader.
  if (address === '' || address === name || !address.includes('@')) return name
  return name === '' ? address : `${name} <${address}>`
}

function dateOf(value: DataView | undefined): string {
  if (value === undefined) return ''
  const ms = Number(value.getBigUint64(0, true) / 10_000n) - FILE_TIME_EPOCH_MS
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) || ms < 0 ? '' : date.toISOString()
}
