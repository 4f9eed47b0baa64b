import { isUtf8 } from 'node:buffer'
import { isContainer } from './document-kind.ts'
import { type FileKind, ExtractError, type ParsedKind } from './extracted.ts'
import { openCompoundFile } from './formats/compound-file.ts'
import { startsWith } from './formats/text.ts'
import { unzip } from './formats/zip.ts'
import { say, type SentenceCode } from '../sayings/say.ts'

/**
 * What a file is: `named` (by its name) unless the bytes plainly say otherwise. Throws ExtractError for archives, for
 * containers of what is not read, and for documents with a password.
 */
export function kindOfBytes(named: FileKind, bytes: Uint8Array): FileKind {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return kindOfZip(named, bytes)
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return kindOfCompoundFile(bytes)
  if (startsWith(bytes, 0x7b, 0x5c, 0x72, 0x74, 0x66)) return 'rtf'
  const packed = packedFormat(bytes)
  if (named === 'picture' && (packed === 'format.png' || packed === 'format.jpeg')) return named
  if (packed !== null) throw new ExtractError('unsupported', say('file.otherFormat', { format: say(packed) }))
  if (named !== 'html' && !isContainer(named)) return named
  const head = headOf(bytes)
  const isMail = /^(?:From:|MIME-Version:|Content-Type: multipart)/i.test(head)
  if (isMail && (named === 'html' || named === 'doc')) return 'eml'
  return isContainer(named) ? kindInDisguise(named, head, bytes) : named
}

const zipKinds: readonly (readonly [mimetype: string, kind: ParsedKind])[] = [
  ['application/epub+zip', 'epub'],
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.sun.xml.writer', 'odt'],
  ['application/vnd.sun.xml.impress', 'odp'],
  ['application/vnd.sun.xml.calc', 'ods'],
]

const zipMembers: readonly (readonly [name: RegExp, kind: ParsedKind])[] = [
  [/^word\//, 'docx'],
  [/^ppt\//, 'pptx'],
  [/^xl\/.*\.xml$/, 'xlsx'],
  [/^META-INF\/container\.xml$/, 'epub'],
]

/** By the `mimetype` member of ODF and EPUB, else by the folders of Office's packages. */
function kindOfZip(named: FileKind, bytes: Uint8Array): FileKind {
  const names: string[] = []
  const { mimetype } = unzip(bytes, (name) => {
    names.push(name.replace(/^\//, ''))
    return name === 'mimetype'
  })
  const type = mimetype === undefined ? '' : headOf(mimetype).trim()
  const byType = zipKinds.find(([known]) => type.startsWith(known))
  if (byType !== undefined) return byType[1]
  if (names.includes('xl/workbook.bin')) throw new ExtractError('unsupported', say('file.binaryWorkbook'))
  const byMember = zipMembers.find(([pattern]) => names.some((name) => pattern.test(name)))
  if (byMember !== undefined) return byMember[1]
  // Office documents whose parts have unusual names, and documents of OpenOffice without their type.
  const isNamed = names.includes('[Content_Types].xml') || names.includes('content.xml')
  if (isNamed && isContainer(named)) return named
  throw new ExtractError('unsupported', say('file.zipWithoutDocument'))
}

const compoundKinds: readonly (readonly [stream: string, kind: ParsedKind])[] = [
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['__properties_version1.0', 'msg'],
]

function kindOfCompoundFile(bytes: Uint8Array): FileKind {
  const { paths } = openCompoundFile(bytes)
  if (paths.includes('EncryptedPackage') || paths.includes('EncryptedSummary'))
    throw new ExtractError('encrypted', say('file.password'))
  const known = compoundKinds.find(([stream]) => paths.some((path) => path.toLowerCase() === stream.toLowerCase()))
  if (known !== undefined) return known[1]
  throw new ExtractError('unsupported', say('file.compoundWithoutDocument'))
}

/** Programs write pages, XML, mails and plain tables and call them .doc or .xls. */
function kindInDisguise(named: FileKind, head: string, bytes: Uint8Array): FileKind {
  if (/^\s*(?:<!--.{0,200}?-->\s*)?(?:<!doctype html|<html|<head|<body|<table)/is.test(head)) return 'html'
  if (/^\s*<\?xml/.test(head)) return /office:document/.test(head) ? named : 'xml'
  if (/^(?:MIME-Version|From|Received):/im.test(head.slice(0, 200)) && /^Content-Type:/im.test(head)) return 'eml'
  // A part of a document, for programs that paste it.
  if (named === 'rtf' && /^\s*\{\s*\\/.test(head)) return 'rtf'
  const isPlain = !bytes.includes(0) && isUtf8(bytes.subarray(0, 4096)) && /\w/.test(head)
  return isPlain && (named === 'doc' || named === 'xls' || named === 'rtf') ? 'text' : named
}

type FormatCode = Extract<SentenceCode, `format.${string}`>

const packedHeads: readonly (readonly [what: FormatCode, ...head: number[]])[] = [
  ['format.gzip', 0x1f, 0x8b, 0x08],
  ['format.sevenZip', 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  ['format.rar', 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  ['format.emptyZip', 0x50, 0x4b, 0x05, 0x06],
  ['format.png', 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a],
  ['format.jpeg', 0xff, 0xd8, 0xff],
  ['format.wordPerfect', 0xff, 0x57, 0x50, 0x43],
  ['format.word2', 0xdb, 0xa5, 0x2d, 0x00],
  ['format.oldExcel', 0x09, 0x00, 0x04, 0x00],
  ['format.oldExcel', 0x09, 0x02, 0x06, 0x00],
  ['format.oldExcel', 0x09, 0x04, 0x06, 0x00],
]

const packedFormats = packedHeads.map(([what, ...head]) => ({ what, head }))

/** What the first bytes say of formats that are not read; null for anything else. */
function packedFormat(bytes: Uint8Array): FormatCode | null {
  for (const { what, head } of packedFormats) if (bytes[0] === head[0] && startsWith(bytes, ...head)) return what
  return null
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
}
