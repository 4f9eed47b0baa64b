import type { FileProblemCode, Saying } from '../types.ts'
import type { NamedOnlyKind } from './named-only.ts'

/** Kinds whose text is the file's own bytes where those are UTF-8. */
export type OwnBytesKind = 'text' | 'markdown' | 'restructuredtext' | 'org' | 'code'

/** Kinds whose text is what a reader finds in the file. */
export type ParsedKind =
  | 'html'
  | 'xml'
  | 'pdf'
  | 'docx'
  | 'pptx'
  | 'xlsx'
  | 'odt'
  | 'odp'
  | 'ods'
  | 'doc'
  | 'xls'
  | 'ppt'
  | 'rtf'
  | 'epub'
  | 'ipynb'
  | 'tex'
  | 'eml'
  | 'emlx'
  | 'msg'
  | 'ics'
  | 'vcf'
  | 'picture'

/** What a file can be read as. */
export type FileKind = OwnBytesKind | ParsedKind

/** What a document was read as; a page of a browser's history has no file of its own, and of some files only the name is known. */
export type DocumentKind = FileKind | NamedOnlyKind | 'history'

/** A heading, and where in the text it stands. */
export interface Heading {
  /** 1 for the outermost, at most 6. */
  readonly level: number
  /** White space folded, at most 200 characters. */
  readonly text: string
  /** UTF-16 index in the document's text where the heading's line begins. */
  readonly start: number
}

/** What a document says of itself beside its text. */
export interface TextFacts {
  /** Milliseconds: when it was sent, taken, visited. */
  readonly dated?: number
  /** As in 'Anna Smith <anna@example.org>'. */
  readonly sender?: string
  /** The same. */
  readonly recipients?: readonly string[]
  /** Twelve hexadecimal digits; the messages of a thread have the same (`threadOf`). */
  readonly thread?: string
  /** Host of a page. */
  readonly site?: string
  /** Other names and tags, as words: it is found by them. */
  readonly names?: string
}

/** A file that a document carries. */
export interface Attachment {
  /** Its number, from 1, and its name: the same for the same document. */
  readonly part: string
  readonly name: string
  readonly bytes: Uint8Array
}

/** A file's text with its structure. The same bytes give the same value for ever: chunks are byte ranges of `text`. */
export interface ExtractedText {
  readonly kind: DocumentKind
  /** Well formed (no lone surrogates). Parsed formats: `\n` line ends, no trailing spaces, no U+0000. */
  readonly text: string
  /** The UTF-8 bytes of `text` are exactly the file's bytes; a byte order mark then stays in `text`. */
  readonly isOwnBytes: boolean
  /** `text` as UTF-8 where that is at hand, in memory that nobody else uses: it goes with the chunks. */
  readonly utf8?: Uint8Array<ArrayBuffer>
  /** What the document calls itself, white space folded; '' when it names nothing. */
  readonly title: string
  /** Ascending by `start`. */
  readonly headings: readonly Heading[]
  /** UTF-16 index where passages begin: what stands before is said elsewhere (a mail's subject, people and date). Default: 0. */
  readonly bodyStart?: number
  readonly facts?: TextFacts
  /** Documents of their own, where their kinds are read. */
  readonly attachments?: readonly Attachment[]
}

/** What the reader of one parsed format answers. */
export type ParsedText = Pick<ExtractedText, 'text' | 'title' | 'headings' | 'bodyStart' | 'facts' | 'attachments'>

/** A file has no text for a reason that a person can be told; the caller adds the path. */
export class ExtractError extends Error {
  readonly code: FileProblemCode

  constructor(code: FileProblemCode, message: Pick<Saying, 'text'>, options?: ErrorOptions) {
    super(message.text, options)
    this.name = 'ExtractError'
    this.code = code
  }
}
