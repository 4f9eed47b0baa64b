import { isUtf8 } from 'node:buffer'
import { unreachable } from '../errors.ts'
import { extensionOf, kindOfPath, sizeLimitOf } from './document-kind.ts'
import { type DocumentKind, ExtractError, type ExtractedText, type ParsedText } from './extracted.ts'
import { decodeText, startsWith } from './formats/text.ts'

/**
 * Text and structure of a file. `path` serves for its name only; what the bytes plainly are has the last word, so a PDF
 * named .txt is read as a PDF. Throws ExtractError with the reason why a file has no text.
 */
export async function extractText(path: string, bytes: Uint8Array): Promise<ExtractedText> {
  const kind = kindOfBytes(kindOfFile(path), bytes)
  refuseTooLarge(path, kind, bytes.length)
  switch (kind) {
    case 'text':
    case 'code':
    case 'markdown':
    case 'restructuredtext':
      return extractOwnBytes(kind, path, bytes)
    case 'html': {
      const { extractHtml } = await import('./formats/html.ts')
      return parsed(kind, extractHtml(bytes))
    }
    case 'xml': {
      const { extractXml } = await import('./formats/xml.ts')
      return parsed(kind, extractXml(bytes))
    }
    case 'pdf': {
      const { extractPdf } = await import('./formats/pdf.ts')
      return parsed(kind, await extractPdf(bytes))
    }
    case 'docx': {
      const { extractDocx } = await import('./formats/docx.ts')
      return parsed(kind, extractDocx(bytes))
    }
    case 'eml': {
      const { extractEml } = await import('./formats/eml.ts')
      return parsed(kind, await extractEml(bytes))
    }
    default:
      return unreachable(kind)
  }
}

/** The kind by name. ExtractError 'unsupported' for a name that promises no text. */
export function kindOfFile(path: string): DocumentKind {
  const kind = kindOfPath(path)
  if (kind !== null) return kind
  const extension = extensionOf(path)
  const what = extension === '' ? 'Files of this name' : `Files of type .${extension}`
  throw new ExtractError('unsupported', `${what} are not read.`)
}

/** Throws ExtractError 'too-large' naming size and cap. */
export function refuseTooLarge(path: string, kind: DocumentKind, size: number): void {
  const limit = sizeLimitOf(kind, path)
  if (size > limit)
    throw new ExtractError(
      'too-large',
      `The file has ${inMegabytes(size)}; files of this kind are read up to ${inMegabytes(limit)}.`,
    )
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

function parsed(kind: DocumentKind, { text, title, headings }: ParsedText): ExtractedText {
  return { kind, text, isOwnBytes: false, title, headings }
}

async function extractOwnBytes(
  kind: 'text' | 'code' | 'markdown' | 'restructuredtext',
  path: string,
  bytes: Uint8Array,
): Promise<ExtractedText> {
  const { text, isOwnBytes } = decodeText(bytes)
  if (kind === 'markdown') {
    const { markdownStructure } = await import('./formats/markdown.ts')
    return { kind, text, isOwnBytes, ...markdownStructure(text) }
  }
  if (kind === 'restructuredtext') {
    const { restructuredTextStructure } = await import('./formats/restructuredtext.ts')
    return { kind, text, isOwnBytes, ...restructuredTextStructure(text) }
  }
  if (kind === 'text') return { kind, text, isOwnBytes, title: '', headings: [] }
  const { codeHeadings } = await import('./formats/code.ts')
  return { kind, text, isOwnBytes, title: '', headings: codeHeadings(text, extensionOf(path)) }
}

/** Corrects `named` where the first bytes say plainly what a file is. */
function kindOfBytes(named: DocumentKind, bytes: Uint8Array): DocumentKind {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'docx'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) throw compoundFileError(bytes)
  if (startsWith(bytes, 0x7b, 0x5c, 0x72, 0x74, 0x66))
    throw new ExtractError('unsupported', 'This is an RTF document; RTF is not read.')
  if (named === 'docx' && isUtf8(bytes.subarray(0, 4096)) && looksLikeMarkup(bytes)) return 'html'
  return named
}

/** Word keeps a document with a password in an old compound file; others of these are Office 97 to 2003. */
function compoundFileError(bytes: Uint8Array): ExtractError {
  const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  )
  if (isEncrypted) return new ExtractError('encrypted', 'The document is protected by a password.')
  return new ExtractError('unsupported', 'This is a document in an old Office format (97 to 2003), which is not read.')
}

/** Some programs write a page and call it .docx. */
function looksLikeMarkup(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1')
  return /^\s*(?:<!doctype html|<html)/i.test(head)
}
