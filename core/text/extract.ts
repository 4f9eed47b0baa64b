import { extensionOf, isPictureName, kindOfPath, sizeLimitOf } from './document-kind.ts'
import {
  type DocumentKind,
  ExtractError,
  type ExtractedText,
  type FileKind,
  type OwnBytesKind,
  type ParsedKind,
  type ParsedText,
} from './extracted.ts'
import { decodeText } from './formats/text.ts'
import { kindOfBytes } from './kind-of-bytes.ts'
import { MB, type ReadOptions, type SizeLimits, usualOptions } from './read-options.ts'
import { say } from '../sayings/say.ts'

/**
 * Text and structure of a file. `path` serves for its name only; what the bytes plainly are has the last word, so a PDF
 * named .txt is read as a PDF. Throws ExtractError with the reason why a file has no text.
 */
export async function extractText(
  path: string,
  bytes: Uint8Array,
  reading: ReadOptions = usualOptions,
): Promise<ExtractedText> {
  const kind = kindOfBytes(kindOfFile(path, reading), bytes)
  refuseTooLarge(path, { kind, size: bytes.length, limits: reading.limits })
  return isOwnBytesKind(kind) ? extractOwnBytes(kind, path, bytes) : extractParsed(kind, bytes, reading)
}

type Reader = (bytes: Uint8Array, reading: ReadOptions) => ParsedText | Promise<ParsedText>

/** Each reader is loaded with the first file that needs it. */
const readers: Readonly<Record<ParsedKind, () => Promise<Reader>>> = {
  html: async () => (await import('./formats/html.ts')).extractHtml,
  xml: async () => (await import('./formats/xml.ts')).extractXml,
  pdf: async () => (await import('./formats/pdf.ts')).extractPdf,
  docx: async () => (await import('./formats/docx.ts')).extractDocx,
  pptx: async () => (await import('./formats/pptx.ts')).extractPptx,
  xlsx: async () => (await import('./formats/xlsx.ts')).extractXlsx,
  odt: async () => (await import('./formats/opendocument.ts')).extractOpenDocument,
  odp: async () => (await import('./formats/opendocument.ts')).extractOpenDocument,
  ods: async () => (await import('./formats/opendocument.ts')).extractOpenDocument,
  doc: async () => (await import('./formats/doc.ts')).extractDoc,
  xls: async () => (await import('./formats/xls.ts')).extractXls,
  ppt: async () => (await import('./formats/ppt.ts')).extractPpt,
  rtf: async () => (await import('./formats/rtf.ts')).extractRtf,
  epub: async () => (await import('./formats/epub.ts')).extractEpub,
  ipynb: async () => (await import('./formats/ipynb.ts')).extractIpynb,
  tex: async () => (await import('./formats/tex.ts')).extractTex,
  eml: async () => (await import('./formats/eml.ts')).extractEml,
  emlx: async () => (await import('./formats/emlx.ts')).extractEmlx,
  msg: async () => (await import('./formats/msg.ts')).extractMsg,
  ics: async () => (await import('./formats/ics.ts')).extractIcs,
  vcf: async () => (await import('./formats/vcf.ts')).extractVcf,
  picture: async () => (await import('./formats/picture.ts')).extractPicture,
}

/** To ask Node again for a module that is loaded takes a tenth of a millisecond, as long as to read a small file. */
const loaded = new Map<string, Promise<unknown>>()

function once<T>(name: string, load: () => Promise<T>): Promise<T> {
  let loading = loaded.get(name)
  if (loading === undefined) loaded.set(name, (loading = load()))
  // Each name has one `load`.
  return loading as Promise<T>
}

async function extractParsed(kind: ParsedKind, bytes: Uint8Array, reading: ReadOptions): Promise<ExtractedText> {
  const read = await once(kind, readers[kind])
  return { kind, isOwnBytes: false, ...(await read(bytes, reading)) }
}

function isOwnBytesKind(kind: FileKind): kind is OwnBytesKind {
  return !(kind in readers)
}

/** The kind by name. ExtractError 'unsupported' for a name that promises no text. */
export function kindOfFile(path: string, { ocr }: ReadOptions = usualOptions): FileKind {
  const kind = kindOfPath(path)
  if (kind !== null) return kind
  if (ocr !== null && isPictureName(path)) return 'picture'
  const extension = extensionOf(path)
  throw new ExtractError(
    'unsupported',
    extension === '' ? say('file.nameNotRead') : say('file.typeNotRead', { ending: extension }),
  )
}

/** Throws ExtractError 'too-large' naming size and cap. */
export function refuseTooLarge(path: string, { kind, size, limits = usualOptions.limits }: Sized): void {
  const limit = sizeLimitOf(kind, path, limits)
  if (size > limit) throw new ExtractError('too-large', say('file.tooLarge', { size: size / MB, limit: limit / MB }))
}

/** Characters of one line: more of them no person wrote. */
const longestLine = 65_536
/** Data, which programs write on one line. */
const dataEndings: ReadonlySet<string> = new Set(['json', 'jsonc', 'json5', 'sql', 'yaml', 'yml'])

/** Bundles and minified code: a megabyte of names that nobody gave. */
function refuseLongLines(text: string, extension: string): void {
  if (dataEndings.has(extension)) return
  for (let start = 0; text.length - start > longestLine;) {
    const end = text.indexOf('\n', start)
    const length = (end < 0 ? text.length : end) - start
    if (length > longestLine)
      throw new ExtractError(
        'too-large',
        say('file.longLine', { size: Math.round(length / 1024), limit: longestLine / 1024 }),
      )
    start = end + 1
  }
}

interface Sized {
  readonly kind: DocumentKind
  /** Bytes. */
  readonly size: number
  /** Default: as usual. */
  readonly limits?: SizeLimits
}

async function extractOwnBytes(kind: OwnBytesKind, path: string, bytes: Uint8Array): Promise<ExtractedText> {
  const { text, isOwnBytes } = decodeText(bytes)
  if (kind === 'markdown') {
    const { markdownStructure } = await once('markdown', () => import('./formats/markdown.ts'))
    return { kind, text, isOwnBytes, ...markdownStructure(text) }
  }
  if (kind === 'restructuredtext') {
    const { restructuredTextStructure } = await once('restructuredtext', () => import('./formats/restructuredtext.ts'))
    return { kind, text, isOwnBytes, ...restructuredTextStructure(text) }
  }
  if (kind === 'org') {
    const { orgStructure } = await once('org', () => import('./formats/org.ts'))
    return { kind, text, isOwnBytes, ...orgStructure(text) }
  }
  if (kind === 'text') return { kind, text, isOwnBytes, title: '', headings: [] }
  refuseLongLines(text, extensionOf(path))
  const { codeHeadings } = await once('code', () => import('./formats/code.ts'))
  return { kind, text, isOwnBytes, title: '', headings: codeHeadings(text, extensionOf(path)) }
}
